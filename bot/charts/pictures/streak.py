"""The streak's calendar as a picture; what it shows is said in ``bot.charts.streak``."""

from __future__ import annotations

from datetime import timedelta

from bot.charts import style, words
from bot.charts.pictures.card import Card, diamond
from bot.charts.streak import SAID, Standing, title, week_count

_TOP = 26.0
_LEFT = 54.0
_CELL, _GAP = 30.0, 4.0
_KEY_CELL, _KEY_LINE = 17.0, 24.0
_FACT_LINE = 22.0
# Two columns; today has the last place.
_KEY = ("done", "frozen", "rest", "skipped", "missed")


def draw(data: Standing) -> bytes:
    """The picture as PNG."""
    bottom = _TOP + 7 * _CELL
    rows = -(-(len(_KEY) + 1) // 2)
    card = Card(bottom + _FACT_LINE + rows * _KEY_LINE + 16, title(data))
    first = data.days[0][0] if data.days else data.today
    _draw_months(card, data)
    for weekday in range(0, 7, 2):
        name = words.weekday_name(first + timedelta(days=weekday))[:3]
        y = _TOP + (weekday + 0.5) * _CELL
        card.text(style.MARGIN, y, name, size=style.SMALL_SIZE, color=style.QUIET)
    for day, kind in data.days:
        week, weekday = divmod((day - first).days, 7)
        x, y = _LEFT + week * _CELL, _TOP + weekday * _CELL
        _draw_day(card, x, y, _CELL - _GAP, kind)
        if day == data.today:
            _draw_frame(card, x, y, _CELL - _GAP)
    _draw_facts(card, bottom + _FACT_LINE / 2 + 2, data)
    _draw_key(card, bottom + _FACT_LINE + _KEY_LINE / 2 + 4)
    return card.png()


def _draw_day(card: Card, x: float, y: float, size: float, kind: str) -> None:
    """Each kind differs by its shape, not by its colour alone."""
    middle = x + size / 2, y + size / 2
    if kind in ("free", "open"):
        card.dot(*middle, 1.6, facecolor=style.OUTLINE, edgecolor="none")
        return
    looks = {"linewidth": 0.9, "edgecolor": style.OUTLINE, "facecolor": "none"}
    if kind == "done":
        looks |= {"facecolor": style.BLUE, "edgecolor": style.BLUE}
    elif kind == "rest":
        looks |= {"hatch": "////"}
    card.box(x, y, size, size, **looks)
    if kind == "frozen":
        points = diamond(*middle, size * 0.3)
        card.shape(points, facecolor=style.ORANGE, edgecolor=style.ORANGE, linewidth=0.5)
    elif kind == "skipped":
        across = [(x + size * 0.25, middle[1]), (x + size * 0.75, middle[1])]
        card.line(across, color=style.INK, linewidth=2)


def _draw_frame(card: Card, x: float, y: float, size: float) -> None:
    """What sets today apart, around its cell."""
    looks = {"edgecolor": style.ORANGE, "linewidth": 1.6}
    card.box(x - 1.8, y - 1.8, size + 3.6, size + 3.6, facecolor="none", **looks)


def _draw_months(card: Card, data: Standing) -> None:
    """The month's name above the week in which it begins, and above the first."""
    free = 0.0
    for week in range(week_count(data)):
        days = [day for day, _kind in data.days[7 * week : 7 * week + 7]]
        begun = next((day for day in days if day.day == 1), days[0] if week == 0 else None)
        x = _LEFT + week * _CELL
        if begun is None or x < free:
            continue
        name = words.month_name(begun.month)[:3]
        card.text(x, _TOP - 13, name, size=style.SMALL_SIZE, color=style.QUIET)
        free = x + card.measure(name, style.SMALL_SIZE) + 6


def _draw_facts(card: Card, y: float, data: Standing) -> None:
    facts = f"Longest {data.longest} · {data.freezes} of 3 freezes in hand"
    card.text(style.MARGIN, y, facts, size=style.SMALL_SIZE, color=style.INK)


def _draw_key(card: Card, y: float) -> None:
    size = _KEY_CELL - 2
    for at, kind in enumerate((*_KEY, "today")):
        line, column = divmod(at, 2)
        x, height = style.MARGIN + 160 * column, y + _KEY_LINE * line
        if kind == "today":
            _draw_frame(card, x, height - size / 2, size)
        else:
            _draw_day(card, x, height - size / 2, size, kind)
        label = SAID.get(kind, kind)
        card.text(x + _KEY_CELL + 6, height, label, size=style.SMALL_SIZE, color=style.QUIET)
