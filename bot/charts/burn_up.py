"""Planned against real: how many milestones the plan has by each date, and how many are done."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from bot.charts import words


@dataclass(frozen=True, slots=True)
class BurnUp:
    """``due`` is the planned date of each milestone that has one, ``done`` the date on which each
    finished one was finished, in any order. ``total`` counts all milestones, with or without date.
    ``starts`` is the plan's first day."""

    starts: date
    today: date
    due: tuple[date, ...]
    done: tuple[date, ...]
    total: int


def title(data: BurnUp) -> str:
    """``5 of 37 done, two weeks ahead of the plan``."""
    finished = len(data.done)
    if data.total and finished >= data.total:
        return f"All {data.total} done"
    counted = f"{finished} of {data.total} done"
    if not data.due:
        return counted
    if data.today < data.starts:
        return f"{counted}, the plan starts {words.say_day(data.starts, data.today)}"
    return f"{counted}, {_place(days_ahead(data))}"


def days_ahead(data: BurnUp) -> int:
    """How many days the real line is ahead of the planned one today; below 0: behind it.

    Ahead: until the plan wants the last one that is done. Behind: since it wanted the first that is
    not. Zero within a day on which just as many are due as are done.
    """
    due = sorted(data.due)
    finished = min(len(data.done), len(due))
    wanted = bisect_right(due, data.today)
    if finished > wanted:
        return (due[finished - 1] - data.today).days
    if finished < wanted:
        return (due[finished] - data.today).days
    return 0


def alt_text(data: BurnUp) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    return f"Planned against real. {in_words(data)}"


def in_words(data: BurnUp) -> str:
    """The picture as plain text."""
    lines = [f"{title(data)}."]
    wanted = sum(day <= data.today for day in data.due)
    today = words.say_day(data.today, data.today)
    lines.append(f"By today, {today}: {len(data.done)} done, {wanted} planned.")
    ahead = sorted(day for day in data.due if day > data.today)
    if ahead[:1] != ahead[-1:]:
        after = sum(day == ahead[0] for day in ahead) + wanted
        lines.append(f"By {words.say_day(ahead[0], data.today)}: {after} planned.")
    if data.due:
        last = words.say_day(max(data.due), data.today)
        lines.append(f"By {last}, the last date of the plan: {len(data.due)} planned.")
    return "\n".join(lines)


def draw(data: BurnUp) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("burn_up", data)


def _place(ahead: int) -> str:
    if ahead == 0:
        return "on pace"
    return f"{words.say_span(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} the plan"
