"""Use cases of cards: hidden from everyone else until the reveal, for good once anonymous.

What comes after the reveal can stand beside the cards as a comment, as anonymous as they are.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.retros.models import CardRow
from bot.retros.queries import (
    card_from,
    cards_in,
    hash_of,
    lock_open,
    lock_retro,
    own_card_row,
    secret_card_row,
)
from bot.retros.rules import card_text, late_text
from bot.retros.values import AddedCard, Anonymity, OwnCards, OwnSecret, Retro

_ID_BITS = 62
_SECRET_BYTES = 16
_CHANCE = secrets.SystemRandom()
_NOT_YET = "The cards of that retro are hidden yet. `/retro card` writes one until the reveal."


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
    card = _new_row(caller, retro, position, text, secret=secret)
    if retro.is_anonymous:
        await _shuffle(session, caller.guild_id, retro_id, new=card)
    else:
        session.add(card)
        await session.flush()
    return AddedCard(replace(retro, cards=retro.cards + 1), card_from(card), secret)


async def add_comment(
    session: AsyncSession, caller: MemberCaller, retro_id: int, position: int, text: str
) -> AddedCard:
    """Put a comment beside the cards of a column, which the group sees at once.

    In an anonymous retro it has no author either, and is written in one go with the others; no
    secret goes back, as it stays as it is like the cards.

    Raises:
        NotFound: no such retro or column in this group.
        UserError: its cards are hidden yet or it has closed, or the comment is empty or too long.
    """
    text = card_text(text)
    retro = await lock_retro(session, caller.guild_id, retro_id, alone=True)
    if not retro.takes_comments:
        raise UserError(_NOT_YET if retro.takes_cards else late_text(retro))
    retro.column(position)
    comment = _new_row(caller, retro, position, text, is_comment=True)
    if retro.is_anonymous:
        await _shuffle(session, caller.guild_id, retro_id, new=comment, comments=True)
    else:
        session.add(comment)
        await session.flush()
    return AddedCard(retro, card_from(comment))


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
    await _shuffle(session, caller.guild_id, retro_id)
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
    await _shuffle(session, caller.guild_id, retro_id)
    return replace(retro, cards=retro.cards - 1)


async def settle_anonymous_cards(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    """Write a retro's anonymous cards as they stay from the reveal on: nobody's secret counts."""
    await _shuffle(session, guild_id, retro_id, keep_secrets=False)


async def settle_anonymous_comments(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    """Write a retro's anonymous comments as they stay once it is closed."""
    await _shuffle(session, guild_id, retro_id, comments=True)


async def _shuffle(
    session: AsyncSession,
    guild_id: int,
    retro_id: int,
    *,
    new: CardRow | None = None,
    comments: bool = False,
    keep_secrets: bool = True,
) -> None:
    """Write a retro's anonymous cards anew, in random order, with new ids, and ``new`` with them.

    Or its ``comments``: cards that are revealed keep their ids, by which themes hold them.

    PostgreSQL shows where and by which transaction each row was written (``ctid``, ``xmin``), and
    so in which order people wrote, and beside what else.
    """
    taken = await session.execute(
        delete(CardRow)
        .where(
            CardRow.guild_id == guild_id,
            CardRow.retro_id == retro_id,
            CardRow.anonymity == Anonymity.ANONYMOUS,
            CardRow.is_comment == comments,
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
                    "is_comment": comments,
                    "text": text,
                }
                for card_id, position, text, secret_hash in cards
            ],
        )


def _new_row(
    caller: MemberCaller,
    retro: Retro,
    position: int,
    text: str,
    *,
    secret: str | None = None,
    is_comment: bool = False,
) -> CardRow:
    """A card as it is stored: with its author and time only where those show."""
    return CardRow(
        id=_random_id(),
        guild_id=caller.guild_id,
        retro_id=retro.id,
        position=position,
        anonymity=retro.anonymity,
        author_id=None if retro.is_anonymous else caller.user_id,
        added_at=None if retro.is_anonymous else caller.now,
        secret_hash=None if secret is None else hash_of(secret),
        is_comment=is_comment,
        text=text,
    )


def _random_id() -> int:
    return secrets.randbits(_ID_BITS) + 1
