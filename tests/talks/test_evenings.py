"""Evenings of talks on the database alone: arranged, moved, called off (C5)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.groups.models import SettingChangeRow
from bot.scheduling import upcoming
from bot.sessions import answers, meetings
from bot.sessions import service as sessions
from bot.sessions.values import Asked
from bot.talks import evenings, feedback, queries
from bot.talks.audited import EVENING
from bot.talks.calendar_events import CALENDAR
from bot.talks.values import CLOSE
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
