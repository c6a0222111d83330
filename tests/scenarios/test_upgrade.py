"""What the version before this one kept is all there in this one: its rows, its world, its buttons.

``former/data.tar.xz`` holds a ``--data`` folder with something in every table, made by that version
(database at revision 0013, world in form 1).
"""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, insert, select

from bot.cli.demo import serving
from bot.db import upgrade
from bot.db.migrate import _connection, alembic_config, current_revision, newest_revision
from sandbox import ActingUser, Sandbox, SettableClock
from sandbox.persistence import keeping
from sandbox.world.model import Message
from sandbox.world.world import World
from tests.live import custom_ids

ARCHIVE = Path(__file__).parent / "former" / "data.tar.xz"
REVISION = "0013"
# What a later migration calls otherwise: tables by their former name, columns by theirs in these.
TABLES = {"milestone_reminders": "reminders", "paper_approvals": "paper_marks"}
COLUMNS = {
    ("milestone_reminders", "milestone_id"): "thing_id",
    ("groups", "retro_day"): "retro_on",
    ("schedules", "month_day"): "pattern",
}
# What it keeps no more, since it follows from the rest: a snapshot's counts from its entries.
DERIVED = {("cycle_snapshots", name) for name in ("done", "in_progress", "skipped", "total")}
# What has a table of its own now, as whom an action is with.
MOVED = {("actions", "owner_id")}
# Whoever has an action has it as a step of their own, with its date.
WITH_STEPS = {"own_milestones", "milestone_choices"}

Row = Mapping[str, object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder, unpacked."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


def reflected(connection: Connection) -> MetaData:
    """The tables as the database has them, Alembic's own apart."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != "alembic_version")
    return metadata


def read_rows(connection: Connection) -> dict[str, list[Row]]:
    """All rows by table; instants are aware, whether the database knows zones or not."""
    return {
        table.name: [
            {name: in_utc(value) for name, value in row.items()}
            for row in connection.execute(select(table)).mappings()
        ]
        for table in reflected(connection).sorted_tables
    }


def in_utc(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def load_rows(connection: Connection, rows: Mapping[str, list[Row]]) -> None:
    """Make the former version's tables and fill them."""
    command.upgrade(alembic_config(connection), REVISION)
    for table in reflected(connection).sorted_tables:
        connection.execute(insert(table), rows[table.name])


def renamed(rows: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """The same under the names of now."""
    return {
        TABLES.get(table, table): [
            {
                COLUMNS.get((table, name), name): value
                for name, value in said_now(table, row).items()
                if (table, name) not in DERIVED | MOVED
            }
            for row in kept
        ]
        for table, kept in rows.items()
    }


def said_now(table: str, row: Row) -> Row:
    """A row in the words of now: dates are texts, what ended a retro ends its phase of cards."""
    for name in ("retro_day", "month_day"):
        if row.get(name) is not None:
            row = {**row, name: str(row[name])}
    if row.get("cadence") == "monthly":
        row = {**row, "cadence": "periodic"}
    if table != "schedules" or row["kind"] != "retros.reveal":
        return row
    return {**row, "kind": "retros.phase", "subject": f"{row['subject']}:collect"}


def counted(rows: list[Row], names: Row) -> Counter[str]:
    """How often each row is there, by these of its columns."""
    return Counter(repr([row[name] for name in names]) for row in rows)


async def rows_of(url: str) -> dict[str, list[Row]]:
    async with _connection(url) as connection:
        return await connection.run_sync(read_rows)


async def test_every_row_keeps_every_value(folder: Path, empty_db_url: str) -> None:
    """SQLite's own file, and the same rows in a PostgreSQL database of the former version."""
    url = f"sqlite:///{folder / 'demo.db'}"
    assert await current_revision(url) == REVISION
    former = await rows_of(url)
    assert all(former.values()), "every table has rows"
    if not empty_db_url.startswith("sqlite"):
        url = empty_db_url
        async with _connection(url) as connection:
            await connection.run_sync(load_rows, former)
    for _ in range(2):
        assert await upgrade(url) == newest_revision()
    now, expected = await rows_of(url), renamed(former)
    for table, rows in expected.items():
        lost = counted(rows, rows[0]) - counted(now[table], rows[0])
        assert not lost, table
        steps = len(former["actions"]) if table in WITH_STEPS else 0
        assert len(now[table]) == len(rows) + steps, table
    owners = {(row["action_id"], row["user_id"]) for row in now["action_owners"]}
    assert owners == {(row["id"], row["owner_id"]) for row in former["actions"]}


def world_counts(world: World) -> dict[str, int]:
    """What a world holds, by kind; messages that one person alone sees are messages too."""
    channels = world.channels.values()
    return {
        "User": len(world.users),
        "Channel": len(channels),
        "Message": sum(
            len(channel.messages) + sum(map(len, channel.ephemeral.values()))
            for channel in channels
        ),
        "Member": sum(len(guild.members) for guild in world.guilds.values()),
    }


def old_buttons(sandbox: Sandbox) -> dict[str, tuple[ActingUser, Message, str]]:
    """A button for each route in the messages that are there: who sees it, where, its custom id."""
    found = {}
    for account in sandbox.world.users.values():
        person = sandbox.acting(account)
        for channel in sandbox.world.channels.values():
            if channel.is_dm and account not in channel.recipients:
                continue
            for message in person.visible(channel):
                for custom_id in custom_ids(message):
                    route = ":".join(custom_id.split(":")[:2])
                    found[route] = (person, message, custom_id)
    return found


async def test_the_folder_opens_with_all_that_was_in_it(folder: Path) -> None:
    text = (folder / "world.json").read_text(encoding="utf-8")
    kinds = Counter(row[0] for row in json.loads(text)["world"]["graph"]["rows"])
    kept = keeping.load(folder)
    assert kept is not None
    async with serving(folder, SettableClock(kept.instant), kept) as demo:
        await demo.start_bot()
        world = demo.sandbox.world
        counts = world_counts(world)
        assert counts == {kind: kinds[kind] for kind in counts}
        assert "Daily prompt" in [due.title for due in await demo.due()]
        [yuki] = [user for user in world.users.values() if user.username == "yuki"]
        me = await demo.sandbox.acting(yuki).slash("me", dm=True)
        assert "1 of 32 milestones done" in me.text


async def test_buttons_of_messages_sent_before_go_on_working(folder: Path) -> None:
    """One of each route. Those that an earlier press took away are pressed as if still shown."""
    kept = keeping.load(folder)
    assert kept is not None
    async with serving(folder, SettableClock(kept.instant), kept) as demo:
        await demo.start_bot()
        buttons = old_buttons(demo.sandbox)
        assert len(buttons) > 35
        for person, message, custom_id in buttons.values():
            seen = await person.click(message, custom_id=custom_id, forge=True)
            assert seen.failed is None, custom_id
            assert "no longer works" not in seen.text, custom_id
            assert "the reference `" not in seen.text, custom_id


async def test_a_prompt_that_waits_for_the_end_of_a_pause_still_does(
    folder: Path, empty_db_url: str
) -> None:
    former = await rows_of(f"sqlite:///{folder / 'demo.db'}")
    prompts = [row for row in former["schedules"] if row["kind"] == "routine.prompt"]
    paused = {(row["guild_id"], row["user_id"]) for row in prompts[:1]}
    former["members"] = [
        {
            **row,
            "paused_until": date(2026, 4, 1)
            if (row["guild_id"], row["user_id"]) in paused
            else None,
        }
        for row in former["members"]
    ]
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load_rows, former)
    await upgrade(empty_db_url)
    now = (await rows_of(empty_db_url))["schedules"]
    waiting = [row for row in now if row["starts_at"] is not None]
    assert [(row["guild_id"], row["user_id"]) for row in waiting] == list(paused)
    assert waiting[0]["starts_at"] == waiting[0]["next_due_at"]
