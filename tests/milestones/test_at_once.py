"""The same act several times at once, as two processes or an impatient finger may send it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.cycles import review_service
from bot.cycles.models import DecisionRow
from bot.db import Database
from bot.errors import UserError
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.milestones.models import ChangeRow, OverrideRow, OwnRow
from bot.scheduling.models import ScheduleRow
from tests.cycles.closing import close
from tests.milestones.circle import GUILD, act, make_groups

# One member's acts queue on SQLite in any case: it has a single writer.
pytestmark = pytest.mark.postgres

READ_DUE, LATER = date(2026, 3, 16), date(2026, 3, 20)
ACTS: list[tuple[Any, tuple[str, ...], dict[str, Any]]] = [
    (milestones.annotate, ("talk",), {"note": "n"}),
    (overrides.hide, ("left-one",), {}),
    (overrides.unhide, ("left-one",), {}),
    (overrides.move, ("read",), {"on": LATER, "was": READ_DUE}),
    (pace.decline_rotation, ("left",), {}),
    (own.add, (), {"title": "One of four"}),
    (own.drop, ("own-1",), {}),
    (own.restore, ("own-1",), {}),
    (milestones.start, ("own-2",), {}),
    (milestones.skip, ("right-one",), {}),
    (milestones.undo, ("own-2",), {"number": 1}),
    (milestones.finish, ("own-3",), {}),
    (milestones.share, ("own-3",), {}),
    (overrides.set_due, ("own-4",), {"due": "2026-03-20"}),
    (review_service.carry, ("write",), {"number": 1}),
    (pace.shift, (), {"days": 7, "start": date(2026, 3, 2), "was": 0}),
]


@pytest.mark.parametrize("db_url", ["postgres"], indirect=True)
async def test_whatever_is_sent_four_times_at_once_is_done_once(db: Database) -> None:
    await make_groups(db)
    await close(db, start=date(2026, 9, 7))
    for use_case, about, more in ACTS:
        outcomes = await asyncio.gather(
            *(act(db, use_case, *about, **more) for _ in range(4)), return_exceptions=True
        )
        broken = [e for e in outcomes if isinstance(e, Exception) and not isinstance(e, UserError)]
        assert broken == [], use_case
    async with db.read() as session:
        dates = await session.execute(
            select(OverrideRow.milestone_id, OverrideRow.own_due).where(
                OverrideRow.own_due.is_not(None)
            )
        )
        assert {row.milestone_id: row.own_due for row in dates} == {
            "read": date(2026, 3, 27),
            "own-4": date(2026, 3, 27),
        }, "moved once by the pace"
        numbers = list(await session.scalars(select(OwnRow.number).order_by(OwnRow.number)))
        assert numbers == [1, 2, 3, 4]
        changed = await session.scalars(select(ChangeRow.milestone_id))
        assert sorted(changed) == ["own-3", "right-one"]
        assert await session.scalar(select(func.count()).select_from(DecisionRow)) == 1
        shared = select(func.count()).where(
            ScheduleRow.guild_id == GUILD, ScheduleRow.kind == milestones.SHARED_KIND
        )
        assert await session.scalar(shared) == 1
