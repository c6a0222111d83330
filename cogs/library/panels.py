"""The glossary and the resources as panels. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.library.rules import EVERY, KINDS, chosen
from bot.plans.values import Plan, Resource, Term
from cogs.common.panels import ONLY_YOU, Panel, button, buttons, line, page_buttons, page_of
from cogs.common.resource_text import resource_line
from cogs.common.text import cut, escape, fit, link_to, one_line
from cogs.library.routes import GLOSSARY, KIND, OPEN_RESOURCES, RESOURCES, TERM

ACCENT = 0x3B82F6

# What fits a message even at its fullest.
_TERMS, _SHORT_TEXT = 8, 250
_TEXT, _LINK_TITLE = 700, 40
_PAGE, _MOST = 3000, 8
"""A page of resources has at most so many characters, and so many of them."""


def glossary_panel(plan: Plan, page: int = 0) -> Panel:
    """A page of terms; one that is picked opens."""
    shown, page, pages = page_of(plan.glossary, page, _TERMS)
    if not shown:
        return Panel(ACCENT, "**Glossary**\nThis plan explains no terms.", small_print=ONLY_YOU)
    pick: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=TERM(page),
        placeholder="Open one, with where to read on",
        options=[discord.SelectOption(label=cut(t.term, 100), value=t.id) for t in shown],
    )
    turns = page_buttons(GLOSSARY, page=page, pages=pages)
    return Panel(
        ACCENT,
        f"**Glossary** · {len(plan.glossary)}",
        line(),
        "\n".join(
            f"**{escape(t.term)}** · {fit(' '.join(t.text.split()), _SHORT_TEXT)}" for t in shown
        ),
        buttons(pick),
        buttons(*turns, button("Resources", OPEN_RESOURCES())),
        small_print=ONLY_YOU,
    )


def term_panel(plan: Plan, term: Term) -> Panel:
    """A term, what it means, and where to read on."""
    place = plan.glossary.index(term)
    links = " · ".join(link_to(one_line(link.title, _LINK_TITLE), link.url) for link in term.links)
    return Panel(
        ACCENT,
        "\n".join(filter(None, (f"**{escape(term.term)}**", fit(term.text, _TEXT), links))),
        buttons(button("All terms", GLOSSARY(place // _TERMS))),
        small_print=ONLY_YOU,
    )


def resources_panel(plan: Plan, kind: str = EVERY, block_id: str = EVERY, page: int = 0) -> Panel:
    """A page of resources, each kind under its heading."""
    kind = kind if kind in KINDS else EVERY
    block = plan.block(block_id)
    found = chosen(plan, kind, block.id if block else EVERY)
    shown, page, pages = page_of(_pages(plan, found), page, 1)
    where = f" · {escape(block.title)}" if block else ""
    block_key = block.id if block else EVERY
    turns = page_buttons(lambda at: RESOURCES(kind, block_key, at), page=page, pages=pages)
    return Panel(
        ACCENT,
        f"**Resources**{where} · {len(found)}",
        line(),
        shown[0] if shown else "The plan has none of these. Choose another kind or block.",
        buttons(_kinds(kind, block_key)),
        *([buttons(*turns)] if turns else []),
        small_print=ONLY_YOU,
    )


def _pages(plan: Plan, found: Sequence[Resource]) -> list[str]:
    """The texts of the pages, each kind under its heading."""
    pages: list[list[str]] = []
    kinds: set[str] = set()
    for resource in found:
        told = resource_line(resource, plan.instead_of(resource))
        on_page = pages[-1] if pages else []
        if not on_page or len("\n".join((*on_page, told))) > _PAGE or len(on_page) >= _MOST:
            pages.append([])
            kinds = set()
        if resource.kind not in kinds:
            kinds = {resource.kind}
            pages[-1].append(f"**{KINDS[resource.kind]}**")
        pages[-1].append(told)
    return ["\n".join(lines) for lines in pages]


def _kinds(kind: str, block_key: str) -> ui.Select[ui.LayoutView]:
    """Another kind; the block stays."""
    every = discord.SelectOption(label="All kinds", value="all", default=kind == EVERY)
    return ui.Select(
        custom_id=KIND(block_key),
        options=[
            every,
            *(
                discord.SelectOption(label=name, value=each, default=each == kind)
                for each, name in KINDS.items()
            ),
        ],
    )
