"""Levels on axes as a picture; what it shows is said in ``bot.charts.radar``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from bot.charts import style
from bot.charts.pictures import fonts
from bot.charts.pictures.card import Card, diamond
from bot.charts.radar import Radar, title

_LARGEST, _SMALLEST = 96.0, 56.0
_LABEL_GAP, _LINE = 10.0, 15.0
_HEAD, _KEY = 32.0, 26.0

_Point = tuple[float, float]
_Place = Callable[[float, float], _Point]


def draw(data: Radar) -> bytes:
    """The picture as PNG."""
    angles = [2 * math.pi * at / len(data.spokes) for at in range(len(data.spokes))]
    names = [fonts.printable(spoke.name) for spoke in data.spokes]
    radius = _radius(Card(0), names, angles)
    below = max(-math.cos(angle) for angle in angles) * radius
    height = _HEAD + radius + below + _HEAD + _KEY
    card = Card(height, title(data))
    centre = style.WIDTH / 2, _HEAD + radius

    def at(angle: float, share: float) -> _Point:
        """A share of the way from the centre along an axis; the first one points up."""
        x, y = centre
        return x + radius * share * math.sin(angle), y - radius * share * math.cos(angle)

    _draw_web(card, data, angles, at)
    now = [at(angle, s.level / s.highest) for angle, s in zip(angles, data.spokes, strict=True)]
    card.shape(now, facecolor=(*_rgb(style.BLUE), 0.22), edgecolor="none")
    if data.compared:
        _draw_other(card, data, angles, at)
    card.shape(now, facecolor="none", edgecolor=style.BLUE, linewidth=2.4)
    for x, y in now:
        card.dot(x, y, 3.8, facecolor=style.BLUE, edgecolor=style.GROUND, linewidth=0.8)
    room = _room_at_the_ends(radius, len(names))
    for angle, name in zip(angles, names, strict=True):
        _draw_label(card, angle, at(angle, 1 + _LABEL_GAP / radius), name, room)
    _draw_key(card, data, height - _KEY / 2 - 4)
    return card.png()


def _radius(card: Card, names: list[str], angles: list[float]) -> float:
    """As large as leaves room beside it for the longest word of each name."""
    room = style.WIDTH / 2 - style.MARGIN - _LABEL_GAP
    radius = _LARGEST
    for angle, name in zip(angles, names, strict=True):
        side = abs(math.sin(angle))
        if side < 0.2:
            continue
        longest = max(card.measure(word, style.SMALL_SIZE) for word in name.split() or [""])
        radius = min(radius, (room - longest) / side)
    return max(radius, _SMALLEST)


def _draw_web(card: Card, data: Radar, angles: list[float], at: _Place) -> None:
    """A ring for each level where all axes have as many; else quarters of the way."""
    highest = {spoke.highest for spoke in data.spokes}
    rings = highest.pop() if len(highest) == 1 else 4
    whole = [at(angle, 1) for angle in angles]
    card.shape(whole, facecolor=style.BAND, edgecolor=style.OUTLINE, linewidth=1.0)
    for ring in range(1, rings):
        points = [at(angle, ring / rings) for angle in angles]
        card.shape(points, facecolor="none", edgecolor=style.EDGE, linewidth=0.8)
    for end in whole:
        card.line([at(0, 0), end], color=style.EDGE, linewidth=0.8)


def _draw_other(card: Card, data: Radar, angles: list[float], at: _Place) -> None:
    """What stands beside it: a dashed line where every axis has a level, diamonds alone else."""
    points = [
        at(angle, spoke.other / spoke.highest)
        for angle, spoke in zip(angles, data.spokes, strict=True)
        if spoke.other is not None
    ]
    if len(points) == len(data.spokes):
        looks = {"facecolor": "none", "linewidth": 1.8, "linestyle": (0, (4, 2))}
        card.shape(points, edgecolor=style.ORANGE, **looks)
    for x, y in points:
        card.shape(diamond(x, y, 6.4), facecolor=style.ORANGE, edgecolor=style.GROUND)


def _room_at_the_ends(radius: float, count: int) -> float:
    """How wide a name straight above or below may be: where its neighbours are near, up to them."""
    step, reach = 2 * math.pi / count, radius + _LABEL_GAP
    if reach * (1 - math.cos(step)) > 2 * _LINE:
        return style.WIDTH - 2 * style.MARGIN
    return 2 * reach * math.sin(step) - _LABEL_GAP


def _draw_label(
    card: Card, angle: float, place: _Point, name: str, room_at_the_ends: float
) -> None:
    """A name beyond the end of its axis, on two lines at most."""
    x, y = place
    side, up = math.sin(angle), math.cos(angle)
    align: Literal["left", "center", "right"]
    if abs(side) < 0.2:
        align, room = "center", room_at_the_ends
    else:
        align = "left" if side > 0 else "right"
        room = style.WIDTH - style.MARGIN - x if side > 0 else x - style.MARGIN
    lines = card.wrap(name, room, style.SMALL_SIZE, 2)
    top = y - _LINE * (len(lines) - 1) * (1 + up) / 2
    for number, line in enumerate(lines):
        card.text(x, top + _LINE * number, line, size=style.SMALL_SIZE, align=align)


def _draw_key(card: Card, data: Radar, y: float) -> None:
    """Whose levels are which, by the form of their marks too."""
    names = [(data.now, style.BLUE_TEXT)]
    if data.other is not None and data.compared:
        names.append((data.other, style.TODAY_TEXT))
    x = style.MARGIN + 6
    for number, (name, color) in enumerate(names):
        if number == 0:
            card.dot(x, y, 4.2, facecolor=style.BLUE, edgecolor=style.GROUND)
        else:
            card.shape(diamond(x, y, 5.2), facecolor=style.ORANGE, edgecolor=style.GROUND)
        text = card.clip(fonts.printable(name), 130, style.SMALL_SIZE, bold=True)
        card.text(x + 12, y, text, size=style.SMALL_SIZE, color=color, bold=True)
        x += 12 + card.measure(text, style.SMALL_SIZE, bold=True) + 24


def _rgb(color: str) -> tuple[float, ...]:
    return tuple(int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
