"""The result of a vote: a bar for each paper, the chosen one apart."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts import words

_NAME = 60
_SHORT = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """A paper with what it got.

    ``first`` of its ``total`` it had at once, the rest came from papers that left. ``note`` is what
    became of it ("out in round 1"). ``total`` is None where it did not count.
    """

    position: int
    title: str
    first: int
    total: int | None
    note: str = ""
    is_winner: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """``unit`` is what the bars count, in the plural; ``said`` how the winner won."""

    bars: tuple[Bar, ...]
    unit: str
    said: str


def title(data: Tally, *, named: bool = True) -> str:
    """``“On graphs” wins: 4 of 6 ballots``; without names ``Paper 2 wins: …``."""
    winner = next((bar for bar in data.bars if bar.is_winner), None)
    if winner is None:
        return "No paper was chosen"
    name = f"“{words.clip(winner.title, _SHORT)}”" if named else f"Paper {winner.position}"
    return f"{name} wins: {data.said}"


def alt_text(data: Tally) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    head = f"A bar for each paper: {data.unit}. {words.sentence(title(data))}"
    lines = [head, *(_in_words(bar) for bar in data.bars)]
    return words.fit_lines(lines, words.ALT_LIMIT)


def draw(data: Tally) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("tally", data)


def _in_words(bar: Bar) -> str:
    name = f"{bar.position}. {words.clip(bar.title, _NAME)}"
    got = "not counted" if bar.total is None else f"{bar.total}"
    came = f" ({bar.first} at first)" if bar.total is not None and bar.first != bar.total else ""
    note = f", {bar.note}" if bar.note else ""
    return f"{name}: {got}{came}{note}"
