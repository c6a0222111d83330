"""What a message about partners still says when it goes out, and to whom it says nothing."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from bot.db import Database
from bot.groups.rest import QuietHours
from bot.partners import queries, rules, service, telling
from bot.partners.values import EXTRA, MESSAGE, Met, TellSubject, Why
from bot.reminders.values import ReminderKey
from bot.scheduling import Delivery, NothingToSend, NotYet
from bot.scheduling.models import ScheduleRow
from tests.groups import acting as groups
from tests.milestones.circle import BEN, GUILD
from tests.partners.circle import CEM, DAN, EVE, act, at, delivery, make, pairs, see, take_part

# The first round is made on a Wednesday; ten days later, on a Saturday, they are asked.
MADE, ASKED = 2, 12


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """A group in which Ana, Ben, Cem and Dan take part, and another one with Ana."""
    return await take_part(composed_db)


async def says(db: Database, why: Why, pair_id: int, user_id: int, day: int) -> bool:
    """Whether a message of this kind goes out to a member on a day."""
    due = at(day)
    subject = str(TellSubject(pair_id, why))
    carried = Delivery(5, GUILD, user_id, MESSAGE, subject, due.date(), due, 1, "5")
    async with db.read() as session:
        try:
            member, seen, _ = await telling.to_send(session, carried, due)
        except NothingToSend:
            return False
    assert (member.user_id, seen.why) == (user_id, why)
    return True


async def test_c3_one_is_asked_on_the_day_while_there_is_something_to_ask(db: Database) -> None:
    await make(db, 1, MADE)
    (first, (one, other)), (second, (third, fourth)) = (await pairs(db)).items()
    assert not await says(db, Why.ASK, first, one, ASKED - 1)
    assert await says(db, Why.ASK, first, one, ASKED)
    assert not await says(db, Why.ASK, second, one, ASKED), "that pair is not theirs"
    await act(db, service.say, first, Met.NOT_YET, user_id=one, day=ASKED)
    assert not await says(db, Why.ASK, first, one, ASKED), "they have said it"
    assert await says(db, Why.ASK, first, other, ASKED)
    await act(db, service.ask_another, second, user_id=third, day=ASKED)
    for user_id in (third, fourth):
        assert not await says(db, Why.ASK, second, user_id, ASKED), "it has ended"
        assert not await says(db, Why.HELLO, second, user_id, ASKED)
    assert not await says(db, Why.ENDED, second, third, ASKED), "who ended it knows"
    assert await says(db, Why.ENDED, second, fourth, ASKED)


async def asks_daily(db: Database, user_id: int, day: int, *sent: ReminderKey) -> list[ReminderKey]:
    """What the message of a member's day asks, where ``sent`` was asked before."""
    async with db.read() as session:
        member = await groups.get_member(session, GUILD, user_id)
        return [key for key, _ in await queries.to_ask(session, member, sent, at(day))]


async def test_c3_on_a_weekday_the_days_message_asks_and_no_second_one(db: Database) -> None:
    """Once, later where that day has none after all; and not what a message of its own asks."""
    await make(db, 1, MADE - 1)
    friday = ASKED - 1
    (first, (one, other)), (second, (third, _)) = (await pairs(db)).items()
    assert not await says(db, Why.ASK, first, one, friday)
    assert await asks_daily(db, one, friday - 1) == []
    [key] = await asks_daily(db, one, friday)
    assert await asks_daily(db, one, friday + 3) == [key]
    assert await asks_daily(db, one, friday + 3, key) == []
    await act(db, service.say, first, Met.NO, user_id=one, day=friday)
    assert await asks_daily(db, one, friday) == []
    assert await asks_daily(db, other, friday) == [key]
    await act(db, service.ask_another, second, user_id=third, day=friday)
    assert await asks_daily(db, third, friday) == []
    await make(db, 2, MADE + 7)
    assert await asks_daily(db, other, ASKED + 9) == [], "a message of its own asks on Saturday"


async def test_r14_m5_rest_and_stop_are_heeded_and_quiet_hours_waited_for(db: Database) -> None:
    await make(db, 1, MADE)
    pair_id, (one, other) = next(iter((await pairs(db)).items()))
    async with db.begin() as session:
        until = (at(ASKED) + timedelta(days=2)).date()
        await groups.pause(session, GUILD, one, until=until, now=at(2))
        await groups.change_member(session, GUILD, other, prompts_stopped=True, now=at(2))
    for user_id in (one, other):
        assert not await says(db, Why.ASK, pair_id, user_id, ASKED)
    assert await says(db, Why.ASK, pair_id, one, ASKED + 2)
    async with db.begin() as session:
        quiet = QuietHours(time(6), time(10))
        await groups.change_member(session, GUILD, one, quiet=quiet, prompt_at=time(10), now=at(3))
    with pytest.raises(NotYet) as waits:
        await says(db, Why.ASK, pair_id, one, ASKED + 2)
    assert waits.value.after == timedelta(hours=1)


async def test_c2_no_partner_is_said_once_a_round_and_not_to_who_has_one(db: Database) -> None:
    """Also when an extra round finds nobody again, and when that is tried again."""
    await act(db, service.join, rules.entry(["mentor"], "1", "", shows_axes=False))
    mentee = rules.entry(["mentee"], "1", "", shows_axes=False)
    for user_id in (BEN, CEM, DAN):
        await act(db, service.join, mentee, user_id=user_id)
    await make(db, 1, 1)
    (people,) = (await pairs(db)).values()
    left = {BEN, CEM, DAN} - people

    async def told() -> dict[int, int]:
        async with db.read() as session:
            found = await session.execute(
                select(ScheduleRow.user_id, func.count())
                .where(ScheduleRow.kind == MESSAGE, ScheduleRow.subject.endswith(":nobody"))
                .group_by(ScheduleRow.user_id)
            )
            return {user_id or 0: count for user_id, count in found}

    assert await told() == dict.fromkeys(left, 1)
    for user_id in people:
        assert not await says(db, Why.NOBODY, 1, user_id, 1)
    for user_id in left:
        assert await says(db, Why.NOBODY, 1, user_id, 1)
    async with db.begin() as session:
        await groups.join(session, GUILD, EVE, now=at(2))
    await act(db, service.join, mentee, user_id=EVE, day=2)
    await make(db, 2, 2, EXTRA)
    assert await told() == dict.fromkeys({*left, EVE}, 1)
    with pytest.raises(NothingToSend):
        await see(db, delivery(2, 2, EXTRA))
