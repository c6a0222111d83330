"""Actions of before owners were asked keep their owners, on both databases (D4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from alembic import command
from sqlalchemy import Connection, MetaData, insert

from bot.actions import service
from bot.actions.queries import all_actions
from bot.actions.values import ActionStatus
from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.groups.queries import get_member
from bot.groups.values import InsiderCaller
from bot.milestones.queries import board_of
from tests.papers.test_vote_migration import GROUP, GUILD, both

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, BEN = 1, 2
# Cut at 80 code points, it would end within an emoji.
LONG = f"{'x' * 76} 👩‍👩‍👧‍👦 waits"
STEPS = [
    ("Mine already", None, None),
    ("Shorter calls", "action-1", date(2026, 3, 20)),
    (f"{'x' * 76}…", "action-2", date(2026, 3, 21)),
]


def load(connection: Connection) -> None:
    """The last schema without it, with four actions: two open, one done, one dropped."""
    command.upgrade(alembic_config(connection), "0036")
    tables = MetaData()
    tables.reflect(connection)
    member = {"guild_id": GUILD, "prompt_at": time(8), "weekdays": 31, "started_on": AT.date()}
    member |= {"joined_at": AT, "dm_refusals": 0}
    action = {"guild_id": GUILD, "created_at": AT, "retro_id": None}
    rows = {
        "groups": [GROUP],
        "members": [{**member, "user_id": user} for user in (ANA, BEN)],
        "own_milestones": [
            {"guild_id": GUILD, "user_id": ANA, "number": 1, "title": "Mine already"}
            | {"added_at": AT}
        ],
        "actions": [
            {**action, "id": number, "text": text, "owner_id": owner_id, "status": status}
            | {
                "due_on": date(2026, 3, 19 + number),
                "finished_at": None if status == "open" else AT,
            }
            for number, text, owner_id, status in (
                (1, "Shorter calls", ANA, "open"),
                (2, LONG, ANA, "open"),
                (3, "Done", BEN, "done"),
                (4, "Dropped", ANA, "dropped"),
            )
        ],
    }
    for name, values in rows.items():
        connection.execute(insert(tables.tables[name]), values)


@both
async def test_d4_whoever_owned_an_action_owns_it_still_as_a_step(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load)
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    organiser = InsiderCaller(GUILD, 77, True, AT)
    async with database.begin() as session:
        kept = await all_actions(session, GUILD)
        board = await board_of(session, await get_member(session, GUILD, ANA), now=AT)
        reopened = await service.set_status(session, organiser, 3, ActionStatus.OPEN)
        done = await service.set_status(session, organiser, 1, ActionStatus.DONE)
    await database.close()
    assert [(each.id, each.owner_id, each.status.value, each.due_on) for each in kept] == [
        (1, ANA, "open", date(2026, 3, 20)),
        (2, ANA, "open", date(2026, 3, 21)),
        (3, BEN, "done", date(2026, 3, 22)),
        (4, ANA, "dropped", date(2026, 3, 23)),
    ]
    own = [item for item in board.items if item.is_own]
    assert [(item.title, item.origin, item.due) for item in own] == STEPS
    assert [item.note for item in own] == [None, None, LONG]
    assert (reopened.action.owner_id, reopened.action.step) == (BEN, "own-1")
    assert (done.action.status, done.action.step) == (ActionStatus.DONE, "own-2")
