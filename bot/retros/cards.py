"""Use cases of cards: hidden from everyone else until the reveal, for good once anonymous."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.retros.models import Anonymity, CardRow, RetroRow
from bot.retros.rules import card_text
from bot.retros.service import Retro, get_retro

_ID_BITS = 62


@dataclass(frozen=True, slots=True)
class Card:
    """A card. ``author_id`` is None on anonymous ones: it is not kept anywhere."""

    id: int
    retro_id: int
    position: int
    author_id: int | None
    text: str


async def add_card(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    retro_id: int,
    position: int,
    text: str,
    *,
    now: datetime,
) -> Card:
    """Put a card into a column of an open retro.

    Raises:
        NotSetUp: they are not a member.
        NotFound: no such retro or column in this group.
        UserError: the retro has closed, or the card is empty or too long.
    """
    await groups.get_member(session, guild_id, user_id)
    text = card_text(text)
    retro = await _open_for_cards(session, guild_id, retro_id)
    (await get_retro(session, guild_id, retro_id)).column(position)
    named = retro.anonymity is Anonymity.NAMED
    card = CardRow(
        id=secrets.randbits(_ID_BITS) + 1,
        guild_id=guild_id,
        retro_id=retro_id,
        position=position,
        anonymity=retro.anonymity,
        author_id=user_id if named else None,
        added_at=now if named else None,
        text=text,
    )
    session.add(card)
    await session.flush()
    return _card(card)


async def own_cards(
    session: AsyncSession, guild_id: int, user_id: int, retro_id: int
) -> list[Card]:
    """The cards that this member wrote with their name, oldest first.

    Raises:
        NotSetUp: they are not a member.
    """
    await groups.get_member(session, guild_id, user_id)
    rows = await session.scalars(
        select(CardRow)
        .where(
            CardRow.guild_id == guild_id,
            CardRow.retro_id == retro_id,
            CardRow.author_id == user_id,
        )
        .order_by(CardRow.added_at, CardRow.id)
    )
    return [_card(row) for row in rows]


async def own_card(session: AsyncSession, guild_id: int, user_id: int, card_id: int) -> Card:
    """One card that this member wrote with their name.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs.
    """
    return _card(await _own_row(session, guild_id, user_id, card_id))


async def edit_card(
    session: AsyncSession, guild_id: int, user_id: int, card_id: int, text: str
) -> Card:
    """Change what an own card says, while the retro is open.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs.
        UserError: the retro has closed, or the text is empty or too long.
    """
    text = card_text(text)
    row = await _own_row(session, guild_id, user_id, card_id)
    await _open_for_cards(session, guild_id, row.retro_id)
    row.text = text
    await session.flush()
    return _card(row)


async def remove_card(session: AsyncSession, guild_id: int, user_id: int, card_id: int) -> Card:
    """Take an own card away, while the retro is open.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs.
        UserError: the retro has closed.
    """
    row = await _own_row(session, guild_id, user_id, card_id)
    await _open_for_cards(session, guild_id, row.retro_id)
    await session.delete(row)
    await session.flush()
    return _card(row)


async def revealed_cards(
    session: AsyncSession, guild_id: int, retro_id: int
) -> tuple[Retro, list[Card]]:
    """A closed retro and all its cards by column: named ones in order, anonymous ones shuffled.

    Raises:
        NotFound: this group has no such retro.
        UserError: it is still open, so its cards are hidden from everyone.
    """
    retro = await get_retro(session, guild_id, retro_id)
    if retro.is_open:
        raise UserError("The cards stay hidden until the reveal, from organisers too.")
    rows = await session.scalars(
        select(CardRow)
        .where(CardRow.guild_id == guild_id, CardRow.retro_id == retro_id)
        .order_by(CardRow.position, CardRow.added_at, CardRow.id)
    )
    return retro, [_card(row) for row in rows]


async def _open_for_cards(session: AsyncSession, guild_id: int, retro_id: int) -> RetroRow:
    """The retro, held open until the transaction ends: a card is in before the reveal, or not."""
    row = await session.scalar(
        select(RetroRow)
        .where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id)
        .with_for_update(read=True)
    )
    if row is None:
        raise NotFound("I do not find that retro in this group.")
    if row.closed_at is not None:
        raise UserError(
            "That retro has closed meanwhile, so its cards stay as they are. "
            "Bring yours up in the channel, or keep it for the next retro."
        )
    return row


async def _own_row(session: AsyncSession, guild_id: int, user_id: int, card_id: int) -> CardRow:
    row = await session.scalar(
        select(CardRow).where(
            CardRow.guild_id == guild_id, CardRow.id == card_id, CardRow.author_id == user_id
        )
    )
    if row is None:
        raise NotFound("I do not find that card among yours. It may be removed already.")
    return row


def _card(row: CardRow) -> Card:
    return Card(row.id, row.retro_id, row.position, row.author_id, row.text)
