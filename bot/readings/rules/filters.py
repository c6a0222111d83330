"""What was read, by words, block, month and what was reproduced of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.errors import UserError
from bot.inputs.search import words_of
from bot.inputs.text import ascii_signs
from bot.readings.values import Filters, Reading

MOST_BLOCKS = 99

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_BLOCK = re.compile(r"block (\d{1,2}): (.*)", re.DOTALL)


def search_words(typed: str) -> str:
    """The words of a search as they are compared: neither case, accents nor signs matter.

    Raises:
        UserError: nothing is left of them, or more than fits.
    """
    return words_of(
        typed, "words of a title, an author, a subject or a review, such as `attention graph`"
    )


def month_named(typed: str) -> str:
    """A month such as ``2026-03``.

    Raises:
        UserError: it is none.
    """
    text = ascii_signs(typed)
    if _MONTH.fullmatch(text) is None:
        raise UserError("A month looks like `2026-03`: the year, then 01 to 12.", typed=typed)
    return text


def block_number(label: str | None) -> int:
    """The number in what a shortlist called a block ("block 2: Practical skills"); 0 for none."""
    found = _BLOCK.match(label or "")
    return int(found[1]) if found else 0


def fits(reading: Reading, wanted: Filters) -> bool:
    """Whether a reading is wanted. Each word begins one of its own."""
    return (
        wanted.block in (0, reading.block)
        and wanted.month in ("", reading.month)
        and wanted.outcome in (None, reading.outcome)
        and all(f" {word}" in reading.words for word in wanted.words.split())
    )


def blocks_of(readings: Iterable[Reading]) -> tuple[tuple[int, str], ...]:
    """The blocks that readings served, by number, each with its newest title."""
    found: dict[int, str] = {}
    for reading in readings:
        label = _BLOCK.match((reading.chosen and reading.chosen.block) or "")
        if label is not None:
            found.setdefault(int(label[1]), label[2])
    return tuple(sorted(found.items()))


def months_of(readings: Sequence[Reading]) -> tuple[str, ...]:
    """The months in which readings were chosen, the newest first."""
    return tuple(sorted({each.month for each in readings if each.chosen}, reverse=True))
