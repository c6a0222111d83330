"""Which plan a group follows, every version of it, and what an undo would change."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.inputs.dates import say_date
from bot.plans import loader
from bot.plans.models import PlanVersionRow
from bot.plans.rules.compare import diff
from bot.plans.values import Plan, PlanSource, PlanVersion, UndoPreview, VersionHistory
from bot.scheduling import local_date

UNDO_WINDOW = timedelta(days=7)

# Distinct plans kept parsed; most groups follow the shipped one.
_KEPT_PLANS = 64
_kept: dict[str, Plan] = {}
"""By digest: equal ones mean equal plans."""

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


async def history(
    session: AsyncSession, guild_id: int, *, now: datetime, offset: int = 0, limit: int = 10
) -> VersionHistory:
    """The versions of the group's plan, newest first.

    Raises:
        NotSetUp: the server has no group.
    """
    await groups.get_group(session, guild_id)
    mine = PlanVersionRow.guild_id == guild_id
    total = await session.scalar(select(func.count()).select_from(PlanVersionRow).where(mine)) or 0
    rows = await session.scalars(
        select(PlanVersionRow)
        .where(mine)
        .order_by(PlanVersionRow.number.desc())
        .offset(offset)
        .limit(limit)
    )
    return VersionHistory(tuple(_version(row, total, now) for row in rows), total)


async def source_of(session: AsyncSession, guild_id: int, number: int | None = None) -> PlanSource:
    """The text of a version; without ``number`` of the one in force.

    Raises:
        NotFound: there is no such version.
        NotSetUp: the server has no group.
    """
    await groups.get_group(session, guild_id)
    if number is None:
        row = await newest(session, guild_id)
        if row is None:
            return PlanSource(loader.shipped(), 1, loader.shipped_text())
    else:
        row = await session.get(PlanVersionRow, (guild_id, number))
        if row is None:
            raise NotFound("The plan has no such version. `/plan versions` lists those there are.")
    return PlanSource(read(row.source), row.number, row.source)


async def undo_preview(
    session: AsyncSession, guild_id: int, number: int, *, now: datetime
) -> UndoPreview:
    """What undoing version ``number`` would do, within a week of it.

    Raises:
        UserError: it is not the newest version, the first one, or older than a week.
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, guild_id)
    row = await newest(session, guild_id)
    if row is None or row.number != number:
        raise UserError(
            "That version is not the newest any more, so there is nothing to undo here. "
            "`/plan versions` shows what came since."
        )
    before = await session.get(PlanVersionRow, (guild_id, number - 1))
    if before is None:
        raise UserError("This is the plan that the group began with: nothing came before it.")
    until = row.loaded_at + UNDO_WINDOW
    if now > until:
        raise UserError(
            f"Version {number} could be undone until {say_date(local_date(until, group.zone))}. "
            "To go back all the same, download an older version with `/plan versions` and import "
            "it."
        )
    plan = read(before.source)
    return UndoPreview(number, before.number, plan, diff(read(row.source), plan))


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
    kept_as = (await connection.execute(_DIGEST, whose)).scalar()
    if kept_as is None:
        return None
    plan = _kept.get(kept_as)
    if plan is None:
        # Another version may have come between the two statements: its digest comes with it.
        kept_as, source = (await connection.execute(_TEXT, whose)).one()
        plan = read(source)
        if len(_kept) >= _KEPT_PLANS:
            _kept.clear()
        _kept[kept_as] = plan
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


@lru_cache(maxsize=_KEPT_PLANS)
def read(source: str) -> Plan:
    """The plan in a text; kept, since the same few are read all the time. Raises PlanError."""
    return loader.load(source)


def _version(row: PlanVersionRow, newest_number: int, now: datetime) -> PlanVersion:
    plan = read(row.source)
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
