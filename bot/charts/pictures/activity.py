"""The calendar of active days as a picture; what it shows is said in ``bot.charts.activity``."""

from __future__ import annotations

from datetime import date, timedelta

from bot.charts import style, words
from bot.charts.activity import Activity, first_monday, shown_days, title, week_count
from bot.charts.pictures.card import Card

_TOP = 26.0
_LEFT = 54.0
_LARGEST_CELL = 22.0
_GAP = 2.5
_KEY_CELL = 16.0
_KEY_LINE = 24.0
_SAMPLES = (("active", True, False), ("planned rest", False, True), ("other day", False, False))


def draw(data: Activity) -> bytes:
    """The picture as PNG."""
    cell = min(_LARGEST_CELL, (style.WIDTH - style.MARGIN - _LEFT) / week_count(data))
    bottom = _TOP + 7 * cell
    card = Card(bottom + 2 * _KEY_LINE + 14, title(data))
    first = first_monday(data)
    _draw_months(card, first, week_count(data), cell)
    for weekday in range(0, 7, 2):
        name = words.weekday_name(first + timedelta(days=weekday))[:3]
        y = _TOP + (weekday + 0.5) * cell
        card.text(style.MARGIN, y, name, size=style.SMALL_SIZE, color=style.QUIET)
    for day in shown_days(data):
        week, weekday = divmod((day - first).days, 7)
        x, y = _LEFT + week * cell, _TOP + weekday * cell
        _draw_day(card, x, y, cell - _GAP, active=day in data.active, rest=day in data.rest)
        if day == data.today:
            _draw_frame(card, x, y, cell - _GAP)
    _draw_key(card, bottom + _KEY_LINE)
    return card.png()


def _draw_day(card: Card, x: float, y: float, size: float, *, active: bool, rest: bool) -> None:
    looks = {"linewidth": 0.8, "edgecolor": style.OUTLINE, "facecolor": "none"}
    if active:
        looks |= {"facecolor": style.BLUE, "edgecolor": style.BLUE}
    elif rest:
        looks |= {"hatch": "////"}
    card.box(x, y, size, size, **looks)


def _draw_frame(card: Card, x: float, y: float, size: float) -> None:
    """What sets today apart, around its cell."""
    looks = {"edgecolor": style.ORANGE, "linewidth": 1.6}
    card.box(x - 1.5, y - 1.5, size + 3, size + 3, facecolor="none", **looks)


def _draw_months(card: Card, first: date, weeks: int, cell: float) -> None:
    """The month's name above the week in which it begins."""
    free = 0.0
    for week in range(weeks):
        days = [first + timedelta(days=7 * week + at) for at in range(7)]
        begun = next((day for day in days if day.day == 1), days[0] if week == 0 else None)
        x = _LEFT + week * cell
        if begun is None or x < free:
            continue
        name = words.month_name(begun.month)[:3]
        card.text(x, _TOP - 13, name, size=style.SMALL_SIZE, color=style.QUIET)
        free = x + card.measure(name, style.SMALL_SIZE) + 6


def _draw_key(card: Card, y: float) -> None:
    """Two lines of two: today has the last place."""
    size = _KEY_CELL - _GAP
    for at, (name, active, rest) in enumerate(_SAMPLES):
        x, line = _key_place(at, y)
        _draw_day(card, x, line - size / 2, size, active=active, rest=rest)
        card.text(x + _KEY_CELL + 4, line, name, size=style.SMALL_SIZE, color=style.QUIET)
    x, line = _key_place(len(_SAMPLES), y)
    _draw_frame(card, x, line - size / 2, size)
    card.text(x + _KEY_CELL + 4, line, "today", size=style.SMALL_SIZE, color=style.QUIET)


def _key_place(at: int, y: float) -> tuple[float, float]:
    line, column = divmod(at, 2)
    return _LEFT + 140 * column, y + _KEY_LINE * line
