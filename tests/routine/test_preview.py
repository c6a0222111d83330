"""The preview is what the engine then sends, whatever the settings, over clock changes (U10)."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import UserError
from bot.groups import rest_service, service
from bot.groups.rest import QuietHours
from bot.groups.values import MemberCaller
from bot.inputs.repeats import RepeatedDays
from bot.routine import queries
from bot.routine import service as routine
from bot.routine.rules import LATENESS
from bot.routine.schedules import PROMPT
from bot.scheduling import Delivery, DeliveryEngine, NothingToSend, Receipt
from sandbox import SettableClock
from tests.groups import acting as groups

GUILD = 100
ZONES = (
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/New_York",
    "Pacific/Apia",
    "Asia/Kolkata",
    "America/Santiago",
    "UTC",
)
MEMBERS = range(1, 11)

Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]


async def settle(db: Database, user_id: int, dice: random.Random, now: datetime) -> None:
    """Give a member settings of all sorts; what does not go together is not taken."""
    today = now.date()

    async def caller() -> MemberCaller:
        async with db.read() as session:
            return await groups.member(session, GUILD, user_id, now=now)

    at = time(dice.randrange(24), dice.choice([0, 30]))
    quiet = QuietHours(time(dice.randrange(12)), time(dice.randrange(12, 24)))
    start = time(dice.randrange(4))
    days = frozenset(dice.sample(range(5), dice.randrange(2, 6)))
    who = await caller()
    async with db.begin() as session:
        await service.change_member(session, who, prompt_at=at, weekdays=days)
    acts: list[Act] = [
        lambda session, who: service.change_member(session, who, quiet=quiet),
        lambda session, who: service.change_member(session, who, day_start=start),
        lambda session, who: rest_service.pause(
            session, who, first=today + timedelta(days=4), until=today + timedelta(days=9)
        ),
        lambda session, who: rest_service.add_rest(
            session, who, RepeatedDays(every=3, first=today + timedelta(days=7))
        ),
        lambda session, who: rest_service.add_rest(
            session, who, RepeatedDays(frozenset({4}), frozenset({3, 10}))
        ),
        lambda session, who: rest_service.lighten(session, who, days - {min(days)}, 2),
    ]
    for act in dice.sample(acts, dice.randrange(4)):
        who = await caller()
        try:
            async with db.begin() as session:
                await act(session, who)
        except UserError:
            continue


@pytest.mark.parametrize("begin", ["2026-03-23", "2026-09-28"])
async def test_u10_what_is_previewed_is_what_the_engine_sends(
    composed_db: Database, begin: str
) -> None:
    db = composed_db
    clock = SettableClock(datetime.fromisoformat(begin).replace(hour=6, minute=7, tzinfo=UTC))
    now, dice = clock.now(), random.Random(begin)
    said: dict[int, list[tuple[date, datetime]]] = {}
    async with db.begin() as session:
        await groups.set_up_in_one_channel(session, GUILD, 1, now=now)
        for user_id in MEMBERS:
            await groups.join(session, GUILD, user_id, zone=dice.choice(ZONES), now=now)
    for user_id in MEMBERS:
        await settle(db, user_id, dice, now)
        async with db.read() as session:
            who = await groups.member(session, GUILD, user_id, now=now)
            ahead = await queries.preview(session, who)
        said[user_id] = [(each.day, each.at) for each in ahead]
        assert len(ahead) == queries.PREVIEWED
    sent: dict[int, list[tuple[date, datetime]]] = {user_id: [] for user_id in MEMBERS}

    async def send(delivery: Delivery) -> Receipt:
        async with db.read() as session:
            message = await routine.to_send(session, delivery, now=clock.now())
        if not message.asks:
            raise NothingToSend
        assert delivery.user_id is not None
        sent[delivery.user_id].append((message.day.date, clock.now()))
        return Receipt(1, delivery.id)

    engine = DeliveryEngine(db, clock)
    engine.register(PROMPT, send, lateness=LATENESS, on_failed=None)
    clock.follow(engine)
    end = now + timedelta(days=21)
    await clock.move_to(end)
    for user_id in MEMBERS:
        ahead_until = [each for each in said[user_id] if each[1] <= end]
        assert sent[user_id][: queries.PREVIEWED] == ahead_until, user_id
