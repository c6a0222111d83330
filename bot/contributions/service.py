"""Use cases of contributions: note one, change it, delete it, finish the milestone it fits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions import queries
from bot.contributions.models import ContributionRow
from bot.contributions.rules import MOST
from bot.contributions.values import Contribution, Entry, Noted
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones


async def note(session: AsyncSession, caller: MemberCaller, entry: Entry) -> Noted:
    """Note a contribution of the caller's; one with the same link then says this.

    Raises:
        UserError: they have noted as many as fit.
    """
    mine = (
        ContributionRow.guild_id == caller.guild_id,
        ContributionRow.user_id == caller.user_id,
    )
    known = await session.scalar(
        select(ContributionRow.id).where(*mine, ContributionRow.link == entry.link)
    )
    if known is not None:
        return await change(session, caller, known, entry)
    counted = select(func.count()).select_from(ContributionRow).where(*mine)
    if (await session.scalar(counted) or 0) >= MOST:
        raise UserError(
            f"You have noted {MOST} contributions, which is all that fits. Delete one first.",
            typed=entry.link,
        )
    row = ContributionRow(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        link=entry.link,
        about=entry.about,
        state=entry.state,
        is_released=entry.is_released,
        noted_at=caller.now,
    )
    session.add(row)
    await session.flush()
    return await queries.own(session, caller, row.id)


async def change(
    session: AsyncSession, caller: MemberCaller, contribution_id: int, entry: Entry
) -> Noted:
    """Let a contribution of the caller's say something else. It keeps when it was noted.

    Raises:
        NotFound: they have none with this id here.
        UserError: another one of theirs has this link.
    """
    row = await _row(session, caller, contribution_id)
    taken = select(ContributionRow.id).where(
        ContributionRow.guild_id == caller.guild_id,
        ContributionRow.user_id == caller.user_id,
        ContributionRow.link == entry.link,
        ContributionRow.id != contribution_id,
    )
    if await session.scalar(taken) is not None:
        raise UserError("Another one of yours has that link already. Change that one instead.")
    row.link, row.about, row.state = entry.link, entry.about, entry.state
    row.is_released = entry.is_released
    await session.flush()
    return await queries.own(session, caller, contribution_id)


async def delete(session: AsyncSession, caller: MemberCaller, contribution_id: int) -> Contribution:
    """Delete a contribution of the caller's; gives back what it was.

    Raises:
        NotFound: they have none with this id here.
    """
    row = await _row(session, caller, contribution_id)
    found = queries.contribution_from(row)
    await session.delete(row)
    await session.flush()
    return found


async def finish(session: AsyncSession, caller: MemberCaller, contribution_id: int) -> Noted:
    """Finish the milestone that the plan names for a merged contribution, with its link.

    Nothing happens when it is done already.

    Raises:
        NotFound: they have no such contribution here.
    """
    noted = await queries.own(session, caller, contribution_id)
    if noted.milestone is not None:
        await milestones.finish(
            session, caller, noted.milestone.id, link=noted.contribution.entry.link
        )
    return await queries.own(session, caller, contribution_id)


async def _row(
    session: AsyncSession, caller: MemberCaller, contribution_id: int
) -> ContributionRow:
    row = await session.scalar(
        select(ContributionRow)
        .where(
            ContributionRow.guild_id == caller.guild_id,
            ContributionRow.user_id == caller.user_id,
            ContributionRow.id == contribution_id,
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound(queries.NOT_THERE)
    return row
