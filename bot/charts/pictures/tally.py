"""The result of a vote as a picture; what it shows is said in ``bot.charts.tally``."""

from __future__ import annotations

from bot.charts import style
from bot.charts.pictures import fonts
from bot.charts.pictures.card import Card
from bot.charts.tally import Bar, Tally, title

_TOP = 30.0
_ROW = 46.0
_BAR = 14.0
_NUMBER = 40.0
_NOTE_GAP = 12.0


def draw(data: Tally) -> bytes:
    """The picture as PNG."""
    has_moved = any(bar.total is not None and bar.first != bar.total for bar in data.bars)
    height = _TOP + _ROW * len(data.bars) + (22 if has_moved else 6)
    card = Card(height, title(data), title(data, named=False))
    card.text(style.MARGIN, 6, data.unit, size=style.SMALL_SIZE, color=style.QUIET)
    most = max((bar.total or 0 for bar in data.bars), default=0) or 1
    for at, bar in enumerate(data.bars):
        _draw_bar(card, bar, _TOP + _ROW * at, most)
    if has_moved:
        _draw_key(card, height - 18)
    return card.png()


def _draw_bar(card: Card, bar: Bar, y: float, most: int) -> None:
    color = style.ORANGE if bar.is_winner else style.BLUE
    _draw_name(card, bar, y)
    room = style.WIDTH - 2 * style.MARGIN - _NUMBER
    top = y + 11
    total = bar.total or 0
    first, whole = (room * number / most for number in (bar.first, total))
    card.box(style.MARGIN, top, room, _BAR, facecolor=style.BAND, edgecolor="none")
    if total:
        card.box(style.MARGIN, top, first, _BAR, facecolor=color, edgecolor=color, linewidth=0.8)
    if total > bar.first:
        looks = {"facecolor": "none", "edgecolor": color, "linewidth": 0.8, "hatch": "////"}
        card.box(style.MARGIN + first, top, whole - first, _BAR, **looks)
    number = "–" if bar.total is None else f"{total}"
    x = style.WIDTH - style.MARGIN
    card.text(x, top + _BAR / 2, number, size=style.TEXT_SIZE, align="right", bold=bar.is_winner)


def _draw_name(card: Card, bar: Bar, y: float) -> None:
    """The paper's title, with what became of it at the right end of its line."""
    note_width = card.measure(bar.note, style.SMALL_SIZE) + _NOTE_GAP if bar.note else 0.0
    if bar.note:
        x = style.WIDTH - style.MARGIN
        card.text(x, y, bar.note, size=style.SMALL_SIZE, color=style.QUIET, align="right")
    printable = fonts.printable(bar.title)
    name = f"{bar.position}. {printable}" if printable else f"{bar.position}. Paper {bar.position}"
    mark = "● " if bar.is_winner else ""
    room = style.WIDTH - 2 * style.MARGIN - note_width
    text = card.clip(mark + name, room, style.SMALL_SIZE, bold=bar.is_winner)
    card.text(style.MARGIN, y, text, size=style.SMALL_SIZE, bold=bar.is_winner)


def _draw_key(card: Card, y: float) -> None:
    looks = {"edgecolor": style.BLUE, "linewidth": 0.8}
    card.box(style.MARGIN, y - 6, 16, 12, facecolor=style.BLUE, **looks)
    card.text(style.MARGIN + 22, y, "first choices", size=style.SMALL_SIZE, color=style.QUIET)
    x = style.MARGIN + 130
    card.box(x, y - 6, 16, 12, facecolor="none", hatch="////", **looks)
    card.text(x + 22, y, "from papers that left", size=style.SMALL_SIZE, color=style.QUIET)
