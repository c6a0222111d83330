"""Use cases of talks on the database alone: feedback, order, milestones, personal data (C5)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups.models import MemberRow
from bot.milestones import service as milestones
from bot.plans import service as plans
from bot.scheduling import Delivery
from bot.sessions import meetings
from bot.sessions import service as sessions
from bot.sessions.values import Asked
from bot.talks import counts as talk_counts
from bot.talks import evenings, feedback, queries, service
from bot.talks.data import DATA
from bot.talks.models import FeedbackMarkRow, FeedbackRow, SignedFeedbackRow, TalkRow
from bot.talks.rules import MOST_WAITING
from bot.talks.values import CLOSE, Evening, Feedback, Listener, Talk
from tests.groups import acting as groups
from tests.plans.strategies import milestone_text, small_plan
from tests.retros.circle import ANA, BEN, GUILD, NOW, OTHER_GUILD, member, organiser, set_up_circle

HELD = datetime(2026, 3, 5, 18, tzinfo=UTC)
CLOSED = HELD + timedelta(days=7)
LISTENERS = tuple(range(50, 60))
WELL = Feedback(Listener.TECHNICAL, 5, 4, "The drawing")


async def act(
    db: Database, use_case: Any, *args: Any, user_id: int = ANA, now: datetime = NOW, **kw: Any
) -> Any:
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, user_id, now=now)
        return await use_case(session, caller, *args, **kw)


async def proposed(db: Database, title: str = "Attention", user_id: int = ANA) -> Talk:
    found: Talk = await act(
        db, service.propose, user_id=user_id, title=title, about="", minutes="10"
    )
    return found


async def scheduled(db: Database, when: str = "thursday 18:00") -> Evening:
    async with db.begin() as session:
        asked = Asked(when=when, topic="Lightning talks")
        return (await evenings.schedule(session, organiser(), asked))[0]


async def held(db: Database, listeners: int = 0) -> Talk:
    """A talk of Ana's whose evening is over, in a group with so many listeners more."""
    await set_up_circle(db)
    async with db.begin() as session:
        for user_id in LISTENERS[:listeners]:
            await groups.join(session, GUILD, user_id, now=NOW)
    talk = await proposed(db)
    evening = await scheduled(db)
    async with db.begin() as session:
        await meetings.time_is_up(session, GUILD, evening.meeting.id, HELD)
    return talk


async def give(db: Database, user_id: int, talk: Talk, signed: bool = False) -> None:
    await act(db, feedback.give, talk.id, WELL, user_id=user_id, now=HELD, signed=signed)


async def close(db: Database, now: datetime = CLOSED) -> None:
    delivery = Delivery(1, GUILD, None, CLOSE, "1:0", now.date(), now, 1, "once")
    async with db.begin() as session:
        await feedback.close(session, delivery, now=now)


async def counts(db: Database) -> tuple[int, ...]:
    """How much feedback there is: anonymous, marks, signed."""
    async with db.read() as session:
        return tuple(
            [
                await session.scalar(select(func.count()).select_from(table)) or 0
                for table in (FeedbackRow, FeedbackMarkRow, SignedFeedbackRow)
            ]
        )


async def own(db: Database, talk: Talk) -> Any:
    return await act(db, feedback.own_talk, talk.id, now=CLOSED)


async def test_c5_w2_five_answers_are_shown_and_their_people_forgotten(db: Database) -> None:
    talk = await held(db, 5)
    for user_id in LISTENERS[:5]:
        await give(db, user_id, talk)
    assert await counts(db) == (5, 5, 0)
    assert (await own(db, talk)).result is None
    await close(db)
    assert await counts(db) == (5, 0, 0)
    result = (await own(db, talk)).result
    assert (result.everybody.people, result.everybody.clarity) == (5, 5.0)
    assert result.keep == ("The drawing",) * 5
    await close(db)
    assert await counts(db) == (5, 0, 0)


async def test_c5_w2_signed_answers_do_not_make_the_rest_enough(db: Database) -> None:
    """Whoever knows the signed ones would else know what the few others said."""
    talk = await held(db, 9)
    for user_id in LISTENERS[:4]:
        await give(db, user_id, talk)
    for user_id in LISTENERS[4:9]:
        await give(db, user_id, talk, signed=True)
    await close(db)
    found = await own(db, talk)
    assert found.result is None
    assert len(found.signed) == 5
    assert await counts(db) == (0, 0, 5)


async def test_c5_m2_people_who_have_gone_do_not_count(db: Database) -> None:
    talk = await held(db, 5)
    for user_id in LISTENERS[:5]:
        await give(db, user_id, talk)
    async with db.begin() as session:
        await session.execute(
            update(MemberRow).where(MemberRow.user_id == LISTENERS[0]).values(left_at=HELD)
        )
    await close(db)
    assert (await own(db, talk)).result is None
    assert await counts(db) == (0, 0, 0)


async def test_c5_no_order_leads_from_people_to_answers(db: Database) -> None:
    """W3: ids are random, and both tables are written anew with each answer."""
    talk = await held(db, 10)
    orders = set()
    for user_id in LISTENERS:
        said = Feedback(Listener.OTHER, 3, 3, str(user_id))
        await act(db, feedback.give, talk.id, said, user_id=user_id, now=HELD, signed=False)
        async with db.read() as session:
            rows = (await session.scalars(select(FeedbackRow.keep))).all()
            orders.add(tuple(rows) == tuple(str(each) for each in LISTENERS[: len(rows)]))
    assert False in orders


async def test_c5_answering_twice_at_once_counts_once(db: Database) -> None:
    talk = await held(db, 1)
    done = await asyncio.gather(
        *(give(db, LISTENERS[0], talk) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, UserError) for each in done) == 3
    assert await counts(db) == (1, 1, 0)


async def test_c5_what_is_signed_can_be_changed_and_stays_signed(db: Database) -> None:
    """The speaker has seen whose it is: without the name it would be no secret."""
    talk = await held(db, 1)
    await give(db, LISTENERS[0], talk, signed=True)
    less = Feedback(Listener.OTHER, 2, 2, None)
    await act(db, feedback.give, talk.id, less, user_id=LISTENERS[0], now=HELD, signed=False)
    assert await counts(db) == (0, 0, 1)
    assert [each.feedback for each in (await own(db, talk)).signed] == [less]


async def test_c5_a_moved_evening_is_waited_for(db: Database) -> None:
    talk = await held(db, 5)
    for user_id in LISTENERS[:5]:
        await give(db, user_id, talk)
    await close(db, HELD + timedelta(days=1))
    assert await counts(db) == (5, 5, 0)


async def test_c5_there_is_room_for_so_many_proposals(db: Database) -> None:
    await set_up_circle(db)
    for number in range(MOST_WAITING):
        await proposed(db, f"Talk {number}")
    with pytest.raises(UserError, match="no more fit"):
        await proposed(db, "One more")
    with pytest.raises(UserError) as error:
        await act(db, service.propose, title=" ", about="Words", minutes="10", user_id=BEN)
    assert error.value.typed == " \n\nWords"


async def test_c5_another_groups_talk_is_not_found(db: Database) -> None:
    talk = await held(db)
    async with db.read() as session:
        caller = await member(session, ANA, OTHER_GUILD)
        assert await queries.talks(session, caller) == []
        with pytest.raises(NotFound):
            await feedback.own_talk(session, caller, talk.id)


async def test_c5_links_are_kept_or_refused_with_what_was_typed(db: Database) -> None:
    await set_up_circle(db)
    talk = await proposed(db)
    said: dict[str, Any] = {"title": "Attention", "about": "", "minutes": "10", "recording": ""}
    with pytest.raises(UserError) as error:
        await act(db, service.change, talk.id, slides="javascript:alert(1)", **said)
    assert error.value.typed == "Attention\n\njavascript:alert(1)"
    kept = await act(db, service.change, talk.id, slides="https://a.example/(x)[y]", **said)
    assert kept.slides == "https://a.example/(x)[y]"


async def test_c5_p11_a_talk_counts_at_the_milestone_that_the_plan_names(db: Database) -> None:
    """Once, whatever it is called and renamed to, and again after an undo."""
    talk = await held(db)
    found = (await own(db, talk)).count
    assert (found.item.id, found.is_counted, found.takes_it) == ("professional-talk", False, True)
    links = {"slides": "https://slides.example/", "recording": "https://video.example/"}
    said: dict[str, Any] = {"about": "", "minutes": "10", **links}
    await act(db, service.change, talk.id, title="Attention", now=CLOSED, **said)
    for _ in range(2):
        await act(db, talk_counts.count, talk.id, found.item.number, now=CLOSED)
    await act(db, service.change, talk.id, title="Renamed", now=CLOSED, **said)
    counted = (await own(db, talk)).count
    assert (counted.is_counted, counted.takes_it) == (True, False)
    assert (counted.item.note, counted.item.number) == ("Talk: Attention", found.item.number + 1)
    assert counted.item.link == links["recording"]
    await act(db, milestones.undo, "professional-talk", now=CLOSED)
    undone = (await own(db, talk)).count
    assert (undone.is_counted, undone.takes_it) == (False, True)


async def test_c5_p11_a_milestone_that_repeats_takes_a_talk_of_its_period(db: Database) -> None:
    """Not more than it asks for, and none of another period."""
    talk = await held(db)
    await follow(db, milestone_text("speak", repeats="month", counts="talks"))
    found = (await own(db, talk)).count
    assert (found.item.id, found.takes_it) == ("speak", True)
    april = datetime(2026, 4, 1, 12, tzinfo=UTC)
    assert not (await act(db, feedback.own_talk, talk.id, now=april)).count.takes_it
    with pytest.raises(UserError, match="does not count now"):
        await act(db, talk_counts.count, talk.id, 0, now=april)
    await act(db, milestones.finish, "speak", now=CLOSED)
    assert not (await own(db, talk)).count.takes_it, "its month has the one it asks for"


async def test_c5_p11_a_plan_without_the_key_offers_nothing(db: Database) -> None:
    """What a title says is not guessed at; an older plan file stays as it is."""
    talk = await held(db)
    await follow(db, milestone_text("talk").replace("Milestone talk", "A lightning talk given"))
    assert (await own(db, talk)).count is None
    with pytest.raises(UserError, match="does not count now"):
        await act(db, talk_counts.count, talk.id, 0, now=CLOSED)
    assert await achieved(db) == [("talk", "Attention", False)], "the axes say where it tells"


async def test_u1_only_a_talk_that_was_held_is_an_achievement(db: Database) -> None:
    """Neither a proposal, nor one ahead, nor one of an evening that was called off."""
    await set_up_circle(db)
    await proposed(db)
    evening = await scheduled(db)
    assert await achieved(db) == []
    async with db.begin() as session:
        await sessions.cancel(session, organiser(), evening.meeting.id, evening.meeting.revision)
    assert await achieved(db) == []
    again = await scheduled(db, "friday 18:00")
    async with db.begin() as session:
        await meetings.time_is_up(session, GUILD, again.meeting.id, again.meeting.ends_at)
    assert await achieved(db) == [("talk", "Attention", False)]


async def achieved(db: Database) -> list[tuple[str, str, bool]]:
    """Ana's talks as evidence, and whether each was counted."""
    async with db.read() as session:
        found = await talk_counts.achievements(session, (await member(session, ANA, GUILD)).member)
    return [(each.kind, each.title, each.counted is not None) for each in found]


async def follow(db: Database, *texts: str) -> None:
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(*texts), now=NOW)


async def test_m1_forgetting_and_export(db: Database) -> None:
    """A speaker's talks go with all feedback on them; what others said of others' stays."""
    talk = await held(db, 5)
    bens = await proposed(db, "Ben's", BEN)
    await give(db, LISTENERS[0], talk)
    await give(db, LISTENERS[1], talk, signed=True)
    async with db.read() as session:
        taken = await DATA.export(session, GUILD, ANA)
        theirs = await DATA.export(session, GUILD, LISTENERS[1])
    assert [row["title"] for row in taken["talks"]] == ["Attention"]
    assert taken["signed_talk_feedback"] == []
    assert [row["keep"] for row in theirs["signed_talk_feedback"]] == ["The drawing"]
    async with db.begin() as session:
        await DATA.forget(session, GUILD, LISTENERS[0])
    assert await counts(db) == (1, 0, 1)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await counts(db) == (0, 0, 0)
    async with db.read() as session:
        assert list(await session.scalars(select(TalkRow.id))) == [bens.id]


async def test_u8_a_talk_that_was_held_is_something_that_its_speaker_did(db: Database) -> None:
    await held(db)
    await proposed(db, "Never held")
    async with db.read() as session:
        ana, ben = [await groups.get_member(session, GUILD, user_id) for user_id in (ANA, BEN)]
        found = await talk_counts.achievements(session, ana)
        assert await talk_counts.achievements(session, ben) == []
    assert [(each.kind, each.title, each.day) for each in found] == [
        ("talk", "Attention", HELD.date())
    ]
