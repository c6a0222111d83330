"""A move to another zone doubles no local date and drops none that the rules say is due (R2, R9).

What is expected is written from the rule alone: a date's message that came before the move came;
one that was still to come there comes at its hour here, or at once where that hour is over, though
not after six hours and not after its date.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.routine.rules import LATENESS
from bot.routine.schedules import PROMPT, member_in_step
from bot.scheduling import find_zone, wall_instant
from bot.scheduling.models import DeliveryRow, ScheduleRow
from bot.scheduling.tick import tick
from tests.groups import acting as groups
from tests.groups.people import member_in

GUILD = 2**62  # that of `member_in`
STEP = timedelta(minutes=30)
AT = time(8)
EVERY_DAY = frozenset(range(7))
ZONES = (
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/New_York",
    "Asia/Kolkata",
    "Europe/Berlin",
    "UTC",
)


@dataclass(frozen=True)
class Move:
    """From one zone to another, at an instant."""

    user_id: int
    there: str
    here: str
    at: datetime


def moves(start: datetime, days: int, seed: int) -> list[Move]:
    dice = random.Random(seed)
    steps = days * 24 * 2
    return [
        Move(number, there, here, start + dice.randrange(48, steps - 96) * STEP)
        for number in range(1, 41)
        for there, here in [dice.sample(ZONES, 2)]
    ]


def expected(move: Move, start: datetime, end: datetime) -> list[date]:
    day = start.date() - timedelta(days=2)
    found = []
    while day < end.date() + timedelta(days=2):
        there, here = wall_instant(day, AT, move.there), wall_instant(day, AT, move.here)
        came = there is not None and start < there <= move.at
        # Due at the very step of the move, it has not been looked at yet.
        today = move.at.astimezone(find_zone(move.here)).date()
        comes = here is not None and (
            move.at < here <= end
            or (day == today and move.at - here <= LATENESS and here <= move.at)
        )
        joined = there is None or there > start
        if came or (comes and joined):
            found.append(day)
        day += timedelta(days=1)
    return found


# Clocks change in Berlin and New York in March, on Lord Howe by half an hour in April, in Morocco
# around Ramadan; nobody's clock changes in the last.
@pytest.mark.parametrize("first", ["2026-03-06", "2026-03-27", "2026-04-03", "2026-02-13"])
async def test_r9_a_move_doubles_no_date_and_drops_none(db: Database, first: str) -> None:
    start = datetime.fromisoformat(first).replace(hour=6, minute=15, tzinfo=UTC)
    days = 7
    end = start + timedelta(days=days)
    moving = moves(start, days, seed=len(first) + start.day)
    async with db.begin() as session:
        await groups.set_up_in_one_channel(session, GUILD, 1, now=start)
        for move in moving:
            await member_in_step(session, mover(move, move.there), start)
    now = start
    while now <= end:
        for move in moving:
            if move.at == now:
                async with db.begin() as session:
                    await member_in_step(session, mover(move, move.here), now)
        async with db.engine.begin() as connection:
            await tick(connection, now, {PROMPT: LATENESS})
        now += STEP
    async with db.read() as session:
        rows = await session.execute(
            select(ScheduleRow.user_id, DeliveryRow.period)
            .join(ScheduleRow, DeliveryRow.schedule_id == ScheduleRow.id)
            .order_by(DeliveryRow.period)
        )
        got: dict[int, list[date]] = {move.user_id: [] for move in moving}
        for user_id, period in rows:
            got[user_id].append(period)
    for move in moving:
        assert got[move.user_id] == expected(move, start, end), move


def mover(move: Move, zone: str) -> groups.Member:
    member = member_in(zone, weekdays=EVERY_DAY)
    return replace(member, user_id=move.user_id)
