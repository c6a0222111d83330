"""The reveal: the summary that the group sees, and every card in full for who asks."""

from __future__ import annotations

from datetime import datetime

from bot.public_panels import PostedMessage
from bot.retros.phases import FEWEST_CARDS
from bot.retros.rules import MAX_CARD
from bot.retros.values import ANONYMOUS, Card, Retro
from cogs.common.feature import PanelAddition
from cogs.common.overleaf import Passage, overleaf
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    text_length,
)
from cogs.common.text import escape, one_line, plural, stamp, with_jumps
from cogs.retros.panels import summary_link
from cogs.retros.phase_text import what_now
from cogs.retros.routes import READ, READ_PAGE, STEER
from cogs.retros.style import ACCENT

COMMENTS = "Comments after the reveal"

# A card in the summary shows this much, less when there are many; *Read all* gives it in full.
_FOLDS = (300, 150, 75)
# Kept free for the columns' headings, counts and small print.
_FRAME = 400


def summary_panel(retro: Retro, cards: list[Card], addition: PanelAddition, now: datetime) -> Panel:
    """What the phase is for, cards by column, as many as fit, then what other features add.

    One that closed with too few cards to go on is one line.
    """
    comments = [card for card in cards if card.is_comment]
    if len(cards) < FEWEST_CARDS and not comments and not retro.is_open:
        return _in_a_line(retro, cards, addition)
    heading = (
        f"**Retro · {escape(retro.title)}** · {stamp(retro.opened_at, 'D')}\n"
        f"{plural(retro.cards, 'card')}, revealed {stamp(retro.revealed_at or now)}"
    )
    phase = what_now(retro)
    room = MAX_TEXT - _FRAME - len(heading) - len(phase) - text_length(addition.rows)
    shown = [
        (column.title, [c for c in cards if c.position == column.position and not c.is_comment])
        for column in retro.columns
    ]
    if comments:
        shown.append((COMMENTS, comments))
    columns = [_column(retro, title, of_it, room // len(shown)) for title, of_it in shown]
    added: Items = [line(), *addition.rows] if addition.rows else []
    acts = [*addition.acts, button("Read all", READ(retro.id))]
    if retro.is_open:
        acts.append(button("Organise", STEER(retro.id, retro.phase)))
    return Panel(
        ACCENT,
        heading,
        *([phase] if phase else []),
        *columns,
        *added,
        buttons(*acts),
        small_print=f"{_names(retro)} Updated {stamp(now, 'R')}.",
    )


def _in_a_line(retro: Retro, cards: list[Card], addition: PanelAddition) -> Panel:
    """What is left to say of a retro that closed with a single card, or without any."""
    heading, acts, small_print = f"**Retro · {escape(retro.title)}** · closed", [*addition.acts], ""
    if cards:
        text = one_line(cards[0].text, _FOLDS[0])
        heading += f" with a single card: {with_jumps(text, retro.guild_id)}{_author(cards[0])}"
        small_print = _names(retro)
        if text != one_line(cards[0].text, MAX_CARD):
            acts.append(button("Read all", READ(retro.id)))
    else:
        heading += " without a card, and that is fine."
    return Panel(
        ACCENT,
        heading,
        *([] if addition.is_empty else addition.rows),
        *([buttons(*acts)] if acts else []),
        small_print=small_print,
    )


def moved_on_panel(retro: Retro, there: PostedMessage) -> Panel:
    """What stands where the summary was posted for a former phase."""
    return Panel(
        ACCENT,
        f"**Retro · {escape(retro.title)}**\nIt goes on below, with all cards.",
        buttons(summary_link(retro, there)),
        small_print=_names(retro),
    )


def reader_panel(retro: Retro, cards: list[Card], page: int) -> Panel:
    """Every card in full, page by page.

    A card stays on one page where it can; a longer one goes on overleaf.
    """
    pages = overleaf(Passage(_above(retro, card), card.text) for card in cards)
    page = min(max(page, 0), len(pages) - 1)
    shown = (part.shown(retro.guild_id) for part in pages[page])
    text = "\n\n".join(shown) or "No cards this time."
    turns = page_buttons(lambda to: READ_PAGE(retro.id, to), page=page, pages=len(pages))
    return Panel(
        ACCENT,
        f"**Retro · {escape(retro.title)}** · {_counted(retro, cards)}",
        text,
        *([buttons(*turns)] if turns else []),
        small_print=f"{_names(retro)} {ONLY_YOU}",
    )


def _counted(retro: Retro, cards: list[Card]) -> str:
    comments = sum(card.is_comment for card in cards)
    counted = plural(retro.cards, "card")
    return f"{counted}, {plural(comments, 'comment')}" if comments else counted


def _above(retro: Retro, card: Card) -> str:
    """What stands above a card in full."""
    title = escape(retro.column(card.position).title)
    comment = " · comment" if card.is_comment else ""
    return f"**{title}{comment}**{_author(card)}\n"


def _column(retro: Retro, title: str, cards: list[Card], room: int) -> str:
    """A column's heading and as many of its cards as ``room`` characters hold."""
    heading = f"**{escape(title)}** · {len(cards)}"
    if not cards:
        return f"{heading}\nNo cards this time."
    room -= len(heading) + len("\nand 999 more: *Read all* has them.")
    entries: list[str] = []
    for fold in _FOLDS:
        entries = _entries(retro, cards, fold, room)
        if len(entries) == len(cards):
            break
    if len(entries) < len(cards):
        entries.append(f"and {len(cards) - len(entries)} more: *Read all* has them.")
    return "\n".join((heading, *entries))


def _entries(retro: Retro, cards: list[Card], fold: int, room: int) -> list[str]:
    """The first cards, cut to ``fold`` characters each, that fit into ``room`` characters."""
    entries: list[str] = []
    for card in cards:
        text = with_jumps(one_line(card.text, fold), retro.guild_id)
        entry = f"• {text}{_author(card)}"
        room -= len(entry) + 1
        if room < 0:
            break
        entries.append(entry)
    return entries


def _author(card: Card) -> str:
    return "" if card.author_id is None else f" · <@{card.author_id}>"


def _names(retro: Retro) -> str:
    if retro.is_anonymous:
        return ANONYMOUS
    return "Named: each card shows who wrote it."
