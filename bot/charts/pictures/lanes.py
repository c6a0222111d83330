"""How several answers move from day to day: a lane each, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts import style, words
from bot.charts.pictures.card import Card

_TOP = 8.0
_ROW, _PLOT = 50.0, 34.0
_LEFT, _RIGHT = 92.0, style.WIDTH - 54.0
_AXIS = 26.0


@dataclass(frozen=True, slots=True)
class Lanes:
    """``names`` have a lane each; ``levels`` hold for each of the ``days`` one a lane, or None.

    Levels lie between ``lowest`` and ``highest``, each lane has one at least, and ``decimals`` are
    shown of the last one.
    """

    names: Sequence[str]
    days: Sequence[date]
    levels: Sequence[Sequence[float | None]]
    lowest: int
    highest: int
    decimals: int


def draw(title: str, data: Lanes) -> bytes:
    """The picture as PNG."""
    bottom = _TOP + _ROW * len(data.names)
    card = Card(bottom + _AXIS + 10, title)
    places = _places(len(data.days))
    for row, name in enumerate(data.names):
        top = _TOP + _ROW * row + (_ROW - _PLOT) / 2
        _draw_lane(card, top, name, places, [each[row] for each in data.levels], data)
    _draw_days(card, bottom + _AXIS / 2, places, data)
    return card.png()


def _places(count: int) -> list[float]:
    if count == 1:
        return [(_LEFT + _RIGHT) / 2]
    return [_LEFT + (_RIGHT - _LEFT) * at / (count - 1) for at in range(count)]


def _draw_lane(
    card: Card,
    top: float,
    name: str,
    places: list[float],
    levels: list[float | None],
    data: Lanes,
) -> None:
    """A band from the lowest to the highest level there can be, with the line of what there was."""
    card.box(_LEFT - 8, top, _RIGHT - _LEFT + 16, _PLOT, facecolor=style.BAND, edgecolor="none")
    middle = top + _PLOT / 2
    card.line([(_LEFT - 8, middle), (_RIGHT + 8, middle)], color=style.EDGE, linewidth=0.8)
    card.text(style.MARGIN, middle, name, size=style.TEXT_SIZE)

    def height(level: float) -> float:
        return top + _PLOT - 4 - (_PLOT - 8) * (level - data.lowest) / (data.highest - data.lowest)

    runs: list[list[tuple[float, float]]] = [[]]
    for x, level in zip(places, levels, strict=True):
        if level is None:
            runs.append([])
        else:
            runs[-1].append((x, height(level)))
    shown = [place for run in runs for place in run]
    for run in runs:
        if len(run) > 1:
            card.line(run, color=style.BLUE, linewidth=2.2)
    for x, y in shown:
        is_latest = (x, y) == shown[-1]
        color = style.ORANGE if is_latest else style.BLUE
        card.dot(x, y, 4.2 if is_latest else 3.2, facecolor=color, edgecolor=style.GROUND)
    latest = [level for level in levels if level is not None][-1]
    card.text(
        style.WIDTH - style.MARGIN,
        middle,
        f"{latest:.{data.decimals}f}",
        color=style.TODAY_TEXT,
        align="right",
        bold=True,
    )


def _draw_days(card: Card, y: float, places: list[float], data: Lanes) -> None:
    """The first day and the last, and as many between as there is room for."""
    scale = f"{data.lowest} to {data.highest}"
    card.text(style.MARGIN, y, scale, size=style.SMALL_SIZE, color=style.QUIET)
    free = 0.0
    last = len(places) - 1
    end = places[last] - card.measure(words.short_day(data.days[last]), style.SMALL_SIZE) / 2 - 8
    for at, x in enumerate(places):
        text = words.short_day(data.days[at])
        half = card.measure(text, style.SMALL_SIZE) / 2
        if at != last and (x - half < free or x + half > end):
            continue
        card.text(x, y, text, size=style.SMALL_SIZE, color=style.QUIET, align="center")
        free = x + half + 8
