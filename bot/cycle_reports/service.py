"""Acts of cycle reports: a member's answers, and a group's sums when its cycle is closed."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycle_reports import queries, rules
from bot.cycle_reports.models import ReflectionRow, SumsRow
from bot.cycle_reports.values import Report
from bot.cycles.values import ClosedCycle
from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.milestones.progress import group_progress


async def reflect(
    session: AsyncSession,
    caller: MemberCaller,
    number: int,
    *,
    progress: str,
    drained: str,
    party: str,
) -> Report:
    """Keep what the caller answers to the plan's questions, in place of what they said before.

    With nothing in it, it is removed.

    Raises:
        NotFound: the group has closed no such cycle, or they were not in it.
        UserError: an answer is too long.

    All carry what was typed.
    """
    said = rules.reflection(progress, drained, party)
    try:
        found = await queries.report(session, caller, number)
        if isinstance(found, ClosedCycle):
            raise NotFound(
                "You were not in the group when that cycle was closed, so there is nothing of it "
                "to look back on."
            )
    except UserError as error:
        error.typed = rules.typed(progress, drained, party)
        raise
    key = {"guild_id": caller.guild_id, "user_id": caller.user_id, "number": number}
    if said.is_empty:
        await session.execute(delete(ReflectionRow).filter_by(**key))
    else:
        values = {
            "progress": said.progress,
            "drained": said.drained,
            "party": said.party,
            "written_at": caller.now,
        }
        await session.execute(
            insert(session, ReflectionRow)
            .values(**key, **values)
            .on_conflict_do_update(index_elements=list(key), set_=values)
        )
    report = await queries.report(session, caller, number)
    assert isinstance(report, Report), "it was there"
    return report


async def keep_sums(session: AsyncSession, guild_id: int, number: int, _now: datetime) -> None:
    """Keep the group's progress as it is shown when its cycle is closed (a hook).

    It never changes: of whoever goes later nothing can be worked out from it.
    """
    progress = await group_progress(session, guild_id)
    shown = () if progress is None else progress.blocks
    blocks = [
        [block.number, block.id, block.title, block.members, *astuple(block.count)]
        for block in shown
        if block.count is not None
    ]
    session.add(SumsRow(guild_id=guild_id, number=number, blocks=blocks or None))
    await session.flush()
