"""Use cases of plans: which plan a group follows, and giving it another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.plans import loader
from bot.plans.diff import PlanDiff, diff
from bot.plans.model import Plan
from bot.plans.models import PlanVersionRow
from bot.plans.rules import digest

# Distinct plans kept parsed; most groups follow the shipped one.
_KEPT_PLANS = 64


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a plan did: ``changes`` against the plan that was in force before.

    ``number`` is the version in force now; ``is_new`` tells whether loading made it.
    """

    plan: Plan
    number: int
    is_new: bool
    changes: PlanDiff


async def current(session: AsyncSession, guild_id: int) -> Plan:
    """The plan that the group follows.

    Raises:
        NotSetUp: the server has no group.
    """
    version = await _newest(session, guild_id)
    if version is None:
        await groups.get_group(session, guild_id)
        return loader.shipped()
    return _read(version.source)


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
    plan = _read(source)
    # Two loads at once take their turns, so that each gets its own number.
    await groups.lock_group(session, guild_id)
    version = await _newest(session, guild_id)
    content = digest(plan)
    if version is not None and version.digest == content:
        return Loaded(plan, version.number, is_new=False, changes=diff(plan, plan))
    number = 1 if version is None else version.number + 1
    session.add(
        PlanVersionRow(
            guild_id=guild_id,
            number=number,
            digest=content,
            source=source,
            loaded_by=loaded_by,
            loaded_at=now,
        )
    )
    await session.flush()
    before = loader.shipped() if version is None else _read(version.source)
    return Loaded(plan, number, is_new=True, changes=diff(before, plan))


async def ensure(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Give a group without a plan the one that ships. Safe to run again.

    From then on the group's plan changes by its own wish only, not with a new release of the bot.
    """
    if await _newest(session, group.guild_id) is None:
        await load(session, group.guild_id, loader.shipped_text(), now=now)


async def _newest(session: AsyncSession, guild_id: int) -> PlanVersionRow | None:
    return await session.scalar(
        select(PlanVersionRow)
        .where(PlanVersionRow.guild_id == guild_id)
        .order_by(PlanVersionRow.number.desc())
        .limit(1)
    )


@lru_cache(maxsize=_KEPT_PLANS)
def _read(source: str) -> Plan:
    return loader.load(source)
