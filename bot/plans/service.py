"""Give a group a plan, add a version to it, and take the newest version back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import UnitsOfWork
from bot.groups import service as groups
from bot.groups.audit import record
from bot.groups.audit_rules import Change
from bot.groups.values import OrganiserCaller
from bot.plans import loader, queries
from bot.plans.audited import PLAN
from bot.plans.models import PlanVersionRow
from bot.plans.plan_cache import PLANS
from bot.plans.rules.compare import diff, digest
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

    Members' progress stays, by the stable ids of milestones (P2). The plan is read here and now:
    this is for the command line. Members propose a plan first, by ``draft_service``.

    Raises:
        PlanError: the text is not a sound plan; every problem is listed.
        NotSetUp: the server has no group.
    """
    plan = loader.load(source)
    # Two loads at once take their turns, so that each gets its own number.
    await groups.lock_group(session, guild_id)
    before = await queries.source_of(session, guild_id)
    newest = await queries.newest_number(session, guild_id)
    changes = diff(before.plan, plan)
    if plan == before.plan and newest is not None:
        return LoadedPlan(plan, before.number, is_new=False, changes=changes)
    content = digest(plan)
    PLANS.put(content, plan)
    number = 1 + (newest or 0)
    await add_version(session, guild_id, number, source, content, made_by=loaded_by, now=now)
    return LoadedPlan(plan, number, is_new=True, changes=changes)


async def ensure(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Give a group without a plan the one that ships. Safe to run again.

    From then on the group's plan changes by its own wish only, not with a new release of the bot.
    """
    if await queries.newest_number(session, group.guild_id) is None:
        await lock_version(session, group.guild_id, now=now)


async def lock_version(session: AsyncSession, guild_id: int, *, now: datetime) -> int:
    """The number of the version in force, which stays in force until the transaction ends.

    For a group that has none yet, the plan that ships becomes the first one.

    Raises:
        NotSetUp: the server has no group.
    """
    await groups.lock_group(session, guild_id)
    number = await queries.newest_number(session, guild_id)
    if number is not None:
        return number
    content = loader.shipped_digest()
    await add_version(session, guild_id, 1, loader.shipped_text(), content, made_by=None, now=now)
    return 1


async def undo(db: UnitsOfWork, caller: OrganiserCaller, number: int) -> LoadedPlan:
    """Take version ``number`` back: what was before it comes into force again, as a new version.

    Undoing that one brings ``number`` back in turn.

    Raises:
        UserError, NotSetUp: as :func:`queries.undo_preview`.
    """
    async with db.read() as session:
        back = await queries.undo_preview(session, caller, number)
    async with db.begin() as session:
        group = await groups.lock_group(session, caller.guild_id)
        _, before = await queries.undoable(session, group, number, now=caller.now)
        await add_version(
            session,
            caller.guild_id,
            number + 1,
            before.source,
            before.digest,
            made_by=caller.user_id,
            undoes=number,
            now=caller.now,
        )
    return LoadedPlan(back.plan, number + 1, is_new=True, changes=back.changes)


async def add_version(
    session: AsyncSession,
    guild_id: int,
    number: int,
    source: str,
    content_digest: str,
    *,
    made_by: int | None,
    undoes: int | None = None,
    now: datetime,
) -> None:
    """Put version ``number``, which is one more than the newest one's, in force.

    ``source`` is a sound plan with that digest. The caller took the lock of the group before they
    read the newest number, so that two at once get a number each. It stands in the log of
    settings, but for the version that a group begins with.
    """
    session.add(
        PlanVersionRow(
            guild_id=guild_id,
            number=number,
            digest=content_digest,
            source=source,
            loaded_by=made_by,
            loaded_at=now,
            undoes=undoes,
        )
    )
    await session.flush()
    queries.replaced(session, guild_id)
    if number > 1:
        change = Change(PLAN.name, f"version {number - 1}", f"version {number}")
        await record(session, guild_id, [change], by=made_by, now=now)
