"""A horizontal axis of dates: where a day lies, and which months or weeks to name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.charts import style, words
from bot.charts.pictures.card import Card

# The room that ``31 Dec`` and ``Dec`` take, with some air, in points.
_DAY_ROOM = 54.0
_MONTH_ROOM = 40.0
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
_FEW_DAYS = 70


@dataclass(frozen=True, slots=True)
class Tick:
    """A day to name; ``year`` stands below ``name`` where it changes."""

    day: date
    name: str
    year: str


@dataclass(frozen=True, slots=True)
class DateAxis:
    """Lays the days ``first`` to ``last`` (later than ``first``) between two heights of points."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where the day begins, in points."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.right - self.left)

    def ticks(self) -> list[Tick]:
        """The days to name, as many as fit."""
        days = (self.last - self.first).days
        if days > _FEW_DAYS:
            return self._months()
        step = -(-days // self._most(_DAY_ROOM))
        skipped = 0
        if step > 3:
            step = 7 * -(-step // 7)
            skipped = -self.first.weekday() % 7
        shown = range(self.first.toordinal() + skipped, self.last.toordinal() + 1, step)
        named = [date.fromordinal(ordinal) for ordinal in shown]
        return [
            Tick(day, f"{day.day} {words.month_name(day.month)[:3]}", _year(day, at, named))
            for at, day in enumerate(named)
        ]

    def draw(self, card: Card, top: float, bottom: float) -> None:
        """Thin lines from ``top`` to ``bottom``, and the names below."""
        for tick in self.ticks():
            x = self.x(tick.day)
            card.line([(x, top), (x, bottom)], color=style.EDGE, linewidth=1.0)
            for y, name in ((bottom + 14, tick.name), (bottom + 30, tick.year)):
                card.text(x, y, name, size=style.SMALL_SIZE, color=style.QUIET, align="center")

    def _most(self, room: float) -> int:
        return max(1, int((self.right - self.left) / room))

    def _months(self) -> list[Tick]:
        numbers = range(_month_number(self.first) + 1, _month_number(self.last) + 1)
        step = next(step for step in _STEPS if len(numbers) <= step * self._most(_MONTH_ROOM))
        shown = [date(n // 12, n % 12 + 1, 1) for n in numbers if n % step == 0]
        if step >= 12:
            return [Tick(day, str(day.year), "") for day in shown]
        return [
            Tick(day, words.month_name(day.month)[:3], _year(day, at, shown))
            for at, day in enumerate(shown)
        ]


def _year(day: date, at: int, days: list[date]) -> str:
    return str(day.year) if at == 0 or days[at - 1].year != day.year else ""


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
