"""Reads of themes and ballots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups.values import InsiderCaller, MemberCaller
from bot.public_panels import PostedMessage
from bot.retros.models import CardRow, RetroRow
from bot.retros.phases import Act, allows
from bot.retros.queries import CARD_COLUMNS, card_from, get_retro, revealed_cards
from bot.retros.values import Card, Retro
from bot.themes.models import ThemeCardRow, ThemeRow, VoteRow
from bot.themes.rules import not_now
from bot.themes.values import Ballot, Grouped, Theme


async def themes_of(session: AsyncSession, guild_id: int, retro_id: int) -> tuple[Theme, ...]:
    """A retro's themes with their cards, by number; none before its reveal."""
    return (await themes_by_retro(session, guild_id, [retro_id]))[retro_id]


async def themes_by_retro(
    session: AsyncSession, guild_id: int, retro_ids: Collection[int]
) -> dict[int, tuple[Theme, ...]]:
    """As :func:`themes_of`, of each of these retros."""
    rows = await session.execute(
        select(*ThemeRow.__table__.columns)
        .where(ThemeRow.guild_id == guild_id, ThemeRow.retro_id.in_(retro_ids))
        .order_by(ThemeRow.number)
    )
    held: dict[tuple[int, int], list[Card]] = defaultdict(list)
    cards = await session.execute(
        select(*CARD_COLUMNS, ThemeCardRow.number)
        .join_from(
            CardRow,
            ThemeCardRow,
            (ThemeCardRow.guild_id == CardRow.guild_id) & (ThemeCardRow.card_id == CardRow.id),
        )
        .where(CardRow.guild_id == guild_id, CardRow.retro_id.in_(retro_ids))
        .order_by(CardRow.position, CardRow.added_at, CardRow.id)
    )
    for row in cards:
        held[row.retro_id, row.number].append(card_from(row))
    found: dict[int, list[Theme]] = {retro_id: [] for retro_id in retro_ids}
    for theme in rows:
        if of_it := held[theme.retro_id, theme.number]:
            found[theme.retro_id].append(_theme(theme, tuple(of_it)))
    return {retro_id: tuple(themes) for retro_id, themes in found.items()}


async def grouped(session: AsyncSession, caller: InsiderCaller, retro_id: int) -> Grouped:
    """A retro and its themes, for whoever may read its cards.

    Raises:
        NotFound: this group has no such retro.
        UserError: its cards are hidden yet.
    """
    retro, _cards = await revealed_cards(session, caller.guild_id, retro_id)
    return Grouped(retro, await themes_of(session, caller.guild_id, retro_id))


async def to_group(session: AsyncSession, caller: MemberCaller, retro_id: int) -> Grouped:
    """A retro and its themes, while they can be put together.

    Raises:
        NotFound: this group has no such retro.
        UserError: it is not the time for that.
    """
    retro = await get_retro(session, caller.guild_id, retro_id)
    if not allows(retro.phase, Act.GROUPING):
        raise not_now(retro, Act.GROUPING)
    return Grouped(retro, await themes_of(session, caller.guild_id, retro_id))


async def ballot(session: AsyncSession, caller: MemberCaller, retro_id: int) -> Ballot:
    """A member's own votes, while they can be given.

    Raises:
        NotFound: this group has no such retro.
        UserError: it is not the time for that.
    """
    return await ballot_in(session, caller, await get_retro(session, caller.guild_id, retro_id))


async def ballot_in(session: AsyncSession, caller: MemberCaller, retro: Retro) -> Ballot:
    """As :func:`ballot`, of a retro that has been read.

    Raises:
        UserError: it is not the time for that.
    """
    if not allows(retro.phase, Act.VOTING):
        raise not_now(retro, Act.VOTING)
    rows = await session.execute(
        select(VoteRow.number, VoteRow.votes).where(
            VoteRow.guild_id == caller.guild_id,
            VoteRow.retro_id == retro.id,
            VoteRow.user_id == caller.user_id,
        )
    )
    themes = await themes_of(session, caller.guild_id, retro.id)
    return Ballot(retro, themes, {row.number: row.votes for row in rows})


async def theme_in(
    session: AsyncSession, caller: InsiderCaller, retro_id: int, number: int
) -> tuple[Retro, Theme]:
    """A theme of a revealed retro.

    Raises:
        NotFound: this group has no such retro, or that no such theme.
        UserError: its cards are hidden yet.
    """
    found = await grouped(session, caller, retro_id)
    return found.retro, known(found.theme(number))


def known(theme: Theme | None) -> Theme:
    """A theme that is there.

    Raises:
        NotFound: it is not.
    """
    if theme is None:
        raise NotFound("That theme is not there any more: it has become part of another one.")
    return theme


def _theme(row: Row[Any], cards: tuple[Card, ...]) -> Theme:
    message = None
    if row.channel_id is not None and row.message_id is not None:
        message = PostedMessage(row.channel_id, row.message_id)
    return Theme(
        number=row.number,
        title=row.title,
        cards=cards,
        votes=row.votes,
        rank=row.rank,
        message=message,
        thread_id=row.thread_id,
        opening_id=row.opening_id,
        trouble=row.trouble,
    )


async def newest_trouble(session: AsyncSession, guild_id: int) -> list[Theme]:
    """The themes of the group's newest retro that got no thread."""
    newest = select(func.max(RetroRow.id)).where(RetroRow.guild_id == guild_id).scalar_subquery()
    retro_id = await session.scalar(
        select(ThemeRow.retro_id)
        .where(
            ThemeRow.guild_id == guild_id,
            ThemeRow.retro_id == newest,
            ThemeRow.trouble.is_not(None),
        )
        .limit(1)
    )
    if retro_id is None:
        return []
    themes = await themes_of(session, guild_id, retro_id)
    return [theme for theme in themes if theme.trouble is not None]
