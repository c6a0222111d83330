"""A member's days: seen, answered, snoozed, sent; on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import UserError
from bot.groups.values import MemberCaller, MemberFields
from bot.routine import log_queries, queries
from bot.routine import service as routine
from bot.routine.log_service import write_minutes
from bot.routine.planned_days import keep_planned_days, planned_days
from bot.routine.schedules import (
    FOLLOW_UP,
    PROMPT,
    SNOOZE,
    drop_follow_up,
    group_in_step,
    member_in_step,
    put_follow_up,
)
from bot.routine.streak_values import DayKind
from bot.routine.values import EntryOutcome, RoutineEntry
from bot.scheduling import Delivery, NothingToSend, upcoming
from cogs.routine.daily import outgoing
from tests.groups import acting as groups

GUILD, OTHER, ANA, BEN = 100, 200, 7, 8
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def at(hour: int, minute: int = 0, *, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


@pytest.fixture
async def group(db: Database) -> Database:
    """A group in UTC on the shipped plan; Ana joined at six on Monday."""
    async with db.begin() as session:
        for guild_id in (GUILD, OTHER):
            await groups.set_up(
                session,
                guild_id,
                zone="UTC",
                start_date=MONDAY,
                announcements_channel_id=1,
                papers_channel_id=2,
                retros_channel_id=3,
                now=at(6),
            )
        member = await groups.join(session, GUILD, ANA, now=at(6))
        await member_in_step(session, member, at(6))
    return db


async def change(db: Database, now: datetime, **fields: Unpack[MemberFields]) -> None:
    async with db.begin() as session:
        member = await groups.change_member(session, GUILD, ANA, now=now, **fields)
        await member_in_step(session, member, now)


async def ana(session: AsyncSession, now: datetime) -> MemberCaller:
    return await groups.member(session, GUILD, ANA, now=now)


async def due(db: Database, limit: int = 3) -> list[datetime]:
    async with db.read() as session:
        ahead = await upcoming(session, GUILD, kinds=[PROMPT, SNOOZE], user_id=ANA, limit=limit)
        return [u.at for u in ahead]


def delivery(period: date, *, subject: str = "", user_id: int = ANA) -> Delivery:
    kind = "routine.snooze" if subject else "routine.prompt"
    return Delivery(1, GUILD, user_id, kind, subject, period, at(8, day=period), 1, "once")


async def test_r1_each_weekday_has_its_prompt_and_the_weekend_is_off(group: Database) -> None:
    assert await due(group, 6) == [
        at(8, day=MONDAY + timedelta(days=n)) for n in (0, 1, 2, 3, 4, 7)
    ]
    async with group.read() as session:
        titles = [
            day.prompt.title
            for n in range(5)
            if (
                day := await queries.see_day(
                    session, await ana(session, at(6)), MONDAY + timedelta(days=n)
                )
            ).prompt
        ]
    assert len(set(titles)) == 5
    await change(group, at(6), weekdays=frozenset({5}))
    assert await due(group, 1) == [at(8, day=date(2026, 3, 7))]
    await change(group, at(6), weekdays=frozenset())
    assert await due(group) == []


async def test_r2_the_schedule_follows_zone_and_time(group: Database) -> None:
    await change(group, at(6), zone="Asia/Tokyo", prompt_at=time(21, 30))
    assert await due(group, 1) == [at(12, 30)]
    # New York's clocks go forward on 8 March: the same wall time, an hour earlier in UTC.
    await change(group, at(6), zone="America/New_York", prompt_at=time(8), weekdays=frozenset({0}))
    assert await due(group, 2) == [at(13), at(12, day=date(2026, 3, 9))]


async def test_r3_those_without_an_own_zone_move_with_the_group(group: Database) -> None:
    async with group.begin() as session:
        changed = await groups.change_group(session, GUILD, zone="Asia/Tokyo", now=at(6))
        await group_in_step(session, changed, at(6))
    assert await due(group, 1) == [at(23)]


async def test_r5_a_pause_skips_prompts_and_ends_by_itself(group: Database) -> None:
    async with group.begin() as session:
        member = await groups.pause(session, GUILD, ANA, until=date(2026, 3, 12), now=at(6))
        await member_in_step(session, member, at(6))
    assert await due(group, 1) == [at(8, day=date(2026, 3, 12))]
    async with group.read() as session:
        with pytest.raises(NothingToSend):
            await routine.to_send(session, delivery(MONDAY), now=at(8))
        day = date(2026, 3, 12)
        assert (await routine.to_send(session, delivery(day), now=at(8, day=day))).asks
    async with group.begin() as session:
        member = await groups.resume(session, GUILD, ANA, now=at(7))
        await member_in_step(session, member, at(7))
    assert await due(group, 1) == [at(8)]


@pytest.mark.parametrize("how", ["stop", "leave", "answer"])
async def test_r7_a_claimed_prompt_is_not_sent_after_stop_leave_or_answer(
    group: Database, how: str
) -> None:
    async with group.begin() as session:
        found = await outgoing(session, (), delivery(MONDAY), now=at(8))
        assert found.day.date == MONDAY
        if how == "stop":
            await groups.change_member(session, GUILD, ANA, prompts_stopped=True, now=at(8))
        elif how == "leave":
            await groups.leave(session, GUILD, ANA, now=at(8))
        else:
            await routine.answer(session, await ana(session, at(8)), MONDAY, EntryOutcome.DONE)
    async with group.read() as session:
        with pytest.raises(NothingToSend):
            await outgoing(session, (), delivery(MONDAY), now=at(8, 1))
        with pytest.raises(NothingToSend):
            await outgoing(session, (), delivery(MONDAY, user_id=BEN), now=at(8))


async def test_r7_stopping_leaves_nothing_due(group: Database) -> None:
    await change(group, at(7), prompts_stopped=True)
    assert await due(group) == []
    await change(group, at(9), prompts_stopped=False)
    assert await due(group, 1) == [at(8, day=TUESDAY)]


async def test_r9_a_prompt_is_dropped_once_its_date_is_over(group: Database) -> None:
    await change(group, at(6), prompt_at=time(23, 30))
    async with group.read() as session:
        assert await routine.to_send(session, delivery(MONDAY), now=at(23, 59))
        with pytest.raises(NothingToSend):
            await routine.to_send(session, delivery(MONDAY), now=at(0, day=TUESDAY))


async def test_one_entry_a_date_which_can_be_changed(group: Database) -> None:
    async with group.begin() as session:
        await routine.answer(session, await ana(session, at(9)), MONDAY, EntryOutcome.DONE)
        await routine.write_note(session, await ana(session, at(9, 1)), MONDAY, " read\0 it\ud800 ")
        day = await routine.answer(
            session, await ana(session, at(9, 2)), MONDAY, EntryOutcome.SKIPPED
        )
        assert day.entry == RoutineEntry(EntryOutcome.SKIPPED, "read it", at(9, 2))
        day = await routine.write_note(session, await ana(session, at(9, 3)), MONDAY, "  ")
        assert day.entry is not None
        assert day.entry.note is None


async def test_a_double_click_keeps_the_first_time(group: Database) -> None:
    async with group.begin() as session:
        for when in (at(9), at(10)):
            day = await routine.answer(session, await ana(session, when), MONDAY, EntryOutcome.DONE)
    assert day.entry is not None
    assert day.entry.answered_at == at(9)


async def test_r5_a_pause_calls_a_waiting_snooze_off(group: Database) -> None:
    await change(group, at(8, 30), prompt_at=time(8))
    async with group.begin() as session:
        await routine.snooze(session, await ana(session, at(8, 30)), MONDAY)
        member = await groups.pause(session, GUILD, ANA, until=date(2026, 3, 12), now=at(8, 40))
        await member_in_step(session, member, at(8, 40))
    assert await due(group, 1) == [at(8, day=date(2026, 3, 12))]


async def test_two_answers_in_the_same_instant_make_one_entry(group: Database) -> None:
    async def answer(outcome: EntryOutcome) -> None:
        async with group.begin() as session:
            await routine.answer(session, await ana(session, at(9)), MONDAY, outcome)

    await asyncio.gather(
        answer(EntryOutcome.DONE), answer(EntryOutcome.SKIPPED), answer(EntryOutcome.DONE)
    )
    async with group.read() as session:
        assert (await queries.see_day(session, await ana(session, at(9)), MONDAY)).entry is not None


async def test_a_note_alone_answers_nothing_and_one_with_done_does(group: Database) -> None:
    async with group.begin() as session:
        caller = await ana(session, at(9))
        with pytest.raises(UserError, match="empty"):
            await routine.write_note(session, caller, MONDAY, "  ", done=True)
        await routine.write_note(session, caller, MONDAY, "half an idea")
        assert not await queries.active_days(session, caller.member)
        streak = await log_queries.streak(session, caller)
        assert (streak.current, dict(streak.days)[MONDAY]) == (0, DayKind.OPEN)
        timed = await write_minutes(session, caller, MONDAY, "")
        assert timed.answer is None
        gone = await routine.write_note(session, caller, MONDAY, "")
        assert gone.entry is None
        assert (await queries.see_day(session, caller, MONDAY)).entry is None
        await routine.write_note(session, caller, MONDAY, "half an idea")
        timed = await write_minutes(session, caller, MONDAY, "20")
        assert timed.answer is EntryOutcome.DONE
        assert timed.entry is not None
        assert timed.entry.note == "half an idea"


async def test_a_note_is_kept_and_comes_back_when_it_is_too_long(group: Database) -> None:
    async with group.begin() as session:
        day = await routine.write_note(session, await ana(session, at(9)), MONDAY, "hello")
        assert day.entry is not None
        assert (day.entry.outcome, day.entry.note) == (EntryOutcome.NOTED, "hello")
        day = await routine.write_note(session, await ana(session, at(9)), MONDAY, "hi", done=True)
        assert day.entry is not None
        assert (day.entry.outcome, day.entry.note) == (EntryOutcome.DONE, "hi")
        day = await routine.write_note(session, await ana(session, at(9)), MONDAY, "x" * 4000)
        assert day.entry is not None
        assert len(day.entry.note or "") == 4000
        with pytest.raises(UserError, match="4,000") as refused:
            await routine.write_note(session, await ana(session, at(9)), MONDAY, "x" * 4001)
        assert refused.value.typed == "x" * 4001


async def test_r4_r10_a_day_can_be_answered_for_a_week_and_not_ahead(group: Database) -> None:
    async with group.begin() as session:
        await routine.answer(
            session, await ana(session, at(9, day=TUESDAY)), MONDAY, EntryOutcome.DONE
        )
        for when in (date(2026, 3, 10), date(2026, 3, 1)):
            with pytest.raises(UserError, match="/today"):
                await routine.answer(
                    session, await ana(session, at(9, day=when)), MONDAY, EntryOutcome.DONE
                )


async def test_r4_a_snooze_comes_once_and_leaves_the_series_alone(group: Database) -> None:
    await change(group, at(8, 30), prompt_at=time(8))
    async with group.begin() as session:
        day = await routine.snooze(session, await ana(session, at(8, 30)), MONDAY)
        assert day.snoozed_until == at(9, 30)
        day = await routine.snooze(session, await ana(session, at(8, 40)), MONDAY)
        assert day.snoozed_until == at(9, 40)
    assert await due(group, 2) == [at(9, 40), at(8, day=TUESDAY)]
    async with group.begin() as session:
        again = await routine.to_send(
            session, delivery(MONDAY, subject="2026-03-02"), now=at(9, 40)
        )
        assert again.day.date == MONDAY
        day = await routine.answer(
            session, await ana(session, at(9, 41)), MONDAY, EntryOutcome.DONE
        )
        assert day.snoozed_until is None
    assert await due(group, 1) == [at(8, day=TUESDAY)]


async def test_p9_days_planned_where_the_date_was_later_give_way_to_those_of_here(
    group: Database,
) -> None:
    """From Kiritimati, where it is Tuesday, to Honolulu, where it is Monday."""
    for zone, weekdays in (("Pacific/Kiritimati", {0}), ("Pacific/Honolulu", {1})):
        async with group.begin() as session:
            member = await groups.change_member(
                session, GUILD, ANA, now=at(12), zone=zone, weekdays=frozenset(weekdays)
            )
            await keep_planned_days(session, member, at(12))
    async with group.read() as session:
        planned = await planned_days(session, member, at(12))
    assert (planned.is_own(MONDAY), planned.is_own(TUESDAY)) == (False, True)


async def test_r6_a_follow_up_is_put_once_for_a_date(group: Database) -> None:
    """Also where a message was sent, and then taken up again since that could not be recorded."""

    async def coming() -> list[datetime]:
        async with group.read() as session:
            ahead = await upcoming(session, GUILD, kinds=[FOLLOW_UP], user_id=ANA, limit=3)
            return [each.at for each in ahead]

    for minute in (0, 5):
        async with group.begin() as session:
            member = (await ana(session, at(8, minute))).member
            await put_follow_up(session, member, MONDAY, now=at(8, minute))
        assert await coming() == [at(12)]
    async with group.begin() as session:
        await drop_follow_up(session, member, MONDAY)
        await put_follow_up(session, member, MONDAY, now=at(8, 10))
    assert await coming() == [], "an answer called it off"


async def test_r4_what_cannot_be_snoozed_says_why(group: Database) -> None:
    async def refused(now: datetime, match: str, day: date = MONDAY) -> None:
        async with group.begin() as session:
            with pytest.raises(UserError, match=match):
                await routine.snooze(session, await ana(session, now), day)

    await refused(at(7), "not come yet")
    await change(group, at(8, 30), prompt_at=time(8))
    await refused(at(9, day=TUESDAY), "another day")
    await refused(at(23, 5), "too little")
    async with group.begin() as session:
        await routine.answer(session, await ana(session, at(9)), MONDAY, EntryOutcome.DONE)
    await refused(at(9), "answered")
    await change(group, at(9), prompts_stopped=True)
    await refused(at(9), "off")


async def test_today_says_what_comes_and_whether_it_can_be_snoozed(group: Database) -> None:
    async with group.read() as session:
        early = await queries.today(session, await ana(session, at(7)))
    assert (early.next_at, early.can_snooze, early.undelivered) == (at(8), False, ())
    await change(group, at(9), prompt_at=time(8))
    async with group.read() as session:
        late = await queries.today(session, await ana(session, at(9)))
    assert (late.next_at, late.can_snooze) == (at(8, day=TUESDAY), True)
