"""What tests of cycles share: closing one by the service, and the raw rows of snapshots."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.cycles import queries
from bot.cycles import service as cycles
from bot.cycles.values import BegunCycle, Snapshot
from bot.db import Database
from bot.groups import service as group_service
from bot.milestones import overrides, own
from bot.milestones import service as milestones
from tests.groups import acting as groups
from tests.groups.person import Person
from tests.milestones.circle import ANA, GUILD, NOW, act

NEXT = date(2026, 9, 7)
LATER = datetime(2026, 9, 4, 9, tzinfo=NOW.tzinfo)


async def some_progress(db: Database) -> None:
    """Ana changes milestones, hides one, adds one with a step, and takes a path."""
    await act(db, milestones.finish, "read", link="https://example.org", note="Long\nnight")
    await act(db, milestones.start, "write")
    await act(db, milestones.skip, "talk")
    await act(db, overrides.hide, "left-one")
    await act(db, own.add, title="Mine", due="2026-04-01")
    await act(db, own.add, title="A step", under="own-1")
    await act(db, group_service.change_member, path="left")


async def close(
    db: Database,
    number: int = 1,
    *,
    start: date = NEXT,
    guild_id: int = GUILD,
    now: datetime = LATER,
) -> BegunCycle:
    async with db.begin() as session:
        caller = groups.organiser(guild_id, now=now)
        return await cycles.close(session, caller, number, start=start)


def person(db: Database, user_id: int = ANA, *, guild_id: int = GUILD) -> Person:
    """Somebody in the group, three days into the next cycle."""
    return Person(db, user_id, guild_id, LATER + timedelta(days=6))


async def frozen(db: Database, user_id: int = ANA, number: int = 1) -> Snapshot:
    """How somebody stood when a cycle was closed; they must have been there."""
    found = await person(db, user_id).read(queries.look_at, number)
    assert isinstance(found, Snapshot)
    return found


async def raw(db: Database) -> list[tuple[Any, ...]]:
    """Every snapshot, as the database holds it."""
    async with db.read() as session:
        rows = await session.execute(
            text(
                "SELECT guild_id, user_id, number, CAST(stood AS TEXT) FROM cycle_snapshots"
                " ORDER BY guild_id, user_id, number"
            )
        )
        return [tuple(row) for row in rows]
