"""Two groups with a few members, and short ways to act in them; for tests of the services."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.groups.values import MemberCaller
from bot.milestones.queries import board_of
from bot.milestones.values import Board, Item, MilestoneChange
from bot.plans import service as plans
from tests.groups import acting as groups
from tests.plans.strategies import entry, milestone_text, small_plan

T = TypeVar("T")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GUILD, ELSEWHERE = 1001, 1002
ANA, BEN = 1 << 62, 7

PATHS = "".join(
    entry(
        "paths",
        id=name,
        title=f"The {name} path",
        short=name,
        study=["Study"],
        practice=["Practise"],
        datasets=["Data"],
        challenge=["Challenge"],
    )
    for name in ("left", "right")
)
# Two in a row with a date for the second, one on each of two paths, one that stands alone.
PLAN = small_plan(
    milestone_text("read", hours=[2, 3]),
    milestone_text("write", needs=["read"], hours=[4, 6]),
    milestone_text("talk", hours=[1, 1]),
    milestone_text("left-one", path="left"),
    milestone_text("right-one", path="right"),
    tail=entry("flow", id="first-date", title="First", week=2, milestones=["write"]) + PATHS,
)


async def make_groups(db: Database, plan: str | None = PLAN) -> Database:
    """A group with Ana and Ben, and another one with Ana."""
    async with db.begin() as session:
        for guild_id in (GUILD, ELSEWHERE):
            await groups.set_up(session, guild_id, now=NOW)
            if plan:
                await plans.load(session, guild_id, plan, now=NOW)
        for guild_id, user_id in ((GUILD, ANA), (GUILD, BEN), (ELSEWHERE, ANA)):
            await groups.join(session, guild_id, user_id, now=NOW)
    return db


async def board(db: Database, user_id: int = ANA, guild_id: int = GUILD) -> Board:
    """Somebody's board, on the first day."""
    async with db.read() as session:
        return await board_at(session, guild_id, user_id, now=NOW)


async def board_at(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Board:
    """Somebody's board."""
    member = await groups.get_member(session, guild_id, user_id)
    return await board_of(session, member, now=now)


async def act(
    db: Database, use_case: Any, *about: Any, user_id: int = ANA, later: int = 0, **more: Any
) -> Any:
    """A use case of somebody, some days later."""
    async with db.begin() as session:
        caller = await caller_of(session, user_id, now=NOW + timedelta(days=later))
        return await use_case(session, caller, *about, **more)


async def caller_of(
    session: AsyncSession, user_id: int = ANA, *, now: datetime = NOW, guild_id: int = GUILD
) -> MemberCaller:
    """Somebody as they act."""
    member = await groups.lock_member(session, guild_id, user_id)
    return MemberCaller(guild_id, user_id, False, now, member)


def present(value: T | None) -> T:
    """What is there for sure."""
    assert value is not None
    return value


def change_of(item: Item) -> MilestoneChange:
    """The change that stands."""
    return present(item.change)


def texts(panel: discord.ui.LayoutView) -> str:
    """All that a panel says."""
    return "\n".join(
        item.content for item in panel.walk_children() if isinstance(item, discord.ui.TextDisplay)
    )
