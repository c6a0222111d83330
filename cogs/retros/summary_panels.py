"""The reveal: the summary that the group sees, and every card in full for who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import discord

from bot.retros.actions import Action
from bot.retros.cards import Card
from bot.retros.service import Column, Retro
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    pager,
)
from cogs.common.text import escape, escaped_bound, one_line, plural, stamp
from cogs.retros.action_panels import Place, action_line, action_row
from cogs.retros.panels import ANONYMOUS

# A card in the summary shows this much, less when there are many; *Read all* gives it in full.
_FOLDS = (300, 150, 75)
_ACTIONS_SHOWN = 5
# Kept free for headings, counts and small print.
_FRAME = 600
# Characters of a page of the reader, and of what heads each card on it.
_PAGE = 3500
_HEADING = 130


def summary_panel(
    retro: Retro, cards: list[Card], actions: list[Action], zone: str, now: datetime
) -> Panel:
    """Cards by column, as many as fit, then what came of them."""
    shown = actions[:_ACTIONS_SHOWN]
    room = MAX_TEXT - _FRAME - sum(len(action_line(action, zone)) for action in shown)
    columns = [
        _column(
            column, [c for c in cards if c.position == column.position], room // len(retro.columns)
        )
        for column in retro.columns
    ]
    decided = f"**Actions** · {len(actions)}"
    if not actions:
        decided += "\nNone yet. What will you change? An action has an owner and a date."
    elif len(actions) > len(shown):
        decided += f"\nThe first {len(shown)} due; `/action list` has them all."
    rows: Items = [action_row(action, zone, Place.SUMMARY, retro.id) for action in shown]
    return Panel(
        Accent.RETROS,
        f"**Retro · {escape(retro.title)}** · {stamp(retro.opened_at, 'D')}\n"
        f"{plural(retro.cards, 'card')}, revealed {stamp(retro.closed_at or now)}",
        *columns,
        line(),
        decided,
        *rows,
        buttons(
            button("Add action", "action:add", retro.id, style=discord.ButtonStyle.primary),
            button("Read all", "retro:read", retro.id, disabled=not cards),
        ),
        small_print=f"{_names(retro)} Updated {stamp(now, 'R')}.",
    )


def reader_panel(retro: Retro, cards: list[Card], page: int) -> Panel:
    """Every card in full, page by page.

    A card stays on one page where it can; a longer one goes on overleaf.
    """
    pages = _layout(cards)
    page = min(max(page, 0), len(pages) - 1)
    text = "\n\n".join(_shown(retro, part) for part in pages[page]) or "No cards this time."
    turns = pager("retro:page", retro.id, page=page, pages=len(pages))
    return Panel(
        Accent.RETROS,
        f"**Retro · {escape(retro.title)}** · {plural(retro.cards, 'card')}",
        text,
        *([buttons(*turns)] if turns else []),
        small_print=f"{_names(retro)} {ONLY_YOU}",
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A card, or as much of a long one as stands on one page."""

    card: Card
    text: str
    first: bool


def _layout(cards: list[Card]) -> list[list[_Part]]:
    """Which cards stand on which page. At least one page; nothing is escaped for it."""
    pages: list[list[_Part]] = [[]]
    room = _PAGE
    for card in cards:
        for part in _parts(card):
            needed = escaped_bound(part.text) + _HEADING
            if pages[-1] and needed > room:
                pages.append([])
                room = _PAGE
            pages[-1].append(part)
            room -= needed
    return pages


def _parts(card: Card) -> list[_Part]:
    parts: list[_Part] = []
    rest = card.text
    while rest:
        length = min(len(rest), _PAGE)
        while (bound := escaped_bound(rest[:length])) > _PAGE - _HEADING:
            length = min(length - 1, length * (_PAGE - _HEADING) // bound)
        parts.append(_Part(card, rest[:length], first=not parts))
        rest = rest[length:]
    return parts


def _shown(retro: Retro, part: _Part) -> str:
    if not part.first:
        return f"…{escape(part.text)}"
    title = escape(retro.column(part.card.position).title)
    return f"**{title}**{_author(part.card)}\n{escape(part.text)}"


def _column(column: Column, cards: list[Card], room: int) -> str:
    """A column's heading and as many of its cards as ``room`` characters hold."""
    heading = f"**{escape(column.title)}** · {len(cards)}"
    if not cards:
        return f"{heading}\nNo cards this time."
    room -= len(heading) + len("\nand 999 more: *Read all* has them.")
    entries: list[str] = []
    for fold in _FOLDS:
        entries = _entries(cards, fold, room)
        if len(entries) == len(cards):
            break
    if len(entries) < len(cards):
        entries.append(f"and {len(cards) - len(entries)} more: *Read all* has them.")
    return "\n".join((heading, *entries))


def _entries(cards: list[Card], fold: int, room: int) -> list[str]:
    """The first cards, cut to ``fold`` characters each, that fit into ``room`` characters."""
    entries: list[str] = []
    for card in cards:
        entry = f"• {one_line(card.text, fold)}{_author(card)}"
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
