"""What cycles store about a person can be forgotten and exported, on both databases."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.cycles import review_service as reviews
from bot.cycles.data import DATA
from bot.cycles.models import CycleRow, DecisionRow, SnapshotRow
from bot.db import Database
from bot.milestones import service as milestones
from tests.cycles.closing import close, person
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, act, make_groups


async def filled(db: Database) -> None:
    """Both of the group and Ana elsewhere have a snapshot and a decision."""
    await make_groups(db)
    await act(db, milestones.finish, "read", note="A long night")
    for guild_id in (GUILD, ELSEWHERE):
        await close(db, guild_id=guild_id)
    for user_id, guild_id in ((ANA, GUILD), (BEN, GUILD), (ANA, ELSEWHERE)):
        await person(db, user_id, guild_id=guild_id).act(reviews.carry, "talk", number=1)


async def test_m1_forgetting_leaves_the_cycles_and_what_others_have(db: Database) -> None:
    await filled(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(CycleRow)) == 2
        for table in (DecisionRow, SnapshotRow):
            rows = await session.execute(
                select(table.guild_id, table.user_id).order_by(table.guild_id)
            )
            assert [tuple(row) for row in rows] == [(GUILD, BEN), (ELSEWHERE, ANA)]


async def test_m1_the_export_holds_what_was_entered_and_nothing_of_others(db: Database) -> None:
    await filled(db)
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
    (snapshot,), (decision,) = found["cycle_snapshots"], found["cycle_decisions"]
    assert {(row["guild_id"], row["user_id"]) for row in (snapshot, decision)} == {(GUILD, ANA)}
    assert [entry["note"] for entry in snapshot["entries"] if entry["note"]] == ["A long night"]
    assert (decision["milestone_id"], decision["decision"]) == ("talk", "carry")
