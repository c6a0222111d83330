"""The roadmap as a picture; what it shows is said in ``bot.charts.roadmap``."""

from __future__ import annotations

from datetime import date, timedelta

from bot.charts import style
from bot.charts.pictures import fonts
from bot.charts.pictures.card import Card, diamond
from bot.charts.pictures.dates import DateAxis
from bot.charts.roadmap import Block, Roadmap, title

_TOP = 76.0
_BELOW = 72.0
_TALLEST_ROW = 36.0
_LOWEST_ROW = 22.0
_NAMES = 214.0
_COUNTS = 60.0
_ARROW = 7.0
_LINE = 15.0
_TWO_LINES = 2 * _LINE


def draw(data: Roadmap) -> bytes:
    """The picture as PNG."""
    row = _row_height(len(data.blocks))
    bottom = _TOP + row * len(data.blocks)
    card = Card(bottom + _BELOW, title(data))
    axis = _axis(data)
    axis.draw(card, _TOP, bottom)
    for at, block in enumerate(data.blocks):
        _draw_block(card, axis, block, at, _TOP + row * (at + 0.5), row)
    _draw_today(card, axis, data.today, bottom)
    _draw_key(card, bottom + 52)
    return card.png()


def _row_height(blocks: int) -> float:
    """As high as Discord shows at full width, within bounds."""
    room = style.WIDTH * style.SHOWN_RATIO - _TOP - _BELOW
    return max(_LOWEST_ROW, min(_TALLEST_ROW, room / max(blocks, 1)))


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
        left=style.MARGIN + _NAMES,
        right=style.WIDTH - style.MARGIN - _COUNTS,
    )


def _draw_block(card: Card, axis: DateAxis, block: Block, at: int, y: float, row: float) -> None:
    card.text(style.MARGIN + 18, y, f"{at + 1}", color=style.QUIET, align="right")
    shown = fonts.printable(block.title) or f"Block {at + 1}"
    lines = 2 if row >= _TWO_LINES else 1
    name = card.wrap(shown, _NAMES - 38, style.TEXT_SIZE, lines)
    for line, text in enumerate(name):
        card.text(style.MARGIN + 26, y + (line - (len(name) - 1) / 2) * _LINE, text)
    counted = f"{block.done} of {block.total}" if block.total else "–"
    card.text(style.WIDTH - style.MARGIN, y, counted, align="right")
    half = min(8.0, row * 0.32)
    _draw_bar(card, axis, block, y, half)
    for target in block.targets:
        card.shape(
            diamond(axis.x(target.due), y, half * 0.75),
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
    card.line([(x, _TOP - 6), (x, bottom)], color=style.VERMILLION, linewidth=1.6)
    card.text(x, _TOP - 14, "today", size=style.SMALL_SIZE, color=style.TODAY_TEXT, align="center")


def _draw_key(card: Card, y: float) -> None:
    x = style.MARGIN + 26
    looks = {"linewidth": 1.2, "edgecolor": style.INK}
    card.box(x, y - 5, 18, 10, facecolor=style.BLUE, edgecolor="none")
    x = _name(card, x + 24, y, "done")
    card.box(x, y - 5, 18, 10, facecolor=style.BAND, edgecolor=style.OUTLINE, linewidth=1.0)
    x = _name(card, x + 24, y, "planned")
    card.shape(diamond(x + 6, y, 6), facecolor=style.GROUND, **looks)
    x = _name(card, x + 18, y, "target date")
    card.shape(diamond(x + 6, y, 6), facecolor=style.INK, **looks)
    _name(card, x + 18, y, "reached")


def _name(card: Card, x: float, y: float, name: str) -> float:
    """Write a key's name; where the next key begins."""
    card.text(x, y, name, size=style.SMALL_SIZE, color=style.QUIET)
    return x + card.measure(name, style.SMALL_SIZE) + 22
