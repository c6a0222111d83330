"""Evenings of talks on the database alone: arranged, moved, called off (C5)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.errors import UserError
from bot.groups.models import SettingChangeRow
from bot.groups.rest import QuietHours
from bot.groups.values import MemberFields
from bot.scheduling import Delivery, NothingToSend, NotYet, upcoming
from bot.sessions import answers, meetings
from bot.sessions import service as sessions
from bot.sessions.values import Asked
from bot.talks import evenings, feedback, queries, service
from bot.talks.audited import EVENING
from bot.talks.calendar_events import CALENDAR
from bot.talks.values import CLOSE, RESULT
from tests.groups import acting as groups
from tests.retros.circle import ANA, BEN, GUILD, NOW, member, organiser, set_up_circle
from tests.talks.test_service import (
    CLOSED,
    HELD,
    WELL,
    act,
    close,
    counts,
    give,
    proposed,
    scheduled,
)


async def test_c5_an_evening_that_was_moved_to_an_earlier_time_closes_earlier(
    db: Database,
) -> None:
    """A week after it was, not after it was to be; nothing else is said of it then."""
    await set_up_circle(db)
    talk = await proposed(db)
    meeting = (await scheduled(db, "2026-03-26 18:00")).meeting
    async with db.begin() as session:
        await sessions.move(session, organiser(), meeting.id, "2026-03-05 18:00")
        await meetings.time_is_up(session, GUILD, meeting.id, HELD)
    await give(db, BEN, talk)
    async with db.read() as session:
        (closes,) = await upcoming(session, GUILD, kinds=(CLOSE,))
    assert closes.at == CLOSED


async def test_c5_an_evening_without_talks_can_be_arranged(db: Database) -> None:
    """Planned before anybody proposed; not another session, nor one that was called off."""
    await set_up_circle(db)
    async with db.begin() as session:
        await sessions.plan(session, organiser(), Asked(when="tuesday 18:00", topic="Other"))
        assert await queries.next_evening(session, organiser()) is None
    meeting = (await scheduled(db)).meeting
    async with db.begin() as session:
        assert await queries.next_evening(session, organiser()) == meeting.id
        await sessions.cancel(session, organiser(), meeting.id, meeting.revision)
        assert await queries.next_evening(session, organiser()) is None


@pytest.mark.parametrize("how", ["taken out", "called off", "called off and put on another"])
async def test_c5_w2_what_was_said_of_a_talk_that_was_not_held_is_removed(
    db: Database, how: str
) -> None:
    """Unseen, with who said it; its next evening begins without any."""
    await set_up_circle(db)
    talk = await proposed(db)
    meeting = (await scheduled(db)).meeting
    begun = organiser(now=meeting.starts_at)
    await act(db, feedback.give, talk.id, WELL, user_id=BEN, now=begun.now, signed=False)
    async with db.begin() as session:
        if how == "taken out":
            await evenings.take_out(session, begun, meeting.id, talk.id)
        else:
            await sessions.cancel(session, begun, meeting.id, meeting.revision)
    if how == "called off":
        await close(db)
    elif how != "taken out":
        async with db.begin() as session:
            again = await sessions.plan(session, begun, Asked(when="friday 18:00", topic="Again"))
            await evenings.put_on(session, begun, again.meeting.id, talk.id)
    assert await counts(db) == (0, 0, 0)
    async with db.read() as session:
        found = await queries.get_talk(session, GUILD, talk.id)
    assert not found.is_closed


async def test_c5_a_speaker_comes_to_their_evening_unless_they_said_otherwise(
    db: Database,
) -> None:
    """So they hear when it is moved or called off."""
    await set_up_circle(db)
    talk = await proposed(db)
    meeting = (await scheduled(db)).meeting
    assert meeting.coming == (ANA,)
    await act(db, answers.answer, meeting.id, False)
    async with db.begin() as session:
        await evenings.take_out(session, organiser(), meeting.id, talk.id)
        found = await evenings.put_on(session, organiser(), meeting.id, talk.id)
    assert (found.meeting.coming, found.meeting.absent) == ((), 1)


async def test_m4_the_audit_log_has_the_date_of_an_evening_that_was_moved(db: Database) -> None:
    await set_up_circle(db)
    talk = await proposed(db)
    meeting = (await scheduled(db)).meeting
    async with db.begin() as session:
        await sessions.move(session, organiser(), meeting.id, "friday 18:00")
        await evenings.take_out(session, organiser(), meeting.id, talk.id)
    async with db.read() as session:
        said = select(SettingChangeRow.old).where(SettingChangeRow.setting == EVENING.name)
        assert list(await session.scalars(said)) == ["Friday 6 March 2026: a talk"]


async def test_d3_a_talk_whose_evening_was_called_off_is_taken_out_of_calendars(
    db: Database,
) -> None:
    await set_up_circle(db)
    await proposed(db)
    meeting = (await scheduled(db)).meeting
    async with db.begin() as session:
        await sessions.cancel(session, organiser(), meeting.id, meeting.revision)
        ana = (await member(session, ANA, GUILD)).member
        (entry,) = await CALENDAR.events(session, ana, NOW)
        assert await CALENDAR.events(session, ana, meeting.ends_at) == []
    assert (entry.summary, entry.when, entry.cancelled) == (
        "Your talk: Attention",
        meeting.starts_at,
        True,
    )


async def test_c5_a_talk_stands_on_one_evening_that_has_room(db: Database) -> None:
    """After those that stand there, and once however often it is put there; not once it ended."""
    await set_up_circle(db)
    first = await proposed(db, "First")
    one, other = (await scheduled(db)).meeting, (await scheduled(db, "friday 18:00")).meeting
    more = [await proposed(db, f"Talk {n}", user_id) for user_id in (ANA, BEN) for n in range(4)]
    async with db.begin() as session:
        with pytest.raises(UserError, match="stands on another evening"):
            await evenings.put_on(session, organiser(), other.id, first.id)
        for talk in (first, *more[:7], more[0]):
            found = await evenings.put_on(session, organiser(), one.id, talk.id)
        assert [each.id for each in found.talks] == [first.id, *(each.id for each in more[:7])]
        with pytest.raises(UserError, match="8 talks fit"):
            await evenings.put_on(session, organiser(), one.id, more[7].id)
        await meetings.time_is_up(session, GUILD, one.id, one.ends_at)
        for act_on in (evenings.put_on, evenings.take_out, evenings.move_up):
            with pytest.raises(UserError, match="is over"):
                await act_on(session, organiser(now=one.ends_at), one.id, more[1].id)


@pytest.mark.parametrize(
    ("days", "asked"), [(-1, False), (0, True), (6, True), (7, False)], ids=str
)
async def test_c5_today_asks_for_feedback_while_it_is_taken(
    db: Database, days: int, asked: bool
) -> None:
    """From the end on, for a week, also where nothing ran that would have closed it."""
    await set_up_circle(db)
    talk = await proposed(db)
    meeting = (await scheduled(db)).meeting
    await act(db, answers.answer, meeting.id, True, user_id=BEN)
    now = meeting.ends_at + timedelta(days=days)
    async with db.begin() as session:
        await meetings.time_is_up(session, GUILD, meeting.id, now)
        assert bool(await queries.to_answer(session, await member(session, BEN, now=now))) is asked
    if days == 7:
        with pytest.raises(UserError, match="is closed"):
            await act(db, feedback.give, talk.id, WELL, user_id=BEN, now=now, signed=True)
    if days >= 0:
        with pytest.raises(UserError, match="has begun, so it stays"):
            await act(db, service.withdraw, talk.id, now=now)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({}, None),
        ({"prompts_stopped": True}, NothingToSend),
        ({"paused_until": date(2026, 4, 1)}, NothingToSend),
        ({"quiet": QuietHours(time(12), time(20)), "prompt_at": time(21)}, NotYet),
    ],
    ids=str,
)
async def test_c5_r6_word_of_feedback_keeps_to_what_its_speaker_wants(
    db: Database, fields: MemberFields, refusal: type[Exception] | None
) -> None:
    await set_up_circle(db)
    talk = await proposed(db)
    delivery = Delivery(1, GUILD, ANA, RESULT, str(talk.id), NOW.date(), NOW, 1, "once")
    async with db.begin() as session:
        if fields:
            await groups.change_member(session, GUILD, ANA, now=NOW, **fields)
        if refusal is None:
            found = await feedback.result_to_send(session, delivery, now=NOW)
            assert found.talk == talk
        else:
            with pytest.raises(refusal):
                await feedback.result_to_send(session, delivery, now=NOW)
