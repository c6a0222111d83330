"""Planned against real: by when the dated milestones are due, and when they were done (P12).

What has no date is planned for no day, so it is counted and left out of every comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from bot.charts import words

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Dated:
    """A milestone with the date by which it is planned, and the one on which it was done."""

    title: str
    due: date
    done: date | None = None


@dataclass(frozen=True, slots=True)
class BurnUp:
    """``dated`` in any order; ``undated_done`` are the dates on which others were done. ``total``
    counts all milestones, with or without a date. ``starts`` is the plan's first day.

    While the member is ``paused``, nothing is called late (R14).
    """

    starts: date
    today: date
    dated: tuple[Dated, ...]
    undated_done: tuple[date, ...]
    total: int
    paused: bool = False

    @property
    def due(self) -> tuple[date, ...]:
        """The planned dates."""
        return tuple(each.due for each in self.dated)

    @property
    def kept(self) -> tuple[date, ...]:
        """When those of the dated that are done were done."""
        return tuple(each.done for each in self.dated if each.done is not None)

    @property
    def done(self) -> int:
        """How many milestones are done, with or without a date."""
        return len(self.kept) + len(self.undated_done)

    @property
    def late(self) -> tuple[Dated, ...]:
        """What is open although its date is over, the oldest first; nothing in a pause."""
        if self.paused:
            return ()
        over = (each for each in self.dated if each.done is None and each.due < self.today)
        return tuple(sorted(over, key=lambda each: each.due))


def title(data: BurnUp, *, named: bool = True) -> str:
    """``5 of 37 done, two weeks ahead of the plan``, or with names what is late."""
    if data.total and data.done >= data.total:
        return f"All {data.total} done"
    counted = f"{data.done} of {data.total} done"
    if not data.dated:
        return counted
    if data.paused:
        return f"{counted}, in a pause"
    if data.late:
        late = words.say_late([each.title for each in data.late], named=named)
        return f"{counted}, {late}"
    if data.today < data.starts:
        return f"{counted}, the plan starts {words.say_day(data.starts, data.today)}"
    ahead = days_ahead(data)
    if ahead == 0:
        return f"{counted}, on pace"
    return f"{counted}, {words.say_span(ahead)} ahead of the plan"


def days_ahead(data: BurnUp) -> int:
    """For how many days from today all that is planned is done already; 0 also where it is late.

    Something done early does not make up for what is due before it.
    """
    in_order = sorted(data.dated, key=lambda each: (each.due, each.done is None))
    ready = [each.due for each in takewhile(lambda each: each.done is not None, in_order)]
    return max(0, (ready[-1] - data.today).days) if ready else 0


def how_many_dated(data: BurnUp) -> str:
    """``8 of 37 have dates``; empty where all have one."""
    if not data.dated:
        return "no dates yet"
    if len(data.dated) >= data.total:
        return ""
    return f"{len(data.dated)} of {data.total} have dates"


def alt_text(data: BurnUp) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    return words.fit_lines(_lines(data, "Planned against real. "), words.ALT_LIMIT)


def in_words(data: BurnUp) -> str:
    """The picture as plain text; titles as they were typed, so escape it."""
    return "\n".join(_lines(data))


def draw(data: BurnUp) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("burn_up", data)


def _lines(data: BurnUp, before: str = "") -> list[str]:
    lines = [before + words.sentence(title(data))]
    for each in data.late[:_NAMED]:
        ago = words.say_span((data.today - each.due).days)
        due = words.say_day(each.due, data.today)
        lines.append(f"Late: {words.clip(each.title, 100)}, planned for {due}, {ago} ago.")
    if len(data.late) > _NAMED:
        lines.append(f"And {len(data.late) - _NAMED} more.")
    if not data.dated:
        return lines
    if dated := how_many_dated(data):
        undated = len(data.undated_done)
        beside = f"; {undated} done without one" if undated else ""
        lines.append(f"{dated}{beside}. Only those with a date are compared.")
    wanted = sum(day <= data.today for day in data.due)
    today = words.say_day(data.today, data.today)
    lines.append(f"By today, {today}: {len(data.kept)} done, {wanted} planned.")
    ahead = sorted(day for day in data.due if day > data.today)
    if ahead[:1] != ahead[-1:]:
        after = sum(day == ahead[0] for day in ahead) + wanted
        lines.append(f"By {words.say_day(ahead[0], data.today)}: {after} planned.")
    last = words.say_day(max(data.due), data.today)
    lines.append(f"By {last}, the last date of the plan: {len(data.due)} planned.")
    return lines
