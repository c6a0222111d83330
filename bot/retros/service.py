"""Use cases of a retro itself: open, post, close, reveal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.feature import cards_revealed
from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from bot.public_panels import PostedMessage
from bot.retros.card_service import shuffle_anonymous_cards
from bot.retros.models import RetroColumnRow, RetroRow
from bot.retros.queries import find_retro, get_retro, missed_opening
from bot.retros.rules import (
    REVEAL_LATENESS,
    WORKED_ADJUST,
    Format,
    find_format,
    missed_text,
    opening,
    reveal_time,
)
from bot.retros.values import OPEN, REVEAL, Anonymity, Retro, RetroOutcome
from bot.scheduling import DeliveryFailure, Once, put, put_now


async def schedule_openings(session: AsyncSession, group: Group, now: datetime) -> None:
    """Keep the group's monthly opening where its settings say (a group hook)."""
    await put(session, group.guild_id, kind=OPEN, rule=opening(group), after=now)


async def retros_channel(session: AsyncSession, caller: OrganiserCaller) -> int:
    """The channel in which the group's retros are held.

    Raises:
        NotSetUp: the group is not set up.
    """
    return (await get_group(session, caller.guild_id)).retros_channel_id


async def open_retro(
    session: AsyncSession,
    caller: OrganiserCaller,
    *,
    format_key: str = WORKED_ADJUST.key,
    anonymity: Anonymity = Anonymity.ANONYMOUS,
) -> RetroOutcome:
    """Open a retro, with its panel due at once.

    While one is open whose panel could not be posted, that one is posted again instead. Summaries
    that could not be posted are on their way again too.

    Raises:
        NotSetUp: the group is not set up.
        UserError: a retro is open already, or there is no such format.
    """
    chosen = find_format(format_key)
    group, now = await get_group(session, caller.guild_id), caller.now
    missed_on = await missed_opening(session, group.guild_id)
    retro_id = await _insert(session, group, chosen, anonymity, None, now)
    again = retro_id is None
    if retro_id is None:
        unposted = await _take_trouble(session, group.guild_id, RetroRow.closed_at.is_(None))
        retro_id = next(iter(unposted), None)
    if retro_id is None:
        raise UserError(
            "A retro is open already. `/retro close` reveals its cards; then a new one can open."
        )
    await _put_now(session, group, OPEN, retro_id, now)
    owed = await _post_owed_summaries(session, group, now)
    retro = await get_retro(session, group.guild_id, retro_id)
    return RetroOutcome(retro, again, summaries=len(owed), missed_on=missed_on)


async def open_on_schedule(
    session: AsyncSession, guild_id: int, period: date, *, now: datetime
) -> Retro | None:
    """The retro that the schedule opens on ``period``; the same one however often it is asked.

    None when there is nothing to open: another is open, or this one has already closed. Summaries
    that could not be posted are on their way again with it.
    """
    retro_id = await session.scalar(
        select(RetroRow.id).where(RetroRow.guild_id == guild_id, RetroRow.scheduled_for == period)
    )
    if retro_id is None:
        group = await get_group(session, guild_id)
        retro_id = await _insert(session, group, WORKED_ADJUST, Anonymity.ANONYMOUS, period, now)
        if retro_id is None:
            return None
        await _post_owed_summaries(session, group, now)
    retro = await get_retro(session, guild_id, retro_id)
    return retro if retro.is_open else None


async def close_retro(
    session: AsyncSession, caller: OrganiserCaller, retro_id: int | None = None
) -> RetroOutcome:
    """Close the open retro before its deadline, with its summary due at once.

    With ``retro_id`` only that one. Summaries that could not be posted are on their way again too,
    also when none is open.

    Raises:
        NotSetUp: the group is not set up.
        NotFound: no retro is open, and no summary is owed.
    """
    group, now = await get_group(session, caller.guild_id), caller.now
    owed = await _post_owed_summaries(session, group, now)
    which = true() if retro_id is None else RetroRow.id == retro_id
    closed = await _close(session, group.guild_id, which, now)
    if closed is not None:
        retro = await get_retro(session, group.guild_id, closed)
        # From the deadline on its own delivery is on the way; a second one would post twice.
        if not retro.reveal_at <= now <= retro.reveal_at + REVEAL_LATENESS:
            await _put_now(session, group, REVEAL, retro.id, now)
        return RetroOutcome(retro, again=False, summaries=len(owed))
    if not owed:
        missed_on = await missed_opening(session, group.guild_id)
        why = "" if missed_on is None else f"{missed_text(missed_on)} "
        raise NotFound(
            f"No retro is open, so there is nothing to close. {why}`/retro open` begins one."
        )
    retro = await get_retro(session, group.guild_id, max(owed))
    return RetroOutcome(retro, again=True, summaries=len(owed) - 1)


async def reveal(
    session: AsyncSession, guild_id: int, retro_id: int, *, now: datetime
) -> Retro | None:
    """Close this retro, if it is not yet, and give it back; None when this group has none."""
    await _close(session, guild_id, RetroRow.id == retro_id, now)
    return await find_retro(session, guild_id, retro_id)


async def panel_posted(
    session: AsyncSession, guild_id: int, retro_id: int, message: PostedMessage
) -> None:
    """Record where the panel stands."""
    await _update(
        session,
        guild_id,
        RetroRow.id == retro_id,
        channel_id=message.channel_id,
        message_id=message.message_id,
        trouble=None,
    )


async def summary_posted(
    session: AsyncSession, guild_id: int, retro_id: int, message: PostedMessage
) -> None:
    """Record where the summary stands."""
    await _update(
        session,
        guild_id,
        RetroRow.id == retro_id,
        summary_channel_id=message.channel_id,
        summary_id=message.message_id,
        trouble=None,
    )


async def opening_failed(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Record why an open retro's panel could not be posted; ``/retro open`` posts it again.

    An opening that was missed before it was tried has made no retro: see `missed_opening`.
    """
    about = failure.delivery
    which = (
        RetroRow.id == int(about.subject)
        if about.subject
        else RetroRow.scheduled_for == about.period
    )
    waits = which & RetroRow.closed_at.is_(None) & RetroRow.message_id.is_(None)
    await _update(session, about.guild_id, waits, trouble=failure.reason)


async def reveal_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Close the retro and record why its summary could not be posted.

    It would stay open for ever otherwise, and keep the next ones from opening. The summary is
    posted again with the next retro, or when an organiser opens or closes one.
    """
    about = failure.delivery
    is_it = RetroRow.id == int(about.subject)
    waits = is_it & RetroRow.summary_id.is_(None)
    await _close(session, about.guild_id, waits, now)
    await _update(session, about.guild_id, waits, trouble=failure.reason)


async def reopen_early_closed(session: AsyncSession, now: datetime) -> None:
    """Let retros go on that a clock which stood ahead has closed before their time.

    Where the summary is in the channel it counts, and where another one is open it goes on.
    """
    opened = aliased(RetroRow)
    has_another = exists().where(opened.guild_id == RetroRow.guild_id, opened.closed_at.is_(None))
    newest = (
        select(func.max(RetroRow.id))
        .where(
            RetroRow.closed_at > now,
            RetroRow.reveal_at > now,
            RetroRow.summary_id.is_(None),
            ~has_another,
        )
        .group_by(RetroRow.guild_id)
    )
    await session.execute(
        update(RetroRow)
        .where(RetroRow.id.in_(newest))
        .values(closed_at=None, trouble=None)
        .execution_options(synchronize_session=False)
    )


async def _insert(
    session: AsyncSession,
    group: Group,
    chosen: Format,
    anonymity: Anonymity,
    scheduled_for: date | None,
    now: datetime,
) -> int | None:
    """A new retro with its columns and its deadline; None when one is open or scheduled so."""
    reveal_at = reveal_time(now, group.zone)
    retro_id: int | None = await session.scalar(
        insert(session, RetroRow)
        .values(
            guild_id=group.guild_id,
            format=chosen.key,
            title=chosen.title,
            anonymity=anonymity,
            scheduled_for=scheduled_for,
            opened_at=now,
            reveal_at=reveal_at,
        )
        .on_conflict_do_nothing()
        .returning(RetroRow.id)
    )
    if retro_id is None:
        return None
    session.add_all(
        RetroColumnRow(
            guild_id=group.guild_id,
            retro_id=retro_id,
            position=position,
            title=column.title,
            question=column.question,
        )
        for position, column in enumerate(chosen.columns)
    )
    await session.flush()
    deadline = Once(reveal_at, group.zone)
    await put(session, group.guild_id, kind=REVEAL, rule=deadline, after=now, subject=str(retro_id))
    return retro_id


async def _close(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool], now: datetime
) -> int | None:
    """Close the open retro, if there is one of this description, and shuffle its cards."""
    closed: int | None = await session.scalar(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, which, RetroRow.closed_at.is_(None))
        .values(closed_at=now, trouble=None)
        .returning(RetroRow.id)
        .execution_options(synchronize_session=False)
    )
    if closed is not None:
        await shuffle_anonymous_cards(session, guild_id, closed)
        await cards_revealed(session, guild_id, closed, now)
    return closed


async def _put_now(
    session: AsyncSession, group: Group, kind: str, retro_id: int, now: datetime
) -> None:
    await put_now(
        session, group.guild_id, kind=kind, zone=group.zone, now=now, subject=str(retro_id)
    )


async def _post_owed_summaries(session: AsyncSession, group: Group, now: datetime) -> list[int]:
    """Let the summaries that could not be posted fall due again; gives back whose."""
    is_owed = RetroRow.closed_at.is_not(None) & RetroRow.summary_id.is_(None)
    owed = await _take_trouble(session, group.guild_id, is_owed)
    for retro_id in owed:
        await _put_now(session, group, REVEAL, retro_id, now)
    return owed


async def _take_trouble(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool]
) -> list[int]:
    """The ids of those retros whose latest message could not be posted; the notes are cleared.

    One statement, so that of two organisers at once only one posts again.
    """
    found = await session.scalars(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, which, RetroRow.trouble.is_not(None))
        .values(trouble=None)
        .returning(RetroRow.id)
        .execution_options(synchronize_session=False)
    )
    return list(found)


async def _update(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool], **values: Any
) -> None:
    await session.execute(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
