"""Reads of retros and their cards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups.queries import get_group
from bot.groups.values import InsiderCaller, Member, MemberCaller
from bot.public_panels import PostedMessage
from bot.retros.models import CardRow, RetroColumnRow, RetroFactRow, RetroRow
from bot.retros.rules import missed_text, opens_on, too_late
from bot.retros.values import (
    OPEN,
    BallotRules,
    Card,
    Column,
    OwnCards,
    OwnSecret,
    Retro,
    RetroSpan,
)
from bot.scheduling import missed_occurrence

_TWO_DAYS = timedelta(days=2)
_HIDDEN = "The cards stay hidden until the reveal, from organisers too."

# A row for each column, which every retro has: one statement gives all there is to say about it.
_RETROS, _COLUMNS, _CARDS = RetroRow.__table__, RetroColumnRow.__table__, CardRow.__table__
_CARD_COUNT = (
    select(func.count())
    .select_from(_CARDS)
    .where(
        _CARDS.c.guild_id == _RETROS.c.guild_id,
        _CARDS.c.retro_id == _RETROS.c.id,
        ~_CARDS.c.is_comment,
    )
    .scalar_subquery()
)
CARD_COLUMNS = (
    *(CardRow.id, CardRow.retro_id, CardRow.position, CardRow.author_id, CardRow.text),
    CardRow.is_comment,
)
"""What a card is read from where there may be thousands."""

_WITH_COLUMNS = (
    select(
        _RETROS,
        _COLUMNS.c.position,
        _COLUMNS.c.title.label("column_title"),
        _COLUMNS.c.question,
        _CARD_COUNT.label("cards"),
    )
    .join_from(
        _RETROS,
        _COLUMNS,
        (_COLUMNS.c.guild_id == _RETROS.c.guild_id) & (_COLUMNS.c.retro_id == _RETROS.c.id),
    )
    .order_by(_COLUMNS.c.position)
)


async def find_retro(session: AsyncSession, guild_id: int, retro_id: int) -> Retro | None:
    """The retro with this id, or None when this group has none."""
    return await _find(session, _of(guild_id, _RETROS.c.id == retro_id))


async def get_retro(session: AsyncSession, guild_id: int, retro_id: int) -> Retro:
    """The retro with this id.

    Raises:
        NotFound: this group has none.
    """
    return _found(await find_retro(session, guild_id, retro_id))


async def lock_retro(
    session: AsyncSession, guild_id: int, retro_id: int, *, alone: bool = False
) -> Retro:
    """The retro, which stays in its phase until the transaction ends.

    ``alone`` lets nobody else in at the same time.

    Raises:
        NotFound: this group has none.
    """
    held = _of(guild_id, _RETROS.c.id == retro_id).with_for_update(read=not alone, of=_RETROS)
    return _found(await _find(session, held))


async def lock_open(
    session: AsyncSession, guild_id: int, retro_id: int, *, alone: bool = False
) -> Retro:
    """As :func:`lock_retro`, for cards: one written meanwhile is in before the reveal, or not.

    Raises:
        NotFound: this group has none.
        UserError: its cards are revealed, or it has closed.
    """
    retro = await lock_retro(session, guild_id, retro_id, alone=alone)
    if not retro.takes_cards:
        raise too_late(retro)
    return retro


async def shown_retro(session: AsyncSession, caller: MemberCaller, retro_id: int) -> Retro:
    """The retro with this id, for a member of its group.

    Raises:
        NotFound: this group has none.
    """
    return await get_retro(session, caller.guild_id, retro_id)


async def open_retro(session: AsyncSession, caller: InsiderCaller) -> Retro | None:
    """The open retro, if there is one."""
    return await _find(session, _of(caller.guild_id, _RETROS.c.closed_at.is_(None)))


async def current_retro(session: AsyncSession, caller: MemberCaller) -> Retro:
    """The open retro: it takes cards, or comments once they are revealed.

    Raises:
        NotFound: none is open; says so too when the latest opening never came.
    """
    retro = await open_retro(session, caller)
    if retro is None:
        missed_on = await missed_opening(session, caller.guild_id)
        why = "" if missed_on is None else f"{missed_text(missed_on)} "
        raise NotFound(
            f"No retro is open right now. {why}One opens by itself on the group's dates, or when "
            "an organiser uses `/retro open`."
        )
    return retro


async def missed_opening(session: AsyncSession, guild_id: int) -> date | None:
    """The date of the group's latest opening that never came, unless a retro opened since."""
    missed = await missed_occurrence(session, guild_id, kind=OPEN)
    if missed is None:
        return None
    opened_since = await session.scalar(
        select(RetroRow.id)
        .where(RetroRow.guild_id == guild_id, RetroRow.opened_at >= missed.at)
        .limit(1)
    )
    return missed.period if opened_since is None else None


async def find_open(session: AsyncSession, guild_id: int) -> int | None:
    """The id of the open retro, or None."""
    found: int | None = await session.scalar(
        select(RetroRow.id).where(RetroRow.guild_id == guild_id, RetroRow.closed_at.is_(None))
    )
    return found


async def closed_retros(session: AsyncSession, guild_id: int) -> list[Retro]:
    """The group's retros that are over, the newest first."""
    rows = await session.execute(_of(guild_id, _RETROS.c.closed_at.is_not(None)))
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    retros = map(_retro, found.values())
    return sorted(retros, key=lambda each: (each.opened_at, each.id), reverse=True)


async def is_retro_day(session: AsyncSession, member: Member, now: datetime) -> bool:
    """Whether a retro opens on a member's date today, by schedule, or opened by hand."""
    today = member.today(now)
    if opens_on(await get_group(session, member.guild_id), member, today):
        return True
    opened = await session.scalars(
        select(RetroRow.opened_at).where(
            RetroRow.guild_id == member.guild_id, RetroRow.opened_at > now - _TWO_DAYS
        )
    )
    return any(member.today(each) == today for each in opened)


async def retro_spans(session: AsyncSession, guild_id: int, since: datetime) -> list[RetroSpan]:
    """How long the group's retros took cards that opened at ``since`` or later, oldest first."""
    rows = await session.execute(
        select(
            RetroRow.id,
            RetroRow.scheduled_for,
            RetroRow.opened_at,
            RetroRow.reveal_at,
            RetroRow.revealed_at,
        )
        .where(RetroRow.guild_id == guild_id, RetroRow.opened_at >= since)
        .order_by(RetroRow.opened_at, RetroRow.id)
    )
    return [
        RetroSpan(
            row.id,
            row.scheduled_for,
            row.opened_at,
            min(row.revealed_at or row.reveal_at, row.reveal_at),
        )
        for row in rows
    ]


async def own_cards(session: AsyncSession, caller: MemberCaller, retro_id: int) -> OwnCards:
    """The cards that this member wrote in a retro with their name.

    Raises:
        NotFound: this group has no such retro.
    """
    return await cards_in(session, caller, await get_retro(session, caller.guild_id, retro_id))


async def cards_in(session: AsyncSession, caller: MemberCaller, retro: Retro) -> OwnCards:
    """As :func:`own_cards`, in a retro that has been read."""
    rows = await session.scalars(
        select(CardRow)
        .where(
            CardRow.guild_id == caller.guild_id,
            CardRow.retro_id == retro.id,
            CardRow.author_id == caller.user_id,
            ~CardRow.is_comment,
        )
        .order_by(CardRow.added_at, CardRow.id)
    )
    return OwnCards(retro, [card_from(row) for row in rows])


async def own_card(session: AsyncSession, caller: MemberCaller, card_id: int) -> Card:
    """One card that this member wrote with their name.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs.
    """
    return card_from(await own_card_row(session, caller, card_id))


async def own_card_row(session: AsyncSession, caller: MemberCaller, card_id: int) -> CardRow:
    """As :func:`own_card`, as a row to be changed."""
    row = await session.scalar(
        select(CardRow).where(
            CardRow.guild_id == caller.guild_id,
            CardRow.id == card_id,
            CardRow.author_id == caller.user_id,
        )
    )
    if row is None:
        raise NotFound("I do not find that card among yours. It may be removed already.")
    return row


async def card_by_secret(
    session: AsyncSession, caller: MemberCaller, retro_id: int, secret: str
) -> OwnSecret:
    """The anonymous card to which ``secret`` belongs, while it can be changed.

    The caller's id is no part of what is asked.

    Raises:
        NotFound: there is none in this retro; perhaps it is gone already.
        UserError: its cards are revealed.
    """
    retro = await get_retro(session, caller.guild_id, retro_id)
    if not retro.takes_cards:
        raise too_late(retro)
    row = await secret_card_row(session, caller.guild_id, retro_id, secret)
    return OwnSecret(retro, row.position, row.text, secret)


async def secret_card_row(
    session: AsyncSession, guild_id: int, retro_id: int, secret: str
) -> CardRow:
    """As :func:`card_by_secret`, as a row.

    Raises:
        NotFound: there is none.
    """
    row = await session.scalar(
        select(CardRow).where(
            CardRow.guild_id == guild_id,
            CardRow.retro_id == retro_id,
            CardRow.secret_hash == hash_of(secret),
        )
    )
    if row is None:
        raise NotFound("I do not find that card. It may be removed already.")
    return row


def hash_of(secret: str) -> str:
    """What is stored of the secret of an anonymous card."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def facts_in(session: AsyncSession, guild_id: int, retro_id: int) -> tuple[str, ...]:
    """The lines about what the group did before a retro, as they were when it opened."""
    found = await session.scalars(
        select(RetroFactRow.text)
        .where(RetroFactRow.guild_id == guild_id, RetroFactRow.retro_id == retro_id)
        .order_by(RetroFactRow.position)
    )
    return tuple(found)


async def read_cards(
    session: AsyncSession, caller: InsiderCaller, retro_id: int
) -> tuple[Retro, list[Card]]:
    """As :func:`revealed_cards`, of the caller's group."""
    return await revealed_cards(session, caller.guild_id, retro_id)


async def revealed_cards(
    session: AsyncSession, guild_id: int, retro_id: int
) -> tuple[Retro, list[Card]]:
    """A revealed retro and its cards by column: named ones in order, anonymous ones shuffled.

    Comments come last.

    Raises:
        NotFound: this group has no such retro.
        UserError: its cards are hidden from everyone yet.
    """
    retro = await get_retro(session, guild_id, retro_id)
    if retro.takes_cards:
        raise UserError(_HIDDEN)
    rows = await session.scalars(
        select(CardRow)
        .where(CardRow.guild_id == guild_id, CardRow.retro_id == retro_id)
        .order_by(CardRow.is_comment, CardRow.position, CardRow.added_at, CardRow.id)
    )
    return retro, [card_from(row) for row in rows]


def card_from(row: CardRow | Row[*tuple[Any, ...]]) -> Card:
    """The card that a row holds, or `CARD_COLUMNS` of one."""
    return Card(row.id, row.retro_id, row.position, row.author_id, row.text, row.is_comment)


def _of(guild_id: int, which: ColumnElement[bool]) -> Select[Any]:
    return _WITH_COLUMNS.where(_RETROS.c.guild_id == guild_id, which)


async def _find(session: AsyncSession, statement: Select[Any]) -> Retro | None:
    rows = (await session.execute(statement)).all()
    return _retro(rows) if rows else None


def _retro(rows: Sequence[Row[Any]]) -> Retro:
    row = rows[0]
    return Retro(
        id=row.id,
        guild_id=row.guild_id,
        title=row.title,
        anonymity=row.anonymity,
        columns=tuple(Column(each.position, each.column_title, each.question) for each in rows),
        cards=row.cards,
        opened_at=row.opened_at,
        reveal_at=row.reveal_at,
        closed_at=row.closed_at,
        panel=_message(row.channel_id, row.message_id),
        summary=_message(row.summary_channel_id, row.summary_id),
        trouble=row.trouble,
        phase=row.phase,
        phase_ends_at=row.phase_ends_at,
        revealed_at=row.revealed_at,
        shown_phase=row.shown_phase,
        is_quick=row.is_quick,
        days=row.days,
        is_extended=row.is_extended,
        ballot=BallotRules(row.votes, row.votes_per_theme, row.own_votes),
    )


def _found(retro: Retro | None) -> Retro:
    if retro is None:
        raise NotFound("I do not find that retro in this group.")
    return retro


def _message(channel_id: int | None, message_id: int | None) -> PostedMessage | None:
    if channel_id is None or message_id is None:
        return None
    return PostedMessage(channel_id, message_id)
