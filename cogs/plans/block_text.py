"""What a block's pages say: all of it, in as many pages as it takes."""

from __future__ import annotations

from collections.abc import Iterator

from bot.plans.values import Block, Paper, Path, Plan
from cogs.common.resource_text import resource_line
from cogs.common.text import escape, link_to, one_line
from cogs.plans.primers import with_primers

# What a page's text may have, beside the heading, the small print and the buttons.
_PAGE = 3000
_NAMED_AUTHORS = 3


def block_pages(plan: Plan, block: Block) -> list[str]:
    """The texts of a block's pages, at least one."""
    return _packed(part for part in _parts(plan, block) if part)


def _parts(plan: Plan, block: Block) -> Iterator[str]:
    yield escape(block.summary)
    if block.objectives:
        yield _list("Objectives", block.objectives)
    for component in block.components:
        text = f"**{escape(component.title)}**\n{escape(component.summary)}"
        topics = [f"- {with_primers(topic, plan.glossary)}" for topic in component.topics]
        yield "\n".join([text, *topics])
        if component.questions:
            yield _list("Ask yourself", component.questions)
    for path in plan.paths:
        if any(m.path == path.id for m in block.milestones):
            yield _path(path)
    components = {component.id for component in block.components}
    papers = [_paper(paper) for paper in plan.papers if paper.component in components]
    if papers:
        yield "\n".join(["**Papers**", *papers])
    resources = [
        resource_line(each, plan.instead_of(each))
        for each in plan.resources
        if block.id in each.blocks
    ]
    if resources:
        yield "\n".join(["**Resources**", *resources])


def _path(path: Path) -> str:
    kinds = {"Study": path.study, "Practise on": path.practice, "Data": path.datasets}
    lines = [f"{name}: {escape(', '.join(what))}" for name, what in kinds.items() if what]
    if path.challenge:
        lines.append(f"Challenge: {escape(', '.join(path.challenge))}")
    return "\n".join([f"**{escape(path.title)}**", *lines])


def _paper(paper: Paper) -> str:
    named = ", ".join(paper.authors[:_NAMED_AUTHORS])
    more = " and others" if len(paper.authors) > _NAMED_AUTHORS else ""
    return (
        f"- {link_to(one_line(paper.title, 250), paper.url)}\n"
        f"-# {one_line(named, 120)}{more}, {paper.year}\n"
        f"{one_line(paper.why, 600)}"
    )


def _list(title: str, entries: tuple[str, ...]) -> str:
    lines = [f"- {escape(entry)}" for entry in entries]
    return "\n".join([f"**{title}**", *lines])


def _packed(parts: Iterator[str]) -> list[str]:
    """Fill pages with whole parts; a part longer than a page goes on at a line."""
    pages: list[str] = []
    for part in parts:
        if pages and len(pages[-1]) + 2 + len(part) <= _PAGE:
            pages[-1] += f"\n\n{part}"
            continue
        pages.append("")
        for each in (piece for whole in part.split("\n") for piece in _broken(whole)):
            if pages[-1] and len(pages[-1]) + 1 + len(each) > _PAGE:
                pages.append("")
            pages[-1] += f"\n{each}" if pages[-1] else each
    return pages


def _broken(line: str) -> list[str]:
    """A line, or the lines that a far too long one becomes, broken between words."""
    if len(line) <= _PAGE:
        return [line]
    lines = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _PAGE:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines
