"""Planned against real as a picture; what it shows is said in ``bot.charts.burn_up``."""

from __future__ import annotations

from datetime import date, timedelta

from bot.charts import style
from bot.charts.burn_up import BurnUp, how_many_dated, title
from bot.charts.pictures.card import Card
from bot.charts.pictures.dates import DateAxis

_TOP = 40.0
_BOTTOM = 204.0
_HEIGHT = 246.0
_LEFT = 42.0
_LABELS = 70.0
_LABEL_GAP = 17.0
_STEPS = (1, 2, 5)
_MOST_LINES = 5


def draw(data: BurnUp) -> bytes:
    """The picture as PNG: of what has dates, and before anything has, of what is done."""
    card = Card(_HEIGHT, title(data), title(data, named=False))
    axis = _axis(data)
    done = data.kept if data.dated else data.undated_done
    highest = max(len(data.dated) or data.total, 1)
    card.text(style.MARGIN, 6, _subtitle(data), size=style.SMALL_SIZE, color=style.QUIET)
    _draw_counts(card, axis, highest)
    axis.draw(card, _TOP, _BOTTOM)
    planned = _stairs(axis, data.starts, data.due, axis.last, highest)
    real = _stairs(axis, data.starts, done, data.today, highest)
    x = axis.x(data.today)
    card.line([(x, _TOP - 4), (x, _BOTTOM)], color=style.ORANGE, linewidth=1.6)
    card.text(x, _TOP - 13, "today", size=style.SMALL_SIZE, color=style.TODAY_TEXT, align="center")
    if data.dated:
        card.line(planned, color=style.QUIET, linewidth=2.0, linestyle=(0, (4, 2)))
    card.line(real, color=style.BLUE, linewidth=3.2)
    card.dot(*real[-1], 4.5, facecolor=style.BLUE, edgecolor=style.GROUND, linewidth=1.2)
    names = [(real[-1][1], f"done: {len(done)}", style.BLUE_TEXT)]
    if data.dated:
        names.append((planned[-1][1], f"plan: {len(data.due)}", style.QUIET))
    _draw_labels(card, names)
    return card.png()


def _subtitle(data: BurnUp) -> str:
    dated = how_many_dated(data)
    if data.dated and dated and data.undated_done:
        # The title counts these too, the lines do not.
        return f"the {len(data.dated)} with dates; {len(data.undated_done)} done without one"
    return f"milestones; {dated}" if dated else "milestones"


def _axis(data: BurnUp) -> DateAxis:
    days = (data.starts, data.today, *data.due, *(data.kept if data.dated else data.undated_done))
    last = max(days)
    room = max(7, (last - min(days)).days // 20)
    right = style.WIDTH - style.MARGIN - _LABELS
    return DateAxis(min(days), last + timedelta(days=room), left=_LEFT, right=right)


def _y(number: float, highest: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * number / highest


def _draw_counts(card: Card, axis: DateAxis, highest: int) -> None:
    step = next(
        unit * power
        for power in (10**exponent for exponent in range(12))
        for unit in _STEPS
        if highest <= unit * power * _MOST_LINES
    )
    for number in range(0, highest + 1, step):
        y = _y(number, highest)
        card.line([(axis.left, y), (axis.right, y)], color=style.EDGE, linewidth=1.0)
        card.text(
            axis.left - 8, y, f"{number}", size=style.SMALL_SIZE, color=style.QUIET, align="right"
        )


def _stairs(
    axis: DateAxis, starts: date, days: tuple[date, ...], until: date, highest: int
) -> list[tuple[float, float]]:
    """A step up on each day, level to ``until``."""
    ordered = sorted(days)
    x = axis.x(min([starts, *ordered]))
    points = [(x, _y(0, highest))]
    for number, day in enumerate(ordered):
        x = axis.x(day)
        points += [(x, _y(number, highest)), (x, _y(number + 1, highest))]
    points.append((max(x, axis.x(until)), _y(len(ordered), highest)))
    return points


def _draw_labels(card: Card, names: list[tuple[float, str, str]]) -> None:
    """The lines' names beside the axis' end, as high as their ends but apart from each other."""
    lowest = _TOP
    for y, text, color in sorted(names):
        at = max(y, lowest)
        x = style.WIDTH - style.MARGIN - _LABELS + 8
        card.text(x, at, text, size=style.SMALL_SIZE, color=color, bold=True)
        lowest = at + _LABEL_GAP
