"""The calendar of active days as a picture; what it shows is said in ``bot.charts.activity``."""

from __future__ import annotations

from datetime import date, timedelta

from bot.charts import style, words
from bot.charts.activity import WEEKS, Activity, shown_days, title
from bot.charts.pictures.card import Card

_TOP = 80.0
_LEFT = 58.0
_CELL = (style.WIDTH - style.MARGIN - _LEFT) / WEEKS
_GAP = 3.0
_BOTTOM = _TOP + 7 * _CELL


def draw(data: Activity) -> bytes:
    """The picture as PNG."""
    card = Card(_BOTTOM + 48, title(data))
    first = data.today - timedelta(days=data.today.weekday() + 7 * (WEEKS - 1))
    _draw_months(card, first)
    for weekday in range(0, 7, 2):
        name = words.weekday_name(first + timedelta(days=weekday))[:3]
        y = _TOP + (weekday + 0.5) * _CELL
        card.text(style.MARGIN, y, name, size=style.SMALL_SIZE, color=style.QUIET)
    for day in shown_days(data):
        week, weekday = divmod((day - first).days, 7)
        x, y = _LEFT + week * _CELL, _TOP + weekday * _CELL
        _draw_day(card, x, y, active=day in data.active, rest=day in data.rest)
        if day == data.today:
            _draw_frame(card, x, y)
    _draw_key(card, _BOTTOM + 24)
    return card.png()


def _draw_day(card: Card, x: float, y: float, *, active: bool, rest: bool) -> None:
    size = _CELL - _GAP
    looks = {"linewidth": 0.8, "edgecolor": style.OUTLINE, "facecolor": "none"}
    if active:
        looks |= {"facecolor": style.BLUE, "edgecolor": style.BLUE}
    elif rest:
        looks |= {"hatch": "////"}
    card.box(x, y, size, size, **looks)


def _draw_frame(card: Card, x: float, y: float) -> None:
    """What sets today apart, around its cell."""
    size = _CELL - _GAP + 3
    looks = {"edgecolor": style.VERMILLION, "linewidth": 1.6}
    card.box(x - 1.5, y - 1.5, size, size, facecolor="none", **looks)


def _draw_months(card: Card, first: date) -> None:
    """The month's name above the week in which it begins."""
    free = 0.0
    for week in range(WEEKS):
        days = [first + timedelta(days=7 * week + at) for at in range(7)]
        begun = next((day for day in days if day.day == 1), days[0] if week == 0 else None)
        x = _LEFT + week * _CELL
        if begun is None or x < free:
            continue
        name = words.month_name(begun.month)[:3]
        card.text(x, _TOP - 13, name, size=style.SMALL_SIZE, color=style.QUIET)
        free = x + card.measure(name, style.SMALL_SIZE) + 6


def _draw_key(card: Card, y: float) -> None:
    x = _LEFT
    for name, active, rest in (
        ("active", True, False),
        ("planned rest", False, True),
        ("other day", False, False),
    ):
        _draw_day(card, x, y - (_CELL - _GAP) / 2, active=active, rest=rest)
        card.text(x + _CELL + 3, y, name, size=style.SMALL_SIZE, color=style.QUIET)
        x += _CELL + 28 + card.measure(name, style.SMALL_SIZE)
    _draw_frame(card, x, y - (_CELL - _GAP) / 2)
    card.text(x + _CELL + 3, y, "today", size=style.SMALL_SIZE, color=style.QUIET)
