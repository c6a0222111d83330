"""What is stored about a person: it can be shown to them, and forgotten (M1)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.actions import service
from bot.actions.data import DATA
from bot.actions.models import ActionRow
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


async def test_m1_forgetting_removes_what_the_person_took_on_and_nothing_else(
    db: Database,
) -> None:
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
        await DATA.forget(session, GUILD, ANA)
    async with db.read() as session:
        rows = await session.scalars(select(ActionRow).order_by(ActionRow.id))
        assert [(row.text, row.owner_id) for row in rows] == [("Talk", BEN), ("Listen", ANA)]
        assert await DATA.export(session, GUILD, ANA) == {"actions": []}


async def test_an_export_has_all_that_the_person_took_on(db: Database) -> None:
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
    told = ("text", "due_on", "status", "finished_at")
    assert [tuple(row[name] for name in told) for row in found["actions"]] == [
        ("Read", "2026-03-20", "open", None),
        ("Write", "2026-03-20", "done", NOW.isoformat()),
    ]
    assert json.loads(json.dumps(found)) == found
