"""The plan at a glance: a row per block, its planned span, progress and target dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.charts import words

_TITLE_LIMIT = 60
_WORDS_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Target:
    """A date by which something of the block is due; ``open`` are titles of what is not done."""

    due: date
    open: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether all of it is."""
        return not self.open


@dataclass(frozen=True, slots=True)
class Block:
    """A row. ``starts`` and ``ends`` are its first and last planned day; a block that rolls on has
    no end. ``done`` of ``total`` milestones are finished (0 of 0 where it has none)."""

    title: str
    starts: date
    ends: date | None
    done: int
    total: int
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Roadmap:
    """1 to 21 rows in the plan's order, on the day ``today``. ``finding`` replaces the title.

    While the member is ``paused``, nothing is called due or late (R14).
    """

    blocks: tuple[Block, ...]
    today: date
    finding: str = ""
    paused: bool = False

    @property
    def done(self) -> int:
        """Finished milestones of all blocks."""
        return sum(block.done for block in self.blocks)

    @property
    def total(self) -> int:
        """Milestones of all blocks."""
        return sum(block.total for block in self.blocks)


def title(data: Roadmap, *, named: bool = True) -> str:
    """What the picture shows in a sentence: ``3 of 37 done, next due 9 December``, or what is late
    (P12)."""
    if finding := words.clip(data.finding, _TITLE_LIMIT):
        return finding
    if not data.total:
        return "No milestones yet"
    if data.done == data.total:
        return f"All {data.total} done"
    counted = f"{data.done} of {data.total} done"
    if data.paused:
        return counted
    if late := _late(data):
        return words.clip(f"{counted}, {words.say_late(late, named=named)}", _TITLE_LIMIT)
    due = _next_due(data)
    if due is None:
        return counted
    return f"{counted}, next due {words.say_day(due, data.today)}"


def alt_text(data: Roadmap) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    lines = [
        f"Roadmap: {words.sentence(title(data))} Today is {words.say_day(data.today, data.today)}."
    ]
    return words.fit_lines(lines + _rows(data), words.ALT_LIMIT)


def in_words(data: Roadmap) -> str:
    """The picture as plain text, a line per block; titles as they were typed, so escape it."""
    return words.fit_lines([words.sentence(title(data)), *_rows(data)], _WORDS_LIMIT)


def draw(data: Roadmap) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("roadmap", data)


def _late(data: Roadmap) -> list[str]:
    """What is open although its date is over, the oldest first."""
    targets = [target for block in data.blocks for target in block.targets]
    over = sorted((each for each in targets if each.due < data.today), key=lambda each: each.due)
    return [name for target in over for name in target.open]


def _next_due(data: Roadmap) -> date | None:
    return min(
        (
            target.due
            for block in data.blocks
            for target in block.targets
            if not target.done and target.due >= data.today
        ),
        default=None,
    )


def _rows(data: Roadmap) -> list[str]:
    return [
        f"{at}. {_row(block, data.today, data.paused)}" for at, block in enumerate(data.blocks, 1)
    ]


def _row(block: Block, today: date, paused: bool) -> str:
    begins = words.say_day(block.starts, today)
    if block.ends is None:
        span = f"from {begins}, rolling on"
    else:
        span = f"{begins} to {words.say_day(block.ends, today)}"
    text = f"{words.clip(block.title, _TITLE_LIMIT)}: {block.done} of {block.total}, {span}"
    due = [target.due for target in block.targets if not target.done]
    if not due or paused:
        return text
    word = "due" if min(due) >= today else "was planned for"
    return f"{text}; {word} {words.say_day(min(due), today)}"
