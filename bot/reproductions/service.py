"""Use cases of the reproduction log: note an attempt, change it, show it, delete it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.papers.chosen import met_paper
from bot.reproductions.models import ReproductionRow
from bot.reproductions.queries import NO_SUCH_ATTEMPT, attempt_from, own_attempt
from bot.reproductions.rules import MOST_ATTEMPTS
from bot.reproductions.values import Attempt, Entry, Noted


async def note(session: AsyncSession, caller: MemberCaller, key: str, entry: Entry) -> Noted:
    """Note an attempt of the caller's at a paper of the group's.

    Raises:
        NotFound: the group has not met the paper.
        UserError: they have noted as many as fit.
    """
    paper = await met_paper(session, caller, key)
    count = await session.scalar(
        select(func.count())
        .select_from(ReproductionRow)
        .where(
            ReproductionRow.guild_id == caller.guild_id,
            ReproductionRow.user_id == caller.user_id,
            ReproductionRow.arxiv_id == key,
        )
    )
    if (count or 0) >= MOST_ATTEMPTS:
        raise UserError(
            f"You have noted {MOST_ATTEMPTS} attempts at that paper, which is all that fits. "
            "Change one of them, or delete one first.",
            typed="\n\n".join(filter(None, (entry.tried, entry.repository, entry.note))),
        )
    row = ReproductionRow(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        arxiv_id=key,
        tried=entry.tried,
        repository=entry.repository,
        outcome=entry.outcome,
        note=entry.note,
        is_released=entry.is_released,
        noted_at=caller.now,
    )
    session.add(row)
    await session.flush()
    return Noted(attempt_from(row, paper.title))


async def change(
    session: AsyncSession, caller: MemberCaller, attempt_id: int, entry: Entry
) -> Noted:
    """Let an attempt of the caller's say something else. It keeps when it was noted.

    Raises:
        NotFound: they have none with this id here.
    """
    before = await own_attempt(session, caller, attempt_id)
    row = await _row(session, caller, attempt_id)
    row.tried, row.repository, row.outcome = entry.tried, entry.repository, entry.outcome
    row.note, row.is_released = entry.note, entry.is_released
    await session.flush()
    return Noted(attempt_from(row, before.title), before.entry)


async def delete(session: AsyncSession, caller: MemberCaller, attempt_id: int) -> Attempt:
    """Delete an attempt of the caller's; gives back what it was.

    Raises:
        NotFound: they have none with this id here.
    """
    found = await own_attempt(session, caller, attempt_id)
    await session.delete(await _row(session, caller, attempt_id))
    await session.flush()
    return found


async def _row(session: AsyncSession, caller: MemberCaller, attempt_id: int) -> ReproductionRow:
    row = await session.scalar(
        select(ReproductionRow)
        .where(
            ReproductionRow.guild_id == caller.guild_id,
            ReproductionRow.user_id == caller.user_id,
            ReproductionRow.id == attempt_id,
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound(NO_SUCH_ATTEMPT)
    return row
