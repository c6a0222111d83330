"""Use cases of plans: which plan a group follows, and giving it another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.plans import loader
from bot.plans.diff import diff
from bot.plans.model import Plan
from bot.plans.versions import Loaded, add, in_force, newest, read

__all__ = ["Loaded", "current", "ensure", "load"]


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


async def load(
    session: AsyncSession,
    guild_id: int,
    source: str,
    *,
    loaded_by: int | None = None,
    now: datetime,
) -> Loaded:
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
        return Loaded(plan, version.number, is_new=False, changes=diff(plan, plan))
    row = await add(session, guild_id, source, made_by=loaded_by, now=now)
    return Loaded(plan, row.number, is_new=True, changes=diff(before, plan))


async def ensure(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Give a group without a plan the one that ships. Safe to run again.

    From then on the group's plan changes by its own wish only, not with a new release of the bot.
    """
    if await newest(session, group.guild_id) is None:
        await load(session, group.guild_id, loader.shipped_text(), now=now)
