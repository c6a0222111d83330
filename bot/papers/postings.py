"""What stands in the channel of a round: kept up to date, and what could not be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import get_group
from bot.groups.values import Group, Member
from bot.inputs.text import cut
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
    await record(session, guild_id, chosen & RoundRow.trouble.is_(None), trouble=cut(why, 200))
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
    if not member.is_here:
        found = await _shown_name(session, member.guild_id, member.user_id)
        if found is not None:
            group = await get_group(session, member.guild_id)
            await show_anew(session, group, found[0], now)


async def unname(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Take the name of somebody who is forgotten off the open shortlist."""
    found = await _shown_name(session, guild_id, user_id)
    if found is not None:
        round_id, nominated_at = found
        # When they nominated it: an instant that is over, and another for each who is forgotten.
        await show_anew(session, await get_group(session, guild_id), round_id, nominated_at)


async def _shown_name(
    session: AsyncSession, guild_id: int, user_id: int
) -> tuple[int, datetime] | None:
    """The open round whose posted shortlist may name the person, and when they nominated there."""
    found = await session.execute(
        select(RoundRow.id, NominationRow.nominated_at)
        .join(
            ShortlistRow,
            (ShortlistRow.guild_id == RoundRow.guild_id) & (ShortlistRow.round_id == RoundRow.id),
        )
        .join(
            NominationRow,
            (NominationRow.guild_id == ShortlistRow.guild_id)
            & (NominationRow.arxiv_id == ShortlistRow.arxiv_id),
        )
        .where(
            RoundRow.guild_id == guild_id,
            RoundRow.closed_at.is_(None),
            RoundRow.message_id.is_not(None),
            NominationRow.user_id == user_id,
            NominationRow.is_named,
        )
        .order_by(NominationRow.nominated_at.desc())
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else (row.id, row.nominated_at)


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
