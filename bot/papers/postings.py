"""What stands in the channel of a round: kept up to date, and what could not be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import get_group
from bot.groups.values import Group, Member
from bot.papers import queries
from bot.papers.models import NominationRow, RoundRow, ShortlistRow
from bot.papers.rules.timetable import SHOW
from bot.papers.values import Round
from bot.scheduling import DeliveryFailure, DeliveryStatus, put_now


async def shortlist_is_gone(session: AsyncSession, guild_id: int, round_id: int, why: str) -> None:
    """Record that the shortlist's message cannot be changed any more: it is not tried again.

    Another trouble that is known of the round stays.
    """
    chosen = (RoundRow.id == round_id) & RoundRow.message_id.is_not(None)
    await record(session, guild_id, chosen & RoundRow.trouble.is_(None), trouble=why[:200])
    await record(session, guild_id, chosen, message_id=None)


async def on_showing_failed(
    session: AsyncSession, failure: DeliveryFailure, _now: datetime
) -> None:
    """Record that the shortlist's message cannot be changed; one that is only late is as it was."""
    if failure.status is DeliveryStatus.UNDELIVERABLE:
        round_id, guild_id = int(failure.delivery.subject), failure.delivery.guild_id
        await shortlist_is_gone(session, guild_id, round_id, failure.reason)


async def on_member_changed(session: AsyncSession, member: Member, now: datetime) -> None:
    """Take the name of somebody who left off the open shortlist."""
    if member.is_here:
        return
    row = await session.scalar(
        select(RoundRow)
        .join(ShortlistRow, ShortlistRow.round_id == RoundRow.id)
        .join(
            NominationRow,
            (NominationRow.guild_id == ShortlistRow.guild_id)
            & (NominationRow.arxiv_id == ShortlistRow.arxiv_id),
        )
        .where(
            RoundRow.guild_id == member.guild_id,
            RoundRow.closed_at.is_(None),
            RoundRow.message_id.is_not(None),
            ShortlistRow.guild_id == member.guild_id,
            NominationRow.user_id == member.user_id,
            NominationRow.is_named,
        )
        .limit(1)
    )
    if row is not None:
        group = await get_group(session, member.guild_id)
        await show_anew(session, group, row.id, now)


async def show_anew(session: AsyncSession, group: Group, round_id: int, now: datetime) -> None:
    """Let the posted shortlist be brought up to date."""
    await put_now(
        session, group.guild_id, kind=SHOW, zone=group.zone, now=now, subject=str(round_id)
    )


async def unsaid_skip(session: AsyncSession, guild_id: int, round_id: int) -> Round | None:
    """The round with this id, if its vote was ended without a pick and nobody was told yet."""
    row = await session.scalar(
        select(RoundRow).where(
            RoundRow.guild_id == guild_id,
            RoundRow.id == round_id,
            RoundRow.is_skipped,
            RoundRow.result_message_id.is_(None),
        )
    )
    return None if row is None else await queries.as_round(session, row)


async def record(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool], **values: int | str | None
) -> None:
    """Write what was posted of a group's round, or why it was not."""
    await session.execute(
        update(RoundRow)
        .where(RoundRow.guild_id == guild_id, which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
