"""One retro that is over, whole, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.actions.values import Action
from bot.past_retros.rules.recurring import others_of, said_of
from bot.past_retros.values import Archive, PastRetro, Recurring
from bot.retros.values import ANONYMOUS, Card
from bot.themes.values import Theme
from cogs.common.overleaf import Passage, overleaf
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, link, page_buttons
from cogs.common.text import day_stamp, escape, fit, jump_url, plural, stamp
from cogs.past_retros.panels import counts
from cogs.past_retros.routes import EXPORT, HISTORY, SHOW
from cogs.past_retros.style import ACCENT

_LABEL = 130


def retro_panel(archive: Archive, found: Recurring, past: PastRetro, page: int) -> Panel:
    """A page of it: facts, actions, themes by votes with their cards, the rest, comments."""
    retro = past.retro
    pages = overleaf(_passages(archive, found, past))
    page = min(max(page, 0), len(pages) - 1)
    text = "\n".join(part.shown(retro.guild_id) for part in pages[page]).strip()
    heading = f"**Retro · {escape(retro.title)}** · {stamp(retro.opened_at, 'D')}\n{counts(past)}"
    items: Items = [heading, text or "It closed without a card, and nothing came of it."]
    turns = page_buttons(lambda to: SHOW(retro.id, to), page=page, pages=len(pages))
    if turns:
        items.append(buttons(*turns))
    acts = [button("All retros", HISTORY(0)), button("Export", EXPORT(retro.id))]
    if retro.summary is not None:
        there = retro.summary
        acts.append(link("Summary", jump_url(retro.guild_id, there.channel_id, there.message_id)))
    items.append(buttons(*acts))
    names = ANONYMOUS if retro.is_anonymous else "Named: each card shows who wrote it."
    return Panel(ACCENT, *items, small_print=f"{names} {ONLY_YOU}")


def _passages(archive: Archive, found: Recurring, past: PastRetro) -> Iterator[Passage]:
    yield from _section("**Since the retro before**", (Passage("- ", each) for each in past.facts))
    actions = (Passage(_before(action), action.text) for action in past.actions)
    yield from _section(f"**Actions** · {len(past.actions)}", actions)
    for theme in past.themes:
        yield from _section(_heading(archive, found, past, theme), map(_card, theme.cards))
    for column in past.retro.columns:
        cards = [card for card in past.cards if card.position == column.position]
        yield from _section(f"**{escape(column.title)}** · {len(cards)}", map(_card, cards))
    heading = f"**Comments after the reveal** · {len(past.comments)}"
    yield from _section(heading, map(_card, past.comments))


def _section(heading: str, passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages, of which the first bears the heading; nothing where there are none."""
    for number, passage in enumerate(passages):
        yield passage if number else replace(passage, head=f"\n{heading}\n{passage.head}")


def _before(action: Action) -> str:
    """How an action stands, in front of what it says."""
    whose = "" if action.owner_id is None else f" <@{action.owner_id}>"
    if action.is_open and not whose:
        whose = " nobody yet"
    return f"{action.status.mark}{whose} by {day_stamp(action.due_on, action.zone)}: "


def _heading(archive: Archive, found: Recurring, past: PastRetro, theme: Theme) -> str:
    parts = [f"**{fit(theme.label, _LABEL)}**"]
    if len(theme.cards) > 1:
        parts.append(plural(len(theme.cards), "card"))
    if theme.votes is not None:
        parts.append(plural(theme.votes, "vote"))
    if theme.thread_id is not None:
        parts.append(f"<#{theme.thread_id}>")
    heading = " · ".join(parts)
    others = others_of(archive, found, past, theme)
    if others:
        heading += f"\n-# came up in {said_of(others, past.held_on)} too"
    return heading


def _card(card: Card) -> Passage:
    head = "• " if card.author_id is None else f"• <@{card.author_id}>: "
    return Passage(head, card.text)
