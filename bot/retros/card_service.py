"""Use cases of cards: hidden from everyone else until the reveal, for good once anonymous."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.retros.models import CardRow
from bot.retros.queries import (
    card_from,
    cards_in,
    hash_of,
    lock_open,
    own_card_row,
    secret_card_row,
)
from bot.retros.rules import card_text
from bot.retros.values import AddedCard, Anonymity, OwnCards, OwnSecret, Retro

_ID_BITS = 62
_SECRET_BYTES = 16
_CHANCE = secrets.SystemRandom()


async def add_card(
    session: AsyncSession, caller: MemberCaller, retro_id: int, position: int, text: str
) -> AddedCard:
    """Put a card into a column of a retro that takes cards.

    An anonymous one is written in one go with all others of the retro, and so is told apart from
    them by nothing that the database keeps of who acted: its transaction has touched the member.
    A random secret goes back to its writer, with which it can be changed.

    Raises:
        NotFound: no such retro or column in this group.
        UserError: the retro takes no cards any more, or the card is empty or too long.
    """
    text = card_text(text)
    retro = await lock_open(session, caller.guild_id, retro_id, alone=True)
    retro.column(position)
    secret = secrets.token_urlsafe(_SECRET_BYTES) if retro.is_anonymous else None
    card = CardRow(
        id=_random_id(),
        guild_id=caller.guild_id,
        retro_id=retro_id,
        position=position,
        anonymity=retro.anonymity,
        author_id=None if retro.is_anonymous else caller.user_id,
        added_at=None if retro.is_anonymous else caller.now,
        secret_hash=None if secret is None else hash_of(secret),
        text=text,
    )
    if retro.is_anonymous:
        await shuffle_anonymous_cards(session, caller.guild_id, retro_id, new=card)
    else:
        session.add(card)
        await session.flush()
    return AddedCard(replace(retro, cards=retro.cards + 1), card_from(card), secret)


async def edit_card(
    session: AsyncSession, caller: MemberCaller, card_id: int, text: str
) -> OwnCards:
    """Change what an own card says, while the retro is open; gives all their cards in it.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs.
        UserError: the retro has closed, or the text is empty or too long.
    """
    text = card_text(text)
    row = await own_card_row(session, caller, card_id)
    retro = await lock_open(session, caller.guild_id, row.retro_id)
    row.text = text
    await session.flush()
    return await cards_in(session, caller, retro)


async def remove_card(session: AsyncSession, caller: MemberCaller, card_id: int) -> OwnCards:
    """Take an own card away, while the retro is open; gives those that are left in it.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs.
        UserError: the retro has closed.
    """
    row = await own_card_row(session, caller, card_id)
    retro = await lock_open(session, caller.guild_id, row.retro_id)
    await session.delete(row)
    await session.flush()
    return await cards_in(session, caller, replace(retro, cards=retro.cards - 1))


async def edit_secret_card(
    session: AsyncSession, caller: MemberCaller, retro_id: int, secret: str, text: str
) -> OwnSecret:
    """Change what the anonymous card says to which ``secret`` belongs.

    All cards are written anew, as when one is added.

    Raises:
        NotFound: there is none in this retro.
        UserError: its cards are revealed, or the text is empty or too long.
    """
    text = card_text(text)
    retro = await lock_open(session, caller.guild_id, retro_id, alone=True)
    row = await secret_card_row(session, caller.guild_id, retro_id, secret)
    row.text = text
    await session.flush()
    position = row.position
    await shuffle_anonymous_cards(session, caller.guild_id, retro_id)
    return OwnSecret(retro, position, text, secret)


async def remove_secret_card(
    session: AsyncSession, caller: MemberCaller, retro_id: int, secret: str
) -> Retro:
    """Take the anonymous card away to which ``secret`` belongs.

    Raises:
        NotFound: there is none in this retro.
        UserError: its cards are revealed.
    """
    retro = await lock_open(session, caller.guild_id, retro_id, alone=True)
    row = await secret_card_row(session, caller.guild_id, retro_id, secret)
    await session.delete(row)
    await session.flush()
    await shuffle_anonymous_cards(session, caller.guild_id, retro_id)
    return replace(retro, cards=retro.cards - 1)


async def settle_anonymous_cards(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    """Write a retro's anonymous cards as they stay from the reveal on: nobody's secret counts."""
    await shuffle_anonymous_cards(session, guild_id, retro_id, keep_secrets=False)


async def shuffle_anonymous_cards(
    session: AsyncSession,
    guild_id: int,
    retro_id: int,
    *,
    new: CardRow | None = None,
    keep_secrets: bool = True,
) -> None:
    """Write a retro's anonymous cards anew, in random order, with new ids, and ``new`` with them.

    PostgreSQL shows where and by which transaction each row was written (``ctid``, ``xmin``), and
    so in which order people wrote, and beside what else.
    """
    taken = await session.execute(
        delete(CardRow)
        .where(
            CardRow.guild_id == guild_id,
            CardRow.retro_id == retro_id,
            CardRow.anonymity == Anonymity.ANONYMOUS,
        )
        .returning(CardRow.position, CardRow.text, CardRow.secret_hash)
        .execution_options(synchronize_session=False)
    )
    cards = [(_random_id(), *each) for each in taken]
    if new is not None:
        cards.append((new.id, new.position, new.text, new.secret_hash))
    _CHANCE.shuffle(cards)
    if cards:
        await session.execute(
            insert(CardRow),
            [
                {
                    "id": card_id,
                    "guild_id": guild_id,
                    "retro_id": retro_id,
                    "position": position,
                    "anonymity": Anonymity.ANONYMOUS,
                    "secret_hash": secret_hash if keep_secrets else None,
                    "text": text,
                }
                for card_id, position, text, secret_hash in cards
            ],
        )


def _random_id() -> int:
    return secrets.randbits(_ID_BITS) + 1
