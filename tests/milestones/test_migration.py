"""What was stored before own dates, notes, reminders and cycles existed is kept (D4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.cycles import queries as cycle_queries
from bot.cycles import service as cycles
from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.groups.queries import get_member
from bot.groups.values import OrganiserCaller
from bot.milestones import service as milestones
from bot.milestones.values import Status
from bot.reminders.queries import named
from bot.reminders.values import MILESTONE, ReminderKey
from bot.wins import queries as wins
from tests.milestones.circle import ANA, GUILD, NOW, board_at, caller_of, present

ROWS = (
    "INSERT INTO groups (guild_id, zone, start_date, announcements_channel_id, papers_channel_id,"
    " retros_channel_id, categories, papers_open_weekday, papers_open_at, papers_close_weekday,"
    " papers_close_at, retro_day, retro_at, created_at) VALUES (1001, 'UTC', '2026-03-02', 1, 2, 3,"
    " '[\"cs.LG\"]', 0, '09:00:00.000000', 4, '17:00:00.000000', 1, '18:00:00.000000',"
    " '2026-03-02 08:00:00.000000')",
    "INSERT INTO members (guild_id, user_id, prompt_at, weekdays, started_on, dm_refusals,"
    f" joined_at) VALUES (1001, {ANA}, '08:00:00.000000', 31, '2026-03-02', 0,"
    " '2026-03-02 08:00:00.000000')",
    "INSERT INTO milestone_changes (guild_id, user_id, milestone_id, number, status, changed_at,"
    f" note) VALUES (1001, {ANA}, 'theory-problem-sets', 1, 'done',"
    " '2026-03-02 08:30:00.000000', 'kept')",
)

LATER_ROWS = (
    "INSERT INTO milestone_choices (guild_id, user_id, milestone_id, own_due, hidden) VALUES"
    f" (1001, {ANA}, 'practice-latency', '2026-04-01', FALSE),"
    f" (1001, {ANA}, 'projects-demo', NULL, TRUE)",
    "INSERT INTO own_milestones (guild_id, user_id, number, title, under, added_at) VALUES"
    f" (1001, {ANA}, 1, 'A step', 'practice-latency', '2026-03-02 08:30:00.000000')",
    f"UPDATE members SET pace_days = 7 WHERE user_id = {ANA}",
    "UPDATE milestone_changes SET due_on = '2026-03-16', shared_at = changed_at",
)

REMINDERS = (
    "INSERT INTO milestone_reminders (guild_id, user_id, milestone_id, due_on, stage, delivery_id,"
    f" named_on, alone) VALUES (1001, {ANA}, 'practice-latency', '2026-04-01', 'coming', 7,"
    " '2026-03-30', FALSE)",
)

BEFORE_DAYS = (
    "INSERT INTO milestone_changes (guild_id, user_id, milestone_id, number, status, changed_at)"
    f" VALUES (1001, {ANA}, 'projects-paper-reviews', 1, 'done', '2026-03-02 08:30:00.000000')",
)


@pytest.mark.parametrize("empty_db_url", ["sqlite", "postgres"], indirect=True)
def _upgrade(connection: Connection, revision: str) -> None:
    command.upgrade(alembic_config(connection), revision)


async def test_d4_members_and_what_they_did_are_kept(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        for revision, rows in (
            ("0007", ROWS),
            ("0008", LATER_ROWS),
            ("0010", REMINDERS),
            ("0020", BEFORE_DAYS),
        ):
            await connection.run_sync(_upgrade, revision)
            for statement in rows:
                await connection.execute(text(statement.replace(":", "\\:")))
    for _ in range(2):
        await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.begin() as session:
        ana = await get_member(session, GUILD, ANA)
        assert await named(session, ana) == {
            ReminderKey(MILESTONE, "practice-latency", date(2026, 4, 1), "coming")
        }
        board = await board_at(session, GUILD, ANA, now=NOW)
        [told] = await wins.shared(session, GUILD, since=NOW - timedelta(days=1))
        noted = await milestones.annotate(
            session, await caller_of(session), "practice-latency", note="now"
        )
        organiser = OrganiserCaller(GUILD, ANA, True, NOW)
        begun = await cycles.close(session, organiser, 1, start=date(2026, 3, 9))
        asked = await cycle_queries.review(session, await caller_of(session))
    await database.close()
    item, dated = board.find("theory-problem-sets"), board.find("practice-latency")
    assert (item.status, item.note, item.due) == (Status.DONE, "kept", date(2026, 3, 16))
    reviews = board.find("projects-paper-reviews").occurrences
    assert str(present(reviews).now) == "1 of 4 in March"
    assert (told.milestone_id, begun.number) == ("theory-problem-sets", 2)
    assert (board.pace_days, dated.own_due, dated.note) == (7, date(2026, 4, 1), None)
    assert [hidden.id for hidden in board.hidden] == ["projects-demo"]
    assert [step.title for step in board.steps_of("practice-latency")] == ["A step"]
    assert (noted.item.own_due, noted.item.note) == (date(2026, 4, 1), "now")
    assert asked.case("practice-latency").entry.note == "now"
