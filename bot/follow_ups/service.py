"""What happens by itself: a chosen paper's thread is to be asked a week later, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.follow_ups import queries
from bot.follow_ups.models import FollowUpRow
from bot.follow_ups.rules import WEEK, asks_at
from bot.follow_ups.values import KIND, FollowUp
from bot.groups.queries import get_group
from bot.inputs.text import cut
from bot.papers.models import RoundRow
from bot.public_panels import PostedMessage
from bot.scheduling import DeliveryFailure, DeliveryStatus, Once, put

_INSTANT = timedelta(microseconds=1)
_TOO_LATE = "by the time that I could, it was too late"


async def thread_opened(session: AsyncSession, guild_id: int, round_id: int) -> None:
    """Let the thread of what a round chose be asked a week after the close. Safe to run again."""
    row = await session.scalar(
        select(RoundRow).where(
            RoundRow.guild_id == guild_id,
            RoundRow.id == round_id,
            RoundRow.winner_id.is_not(None),
            RoundRow.thread_id.is_not(None),
        )
    )
    if row is None or row.closed_at is None:
        return
    group = await get_group(session, guild_id)
    at = asks_at(min(row.closed_at, row.closes_at), group.zone)
    values = {"asks_at": at}
    await session.execute(
        insert(session, FollowUpRow)
        .values(guild_id=guild_id, round_id=round_id, **values)
        .on_conflict_do_update(index_elements=["guild_id", "round_id"], set_=values)
    )
    await put(
        session,
        guild_id,
        kind=KIND,
        rule=Once(at, group.zone),
        after=at - _INSTANT,
        subject=str(round_id),
    )


async def schedule_missing(session: AsyncSession, now: datetime) -> None:
    """Let threads be asked that were opened within a week by a former version."""
    has_one = exists().where(
        and_(FollowUpRow.guild_id == RoundRow.guild_id, FollowUpRow.round_id == RoundRow.id)
    )
    found = await session.execute(
        select(RoundRow.guild_id, RoundRow.id).where(
            RoundRow.closed_at > now - WEEK,
            RoundRow.winner_id.is_not(None),
            RoundRow.thread_id.is_not(None),
            ~has_one,
        )
    )
    for guild_id, round_id in found.all():
        await thread_opened(session, guild_id, round_id)


async def to_ask(session: AsyncSession, guild_id: int, round_id: int) -> FollowUp | None:
    """What a thread is asked; None where it was, or there is none.

    Raises:
        NotFound: there is no such round any more, or it chose nothing.
    """
    found = await queries.follow_up(session, guild_id, round_id)
    return None if found.chosen.thread_id is None or found.message is not None else found


async def asked(
    session: AsyncSession, guild_id: int, round_id: int, message: PostedMessage
) -> None:
    """Record where the question stands."""
    await _record(
        session,
        guild_id,
        round_id,
        channel_id=message.channel_id,
        message_id=message.message_id,
        trouble=None,
    )


async def on_failed(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Record why a thread could not be asked; it is not tried again."""
    delivery = failure.delivery
    reason = _TOO_LATE if failure.status is DeliveryStatus.MISSED else cut(failure.reason, 200)
    await _record(session, delivery.guild_id, int(delivery.subject), trouble=reason)


async def _record(
    session: AsyncSession, guild_id: int, round_id: int, **values: int | str | None
) -> None:
    await session.execute(
        update(FollowUpRow)
        .where(FollowUpRow.guild_id == guild_id, FollowUpRow.round_id == round_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
