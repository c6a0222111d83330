"""Use cases of sessions on the database alone: at once, zones, notes, personal data (C10)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups.models import SettingChangeRow
from bot.scheduling import Delivery
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.tick import tick
from bot.sessions import answers, meetings, queries, service, telling
from bot.sessions.data import DATA
from bot.sessions.models import ComingRow, NotesRow
from bot.sessions.rules import (
    BEFORE,
    CHOSEN_PAPER,
    CHOSEN_TITLE,
    MOST_AHEAD,
    about_milestone,
)
from bot.sessions.values import MESSAGE, OVER, TELL, Asked, Meeting, Planned, TellSubject, Why
from tests.groups import acting as groups
from tests.retros.circle import ANA, BEN, GUILD, NOW, OTHER_GUILD, organiser, set_up_circle
from tests.statements import statements

# Thursday 18:00 in Berlin, in winter.
THURSDAY = datetime(2026, 3, 5, 17, tzinfo=UTC)
WEEK = timedelta(weeks=1)
MARCH = "March 2026 18:00 Europe/Berlin"


async def planned(db: Database, when: str = "thursday 18:00", **options: Any) -> Planned:
    asked = Asked(when=when, topic=options.pop("topic", "Attention"), **options)
    async with db.begin() as session:
        return await service.plan(session, organiser(), asked)


async def act(
    db: Database, use_case: Any, *args: Any, user_id: int = ANA, now: datetime = NOW
) -> Any:
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, user_id, now=now)
        return await use_case(session, caller, *args)


async def ahead(db: Database) -> list[Meeting]:
    async with db.read() as session:
        return await queries.ahead(session, organiser())


async def end(db: Database, meeting_id: int, now: datetime) -> None:
    async with db.begin() as session:
        await meetings.time_is_up(session, GUILD, meeting_id, now)


async def waiting(db: Database, kind: str) -> list[datetime]:
    """When the schedules of a kind fall due that still do."""
    async with db.read() as session:
        found = await session.scalars(
            select(ScheduleRow.next_due_at)
            .where(ScheduleRow.kind == kind, ScheduleRow.next_due_at.is_not(None))
            .order_by(ScheduleRow.next_due_at)
        )
        return [each for each in found if each is not None]


async def test_c10_two_organisers_at_once_plan_one(db: Database) -> None:
    """Opened twice at once: one is planned, the other hears that the group meets then."""
    await set_up_circle(db)
    done = await asyncio.gather(planned(db), planned(db), return_exceptions=True)
    refused = [each for each in done if isinstance(each, UserError)]
    assert len(refused) == 1
    assert "at that time already" in str(refused[0])
    assert refused[0].typed == "thursday 18:00\n\nAttention"
    assert [each.starts_at for each in await ahead(db)] == [THURSDAY]


async def test_c10_a_weekly_session_crosses_the_change_of_clocks(db: Database) -> None:
    """The same wall time before and after; moved across it, too."""
    await set_up_circle(db)
    first = (await planned(db, "thursday 26 march 18:00", weekly=True)).meeting
    assert first.starts_at == datetime(2026, 3, 26, 17, tzinfo=UTC)
    await end(db, first.id, first.ends_at)
    (second,) = await ahead(db)
    assert second.starts_at == datetime(2026, 4, 2, 16, tzinfo=UTC)
    async with db.begin() as session:
        caller = organiser(now=first.ends_at)
        moved = await service.move(session, caller, second.id, "27 march 18:00")
    assert moved.meeting.starts_at == datetime(2026, 3, 27, 17, tzinfo=UTC)
    assert await waiting(db, OVER) == [moved.meeting.ends_at]
    await end(db, second.id, moved.meeting.ends_at)
    assert [each.starts_at for each in await ahead(db)] == [datetime(2026, 4, 9, 16, tzinfo=UTC)]


async def test_c10_a_gap_is_told(db: Database) -> None:
    await set_up_circle(db)
    found = await planned(db, "29 march 2:30")
    assert found.skipped_hour
    assert found.meeting.starts_at == datetime(2026, 3, 29, 1, tzinfo=UTC)


async def test_c10_a_series_moves_with_all_that_follow(db: Database) -> None:
    await set_up_circle(db)
    first = (await planned(db, weekly=True)).meeting
    async with db.begin() as session:
        await service.move(session, organiser(), first.id, "friday 19:00", series=True)
    await end(db, first.id, THURSDAY + timedelta(days=2))
    (second,) = await ahead(db)
    assert second.starts_at == datetime(2026, 3, 13, 18, tzinfo=UTC)


async def test_c10_a_series_follows_the_groups_zone(db: Database) -> None:
    """What is planned stays where it is; the next meeting is on the group's new clock."""
    await set_up_circle(db)
    first = (await planned(db, weekly=True)).meeting
    async with db.begin() as session:
        await groups.change_group(session, GUILD, zone="Asia/Tokyo", now=NOW)
    assert [each.starts_at for each in await ahead(db)] == [THURSDAY]
    await end(db, first.id, first.ends_at)
    assert [each.starts_at for each in await ahead(db)] == [datetime(2026, 3, 12, 9, tzinfo=UTC)]


async def test_c10_ending_twice_opens_one(db: Database) -> None:
    """Two processes: the second finds it ended."""
    await set_up_circle(db)
    first = (await planned(db, weekly=True)).meeting
    await asyncio.gather(*(end(db, first.id, first.ends_at) for _ in range(3)))
    assert len(await ahead(db)) == 1
    await end(db, first.id, first.ends_at)
    assert len(await ahead(db)) == 1


async def test_c10_calling_off_ends_what_was_to_come(db: Database) -> None:
    await set_up_circle(db)
    first = (await planned(db)).meeting
    assert await waiting(db, TELL) == [THURSDAY - timedelta(minutes=15)]
    async with db.begin() as session:
        gone, following = await service.cancel(session, organiser(), first.id, first.revision)
    assert (gone.is_cancelled, following) == (True, None)
    assert await waiting(db, OVER) == []
    assert await waiting(db, TELL) == [NOW]
    with pytest.raises(UserError, match="was called off"):
        await act(db, answers.answer, first.id, True)


async def test_c10_ending_a_series_lets_the_meeting_that_has_begun_be_held(db: Database) -> None:
    """It is the last one, and no meeting that was called off; pressed twice, it ends once."""
    await set_up_circle(db)
    first = (await planned(db, weekly=True)).meeting
    for _ in range(2):
        async with db.begin() as session:
            caller = organiser(now=first.starts_at)
            kept, following = await service.cancel(
                session, caller, first.id, first.revision, series=True
            )
        assert (kept.is_over, kept.is_cancelled, following) == (False, False, None)
        assert (kept.is_weekly, kept.goes_on) == (True, False)
    await end(db, first.id, first.ends_at)
    assert await ahead(db) == []
    async with db.read() as session:
        assert await queries.count_held(session, GUILD, NOW, first.ends_at + WEEK) == 1
        ended = select(SettingChangeRow.old).where(SettingChangeRow.new.is_(None))
        assert list(await session.scalars(ended)) == ["Thursdays 18:00 Europe/Berlin"]


async def test_c10_there_is_room_for_so_many(db: Database) -> None:
    await set_up_circle(db)
    for day in range(MOST_AHEAD):
        await planned(db, f"2026-04-{day + 1:02} 18:00")
    with pytest.raises(UserError, match="no more fit"):
        await planned(db, "2026-05-01 18:00")


async def test_c10_a_topic_can_be_a_milestone(db: Database) -> None:
    await set_up_circle(db)
    topic = about_milestone("theory-problem-sets")
    title = (await planned(db, topic=topic)).meeting.topic.title
    assert title
    assert title != topic
    with pytest.raises(NotFound):
        await planned(db, "friday 18:00", topic=about_milestone("none"))
    assert (await planned(db, "friday 18:00", topic=CHOSEN_PAPER)).meeting.topic.title == (
        CHOSEN_TITLE
    )


async def test_c10_notes_do_not_overwrite_what_somebody_else_wrote(db: Database) -> None:
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    now = meeting.ends_at
    with pytest.raises(UserError, match="from the beginning"):
        await act(db, answers.write_notes, meeting.id, 0, "Early")
    await act(db, answers.write_notes, meeting.id, 0, "Ana was here", now=now)
    with pytest.raises(UserError, match="Somebody wrote notes") as error:
        await act(db, answers.write_notes, meeting.id, 0, "Ben too", user_id=BEN, now=now)
    assert error.value.typed == "Ben too"
    found = await act(db, answers.write_notes, meeting.id, 1, "Both", user_id=BEN, now=now)
    assert (found.notes.text, found.notes.author_id) == ("Both", BEN)
    with pytest.raises(UserError, match="characters"):
        await act(db, answers.write_notes, meeting.id, 2, "x" * 2001, now=now)
    assert (await act(db, answers.write_notes, meeting.id, 2, " \u200b ", now=now)).notes is None


async def test_c10_another_groups_meeting_is_not_found(db: Database) -> None:
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    async with db.read() as session:
        with pytest.raises(NotFound):
            await queries.get(session, organiser(OTHER_GUILD), meeting.id)
        assert await queries.ahead(session, organiser(OTHER_GUILD)) == []


async def test_m4_the_audit_log_has_times_and_no_words(db: Database) -> None:
    """A date for what is done to one meeting, the weekday for what is done to all that follow."""
    await set_up_circle(db)
    meeting = (await planned(db, topic="Secret words", weekly=True)).meeting
    async with db.begin() as session:
        await service.move(session, organiser(), meeting.id, "friday 18:00")
        moved = await service.move(session, organiser(), meeting.id, "saturday 18:00", series=True)
        revision = moved.meeting.revision
        _, following = await service.cancel(session, organiser(), meeting.id, revision)
        assert following is not None
        await service.cancel(session, organiser(), following.id, 1, series=True)
    async with db.read() as session:
        rows = await session.execute(
            select(SettingChangeRow.old, SettingChangeRow.new)
            .where(SettingChangeRow.setting == "session")
            .order_by(SettingChangeRow.id)
        )
        assert [tuple(row) for row in rows] == [
            (None, "Thursdays 18:00 Europe/Berlin"),
            (f"Thursday 5 {MARCH}", f"Friday 6 {MARCH}"),
            ("Thursdays 18:00 Europe/Berlin", "Saturdays 18:00 Europe/Berlin"),
            (f"Saturday 7 {MARCH}", None),
            ("Saturdays 18:00 Europe/Berlin", None),
        ]


async def test_m1_forgetting_and_export(db: Database) -> None:
    """What they said goes; notes stay without a name; others keep theirs."""
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    for user_id in (ANA, BEN):
        await act(db, answers.answer, meeting.id, True, user_id=user_id)
    await act(db, answers.write_notes, meeting.id, 0, "Noted", now=meeting.ends_at)
    async with db.read() as session:
        taken = await DATA.export(session, GUILD, ANA)
        posts = await queries.naming_posts(session, GUILD, ANA)
    assert [row["comes"] for row in taken["session_answers"]] == [True]
    assert [row["text"] for row in taken["session_notes"]] == ["Noted"]
    assert posts == []
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    async with db.read() as session:
        assert list(await session.scalars(select(ComingRow.user_id))) == [BEN]
        assert list(await session.scalars(select(NotesRow.author_id))) == [None]


async def moved(db: Database, meeting_id: int, when: str) -> int:
    """Move a meeting; gives in how many statements."""
    async with db.begin() as session:
        with statements(db) as counted:
            await service.move(session, organiser(), meeting_id, when)
        return len(counted)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_c10_moving_costs_the_same_for_many(db: Database) -> None:
    """Nobody has a schedule of their own before it is time to tell them."""
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    few = await moved(db, meeting.id, "friday 18:00")
    async with db.begin() as session:
        for user_id in range(50, 60):
            await groups.join(session, GUILD, user_id, now=NOW)
    for user_id in range(50, 60):
        await act(db, answers.answer, meeting.id, True, user_id=user_id)
    assert await moved(db, meeting.id, "friday 19:00") == few
    assert await waiting(db, MESSAGE) == []


async def test_c10_telling_again_lets_nobody_hear_twice(db: Database) -> None:
    """R9: a process that was killed after it told, and one that tells anew some minutes later."""
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    await act(db, answers.answer, meeting.id, True)
    due = meeting.starts_at - BEFORE
    subject = str(TellSubject(meeting.id, 0, Why.SOON))
    delivery = Delivery(1, GUILD, None, TELL, subject, due.date(), due, 1, "once")
    for minutes in (0, 5):
        async with db.begin() as session:
            await telling.tell(session, delivery, now=due + timedelta(minutes=minutes))
        assert await waiting(db, MESSAGE) == ([due] if not minutes else [])
        async with db.begin() as session:
            await tick(await session.connection(), due, {MESSAGE: timedelta(hours=1)})
            sent = {"status": DeliveryStatus.SENT, "attempt": 1, "next_try_at": None}
            await session.execute(update(DeliveryRow).values(**sent, finished_at=due))
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(DeliveryRow)) == 1
