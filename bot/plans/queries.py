"""Which plan a group follows, every version of it, and what an undo would change."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.values import Caller, Group, OrganiserCaller
from bot.inputs.dates import say_date
from bot.plans import loader
from bot.plans.models import PlanVersionRow
from bot.plans.plan_cache import PLANS
from bot.plans.rules.compare import diff
from bot.plans.values import Plan, PlanSource, PlanVersion, UndoPreview, VersionHistory
from bot.scheduling import local_date

UNDO_WINDOW = timedelta(days=7)

# Every command asks for this: built once, and the text stays where it is.
_VERSIONS = PlanVersionRow.__table__
_TEXT = (
    select(_VERSIONS.c.digest, _VERSIONS.c.source)
    .where(_VERSIONS.c.guild_id == bindparam("guild_id"))
    .order_by(_VERSIONS.c.number.desc())
    .limit(1)
)
_DIGEST = _TEXT.with_only_columns(_VERSIONS.c.digest)

# Where a session keeps the plans that its transaction has asked for, by guild.
_ASKED = "plans in force"

_FORMER = 10


async def current(session: AsyncSession, guild_id: int) -> Plan:
    """The plan that the group follows.

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await in_force(session, guild_id)
    if plan is None:
        await groups.get_group(session, guild_id)
        return loader.shipped()
    return plan


async def current_for(session: AsyncSession, caller: Caller) -> Plan:
    """The plan that the caller's group follows.

    Raises:
        NotSetUp: the server has no group.
    """
    return await current(session, caller.guild_id)


async def history(
    session: AsyncSession, caller: Caller, *, offset: int = 0, limit: int = 10
) -> VersionHistory:
    """The versions of the group's plan, newest first.

    Raises:
        NotSetUp: the server has no group.
    """
    await groups.get_group(session, caller.guild_id)
    mine = PlanVersionRow.guild_id == caller.guild_id
    total = await session.scalar(select(func.count()).select_from(PlanVersionRow).where(mine)) or 0
    rows = await session.scalars(
        select(PlanVersionRow)
        .where(mine)
        .order_by(PlanVersionRow.number.desc())
        .offset(offset)
        .limit(limit)
    )
    page = list(rows)
    versions = tuple([await _version(row, total, caller.now) for row in page])
    is_behind = False
    if page and page[0].number == total:
        plan, ships = await _plan(page[0]), loader.shipped()
        is_behind = plan.plan.id == ships.plan.id and plan != ships
    return VersionHistory(versions, total, is_behind)


async def source_of(session: AsyncSession, guild_id: int, number: int | None = None) -> PlanSource:
    """The text of a version; without ``number`` of the one in force.

    Raises:
        NotFound: there is no such version.
        NotSetUp: the server has no group.
    """
    if number is None:
        row = await newest(session, guild_id)
    else:
        row = await session.get(PlanVersionRow, (guild_id, number))
    if row is not None:
        return PlanSource(row.source, await _plan(row), row.number, row.loaded_by)
    await groups.get_group(session, guild_id)
    if number is None:
        return PlanSource(loader.shipped_text(), loader.shipped(), 1, None)
    raise NotFound("The plan has no such version. `/plan versions` lists those there are.")


async def source_for(
    session: AsyncSession, caller: Caller, number: int | None = None
) -> PlanSource:
    """As :func:`source_of`, of the caller's group."""
    return await source_of(session, caller.guild_id, number)


async def undo_preview(session: AsyncSession, caller: OrganiserCaller, number: int) -> UndoPreview:
    """What undoing version ``number`` would do, within a week of it.

    Raises:
        UserError: it is not the newest version, the first one, or older than a week.
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, caller.guild_id)
    row, before = await undoable(session, group, number, now=caller.now)
    plan, present = await _plan(before), await _plan(row)
    changes = await asyncio.to_thread(diff, present, plan)
    return UndoPreview(number, before.number, plan, changes)


async def undoable(
    session: AsyncSession, group: Group, number: int, *, now: datetime
) -> tuple[PlanVersionRow, PlanVersionRow]:
    """Version ``number`` and the one before it, if the first can be undone.

    Raises:
        UserError: as :func:`undo_preview`.
    """
    row = await newest(session, group.guild_id)
    if row is None or row.number != number:
        raise UserError(
            "That version is not the newest any more, so there is nothing to undo here. "
            "`/plan versions` shows what came since."
        )
    before = await session.get(PlanVersionRow, (group.guild_id, number - 1))
    if before is None:
        raise UserError("This is the plan that the group began with: nothing came before it.")
    until = row.loaded_at + UNDO_WINDOW
    if now > until:
        raise UserError(
            f"Version {number} could be undone until {say_date(local_date(until, group.zone))}. "
            "To go back all the same, download an older version with `/plan versions` and import "
            "it."
        )
    return row, before


async def in_force(session: AsyncSession, guild_id: int) -> Plan | None:
    """The plan in force, or None for a group that has none yet.

    A transaction asks the database for it once, and the process reads a text once.
    """
    asked: dict[int, Plan] = session.info.setdefault(_ASKED, {})
    if guild_id not in asked:
        plan = await _in_force(session, guild_id)
        if plan is None:
            return None
        asked[guild_id] = plan
    return asked[guild_id]


def replaced(session: AsyncSession, guild_id: int) -> None:
    """Note that this transaction put another plan in force: the next read asks anew."""
    session.info.get(_ASKED, {}).pop(guild_id, None)


async def _in_force(session: AsyncSession, guild_id: int) -> Plan | None:
    connection = await session.connection()
    whose = {"guild_id": guild_id}
    digest = (await connection.execute(_DIGEST, whose)).scalar()
    if digest is None:
        return None
    plan = PLANS.get(digest)
    if plan is None:
        # Another version may have come between the two statements: its digest comes with it.
        plan = await PLANS.read(*(await connection.execute(_TEXT, whose)).one())
    return plan


async def former(session: AsyncSession, guild_id: int, since: datetime) -> list[Plan]:
    """The plans that others replaced at ``since`` or later, the newest first; ten at most."""
    rows = await session.execute(
        select(PlanVersionRow.digest, PlanVersionRow.number, PlanVersionRow.loaded_at)
        .where(PlanVersionRow.guild_id == guild_id)
        .order_by(PlanVersionRow.number.desc())
        .limit(1 + _FORMER)
    )
    numbers: dict[str, int] = {}
    for after, row in pairwise(rows.all()):
        if after.loaded_at >= since:
            numbers.setdefault(row.digest, row.number)
    return [(await source_of(session, guild_id, number)).plan for number in numbers.values()]


async def newest(session: AsyncSession, guild_id: int) -> PlanVersionRow | None:
    """The version in force, or None for a group that has none yet."""
    return await session.scalar(
        select(PlanVersionRow)
        .where(PlanVersionRow.guild_id == guild_id)
        .order_by(PlanVersionRow.number.desc())
        .limit(1)
    )


async def newest_number(session: AsyncSession, guild_id: int) -> int | None:
    """The number of the version in force, or None for a group that has none yet."""
    return await session.scalar(
        select(func.max(PlanVersionRow.number)).where(PlanVersionRow.guild_id == guild_id)
    )


async def _plan(row: PlanVersionRow) -> Plan:
    return await PLANS.read(row.digest, row.source)


async def _version(row: PlanVersionRow, newest_number: int, now: datetime) -> PlanVersion:
    plan = await _plan(row)
    until = row.loaded_at + UNDO_WINDOW
    can_undo = 1 < row.number == newest_number and now <= until
    return PlanVersion(
        number=row.number,
        title=plan.title,
        blocks=len(plan.blocks),
        milestones=len(plan.milestones),
        made_by=row.loaded_by,
        made_at=row.loaded_at,
        undoes=row.undoes,
        undo_until=until if can_undo else None,
    )
