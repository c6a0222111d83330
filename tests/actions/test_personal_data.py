"""What is stored about a person: it can be shown to them, and forgotten (M1)."""

from __future__ import annotations

import json

import pytest

from bot.actions import queries, service
from bot.actions.data import DATA
from bot.actions.values import ActionStatus
from bot.db import Database
from tests.retros.circle import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OTHER_GUILD,
    member,
    organiser,
    set_up_circle,
)


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    """Ana writes an action for herself, one that she finishes, one for Ben, one next door."""
    await set_up_circle(db)
    async with db.begin() as session:
        for guild_id, owner_id, text in (
            (GUILD, ANA, "Read"),
            (GUILD, ANA, "Write"),
            (GUILD, BEN, "Talk"),
            (OTHER_GUILD, ANA, "Listen"),
        ):
            action = await service.add_action(
                session,
                await member(session, ANA, guild_id),
                text=text,
                owner_id=owner_id,
                due="2026-03-20",
                retro_id=None,
            )
            if text == "Write":
                await service.set_status(session, organiser(), action.id, ActionStatus.DONE)


async def test_m1_forgetting_leaves_actions_to_the_group_without_their_owner(
    db: Database,
) -> None:
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
        await DATA.forget(session, GUILD, ANA)
    async with db.read() as session:
        here = await queries.all_actions(session, GUILD)
        there = await queries.all_actions(session, OTHER_GUILD)
        assert [(each.text, each.owner_id, each.asked_id, each.status) for each in here] == [
            ("Read", None, None, ActionStatus.OPEN),
            ("Write", None, None, ActionStatus.DONE),
            ("Talk", None, BEN, ActionStatus.OPEN),
        ], "the group keeps what it decided, without a trace of who it was"
        assert [(each.text, each.owner_id) for each in there] == [("Listen", ANA)]
        assert await DATA.export(session, GUILD, ANA) == {"actions": [], "action_owners": []}


async def test_an_export_has_all_that_the_person_took_on(db: Database) -> None:
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
    told = ("text", "due_on", "status", "finished_at")
    assert [tuple(row[name] for name in told) for row in found["actions"]] == [
        ("Read", "2026-03-20", "open", None),
        ("Write", "2026-03-20", "done", NOW.isoformat()),
    ]
    assert [(row["is_accepted"], row["step"]) for row in found["action_owners"]] == [
        (True, 1),
        (True, 2),
    ]
    assert json.loads(json.dumps(found)) == found
