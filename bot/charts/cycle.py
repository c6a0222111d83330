"""A closed cycle: planned against real dates by block, and how levels moved (U8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.charts import words


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone with the date that it was planned for, and the one on which it was done."""

    planned: date | None
    done: date | None

    @property
    def is_late(self) -> bool:
        """Whether it was done after its date."""
        return self.planned is not None and self.done is not None and self.done > self.planned


@dataclass(frozen=True, slots=True)
class Lane:
    """A block of the plan with its milestones of that time."""

    name: str
    marks: tuple[Mark, ...]

    @property
    def done(self) -> int:
        """How many were done."""
        return sum(mark.done is not None for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis with its level of ``highest``; ``before`` is the level before, None for none."""

    name: str
    level: int
    highest: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """Cycle ``number`` from ``starts`` to ``ends``: ``done`` milestones, ``kept`` of ``dated``
    dates, and the axes of its last rating."""

    number: int
    starts: date
    ends: date
    lanes: tuple[Lane, ...]
    axes: tuple[Axis, ...]
    done: int
    kept: int
    dated: int

    @property
    def shown_lanes(self) -> tuple[Lane, ...]:
        """Those with anything to see."""
        return tuple(lane for lane in self.lanes if lane.marks)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: nothing was done, and nothing rated."""
        return not any(lane.done for lane in self.lanes) and not self.axes


def title(data: Cycle) -> str:
    """``Cycle 1: 9 done, 6 of 8 dates kept, up on 3 of 8 axes``; no dates where none was kept."""
    parts = [f"{data.done} done"]
    if data.kept:
        parts.append(f"{data.kept} of {words.count(data.dated, 'date')} kept")
    compared = [axis for axis in data.axes if axis.before is not None]
    if compared:
        up = sum(axis.level > (axis.before or 0) for axis in compared)
        axes = f"{len(compared)} {'axis' if len(compared) == 1 else 'axes'}"
        parts.append(f"up on {up} of {axes}" if up else f"steady on {axes}")
        if not up and any(axis.level != axis.before for axis in compared):
            down = sum(axis.level < (axis.before or 0) for axis in compared)
            parts[-1] = f"lower on {down} of {axes}"
    return f"Cycle {data.number}: {', '.join(parts)}"


def alt_text(data: Cycle) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    lines = [words.sentence(f"Planned against real dates. {title(data)}"), *_lines(data)]
    return words.fit_lines(lines, words.ALT_LIMIT)


def table(data: Cycle) -> str:
    """The blocks as a table of plain text that a phone shows without wrapping; empty if none."""
    lanes = [(number, lane) for number, lane in enumerate(data.lanes, 1) if lane.marks]
    if not lanes:
        return ""
    rows = ["Block".ljust(6) + "planned".rjust(8) + "done".rjust(6) + "late".rjust(6)]
    for number, lane in lanes:
        name = lane.name if lane.name == OWN else str(number)
        planned = sum(mark.planned is not None for mark in lane.marks)
        late = sum(mark.is_late for mark in lane.marks)
        rows.append(f"{name:<6}{planned:>8}{lane.done:>6}{late:>6}")
    return "\n".join(rows)


OWN = "Own"
"""The name of the lane beside the plan's blocks."""


def in_words(data: Cycle) -> str:
    """What the picture finds; `table` has the blocks."""
    return words.sentence(title(data))


def draw(data: Cycle) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("cycle", data)


def _lines(data: Cycle) -> Iterator[str]:
    for lane in data.shown_lanes:
        late = sum(mark.is_late for mark in lane.marks)
        yield (
            f"{words.clip(lane.name, 40)}: {lane.done} of {len(lane.marks)} done"
            f"{f', {late} late' if late else ''}."
        )
    for axis in data.axes:
        was = "" if axis.before is None else f", before {axis.before}"
        yield f"{words.clip(axis.name, 40)}: {axis.level} of {axis.highest}{was}."
