"""What sessions are about: the weekly paper, and a milestone that they can complete (C10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.db import Database
from bot.errors import UserError
from bot.milestones import service as milestones
from bot.milestones.values import Item
from bot.plans import service as plans
from bot.scheduling import Delivery
from bot.sessions import answers, completing, meetings, queries, service, telling
from bot.sessions.rules import CHOSEN_PAPER, CHOSEN_TITLE, about_milestone
from bot.sessions.values import MESSAGE, Asked, Meeting, TellSubject, Why
from tests.groups import acting as groups
from tests.plans.strategies import milestone_text, small_plan
from tests.readings.read import read_papers
from tests.retros.circle import ANA, GUILD, NOW, organiser, set_up_circle

THURSDAY = datetime(2026, 3, 12, 18, tzinfo=UTC)
SETS = "theory-problem-sets"


async def planned(db: Database, topic: str, **options: Any) -> Meeting:
    async with db.begin() as session:
        asked = Asked(when="2026-03-12 18:00", topic=topic, **options)
        return (await service.plan(session, organiser(), asked)).meeting


async def held(db: Database, meeting: Meeting) -> Meeting | None:
    """Let a meeting end; gives the next one of its series."""
    async with db.begin() as session:
        await meetings.time_is_up(session, GUILD, meeting.id, meeting.ends_at)
    async with db.read() as session:
        return next(iter(await queries.ahead(session, organiser())), None)


async def offered(db: Database, meeting_id: int, now: datetime, user_id: int = ANA) -> Item | None:
    """The milestone that a meeting can complete for somebody."""
    async with db.read() as session:
        caller = await groups.member(session, GUILD, user_id, now=now)
        meeting = await queries.get(session, caller, meeting_id)
        return await completing.milestone_of(session, caller, meeting)


async def complete(db: Database, meeting_id: int, number: int, now: datetime) -> None:
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, ANA, now=now)
        await completing.complete(session, caller, meeting_id, number)


async def test_c10_a_series_about_the_paper_waits_for_the_next_one(db: Database) -> None:
    """A week after a paper was talked about, none is chosen yet; one called off keeps its paper."""
    await read_papers(db, 1, titles=("Attention",))
    first = await planned(db, CHOSEN_PAPER, weekly=True)
    assert first.topic.title == "Attention"
    async with db.begin() as session:
        _, second = await service.cancel(session, organiser(), first.id, first.revision)
    assert second is not None
    assert second.topic.title == "Attention"
    third = await held(db, second)
    assert third is not None
    assert (third.topic.title, third.topic.link) == (CHOSEN_TITLE, None)


async def test_c10_a_paper_that_is_chosen_takes_no_news_of_a_move(db: Database) -> None:
    """R6: whoever has quiet hours still hears when it is; a question seen before it still holds."""
    (round_id,) = await read_papers(db, 1, titles=("Attention",))
    meeting = await planned(db, CHOSEN_PAPER)
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, ANA, now=NOW)
        await answers.answer(session, caller, meeting.id, True)
        moved = (await service.move(session, organiser(), meeting.id, "2026-03-13 18:00")).meeting
        await meetings.paper_chosen(session, GUILD, round_id, NOW)
    subject = str(TellSubject(meeting.id, moved.revision, Why.MOVED))
    delivery = Delivery(1, GUILD, ANA, MESSAGE, subject, NOW.date(), NOW, 1, "once")
    async with db.begin() as session:
        _, told = await telling.to_send(session, delivery, now=NOW)
        assert told.meeting.starts_at == THURSDAY + timedelta(days=1)
        gone, _ = await service.cancel(session, organiser(), meeting.id, moved.revision)
    assert gone.is_cancelled


async def test_c10_a_session_about_a_milestone_completes_it_by_a_press(db: Database) -> None:
    """C10: from its beginning on, for whoever presses, once; with its date as the note."""
    await set_up_circle(db)
    meeting = await planned(db, about_milestone(SETS))
    assert await offered(db, meeting.id, NOW) is None
    with pytest.raises(UserError, match="completes nothing of yours now"):
        await complete(db, meeting.id, 0, NOW)
    now = meeting.starts_at
    item = await offered(db, meeting.id, now)
    assert item is not None
    assert item.id == SETS
    await complete(db, meeting.id, item.number, now)
    assert await offered(db, meeting.id, now) is None
    with pytest.raises(UserError, match="completes nothing of yours now"):
        await complete(db, meeting.id, item.number, now)
    async with db.begin() as session:
        ana = await groups.member(session, GUILD, ANA, now=now)
        done = (await milestones.undo(session, ana, SETS)).item
    assert done.id == SETS
    again = await offered(db, meeting.id, now)
    assert again is not None


async def test_c10_what_completes_nothing_offers_nothing(db: Database) -> None:
    """Called off, about something else, or about what a new plan has no more; its title stays."""
    await set_up_circle(db)
    free = await planned(db, "Attention")
    assert await offered(db, free.id, free.ends_at) is None
    async with db.begin() as session:
        await service.cancel(session, organiser(), free.id, free.revision)
    weekly = await planned(db, about_milestone(SETS), weekly=True)
    async with db.begin() as session:
        _, second = await service.cancel(session, organiser(), weekly.id, weekly.revision)
    assert await offered(db, weekly.id, weekly.ends_at) is None
    assert second is not None
    assert await offered(db, second.id, second.ends_at) is not None
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(milestone_text("other")), now=NOW)
    assert await offered(db, second.id, second.ends_at) is None
    third = await held(db, second)
    assert third is not None
    assert third.topic == weekly.topic
