"""What milestones store about a person: all of it is exported, and all of it can be forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.db import Database
from bot.milestones import overrides, own, service
from bot.milestones.data import DATA
from bot.milestones.figures import count_anew
from bot.milestones.models import BlockStandingRow, ChangeRow, OverrideRow, OwnRow
from tests.groups import acting as groups
from tests.milestones.circle import (
    ANA,
    BEN,
    ELSEWHERE,
    GUILD,
    NOW,
    act,
    caller_of,
    make_groups,
)

TABLES = {
    table.__tablename__: table for table in (ChangeRow, OverrideRow, OwnRow, BlockStandingRow)
}


async def stored(db: Database) -> list[tuple[str, int, int]]:
    """Each row's table, group and person."""
    async with db.read() as session:
        return [
            (name, guild_id, user_id)
            for name, table in TABLES.items()
            for guild_id, user_id in await session.execute(
                select(table.guild_id, table.user_id).order_by(table.guild_id, table.user_id)
            )
        ]


async def enter(db: Database) -> None:
    """Something of each kind: of Ana here and elsewhere, and of Ben."""
    await make_groups(db)
    for user_id in (ANA, BEN):
        await act(
            db, service.finish, "read", link="https://example.org", note="hm", user_id=user_id
        )
        await act(db, overrides.set_due, "write", due="2026-03-20", user_id=user_id)
        await act(db, own.add, title="Mine", user_id=user_id)
        await act(db, own.drop, "own-1", user_id=user_id)
    async with db.begin() as session:
        caller = await caller_of(session, guild_id=ELSEWHERE)
        await service.start(session, caller, "read")
        for user_id in (1, 2, 3):
            await groups.join(session, GUILD, user_id, now=NOW)
        await count_anew(session, GUILD, now=NOW)


async def export(db: Database, user_id: int) -> dict[str, Any]:
    async with db.read() as session:
        return dict(await DATA.export(session, GUILD, user_id))


async def test_m2_the_export_holds_what_was_entered_here(db: Database) -> None:
    await enter(db)
    found = await export(db, ANA)
    assert found.keys() == TABLES.keys()
    [change], [override], [mine], [counted] = found.values()
    assert change == {
        "guild_id": GUILD,
        "user_id": ANA,
        "milestone_id": "read",
        "number": 1,
        "day": "2026-03-02",
        "status": "done",
        "changed_at": NOW.isoformat(),
        "link": "https://example.org",
        "note": "hm",
        "shared_at": None,
        "due_on": "2026-03-16",
    }
    assert (override["milestone_id"], override["own_due"]) == ("write", "2026-03-20")
    assert (mine["title"], mine["dropped_at"]) == ("Mine", NOW.isoformat())
    assert (counted["block_id"], counted["done"], counted["total"]) == ("first", 1, 5)


async def test_m1_forgetting_leaves_no_row_of_the_person_and_every_other(db: Database) -> None:
    await enter(db)
    before = await stored(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await stored(db) == [row for row in before if row[1:] != (GUILD, ANA)]
    assert {name for name, *_ in before} == TABLES.keys()
    assert not any((await export(db, ANA)).values())


def test_each_table_of_a_person_is_told() -> None:
    assert all(len(each.what) > 10 and each.seen_by for each in DATA.stored)
