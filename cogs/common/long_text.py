"""Long texts that people wrote, in parts below their headings: shortened, and in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.inputs.text import beginning
from cogs.common.text import escape, escaped_bound, fit

Parts = Sequence[tuple[str, str]]
"""Headings, which are ours, each with its text."""

_SHORTEST = 60


def shortened(parts: Parts, room: int) -> tuple[str, bool]:
    """All parts below their headings in about ``room`` characters; whether one had to be cut.

    What a short part leaves, the others share.
    """
    whole = [(heading, escape(part), part) for heading, part in parts]
    given = _shares([len(escaped) for _heading, escaped, _part in whole], room)
    shown, is_cut = [], False
    for (heading, escaped, part), length in zip(whole, given, strict=True):
        fits = len(escaped) <= length
        is_cut = is_cut or not fits
        body = escaped if fits else fit(part, max(length, _SHORTEST))
        shown.append(f"**{heading}**\n{body}")
    return "\n\n".join(shown), is_cut


def pages(parts: Parts, room: int) -> list[str]:
    """All of it, as much a page as ``room`` characters hold; one page at least."""
    found: list[str] = []
    page = ""
    for heading, part in parts:
        for number, piece in enumerate(_pieces(part, room - len(heading) - 20)):
            block = f"**{heading}**{', continued' if number else ''}\n{piece}"
            longer = f"{page}\n\n{block}" if page else block
            if page and len(longer) > room:
                found.append(page)
                longer = block
            page = longer
    return [*found, page or "Nothing is written yet."]


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
