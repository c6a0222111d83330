"""Retros that are over, as values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot.actions.values import Action, ActionStatus
from bot.past_retros.rules.recurring import recurring
from bot.past_retros.values import Archive, PastRetro
from bot.public_panels import PostedMessage
from bot.retros.values import Anonymity, Card, Column, Phase, Retro
from bot.themes.values import Theme

GUILD = 100
NASTY = "=@everyone **x** `y` <@123456789012345678> [a](https://b.example) # | <b> \u202e שלום"


def card(number: int, text: str, position: int = 0, *, author: int | None = None) -> Card:
    return Card(number, 1, position, author, text)


def theme(number: int, *texts: str, title: str | None = None, votes: int | None = 1) -> Theme:
    cards = tuple(card(100 * number + n, text) for n, text in enumerate(texts))
    return Theme(number, title, cards, votes)


def action(text: str, *, owner: int | None = None, done: bool = False) -> Action:
    at = datetime(2026, 3, 9, tzinfo=UTC)
    return Action(
        id=1,
        guild_id=GUILD,
        retro_id=1,
        text=text,
        owner_id=owner,
        due_on=date(2026, 3, 20),
        zone="Europe/Berlin",
        status=ActionStatus.DONE if done else ActionStatus.OPEN,
        created_at=at,
        finished_at=at if done else None,
    )


def past(
    held_on: date,
    *themes: Theme,
    retro_id: int = 1,
    anonymity: Anonymity = Anonymity.ANONYMOUS,
    cards: tuple[Card, ...] = (),
    comments: tuple[Card, ...] = (),
    actions: tuple[Action, ...] = (),
    facts: tuple[str, ...] = (),
) -> PastRetro:
    at = datetime.combine(held_on, time(18), UTC)
    retro = Retro(
        id=retro_id,
        guild_id=GUILD,
        title="Worked / adjust",
        anonymity=anonymity,
        columns=(Column(0, "Worked", "What worked?"), Column(1, "Adjust", "What to adjust?")),
        cards=sum(len(each.cards) for each in themes) + len(cards),
        opened_at=at,
        reveal_at=at,
        closed_at=at,
        panel=None,
        summary=PostedMessage(7, 8),
        trouble=None,
        phase=Phase.CLOSED,
        phase_ends_at=None,
        revealed_at=at,
    )
    return PastRetro(retro, held_on, facts, themes, cards, comments, actions)


def archive(*retros: PastRetro) -> Archive:
    """The newest first, as it is read."""
    return Archive(GUILD, tuple(sorted(retros, key=lambda each: each.held_on, reverse=True)))


def alike(one: str, other: str) -> bool:
    """Whether two themes of different retros are taken for one."""
    march = past(date(2026, 3, 1), theme(1, one), retro_id=1)
    april = past(date(2026, 4, 1), theme(1, other), retro_id=2)
    found = recurring(archive(march, april))
    assert set(found) in ({(1, 1), (2, 1)}, set())
    return bool(found)
