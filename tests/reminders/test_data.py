"""What is stored about reminders to a person, shown and removed; on both databases."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.db import Database
from bot.groups import service as groups
from bot.reminders.data import DATA
from bot.reminders.models import ReminderRow
from bot.reminders.service import record_sent
from bot.reminders.values import MILESTONE, ReminderKey, Stage
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups

DAY, DUE = date(2026, 3, 2), date(2026, 3, 4)


async def test_an_export_holds_what_was_named_and_forgetting_leaves_only_others(
    db: Database,
) -> None:
    group = await make_groups(db)
    async with group.begin() as session:
        for guild_id, user_id in ((GUILD, ANA), (GUILD, BEN), (ELSEWHERE, ANA)):
            member = await groups.get_member(session, guild_id, user_id)
            key = ReminderKey(MILESTONE, "read", DUE, Stage.COMING)
            await record_sent(session, member, 5, [key], day=DAY, alone=True)
    async with group.begin() as session:
        assert await DATA.export(session, GUILD, ANA) == {
            "reminders": [
                {
                    "guild_id": GUILD,
                    "user_id": ANA,
                    "kind": "milestone",
                    "thing_id": "read",
                    "due_on": "2026-03-04",
                    "stage": "coming",
                    "delivery_id": 5,
                    "named_on": "2026-03-02",
                    "alone": True,
                }
            ]
        }
        await DATA.forget(session, GUILD, ANA)
        assert await DATA.export(session, GUILD, ANA) == {"reminders": []}
    async with group.read() as session:
        left = await session.execute(select(ReminderRow.guild_id, ReminderRow.user_id))
        assert {(row.guild_id, row.user_id) for row in left} == {(GUILD, BEN), (ELSEWHERE, ANA)}
