"""Use cases of contributions: note one, change it, delete it, finish the milestone it fits."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions import queries
from bot.contributions.models import ContributionRow
from bot.contributions.rules import MOST
from bot.contributions.values import Contribution, Entry, Noted, State
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.inputs.links import address_key
from bot.milestones import service as milestones


async def note(session: AsyncSession, caller: MemberCaller, entry: Entry) -> Noted:
    """Note a contribution of the caller's; one that leads to the same page then says this.

    Raises:
        UserError: they have noted as many as fit.
    """
    mine = await _pages(session, caller)
    known = mine.get(address_key(entry.link))
    if known is not None:
        return replace(await change(session, caller, known, entry), was_there=True)
    if len(mine) >= MOST:
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
        UserError: another one of theirs leads to the same page.
    """
    row = await _row(session, caller, contribution_id)
    mine = await _pages(session, caller)
    if mine.get(address_key(entry.link), contribution_id) != contribution_id:
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

    Raises:
        NotFound: they have no such contribution here.
        UserError: it is not merged, or nothing is open that it would finish.
    """
    entry = (await queries.own(session, caller, contribution_id)).contribution.entry
    if entry.state is not State.MERGED:
        raise UserError("That one is not merged. *Change* takes how it stands.")
    await milestones.finish_counting(session, caller, "contributions", link=entry.link)
    return await queries.own(session, caller, contribution_id)


async def _pages(session: AsyncSession, caller: MemberCaller) -> dict[str, int]:
    """The ids of the caller's contributions, by the page that each leads to."""
    rows = await session.execute(
        select(ContributionRow.link, ContributionRow.id).where(
            ContributionRow.guild_id == caller.guild_id,
            ContributionRow.user_id == caller.user_id,
        )
    )
    return {address_key(link): contribution_id for link, contribution_id in rows}


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
