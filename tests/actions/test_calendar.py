"""An action in its owner's calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.actions import service
from bot.actions.calendar_events import CALENDAR as ACTION_CALENDAR
from bot.actions.values import ActionStatus
from bot.db import Database
from bot.milestones import overrides
from bot.milestones import service as milestones
from bot.milestones.calendar_events import CALENDAR as MILESTONE_CALENDAR
from tests.actions.test_steps import DUE, LATER, as_member, both, noted
from tests.retros.circle import ANA, BEN, NOW, member, set_up_circle

OPEN = ActionStatus.OPEN


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def test_an_action_has_one_entry_in_a_calendar_that_goes_with_its_step(db: Database) -> None:
    """By its own identity, as before there were steps; handed back it is taken out again."""
    action = await noted(db, ANA)

    async def entries() -> list[tuple[str, str, date | datetime, bool]]:
        async with db.read() as session:
            ana = (await member(session)).member
            found = [
                *await MILESTONE_CALENDAR.events(session, ana, NOW),
                *await ACTION_CALENDAR.events(session, ana, NOW),
            ]
        mine = [each for each in found if "Shorter" in each.summary]
        return [(each.kind, each.key, each.when, each.cancelled) for each in mine]

    key = str(action.id)
    assert await entries() == [("action", key, DUE, False)]
    _, step = await both(db, action)
    assert step is not None
    await as_member(db, ANA, overrides.set_due, step.id, due="2026-03-27")
    assert await entries() == [("action", key, LATER, False)]
    await as_member(db, ANA, milestones.skip, step.id)
    assert await entries() == [("action", key, LATER, True)]
    await as_member(db, ANA, service.set_status, action.id, OPEN)
    await as_member(db, ANA, service.give_back, action.id)
    await as_member(db, BEN, service.take, action.id)
    assert await entries() == [("action", key, LATER, True)]
    await as_member(db, BEN, service.give_back, action.id)
    await as_member(db, ANA, service.take, action.id)
    assert await entries() == [("action", key, LATER, False)]
