"""Every version of a group's plan: which is in force, how it came, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.inputs.dates import say_date
from bot.plans import loader
from bot.plans.diff import PlanDiff, diff
from bot.plans.model import Plan
from bot.plans.models import PlanVersionRow
from bot.plans.rules import digest
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

_FORMER = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a plan did: ``changes`` against the plan that was in force before.

    ``number`` is the version in force now; ``is_new`` tells whether loading made it.
    """

    plan: Plan
    number: int
    is_new: bool
    changes: PlanDiff


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the list. ``made_by`` is None for the plan that a group begins with.

    ``undoes`` is the version that it took back; ``undo_until`` is set on the newest version while
    it can be taken back itself.
    """

    number: int
    title: str
    blocks: int
    milestones: int
    made_by: int | None
    made_at: datetime
    undoes: int | None
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """A page of versions, newest first, and how many there are in all."""

    versions: tuple[Version, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a version, for a file."""

    plan: Plan
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """What taking ``number`` back would do: the plan of ``back_to`` comes into force again."""

    number: int
    back_to: int
    plan: Plan
    changes: PlanDiff


async def history(
    session: AsyncSession, guild_id: int, *, now: datetime, offset: int = 0, limit: int = 10
) -> History:
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
    return History(tuple(_version(row, total, now) for row in rows), total)


async def source_of(session: AsyncSession, guild_id: int, number: int | None = None) -> Source:
    """The text of a version; without ``number`` of the one in force.

    Raises:
        NotFound: there is no such version.
        NotSetUp: the server has no group.
    """
    await groups.get_group(session, guild_id)
    if number is None:
        row = await newest(session, guild_id)
        if row is None:
            return Source(loader.shipped(), 1, loader.shipped_text())
    else:
        row = await session.get(PlanVersionRow, (guild_id, number))
        if row is None:
            raise NotFound("The plan has no such version. `/plan versions` lists those there are.")
    return Source(read(row.source), row.number, row.source)


async def way_back(session: AsyncSession, guild_id: int, number: int, *, now: datetime) -> WayBack:
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
    return WayBack(number, before.number, plan, diff(read(row.source), plan))


async def undo(
    session: AsyncSession, guild_id: int, user_id: int, number: int, *, now: datetime
) -> Loaded:
    """Take version ``number`` back: what was before it comes into force again, as a new version.

    Undoing that one brings ``number`` back in turn.

    Raises:
        UserError, NotSetUp: as :func:`way_back`.
    """
    await groups.lock_group(session, guild_id)
    back = await way_back(session, guild_id, number, now=now)
    before = await session.get_one(PlanVersionRow, (guild_id, back.back_to))
    row = await add(session, guild_id, before.source, made_by=user_id, undoes=number, now=now)
    return Loaded(back.plan, row.number, is_new=True, changes=back.changes)


async def in_force(session: AsyncSession, guild_id: int) -> Plan | None:
    """The plan in force, or None for a group that has none yet; its text is read once."""
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


async def add(
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
    return row


@lru_cache(maxsize=_KEPT_PLANS)
def read(source: str) -> Plan:
    """The plan in a text; kept, since the same few are read all the time. Raises PlanError."""
    return loader.load(source)


def _version(row: PlanVersionRow, newest_number: int, now: datetime) -> Version:
    plan = read(row.source)
    until = row.loaded_at + UNDO_WINDOW
    can_undo = 1 < row.number == newest_number and now <= until
    return Version(
        number=row.number,
        title=plan.title,
        blocks=len(plan.blocks),
        milestones=len(plan.milestones),
        made_by=row.loaded_by,
        made_at=row.loaded_at,
        undoes=row.undoes,
        undo_until=until if can_undo else None,
    )
