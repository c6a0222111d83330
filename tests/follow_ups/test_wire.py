"""What follows a chosen paper, over the wire: asked once in the thread, rated, taken on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.follow_ups.models import FollowUpRow
from sandbox import Permissions
from tests.live import Study, custom_ids
from tests.readings.week import CLOSES, HOUR, NASTY, WEEK, a_week_passes, chosen, questions

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

CALL = {"What will be done": "Try its loss", "Due date": "2026-04-01"}


async def test_a11_a_week_after_the_thread_is_asked_once_over_restarts(study: Study) -> None:
    ana = await study.person("Ana")
    thread = await chosen(study, ana, NASTY)
    await study.down_until(CLOSES + WEEK - timedelta(minutes=3))
    await study.clock.move_to(CLOSES + WEEK - timedelta(minutes=2))
    assert questions(thread) == []
    await study.clock.move_to(CLOSES + WEEK + timedelta(minutes=1))
    (asked,) = questions(thread)
    assert "\\*Loud\\*" in asked.text
    assert "From 5 on the group sees their mean" in asked.text
    await study.restart()
    await study.clock.advance(timedelta(days=8))
    assert len(questions(thread)) == 1


async def test_a11_a_process_that_dies_between_sending_and_noting_asks_once(study: Study) -> None:
    ana = await study.person("Ana")
    thread = await chosen(study, ana)
    study.sandbox.faults.after("POST", "/channels/{channel_id}/messages")
    await a_week_passes(study)
    await study.clock.advance(HOUR)
    assert len(questions(thread)) == 1


async def test_a_question_after_downtime_comes_late_and_then_not_at_all(study: Study) -> None:
    ana = await study.person("Ana")
    thread = await chosen(study, ana)
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(CLOSES + WEEK + timedelta(days=4))
    await study.restart()
    await study.clock.advance(HOUR)
    assert questions(thread) == []
    seen = await study.organiser.slash("setup")
    assert "A week after a paper" in seen.text


async def test_nothing_is_asked_without_a_pick_or_a_thread(study: Study) -> None:
    ana = await study.person("Ana")
    study.papers.set_overwrite(
        study.sandbox.world.application.bot_user, deny=Permissions.CREATE_PUBLIC_THREADS
    )
    assert await chosen(study, ana) is None
    before = len(list(study.papers.messages))
    await a_week_passes(study)
    assert not any("A week with" in each.text for each in study.papers.messages)
    assert len(list(study.papers.messages)) <= before + 1
    async with study.db.read() as session:
        assert await session.get(FollowUpRow, (study.guild.id, 1)) is None
    page = await ana.slash("paper show", paper="2603.00001")
    assert "Rate" in page.buttons, "rating needs no thread"


@pytest.mark.parametrize("how", ["deleted", "locked", "forbidden"])
async def test_a_thread_that_refuses_for_good_is_told_to_organisers_and_tried_no_more(
    study: Study, how: str
) -> None:
    ana = await study.person("Ana")
    thread = await chosen(study, ana)
    assert thread is not None
    assert thread.thread is not None
    if how == "deleted":
        thread.delete()
    elif how == "locked":
        thread.thread.locked = thread.thread.archived = True
    else:
        study.papers.set_overwrite(
            study.sandbox.world.application.bot_user,
            deny=Permissions.SEND_MESSAGES_IN_THREADS,
        )
    await a_week_passes(study)
    tries = len(study.sandbox.requests)
    await study.clock.advance(timedelta(days=2))
    asked_again = [
        each
        for each in list(study.sandbox.requests)[tries:]
        if each.path.endswith(f"/channels/{thread.id}/messages")
    ]
    assert asked_again == []
    told = await study.organiser.slash("setup")
    assert "A week after a paper" in told.text
    page = await study.organiser.slash("paper show", paper="2603.00001")
    assert "could not be posted in the thread" in page.text
    assert "could not be posted" not in (await ana.slash("paper show", paper="2603.00001")).text


async def test_an_archived_thread_is_opened_by_the_question(study: Study) -> None:
    ana = await study.person("Ana")
    thread = await chosen(study, ana)
    assert thread is not None
    assert thread.thread is not None
    thread.thread.archived = True
    await a_week_passes(study)
    assert len(questions(thread)) == 1


async def test_w2_a_rating_is_private_and_shows_from_five_on(study: Study) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cara", "Dan", "Eve", "Fay")]
    ana = people[0]
    thread = await chosen(study, ana)
    await a_week_passes(study)
    (asked,) = questions(thread)
    before = asked.text
    for number, person in enumerate(people[:5], start=1):
        mine = await person.click(asked, "Rate")
        assert mine.ephemeral
        assert "Not rated yet" in mine.text
        given = await person.click(mine, "4")
        assert "You rate it 4 of 5: well worth it" in given.text
        assert ("too few ratings" in given.text) is (number < 5)
    assert "4.0 of 5, from 5 ratings" in given.text
    assert asked.text == before
    page = await people[5].slash("paper show", paper="2603.00001")
    assert "4.0 of 5, from 5 ratings" in page.text
    assert "Yours is" not in page.text
    back = await ana.click(await ana.click(asked, "Rate"), "Take back")
    assert "Not rated yet" in back.text
    for forged in ("follow-up:stars:1:9", "follow-up:stars:1:-1", "follow-up:stars:99:3"):
        seen = await ana.click(asked, custom_id=forged, forge=True)
        assert "1 to 5" in seen.text or "chose no paper here" in seen.text


async def test_t6_an_action_of_ones_own_and_one_that_somebody_accepts(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    thread = await chosen(study, ana)
    await a_week_passes(study)
    (asked,) = questions(thread)
    noted = await ana.submit(await ana.click(asked, "Add action"), CALL)
    assert noted.ephemeral
    await ana.until(lambda: "**Try its loss**" in asked.text)
    assert f"<@{ana.id}>" in asked.text
    form = await ana.click(asked, "Add action")
    offered = await ana.submit(form, {**CALL, "What will be done": NASTY, "Owner": ben})
    assert f"Offered to <@{ben.id}>" in offered.text
    await ana.until(lambda: "1 offer more, not taken on yet" in asked.text)
    assert f"<@{ben.id}>" not in asked.text
    assert NASTY[:4] not in (await ana.slash("today")).text
    today = await ben.slash("today")
    assert "**Asked of you** · 1 offer" in today.text
    assert "1 offer of an action for you" in (await ben.slash("me")).text
    asked_of = await ben.click(today, "Answer")
    (take,) = custom_ids(asked_of, "follow-up:take")
    taken = await ben.click(asked_of, "Take it")
    assert "Yours now." in taken.text
    await ben.until(lambda: f"<@{ben.id}>" in asked.text)
    assert "\\*Loud\\*" in (await ben.slash("action list")).text
    assert "not here any more" in (await ben.click(asked_of, custom_id=take, forge=True)).text
    assert "What we do with it" in (await ben.slash("paper show", paper="2603.00001")).text


async def test_t6_what_is_asked_can_be_declined_by_direct_message_too(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    thread = await chosen(study, ana)
    await a_week_passes(study)
    (asked,) = questions(thread)
    form = await ana.click(asked, "Add action")
    await ana.submit(form, {**CALL, "Owner": ben})
    asked_of = await ben.click(await ben.slash("today", dm=True), "Answer")
    gone = await ben.click(asked_of, "No, thanks")
    assert "Put away" in gone.text
    assert "Nothing waits for you" in gone.text
    await ben.until(lambda: "not taken on yet" not in asked.text)
