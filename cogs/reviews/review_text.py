"""A review as text: shortened, in pages, and as a file of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.arxiv.rules.identifiers import abstract_url
from bot.arxiv.values import Paper
from bot.inputs.text import beginning
from bot.reviews.values import Review, ReviewText
from cogs.common.text import escape, escaped_bound, fit, link_to, one_line

_TITLE, _AUTHORS = 160, 120
_SHORTEST = 60


def paper_link(paper: Paper) -> str:
    """The paper's title, leading to it at arXiv."""
    return link_to(one_line(paper.title, _TITLE), abstract_url(paper.key))


def worth(text: ReviewText) -> str:
    """``worth the group's time: 4 of 5``, or nothing where it is not said."""
    return "" if text.worth is None else f"worth the group's time: {text.worth} of 5"


def shortened(text: ReviewText, room: int) -> tuple[str, bool]:
    """All parts below their headings in about ``room`` characters; whether one had to be cut.

    What a short part leaves, the others share.
    """
    whole = [(heading, escape(part), part) for heading, part in text.parts]
    given = _shares([len(escaped) for _heading, escaped, _part in whole], room)
    shown, is_cut = [], False
    for (heading, escaped, part), length in zip(whole, given, strict=True):
        fits = len(escaped) <= length
        is_cut = is_cut or not fits
        body = escaped if fits else fit(part, max(length, _SHORTEST))
        shown.append(f"**{heading}**\n{body}")
    return "\n\n".join(shown), is_cut


def pages(text: ReviewText, room: int) -> list[str]:
    """All of a review, as much a page as ``room`` characters hold; one page at least."""
    found: list[str] = []
    page = ""
    for heading, part in text.parts:
        for number, piece in enumerate(_pieces(part, room - len(heading) - 20)):
            block = f"**{heading}**{', continued' if number else ''}\n{piece}"
            longer = f"{page}\n\n{block}" if page else block
            if page and len(longer) > room:
                found.append(page)
                longer = block
            page = longer
    return [*found, page or "Nothing is written yet."]


def markdown(review: Review) -> bytes:
    """A review as a file. What its author wrote stands as they wrote it."""
    paper, text = review.paper, review.text
    lines = [
        f"# Review: {' '.join(paper.title.split())}",
        "",
        f"- Authors: {', '.join(paper.authors) or 'unknown'}",
        f"- Paper: <{abstract_url(paper.key)}>",
    ]
    if text.worth is not None:
        lines.append(f"- Worth the group's time: {text.worth} of 5")
    for heading, part in text.parts:
        lines += ["", f"## {heading}", "", part]
    return ("\n".join(lines) + "\n").encode()


def file_name(review: Review) -> str:
    """A name that any system takes."""
    return f"review-{review.paper.key.replace('/', '-')}.md"


def _pieces(text: str, room: int) -> Iterator[str]:
    """A text in escaped pieces of at most ``room`` characters, divided at the ends of lines.

    Only a line that is longer than that is divided itself, between words where there are any.
    """
    kept: list[str] = []
    length = 0
    for line in (part for each in text.split("\n") for part in _parts(each, (room - 2) // 2)):
        size = escaped_bound(line) + 1
        if kept and length + size > room:
            yield escape("\n".join(kept))
            kept, length = [], 0
        kept.append(line)
        length += size
    if kept:
        yield escape("\n".join(kept))


def _parts(line: str, most: int) -> Iterator[str]:
    while len(line) > most:
        part = beginning(line, most)
        if " " in part.rstrip():
            part = part[: part.rstrip().rindex(" ") + 1]
        yield part
        line = line[len(part) :]
    yield line


def _shares(needs: Sequence[int], room: int) -> list[int]:
    given = [0] * len(needs)
    order = sorted(range(len(needs)), key=lambda place: needs[place])
    for left, place in zip(range(len(needs), 0, -1), order, strict=True):
        given[place] = min(needs[place], room // left)
        room -= given[place]
    return given
