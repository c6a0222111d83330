"""How a member's own answers in check-ins move, question by question (W1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.charts import words

_IN_TABLE = 4
_COLUMN = 7


@dataclass(frozen=True, slots=True)
class Check:
    """The check-in of a day: a level for each item, None where that was not asked."""

    day: date
    levels: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """``items`` are a word and a question each, and were answered once at least.

    ``checks`` stand in order, one at least. Levels lie between ``lowest`` and ``highest``.
    """

    items: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    lowest: int
    highest: int


def title(data: Trend) -> str:
    """``Load is better than on 4 February``: what moved most, or that nothing did."""
    latest = data.checks[-1]
    if len(data.checks) < 2:
        return "Your first check-in"
    before = data.checks[-2]
    day = words.say_day(before.day, latest.day)
    moves = [
        (name, now - then)
        for (name, _), then, now in zip(data.items, before.levels, latest.levels, strict=True)
        if then is not None and now is not None
    ]
    most = max((abs(move) for _, move in moves), default=0)
    if not most:
        return f"As on {day}"
    name, move = next(each for each in moves if abs(each[1]) == most)
    return f"{name} is {'better' if move > 0 else 'worse'} than on {day}"


def alt_text(data: Trend) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    return words.fit_lines([words.sentence(title(data)), *_lines(data)], words.ALT_LIMIT)


def table(data: Trend) -> str:
    """The latest check-ins as a table of plain text that a phone shows without wrapping."""
    latest = data.checks[-_IN_TABLE:]
    rows = [" " * 8 + "".join(words.short_day(each.day).rjust(_COLUMN) for each in latest)]
    for place, (name, _) in enumerate(data.items):
        said = (each.levels[place] for each in latest)
        cells = ("–" if level is None else str(level) for level in said)
        rows.append(name.ljust(8) + "".join(cell.rjust(_COLUMN) for cell in cells))
    return "\n".join(rows)


def in_words(data: Trend) -> str:
    """What the picture finds, and what each word in it stands for; `table` has the answers."""
    scale = f"{data.lowest} is the hardest of the five answers, {data.highest} the easiest."
    items = (f"{name}: {question}" for name, question in data.items)
    return "\n".join([f"{title(data)}. {scale}", *items])


def draw(data: Trend) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("checkins", data)


def _lines(data: Trend) -> Iterator[str]:
    for place, (name, _) in enumerate(data.items):
        said = [
            f"{words.short_day(each.day)} {level}"
            for each in data.checks
            if (level := each.levels[place]) is not None
        ]
        yield f"{name}: {', '.join(said)}."
