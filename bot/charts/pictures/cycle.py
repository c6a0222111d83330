"""A closed cycle as a picture; what it shows is said in ``bot.charts.cycle``."""

from __future__ import annotations

from datetime import timedelta

from bot.charts import style
from bot.charts.cycle import Axis, Cycle, Lane, Mark, title
from bot.charts.pictures import fonts
from bot.charts.pictures.card import Card, diamond
from bot.charts.pictures.dates import DateAxis

_TOP = 8.0
_ROW, _LOW_ROW, _NAME = 44.0, 36.0, 12.0
_MANY, _MOST_LANES = 8, 12
_STEP, _STEPS = 6.0, 3
_AXIS_ROOM, _KEY = 40.0, 26.0
_LEVEL_ROW, _HEAD = 22.0, 26.0
_SCALE_LEFT, _SCALE_RIGHT = 190.0, style.WIDTH - style.MARGIN - 50
_COUNTS = 62.0
# Half of what the name of a day below the axis takes.
_TICK_ROOM = 18.0
_MARK = 4.6


def draw(data: Cycle) -> bytes:
    """The picture as PNG: a lane for each block above its dates, then a scale for each axis.

    Where there are too many blocks, the first ones; the words have all.
    """
    lanes = data.shown_lanes[:_MOST_LANES]
    row = _ROW if len(lanes) <= _MANY else _LOW_ROW
    bottom = _TOP + row * len(lanes)
    dates_end = bottom + _AXIS_ROOM + _KEY if lanes else _TOP
    levels_end = dates_end + (_HEAD + _LEVEL_ROW * len(data.axes) + 8 if data.axes else 0)
    card = Card(levels_end + 6, title(data))
    if lanes:
        axis = _axis(data)
        axis.draw(card, _TOP, bottom)
        for place, lane in enumerate(lanes):
            _draw_lane(card, axis, lane, _TOP + row * place, row)
        _draw_key(card, bottom + _AXIS_ROOM + _KEY / 2)
    if data.axes:
        _draw_levels(card, data, dates_end)
    return card.png()


def _axis(data: Cycle) -> DateAxis:
    days = [data.starts, data.ends]
    for lane in data.shown_lanes:
        days += [day for mark in lane.marks for day in (mark.planned, mark.done) if day is not None]
    return DateAxis(
        min(days),
        max(days) + timedelta(days=1),
        left=style.MARGIN + _TICK_ROOM,
        right=style.WIDTH - style.MARGIN - _TICK_ROOM,
    )


def _draw_lane(card: Card, axis: DateAxis, lane: Lane, top: float, row: float) -> None:
    """Its name and count, and below them its milestones, one beside another in height."""
    name = fonts.printable(lane.name) or "Block"
    room = style.WIDTH - 2 * style.MARGIN - _COUNTS
    card.text(
        style.MARGIN, top + _NAME, card.clip(name, room, style.SMALL_SIZE), size=style.SMALL_SIZE
    )
    counted = f"{lane.done} of {len(lane.marks)}"
    card.text(
        style.WIDTH - style.MARGIN,
        top + _NAME,
        counted,
        size=style.SMALL_SIZE,
        color=style.QUIET,
        align="right",
    )
    step = _STEP * row / _ROW
    for place, mark in enumerate(lane.marks):
        _draw_mark(card, axis, mark, top + row * 0.6 + step * (place % _STEPS))


def _draw_mark(card: Card, axis: DateAxis, mark: Mark, y: float) -> None:
    """A diamond where it was planned, a disc another mark where it was done, a line between."""
    color = style.ORANGE if mark.is_late else style.BLUE
    if mark.planned is not None and mark.done is not None:
        ends = [(axis.x(mark.planned), y), (axis.x(mark.done), y)]
        card.line(ends, color=color, linewidth=1.6)
    if mark.planned is not None:
        looks = {"facecolor": style.GROUND, "edgecolor": style.INK, "linewidth": 1.2}
        card.shape(diamond(axis.x(mark.planned), y, _MARK), **looks)
    if mark.done is not None:
        _draw_done(card, axis.x(mark.done), y, is_late=mark.is_late)


def _draw_done(card: Card, x: float, y: float, *, is_late: bool) -> None:
    """A disc in time, a square late: by form too, and not by colour alone."""
    half = _MARK - 1.2
    if is_late:
        looks = {"facecolor": style.ORANGE, "edgecolor": style.GROUND}
        card.box(x - half, y - half, 2 * half, 2 * half, **looks)
    else:
        card.dot(x, y, half, facecolor=style.BLUE, edgecolor=style.GROUND)


def _draw_key(card: Card, y: float) -> None:
    looks = {"facecolor": style.GROUND, "edgecolor": style.INK, "linewidth": 1.2}
    card.shape(diamond(style.MARGIN + 6, y, _MARK), **looks)
    x = style.MARGIN
    for width, name, is_late in (
        (92, "planned", None),
        (120, "done in time", False),
        (0, "late", True),
    ):
        if is_late is not None:
            _draw_done(card, x + 6, y, is_late=is_late)
        card.text(x + 17, y, name, size=style.SMALL_SIZE, color=style.QUIET)
        x += width


def _draw_levels(card: Card, data: Cycle, top: float) -> None:
    """A heading, and a scale for each axis with the level before and the level now."""
    y = top + _HEAD / 2
    card.text(style.MARGIN, y, "Competencies", size=style.SMALL_SIZE, bold=True)
    key = "before and now" if any(each.before is not None for each in data.axes) else "level"
    card.text(
        style.WIDTH - style.MARGIN, y, key, size=style.SMALL_SIZE, color=style.QUIET, align="right"
    )
    for place, axis in enumerate(data.axes):
        _draw_level(card, axis, top + _HEAD + _LEVEL_ROW * (place + 0.5))


def _draw_level(card: Card, axis: Axis, y: float) -> None:
    room = _SCALE_LEFT - style.MARGIN - 14
    name = card.clip(fonts.printable(axis.name), room, style.SMALL_SIZE)
    card.text(style.MARGIN, y, name, size=style.SMALL_SIZE)

    def x(level: int) -> float:
        return _SCALE_LEFT + (_SCALE_RIGHT - _SCALE_LEFT) * (level - 1) / (axis.highest - 1)

    card.line([(x(1), y), (x(axis.highest), y)], color=style.EDGE, linewidth=1.0)
    for level in range(1, axis.highest + 1):
        card.dot(x(level), y, 1.8, facecolor=style.EDGE, edgecolor="none")
    said = f"{axis.level}"
    if axis.before is not None:
        said = f"{axis.before} → {axis.level}" if axis.before != axis.level else f"= {axis.level}"
        card.line([(x(axis.before), y), (x(axis.level), y)], color=style.BLUE, linewidth=2.6)
        looks = {"facecolor": style.ORANGE, "edgecolor": style.GROUND}
        card.shape(diamond(x(axis.before), y, 5.4), **looks)
    card.dot(x(axis.level), y, 4.2, facecolor=style.BLUE, edgecolor=style.GROUND)
    card.text(style.WIDTH - style.MARGIN, y, said, size=style.SMALL_SIZE, align="right", bold=True)
