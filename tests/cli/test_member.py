"""``syllabot member``: requests by mail, as an operator serves them; on both databases (M1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from bot.cli import app
from bot.db import Base, Database, upgrade
from bot.feature import session_info
from bot.forgetting.rules import post_subject
from bot.forgetting.values import POST_KIND
from bot.milestones.service import SHARED_KIND
from bot.public_panels import NamingPost
from bot.scheduling import DeliveryStatus, Once, put
from bot.scheduling.models import DeliveryRow, ScheduleRow
from cogs.features import FEATURES
from tests.groups import acting as groups

GUILD, OTHER, ANA, BEN, NOBODY = 7001, 7002, 420042, 430043, 440044
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def _begin(db: Database) -> None:
    async with db.begin() as session:
        for guild_id in (GUILD, OTHER):
            await groups.set_up(session, guild_id, now=NOW)
            await groups.join(session, guild_id, ANA, now=NOW)
        await groups.join(session, GUILD, BEN, zone="Europe/Lisbon", now=NOW)


@pytest.fixture
async def db(empty_db_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A database of its own that the settings name, with two groups."""
    await upgrade(empty_db_url)
    monkeypatch.setenv("SYLLABOT_DATABASE__URL", empty_db_url)
    database = Database(empty_db_url, session_info=session_info(FEATURES))
    await _begin(database)
    yield database
    await database.close()


async def run(*args: str | int | Path, typed: str = "") -> Result:
    """The command, in a thread: it has a loop of its own."""
    words = ["member", *map(str, args)]
    return await asyncio.to_thread(CliRunner().invoke, app, words, input=typed)


async def holds(db: Database, user_id: int) -> set[str]:
    """The tables in which an id stands, in any column."""
    found = set()
    async with db.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(text(f'SELECT * FROM "{table.name}"'))
            if any(str(user_id) in map(str, row) for row in rows):
                found.add(table.name)
    return found


async def log_of(db: Database, guild_id: int) -> list[tuple[int | None, bool, str]]:
    query = (
        "SELECT user_id, by_operator, new FROM setting_changes"
        f" WHERE guild_id = {guild_id} AND setting = 'member_data' ORDER BY id"
    )
    async with db.read() as session:
        return [(row[0], bool(row[1]), row[2]) for row in await session.execute(text(query))]


async def test_show_counts_what_is_there_and_says_nothing_of_it(db: Database) -> None:
    result = await run("show", BEN)
    assert result.exit_code == 0, result.output
    assert f"Group {GUILD}:\n  groups: members, 1" in result.output
    assert "Lisbon" not in result.output
    assert f"Group {OTHER}" not in result.output
    assert await log_of(db, GUILD) == []


async def test_export_gives_everything_and_is_logged_without_a_name(
    db: Database, tmp_path: Path
) -> None:
    result = await run("export", BEN)
    assert result.exit_code == 0, result.output
    [group] = json.loads(result.output)["groups"]
    assert group["guild_id"] == GUILD
    assert group["stored"]["groups"]["members"][0]["zone"] == "Europe/Lisbon"
    [(user_id, by_operator, what)] = await log_of(db, GUILD)
    assert (user_id, by_operator) == (None, True)
    assert what.startswith("given to whom it is about")
    file = tmp_path / "ben.json"
    assert "Wrote" in (await run("export", BEN, "--output", file)).output
    assert json.loads(file.read_text())["user_id"] == BEN
    again = await run("export", BEN, "--output", file)
    assert again.exit_code == 1
    assert "stays as it is" in again.stderr
    assert await log_of(db, OTHER) == []


async def test_m1_forget_asks_once_then_leaves_nothing(db: Database) -> None:
    before = await holds(db, BEN)
    kept = await run("forget", ANA, typed="n\n")
    assert kept.exit_code == 1
    assert "This cannot be taken back" in kept.output
    assert (await run("forget", ANA)).exit_code == 1, "nobody to ask is no yes"
    assert "members" in await holds(db, ANA)
    done = await run("forget", ANA, typed="y\n")
    assert done.exit_code == 0, done.output
    assert "Forgotten in 2 groups" in done.output
    assert await holds(db, ANA) == set()
    assert await holds(db, BEN) == before, "nobody else lost anything"
    for guild_id in (GUILD, OTHER):
        [(user_id, by_operator, what)] = await log_of(db, guild_id)
        assert (user_id, by_operator) == (None, True)
        assert what.startswith("forgotten at their wish")


async def test_m1_what_was_posted_about_them_loses_the_name_when_the_bot_runs(
    db: Database,
) -> None:
    async with db.begin() as session:
        once = Once(NOW, "UTC")
        about: dict[str, Any] = {"kind": SHARED_KIND, "subject": "books:1", "user_id": ANA}
        await put(session, GUILD, **about, rule=once, after=NOW - timedelta(seconds=1))
        schedule = select(ScheduleRow.id).where(ScheduleRow.kind == SHARED_KIND)
        session.add(
            DeliveryRow(
                guild_id=GUILD,
                schedule_id=await session.scalar(schedule),
                occurrence="once",
                period=NOW.date(),
                due_at=NOW,
                status=DeliveryStatus.SENT,
                attempt=1,
                channel_id=11,
                message_id=22,
            )
        )
    assert (await run("forget", ANA, "--yes")).exit_code == 0
    async with db.read() as session:
        wanted = select(ScheduleRow.subject).where(ScheduleRow.kind == POST_KIND)
        posts = list(await session.scalars(wanted))
    assert posts == [post_subject(NamingPost(11, 22))]


async def test_m1_forget_in_one_group_leaves_the_other(db: Database) -> None:
    assert (await run("forget", ANA, "--guild", GUILD, "--yes")).exit_code == 0
    assert f"Group {OTHER}" in (await run("show", ANA)).output
    gone = await run("show", ANA, "--guild", GUILD)
    assert gone.exit_code == 1
    assert f"Nothing is stored about {ANA} in the group {GUILD}." in gone.stderr
    assert await log_of(db, OTHER) == []


@pytest.mark.parametrize("command", ["show", "export", "forget"])
async def test_ids_that_nobody_has_are_told(db: Database, command: str) -> None:
    unknown = await run(command, NOBODY)
    assert unknown.exit_code == 1
    assert f"Nothing is stored about {NOBODY}." in unknown.stderr
    elsewhere = await run(command, ANA, "--guild", 99)
    assert "No server with the id 99 has a group here." in elsewhere.stderr
    for wrong in ("ana", "0", "1.5", "٣", str(2**63)):
        refused = await run(command, wrong)
        assert refused.exit_code == 2
        assert "is no id" in refused.stderr
        assert "Traceback" not in refused.output
    assert await log_of(db, GUILD) == []


async def test_a_database_of_another_version_is_a_sentence(
    empty_db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYLLABOT_DATABASE__URL", empty_db_url)
    result = await run("show", ANA)
    assert result.exit_code == 1
    assert "syllabot db upgrade" in result.stderr
