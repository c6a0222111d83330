"""The roadmap as a picture; what it shows is said in ``bot.charts.roadmap``."""

from __future__ import annotations

from datetime import date, timedelta

from bot.charts import style
from bot.charts.pictures import fonts
from bot.charts.pictures.card import Card, diamond
from bot.charts.pictures.dates import DateAxis
from bot.charts.roadmap import Block, Roadmap, title

_TOP = 26.0
_BELOW = 92.0
_ROW = 44.0
_LOW_ROW = 33.0
_MANY = 10
_NAME_LEFT = style.MARGIN + 26
_COUNTS = 62.0
# Half of what the name of a day below the axis takes.
_TICK_ROOM = 16.0
_ARROW = 7.0


def draw(data: Roadmap) -> bytes:
    """The picture as PNG: a block's name stands above its bar, so that both have the width."""
    row = _ROW if len(data.blocks) <= _MANY else _LOW_ROW
    bottom = _TOP + row * len(data.blocks)
    card = Card(bottom + _BELOW, title(data), title(data, named=False))
    axis = _axis(data)
    axis.draw(card, _TOP, bottom)
    _draw_today(card, axis, data.today, bottom)
    for at, block in enumerate(data.blocks):
        _draw_block(card, axis, block, at, _TOP + row * at, row)
    _draw_key(card, bottom + 54)
    return card.png()


def _axis(data: Roadmap) -> DateAxis:
    days = [data.today]
    for block in data.blocks:
        days += [block.starts, block.ends or block.starts, *(t.due for t in block.targets)]
    first, last = min(days), max(days)
    rolling = any(block.ends is None for block in data.blocks)
    room = max(14, (last - first).days // 8) if rolling else 1
    return DateAxis(
        first,
        last + timedelta(days=room),
        left=style.MARGIN + _TICK_ROOM,
        right=style.WIDTH - style.MARGIN - _TICK_ROOM,
    )


def _draw_block(card: Card, axis: DateAxis, block: Block, at: int, top: float, row: float) -> None:
    half = row * 0.15
    name_y, y = top + row * 0.3, top + row * 0.58 + half
    card.text(_NAME_LEFT - 8, name_y, f"{at + 1}", color=style.QUIET, align="right")
    shown = fonts.printable(block.title) or f"Block {at + 1}"
    room = style.WIDTH - style.MARGIN - _COUNTS - _NAME_LEFT
    card.text(_NAME_LEFT, name_y, card.clip(shown, room, style.TEXT_SIZE))
    counted = f"{block.done} of {block.total}" if block.total else "–"
    card.text(style.WIDTH - style.MARGIN, name_y, counted, align="right")
    _draw_bar(card, axis, block, y, half)
    for target in block.targets:
        card.shape(
            diamond(axis.x(target.due), y, half * 0.8),
            facecolor=style.INK if target.done else style.GROUND,
            edgecolor=style.GROUND if target.done else style.INK,
            linewidth=1.2,
        )


def _draw_bar(card: Card, axis: DateAxis, block: Block, y: float, half: float) -> None:
    left = axis.x(block.starts)
    right = axis.right - _ARROW if block.ends is None else axis.x(block.ends + timedelta(days=1))
    right = max(right, left + 2)
    corners = [(right, y + half), (left, y + half), (left, y - half), (right, y - half)]
    if block.ends is None:
        corners.append((axis.right, y))
    share = min(1.0, block.done / block.total) if block.total else 0.0
    card.shape(corners, facecolor=style.BAND, edgecolor="none")
    card.box(
        left, y - half, (right - left) * share, 2 * half, facecolor=style.BLUE, edgecolor="none"
    )
    card.shape(corners, facecolor="none", edgecolor=style.OUTLINE, linewidth=1.0)


def _draw_today(card: Card, axis: DateAxis, today: date, bottom: float) -> None:
    x = axis.x(today)
    card.line([(x, _TOP - 4), (x, bottom)], color=style.ORANGE, linewidth=1.6)
    card.text(x, _TOP - 13, "today", size=style.SMALL_SIZE, color=style.TODAY_TEXT, align="center")


def _draw_key(card: Card, y: float) -> None:
    """Two lines of two."""
    right, second, looks = style.MARGIN + 150, y + 22, {"linewidth": 1.2, "edgecolor": style.INK}
    x = style.MARGIN + 6
    card.box(x, y - 5, 18, 10, facecolor=style.BLUE, edgecolor="none")
    _name(card, x, y, "done")
    card.box(right, y - 5, 18, 10, facecolor=style.BAND, edgecolor=style.OUTLINE, linewidth=1.0)
    _name(card, right, y, "planned")
    card.shape(diamond(x + 9, second, 6), facecolor=style.GROUND, **looks)
    _name(card, x, second, "target date")
    card.shape(diamond(right + 9, second, 6), facecolor=style.INK, **looks)
    _name(card, right, second, "reached")


def _name(card: Card, x: float, y: float, name: str) -> None:
    card.text(x + 24, y, name, size=style.SMALL_SIZE, color=style.QUIET)
