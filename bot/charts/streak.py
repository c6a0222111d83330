"""A member's streak and consistency, with a calendar of the last weeks, Monday first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.charts import words

MOST_FREEZES = 3
_DAY = timedelta(days=1)
_SPENT_NAMED = 6
SAID = {
    "done": "done",
    "skipped": "skipped",
    "rest": "rest",
    "frozen": "a freeze spent",
    "missed": "no answer",
    "open": "open",
    "free": "nothing due",
}
"""Each kind of day, and how it is said."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``days`` are the dates of whole weeks and the kind of each (`SAID`), from a Monday on.

    ``freezes`` are in hand, the next one comes ``to_next`` days done later (None: all are).
    ``kept`` of ``planned`` days is the consistency of those weeks.
    """

    today: date
    current: int
    longest: int
    freezes: int
    to_next: int | None
    kept: int
    planned: int
    days: tuple[tuple[date, str], ...]


def title(data: Standing) -> str:
    """``12 days in a row, 24 of 27 planned days kept``."""
    if not data.planned and not data.current:
        return "Your streak begins with a day done"
    kept = f"{data.kept} of {words.count(data.planned, 'planned day')} kept"
    if not data.current:
        begins = "A new streak begins with a day done"
        return f"{begins}, {kept}" if data.kept else begins
    row = f"{words.count(data.current, 'day')} in a row"
    return f"{row}, {kept}" if data.planned else row


def alt_text(data: Standing) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    lines = [f"Calendar of {words.count(week_count(data), 'week')}.", *_lines(data)]
    return words.fit_lines(lines, words.ALT_LIMIT)


def in_words(data: Standing) -> str:
    """The picture as plain text: the streak, its freezes, consistency, this week and last."""
    return "\n".join(_lines(data))


def draw(data: Standing) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("streak", data)


def week_count(data: Standing) -> int:
    """How many weeks the calendar has."""
    return (data.days[-1][0] - data.days[0][0]).days // 7 + 1 if data.days else 0


def _lines(data: Standing) -> Iterator[str]:
    yield f"{title(data)}."
    if data.longest:
        yield f"Longest: {words.count(data.longest, 'day')} in a row."
    yield _freezes(data)
    if data.planned:
        percent = data.kept * 100 // data.planned
        weeks = words.count(week_count(data), "week")
        yield (
            f"Consistency: {percent} %, {data.kept} of {words.count(data.planned, 'planned day')} "
            f"in the last {weeks}."
        )
    monday = data.today - _DAY * data.today.weekday()
    for label, first in (("This week", monday), ("Last week", monday - 7 * _DAY)):
        days = [(day, kind) for day, kind in data.days if first <= day < first + 7 * _DAY]
        said = [
            f"{words.listed([words.weekday_name(day) for day, its in days if its == kind])} {said}"
            for kind, said in SAID.items()
            if kind not in ("free", "open") and any(its == kind for _day, its in days)
        ]
        if said:
            yield f"{label}: {'; '.join(said)}."
    spent = [words.say_day(day, data.today) for day, kind in data.days if kind == "frozen"]
    if spent:
        more = f" and {len(spent) - _SPENT_NAMED} more" if len(spent) > _SPENT_NAMED else ""
        yield f"Freezes spent: {', '.join(spent[-_SPENT_NAMED:])}{more}."


def _freezes(data: Standing) -> str:
    hand = f"Freezes in hand: {data.freezes} of {MOST_FREEZES}"
    if data.to_next is None:
        return f"{hand}."
    return f"{hand}; the next comes after {data.to_next} more done."
