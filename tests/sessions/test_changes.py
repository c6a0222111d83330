"""What can be changed of a session, and who still hears of it when their message is due (C10)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.db import Database
from bot.errors import UserError
from bot.groups.rest import QuietHours
from bot.groups.values import MemberFields
from bot.plans import service as plans
from bot.public_panels import PostedMessage
from bot.scheduling import Delivery, NothingToSend, NotYet
from bot.sessions import answers, meetings, queries, service, telling
from bot.sessions.rules import about_milestone, check_minutes
from bot.sessions.values import MESSAGE, TELL, TellSubject, Why
from tests.groups import acting as groups
from tests.plans.strategies import milestone_text, small_plan
from tests.retros.circle import ANA, BEN, GUILD, NOW, OLGA, organiser, set_up_circle
from tests.sessions.test_service import THURSDAY, act, ahead, end, planned, waiting

SOON = THURSDAY - timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


async def test_c10_a_move_to_the_same_time_is_none_and_one_that_has_begun_stays(
    db: Database,
) -> None:
    """Nobody hears of it; a time that is taken is refused; a single one has no series to move."""
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    await planned(db, "friday 18:00", topic="Other")
    soon = await waiting(db, TELL)
    async with db.begin() as session:
        same = await service.move(session, organiser(), meeting.id, "thursday 18:00")
        assert same.meeting == meeting
        with pytest.raises(UserError, match="at that time already"):
            await service.move(session, organiser(), meeting.id, "friday 18:00")
        began = organiser(now=THURSDAY)
        with pytest.raises(UserError, match="has begun"):
            await service.move(session, began, meeting.id, "saturday 18:00")
    assert await waiting(db, TELL) == soon
    async with db.begin() as session:
        alone = await service.move(session, organiser(), meeting.id, "saturday 18:00", series=True)
    assert not alone.meeting.is_weekly


async def test_c10_moving_the_series_alone_tells_nobody(db: Database) -> None:
    """This week's stays when it is, the ones that follow are at that time too."""
    await set_up_circle(db)
    meeting = (await planned(db, weekly=True)).meeting
    async with db.begin() as session:
        await service.move(session, organiser(), meeting.id, "friday 18:00")
        revision = (await queries.get(session, organiser(), meeting.id)).revision
        await service.move(session, organiser(), meeting.id, "friday 18:00", series=True)
    news = [each for each in await waiting(db, TELL) if each == NOW]
    assert len(news) == 1, "of the move alone"
    await end(db, meeting.id, THURSDAY + timedelta(days=2))
    (following,) = await ahead(db)
    assert following.starts_at == THURSDAY + timedelta(days=8)
    assert revision == 2


async def test_c10_what_is_over_or_called_off_is_out_of_the_way(db: Database) -> None:
    """It takes no notes, stands in no list of what was held, and asks for no permission."""
    await set_up_circle(db)
    gone = (await planned(db, topic="Gone")).meeting
    held = (await planned(db, "friday 18:00", topic="Held")).meeting
    async with db.begin() as session:
        await service.cancel(session, organiser(), gone.id, gone.revision)
        assert await queries.uses_events(session, GUILD)
    await end(db, held.id, held.ends_at)
    with pytest.raises(UserError, match="called off, so there is nothing to note"):
        await act(db, answers.write_notes, gone.id, 0, "Notes", now=gone.ends_at)
    async with db.read() as session:
        shown = await queries.overview(session, organiser(now=held.ends_at))
        assert [each.topic.title for each in shown] == ["Held"]
        assert not await queries.uses_events(session, GUILD)


async def test_c10_who_comes_stands_in_the_order_in_which_they_said_so(db: Database) -> None:
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    for minutes, user_id in enumerate((BEN, OLGA, ANA)):
        now = NOW + minutes * MINUTE
        await act(db, answers.answer, meeting.id, True, user_id=user_id, now=now)
    found = await act(db, answers.answer, meeting.id, True, user_id=BEN, now=NOW + 9 * MINUTE)
    assert found.coming == (BEN, OLGA, ANA)


async def test_m1_a_panel_with_somebodys_notes_names_them(db: Database) -> None:
    """It is made anew when they are forgotten, though they never said that they come."""
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    await act(db, answers.write_notes, meeting.id, 0, "Noted", now=THURSDAY)
    async with db.begin() as session:
        await meetings.panel_posted(session, GUILD, meeting.id, PostedMessage(7, 8))
        assert [each.thing_id for each in await queries.naming_posts(session, GUILD, ANA)] == [
            meeting.id
        ]
        assert await queries.naming_posts(session, GUILD, BEN) == []


async def test_c10_a_series_follows_the_milestones_title(db: Database) -> None:
    """From its next meeting on."""
    await set_up_circle(db)
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(milestone_text("sets")), now=NOW)
    first = (await planned(db, topic=about_milestone("sets"), weekly=True)).meeting
    text = milestone_text("sets").replace("Milestone sets", "Harder sets")
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(text), now=NOW)
    await end(db, first.id, first.ends_at)
    (second,) = await ahead(db)
    assert (first.topic.title, second.topic.title) == ("Milestone sets", "Harder sets")


@pytest.mark.parametrize("minutes", [14, 481, -60])
def test_c10_a_session_has_a_length(minutes: int) -> None:
    with pytest.raises(UserError, match="15 to 480 minutes"):
        check_minutes(minutes)


QUIET: MemberFields = {"quiet": QuietHours(time(12), time(20)), "prompt_at": time(21)}


@pytest.mark.parametrize(
    ("why", "now", "member", "refusal"),
    [
        (Why.SOON, SOON, {}, None),
        (Why.SOON, SOON - MINUTE, {}, NothingToSend),
        (Why.SOON, THURSDAY, {}, NothingToSend),
        (Why.SOON, SOON, QUIET, NothingToSend),
        (Why.MOVED, NOW, {}, None),
        (Why.MOVED, THURSDAY, {}, NothingToSend),
        (Why.MOVED, NOW, QUIET, NotYet),
        (Why.MOVED, NOW, {"prompts_stopped": True}, NothingToSend),
        (Why.MOVED, NOW, {"paused_until": date(2026, 4, 1)}, NothingToSend),
    ],
    ids=str,
)
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_c10_r6_a_message_goes_while_it_is_news_to_whom_it_may(
    db: Database,
    why: Why,
    now: datetime,
    member: MemberFields,
    refusal: type[Exception] | None,
) -> None:
    """Not to whoever cannot come after all, and not of a time that is none any more."""
    await set_up_circle(db)
    meeting = (await planned(db)).meeting
    await act(db, answers.answer, meeting.id, True)
    if member:
        async with db.begin() as session:
            await groups.change_member(session, GUILD, ANA, now=NOW, **member)
    delivery = telling_of(meeting.id, meeting.revision, why, now)
    async with db.read() as session:
        if refusal is None:
            _, told = await telling.to_send(session, delivery, now=now)
            assert told.meeting.starts_at == THURSDAY
        else:
            with pytest.raises(refusal):
                await telling.to_send(session, delivery, now=now)
    if refusal is not None:
        return
    await act(db, answers.answer, meeting.id, False)
    async with db.read() as session:
        with pytest.raises(NothingToSend):
            await telling.to_send(session, delivery, now=now)
    await act(db, answers.answer, meeting.id, True)
    async with db.begin() as session:
        await service.move(session, organiser(), meeting.id, "2026-03-20 18:00")
        with pytest.raises(NothingToSend):
            await telling.to_send(session, delivery, now=now)


def telling_of(meeting_id: int, revision: int, why: Why, now: datetime) -> Delivery:
    """A message to Ana."""
    subject = str(TellSubject(meeting_id, revision, why))
    return Delivery(1, GUILD, ANA, MESSAGE, subject, now.date(), now, 1, "once")
