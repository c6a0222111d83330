"""What the routine stores about a person, shown and removed; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from bot.db import Database
from bot.routine import service as routine
from bot.routine.data import DATA
from bot.routine.log_service import write_minutes, write_week
from bot.routine.models import EntryRow, PlannedDaysRow, WeekLogRow
from bot.routine.planned_days import keep_planned_days
from bot.routine.values import EntryOutcome
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_an_export_holds_what_was_entered_and_forgetting_leaves_only_others(
    db: Database,
) -> None:
    group = await make_groups(db)
    whose = {"guild_id": GUILD, "user_id": ANA}
    tables = ("entries", "planned_days", "week_logs")
    async with group.begin() as session:
        for guild_id, user_id in ((GUILD, ANA), (GUILD, BEN), (ELSEWHERE, ANA)):
            caller = await groups.member(session, guild_id, user_id, now=NOW)
            await routine.answer(session, caller, DAY, EntryOutcome.DONE)
            await routine.write_note(session, caller, DAY, "mine")
            await write_minutes(session, caller, DAY, "25")
            await keep_planned_days(session, caller.member, NOW)
            await write_week(
                session, caller, DAY, better="b", to_change="", ahead="a", line="l", shown=True
            )
    async with group.begin() as session:
        assert await DATA.export(session, GUILD, ANA) == {
            "entries": [
                {
                    "guild_id": GUILD,
                    "user_id": ANA,
                    "day": "2026-03-02",
                    "outcome": "done",
                    "note": "mine",
                    "answered_at": "2026-03-02T09:00:00+00:00",
                    "minutes": 25,
                }
            ],
            "planned_days": [{**whose, "since": "2026-03-02", "weekdays": 31, "skips": None}],
            "week_logs": [
                {
                    **whose,
                    "week": "2026-03-02",
                    "better": "b",
                    "to_change": None,
                    "ahead": "a",
                    "line": "l",
                    "released_at": "2026-03-02T09:00:00+00:00",
                    "written_at": "2026-03-02T09:00:00+00:00",
                }
            ],
        }
        await DATA.forget(session, GUILD, ANA)
        assert await DATA.export(session, GUILD, ANA) == {table: [] for table in tables}
    async with group.read() as session:
        for table in (EntryRow, PlannedDaysRow, WeekLogRow):
            left = await session.execute(select(table.guild_id, table.user_id))
            assert {(row.guild_id, row.user_id) for row in left} >= {(GUILD, BEN), (ELSEWHERE, ANA)}
