"""Retros and cards as values, and what a panel of them shows."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.public_panels import PostedMessage
from bot.retros.values import Anonymity, Card, Column, Phase, Retro
from cogs.common.panels import Panel
from tests.retros.circle import NOW

NASTY = "@everyone **x** `y` <@123456789012345678> [a](https://b.example) # \u202e שלום "


def retro(anonymity: Anonymity = Anonymity.NAMED, *, closed: bool = False, cards: int = 0) -> Retro:
    return Retro(
        id=5,
        guild_id=1,
        title="Worked / adjust",
        anonymity=anonymity,
        columns=(Column(0, "Worked", "What worked?"), Column(1, "Adjust", "What to adjust?")),
        cards=cards,
        opened_at=NOW,
        reveal_at=NOW + timedelta(days=3),
        closed_at=NOW if closed else None,
        panel=PostedMessage(7, 8),
        summary=None,
        trouble=None,
        phase=Phase.CLOSED if closed else Phase.COLLECT,
        phase_ends_at=None if closed else NOW + timedelta(days=3),
        revealed_at=NOW if closed else None,
    )


def cards_of(text: str, count: int, author: int | None = 42) -> list[Card]:
    return [Card(n + 1, 5, n * 2 // count, author, text) for n in range(count)]


def parts(panel: Panel) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    return list(panel.walk_children())


def text_of(panel: Panel) -> str:
    return "\n".join(i.content for i in parts(panel) if isinstance(i, discord.ui.TextDisplay))


def labels(panel: Panel) -> list[str | None]:
    return [item.label for item in parts(panel) if isinstance(item, discord.ui.Button)]


def assert_fits(panel: Panel) -> None:
    """Discord's limits on one message; custom ids differ."""
    assert len(parts(panel)) <= 40
    assert panel.content_length() <= 4000
    ids = [item.custom_id for item in parts(panel) if isinstance(item, discord.ui.Button)]
    assert len({i for i in ids if i}) == len([i for i in ids if i])
