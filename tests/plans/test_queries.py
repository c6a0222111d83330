"""Which plan a group follows, as one transaction sees it; on both databases."""

from __future__ import annotations

from bot.db import Database
from bot.plans import loader, queries
from bot.plans import service as plans
from tests.milestones.circle import GUILD, NOW, PLAN, make_groups
from tests.statements import statements


async def test_a_transaction_asks_for_the_plan_once_and_sees_its_own_change(db: Database) -> None:
    await make_groups(db, plan=None)
    async with db.begin() as session:
        await plans.load(session, GUILD, loader.shipped_text(), now=NOW)
    async with db.read() as session:
        await queries.current(session, GUILD)  # The process has read the text from now on.
    async with db.begin() as session:
        with statements(db) as asked:
            before = await queries.current(session, GUILD)
            assert await queries.current(session, GUILD) is before
        assert len(asked) == 1
        changed = await plans.load(session, GUILD, PLAN, now=NOW)
        assert changed.plan != before
        assert await queries.current(session, GUILD) == changed.plan
    async with db.read() as session:
        assert await queries.current(session, GUILD) == changed.plan
