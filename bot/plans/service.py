"""Give a group a plan, add a version to it, and take the newest version back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.plans import loader
from bot.plans.models import PlanVersionRow
from bot.plans.queries import newest, read, replaced, undo_preview
from bot.plans.rules import digest
from bot.plans.rules.compare import diff
from bot.plans.values import LoadedPlan


async def load(
    session: AsyncSession,
    guild_id: int,
    source: str,
    *,
    loaded_by: int | None = None,
    now: datetime,
) -> LoadedPlan:
    """Make the plan in ``source`` the group's; the same content again changes nothing (P1).

    Members' progress stays, by the stable ids of milestones (P2).

    Raises:
        PlanError: the text is not a sound plan; every problem is listed.
        NotSetUp: the server has no group.
    """
    plan = read(source)
    # Two loads at once take their turns, so that each gets its own number.
    await groups.lock_group(session, guild_id)
    version = await newest(session, guild_id)
    before = loader.shipped() if version is None else read(version.source)
    if version is not None and plan == before:
        return LoadedPlan(plan, version.number, is_new=False, changes=diff(plan, plan))
    row = await add_version(session, guild_id, source, made_by=loaded_by, now=now)
    return LoadedPlan(plan, row.number, is_new=True, changes=diff(before, plan))


async def ensure(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Give a group without a plan the one that ships. Safe to run again.

    From then on the group's plan changes by its own wish only, not with a new release of the bot.
    """
    if await newest(session, group.guild_id) is None:
        await load(session, group.guild_id, loader.shipped_text(), now=now)


async def undo(
    session: AsyncSession, guild_id: int, user_id: int, number: int, *, now: datetime
) -> LoadedPlan:
    """Take version ``number`` back: what was before it comes into force again, as a new version.

    Undoing that one brings ``number`` back in turn.

    Raises:
        UserError, NotSetUp: as :func:`way_back`.
    """
    await groups.lock_group(session, guild_id)
    back = await undo_preview(session, guild_id, number, now=now)
    before = await session.get_one(PlanVersionRow, (guild_id, back.back_to))
    row = await add_version(
        session, guild_id, before.source, made_by=user_id, undoes=number, now=now
    )
    return LoadedPlan(back.plan, row.number, is_new=True, changes=back.changes)


async def add_version(
    session: AsyncSession,
    guild_id: int,
    source: str,
    *,
    made_by: int | None,
    undoes: int | None = None,
    now: datetime,
) -> PlanVersionRow:
    """A further version, in force from now on. The caller has read ``source`` and holds the lock.

    Whoever adds takes the lock of the group first, so that two at once get a number each.
    """
    last = await newest(session, guild_id)
    row = PlanVersionRow(
        guild_id=guild_id,
        number=1 if last is None else last.number + 1,
        digest=digest(read(source)),
        source=source,
        loaded_by=made_by,
        loaded_at=now,
        undoes=undoes,
    )
    session.add(row)
    await session.flush()
    replaced(session, guild_id)
    return row
