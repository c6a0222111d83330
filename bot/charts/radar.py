"""How a member rates themselves on each axis, beside the rating before or a mentor's (W6, W8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.charts import words

MIN_SPOKES = 3
"""With fewer there is no area to see; the words say it."""

_NAME, _COLUMN, _MOVED = 16, 8, 4


@dataclass(frozen=True, slots=True)
class Spoke:
    """An axis with ``level`` of ``highest``; ``other`` is the level beside it, None for none."""

    name: str
    level: int
    highest: int
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Radar:
    """The axes in their order, and whose levels stand there: ``now``, beside those of ``other``.

    ``is_second`` says that those are somebody else's, and not from before.
    """

    spokes: tuple[Spoke, ...]
    now: str
    other: str | None = None
    is_second: bool = False

    @property
    def compared(self) -> tuple[Spoke, ...]:
        """Those with a level beside theirs."""
        return tuple(spoke for spoke in self.spokes if spoke.other is not None)


def title(data: Radar) -> str:
    """``Up on 3 of 8 axes since Q1 2026``, ``Alike on 5 of 8 axes``, or the first levels."""
    compared = data.compared
    if data.other is None or not compared:
        high = max(data.spokes, key=lambda each: each.level / each.highest)
        low = min(data.spokes, key=lambda each: each.level / each.highest)
        if high.level * low.highest == low.level * high.highest:
            return f"{data.now}: level {high.level} throughout"
        return f"{data.now}: {_said(high)}, {_said(low)}"
    of = f"{len(compared)} {'axis' if len(compared) == 1 else 'axes'}"
    if data.is_second:
        return f"Alike on {sum(each.level == each.other for each in compared)} of {of}"
    moves = [each.level - (each.other or 0) for each in compared]
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    if not up and not down:
        return f"Steady since {data.other}"
    if up:
        lower = f", lower on {down}" if down else ""
        return f"Up on {up} of {of} since {data.other}{lower}"
    return f"Lower on {down} of {of} since {data.other}"


def alt_text(data: Radar) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    lines = [words.sentence(f"Radar of levels. {title(data)}"), *_lines(data)]
    return words.fit_lines(lines, words.ALT_LIMIT)


def table(data: Radar) -> str:
    """The levels as a table of plain text that a phone shows without wrapping."""
    has_other = data.other is not None
    head = [data.other, data.now] if data.other is not None else [data.now]
    rows = [" " * _NAME + "".join(words.clip(each, _COLUMN - 1).rjust(_COLUMN) for each in head)]
    for spoke in data.spokes:
        cells = [f"{spoke.level}/{spoke.highest}"]
        if has_other:
            cells.insert(0, "–" if spoke.other is None else f"{spoke.other}/{spoke.highest}")
        moved = f"{spoke.level - spoke.other:+d}" if spoke.other is not None else ""
        moved = "=" if moved == "+0" else moved
        row = words.clip(spoke.name, _NAME - 1).ljust(_NAME)
        row += "".join(cell.rjust(_COLUMN) for cell in cells)
        rows.append((row + (moved.rjust(_MOVED) if has_other else "")).rstrip())
    return "\n".join(rows)


def in_words(data: Radar) -> str:
    """What the picture finds; `table` has the numbers."""
    return words.sentence(title(data))


def draw(data: Radar) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("radar", data)


def _said(spoke: Spoke) -> str:
    return f"{words.clip(spoke.name, 24)} {spoke.level} of {spoke.highest}"


def _lines(data: Radar) -> Iterator[str]:
    for spoke in data.spokes:
        other = "" if spoke.other is None else f", {data.other} {spoke.other}"
        yield f"{_said(spoke)}{other}."
