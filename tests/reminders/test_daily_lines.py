"""Which dates go out with a member's daily messages, each once; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.db import Database
from bot.milestones import overrides
from bot.milestones import service as milestones
from bot.reminders import queries as reminders
from bot.reminders.values import Stage
from bot.routine.schedules import PROMPT, SNOOZE
from bot.scheduling import Delivery, NothingToSend
from cogs.features import FEATURES
from cogs.routine.daily import outgoing, record_sent
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, act, make_groups

# In circle's plan "read" and "write" are due on 16 March; all days are of March 2026.
COMING = [("read", Stage.COMING), ("write", Stage.COMING)]
DUE = [("read", Stage.TODAY), ("write", Stage.TODAY)]
PAST = [("read", Stage.PAST), ("write", Stage.PAST)]
FRIDAY, MONDAY, TUESDAY = 13, 16, 17


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def delivery(
    day: int, *, guild_id: int = GUILD, user_id: int = ANA, snoozed: bool = False
) -> Delivery:
    period = date(2026, 3, day)
    kind, subject = (SNOOZE, period.isoformat()) if snoozed else (PROMPT, "")
    number = guild_id % 10 * 1000 + day
    return Delivery(number, guild_id, user_id, kind, subject, period, at(day), 1, "once")


async def send(db: Database, carried: Delivery) -> list[tuple[str, Stage]]:
    """What the message of a delivery names; the plan asks nothing, so without that none is sent."""
    now = carried.due_at
    async with db.read() as session:
        try:
            message = await outgoing(session, FEATURES, carried, now=now)
        except NothingToSend:
            return []
    async with db.begin() as session:
        await record_sent(session, message)
        await record_sent(session, message)  # It may run again.
    return [(line.key.thing_id, line.key.stage) for line in message.lines]


async def test_a_date_is_named_once_ahead_on_its_day_and_once_past_for_each_member(
    db: Database,
) -> None:
    group = await make_groups(db)
    assert await send(group, delivery(12)) == []
    assert await send(group, delivery(FRIDAY)) == COMING
    assert await send(group, delivery(MONDAY)) == DUE
    assert await send(group, delivery(TUESDAY)) == PAST
    assert await send(group, delivery(18)) == []
    assert await send(group, delivery(MONDAY, user_id=BEN)) == DUE
    assert await send(group, delivery(TUESDAY, guild_id=ELSEWHERE)) == PAST

    # Another date is named anew; a step too; neither once it is done.
    await act(group, overrides.set_due, "write", due="2026-03-20", later=16)
    await act(group, overrides.set_due, "talk", due="2026-03-19", later=16)
    assert await send(group, delivery(18)) == [("talk", Stage.COMING), ("write", Stage.COMING)]
    await act(group, milestones.finish, "write", later=16)
    assert await send(group, delivery(23)) == [("talk", Stage.PAST)]


async def test_a_sent_message_is_read_again_as_it_stands_now_by_its_owner_alone(
    db: Database,
) -> None:
    group = await make_groups(db)
    carried = delivery(FRIDAY)
    await send(group, carried)
    await act(group, milestones.finish, "write", later=16)
    async with group.read() as session:
        ana = await groups.member(session, GUILD, ANA, now=at(23))
        mine = await reminders.named_by(session, ana, carried.id)
        assert mine is not None
        assert mine.day == carried.period
        assert mine.alone
        stand = await reminders.as_they_stand(session, ana, mine.keys)
        assert [each.item.status.value for each in stand] == ["not_started", "done"]
        ben = await groups.member(session, GUILD, BEN, now=at(23))
        assert await reminders.named_by(session, ben, carried.id) is None


async def test_r5_nothing_is_named_in_a_pause_and_once_after_it(db: Database) -> None:
    group = await make_groups(db)
    async with group.begin() as session:
        await groups.pause(session, GUILD, ANA, until=date(2026, 3, 24), now=at(12))
    for day in (FRIDAY, MONDAY, TUESDAY):
        assert await send(group, delivery(day)) == []
    assert await send(group, delivery(24)) == PAST
    assert await send(group, delivery(25)) == []


async def test_who_has_one_day_a_week_hears_of_all_before_the_next(db: Database) -> None:
    group = await make_groups(db)
    async with group.begin() as session:
        await groups.change_member(session, GUILD, ANA, weekdays=frozenset({1}), now=at(2))
    assert await send(group, delivery(10)) == COMING


async def test_a_snooze_names_nothing(db: Database) -> None:
    """What has come near since the prompt waits for the next day's message."""
    group = await make_groups(db)
    assert await send(group, delivery(FRIDAY, snoozed=True)) == []
    assert await send(group, delivery(FRIDAY)) == COMING
