"""Rounds by hand over the wire: close, extend, skip, the hour of the vote, lasting refusals."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.about_person import forget_person
from sandbox import Permissions
from tests.live import Study, form_of
from tests.papers.test_interrupted import MESSAGES, THREADS, killed_at
from tests.papers.test_wire import (
    CLOSES,
    MONDAY,
    OPENS,
    THREE,
    WEEK,
    first_words,
    opened,
    paper,
    posts,
    sqlite_only,
    threads,
)

DAY, SECOND, MINUTE = timedelta(days=1), timedelta(seconds=1), timedelta(minutes=1)
THREAD = "/channels/{channel_id}/messages/{message_id}/threads"


async def test_a11_a_vote_closed_by_hand_is_posted_as_any_other(study: Study) -> None:
    """What follows is shown first, with a count and no name; then once more is asked."""
    ana, olga = await study.person("Ana"), study.organiser
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    asked = await olga.slash("paper close")
    assert asked.ephemeral
    assert "1 ballot so far" in asked.text
    assert "the result is posted" in asked.text
    assert "Ana" not in asked.text
    assert len(posts(study)) == 1, "nothing is done yet"
    done = await olga.click(asked, "Close it")
    assert done.updated
    assert "The vote is closed" in done.text
    await study.clock.advance(SECOND)
    assert "The group picked: First" in posts(study)[-1].text
    assert threads(study) == ["First"]
    assert "Vote" not in posts(study)[0].buttons
    again = await olga.click(asked, custom_id="paper:close-sure:1", forge=True)
    (told,) = [again, *again.followups][-1:]
    assert "closed already" in told.text
    await study.clock.move_to(CLOSES + MINUTE)
    assert len(posts(study)) == 2
    assert len(first_words(study)) == 1


@sqlite_only
async def test_two_organisers_press_at_once(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    one, other = await olga.slash("paper close"), await olga.slash("paper close")
    both = await asyncio.gather(olga.click(one, "Close it"), olga.click(other, "Close it"))
    texts = sorted("closed already" in seen.text for seen in both)
    assert texts == [False, True]
    await study.clock.advance(MINUTE)
    assert [post.text.count("The group picked") for post in posts(study)] == [1, 1]


@sqlite_only
@pytest.mark.parametrize("route", [MESSAGES, THREADS])
async def test_killed_while_closing_by_hand_gives_one_result_and_one_thread(
    study: Study, route: str
) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00002"])
    asked = await olga.slash("paper close")
    hold = study.sandbox.faults.hold("POST", route, after=True)
    await olga.click(asked, "Close it")
    await killed_at(study, hold, study.clock.now() + SECOND)
    (result,) = posts(study)[1:]
    assert "The group picked: Second" in result.text
    assert threads(study) == ["Second"]
    assert len(first_words(study)) == 1


@sqlite_only
async def test_a_vote_gets_a_day_more_and_the_shortlist_says_so(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await opened(study)
    asked = await olga.click(await olga.slash("paper picks"), "Extend")
    assert asked.buttons == ["1 day", "2 days"], "a third would be after the next opening"
    later = CLOSES + DAY
    picks = await ana.slash("paper picks")
    assert f"Vote until <t:{int(CLOSES.timestamp())}:F>" in picks.text, "nothing is done yet"
    done = await olga.click(asked, "1 day")
    assert "The vote goes on" in done.text
    assert f"<t:{int(later.timestamp())}:F>" in done.text
    await study.restart()
    await study.clock.advance(SECOND)
    assert f"Vote until <t:{int(later.timestamp())}:F>" in posts(study)[0].text
    await study.clock.move_to(CLOSES + MINUTE)
    await ana.choose(await ana.slash("paper vote"), ["2603.00003"])
    await study.clock.move_to(later)
    assert "The group picked: Third" in posts(study)[-1].text
    assert len(posts(study)) == 2


@sqlite_only
async def test_a_vote_ends_without_a_pick_and_the_group_hears_it_once(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    asked = await olga.slash("paper skip")
    assert "1 ballot so far" in asked.text
    assert "Vote until" in (await ana.slash("paper picks")).text, "nothing is done yet"
    hold = study.sandbox.faults.hold("POST", MESSAGES, after=True)
    assert "The vote has ended without a pick" in (await olga.click(asked, "End it")).text
    await killed_at(study, hold, study.clock.now() + SECOND)
    shortlist, said = posts(study)
    assert "This vote was ended without a pick" in said.text
    assert "The next shortlist comes" in said.text
    assert "ended without a pick" in shortlist.text
    assert "Vote" not in shortlist.buttons
    details = await ana.click(said, "Its papers")
    assert "First" in details.text
    assert "approval" not in details.text
    await study.clock.move_to(CLOSES + MINUTE)
    assert len(posts(study)) == 2
    assert threads(study) == []
    assert "First" not in (await ana.slash("paper history")).text


@sqlite_only
async def test_a_skipped_week_is_said_kindly_once_and_the_next_comes(study: Study) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    asked = await olga.slash("paper skip")
    skipped = await olga.click(asked, "Skip it")
    assert "skipped" in skipped.text
    assert f"<t:{int((OPENS + WEEK).timestamp())}:F>" in (await ana.slash("paper picks")).text
    back = await olga.click(skipped, "Open it")
    assert "skipped" not in back.text
    await olga.click(back, "Skip it")
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await study.clock.move_to(OPENS)
    await study.restart()
    await study.clock.move_to(OPENS + DAY)
    (said,) = posts(study)
    assert "A week without a paper" in said.text
    assert "The group skips this week" in (await ana.slash("paper picks")).text
    await study.clock.move_to(OPENS + WEEK)
    assert "This week's papers" in posts(study)[-1].text
    assert len(posts(study)) == 2


@sqlite_only
async def test_members_and_others_cannot_do_what_organisers_do(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    assert "Close now" in (await study.organiser.slash("paper picks")).buttons
    assert "Close now" not in (await ana.slash("paper picks")).buttons
    for name in ("close", "extend", "skip"):
        assert "Manage Server" in (await ana.slash(f"paper {name}")).text
    for forged in ("close-sure:1", "extend-sure:1:1:1", "end-sure:1", "skip-week:2026-03-09"):
        seen = await ana.click(panel, custom_id=f"paper:{forged}", forge=True)
        assert "Manage Server" in seen.text
    assert "Vote" in posts(study)[0].buttons


@sqlite_only
async def test_a9_two_weeks_without_a_ballot_ask_the_organiser_alone_whether_the_hour_fits(
    study: Study,
) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    await opened(study)
    monday = MONDAY + WEEK
    study.sandbox.feeds.set_batch(monday, [paper(9, "Ninth", monday)])
    await study.clock.move_to(CLOSES)
    question = "Does the hour of the vote fit?"
    assert question not in (await olga.slash("paper picks")).text
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(OPENS + WEEK)
    study.clock.follow(study.bot.jobs)
    await study.clock.move_to(CLOSES + WEEK)
    assert question in (await olga.slash("setup")).text
    assert question not in (await ana.slash("paper picks")).text
    assert all(question not in post.text for post in posts(study))
    seen = await olga.slash("paper picks")
    form = form_of(await olga.click(seen, "Change times"))
    saved = await olga.submit(form, {"Weekly paper closes": "Sunday 20:00"})
    assert "closes Sunday 20:00" in saved.text
    assert question not in (await olga.slash("paper picks")).text
    assert question not in (await olga.slash("setup")).text


@sqlite_only
async def test_who_nominated_is_named_only_if_they_let_it(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await study.clock.move_to(OPENS - MINUTE)
    mine = await ana.slash("paper nominate", paper="2603.00001")
    assert "Nobody sees that it was you" in mine.text
    named = await ana.click(mine, "Name me")
    assert "will say that it was you" in named.text
    back = await ana.click(named, "Don't name me")
    await ana.click(back, "Name me")
    await ben.slash("paper nominate", paper="2603.00002")
    await study.clock.move_to(OPENS)
    (panel,) = posts(study)
    assert f"Nominated by <@{ana.id}>" in panel.text
    assert f"<@{ben.id}>" not in panel.text
    assert panel.mentions == []
    assert f"Nominated by <@{ana.id}>" in (await ben.slash("paper picks")).text
    late = await ana.click(named, custom_id="paper:name-me:2603.00001:0", forge=True)
    (told,) = [late, *late.followups][-1:]
    assert "stays as it was" in told.text


@sqlite_only
async def test_who_leaves_or_is_forgotten_is_taken_off_the_posted_shortlist_at_once(
    study: Study,
) -> None:
    ana, ben, cara = [await study.person(name) for name in ("Ana", "Ben", "Cara")]
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await study.clock.move_to(OPENS - MINUTE)
    for who in (ana, ben, cara):
        await who.slash("paper nominate", paper="2603.00001", name_me=True)
        await study.clock.advance(SECOND)
    await study.clock.move_to(OPENS)
    (panel,) = posts(study)
    assert f"Nominated by <@{ana.id}>, <@{ben.id}>, <@{cara.id}>" in panel.text
    await study.clock.advance(2 * DAY)
    for who in (ana, ben):
        async with study.db.begin() as session:
            await forget_person(session, study.guild.id, who.id)
        await study.clock.advance(MINUTE)
        assert f"<@{who.id}>" not in panel.text
    assert f"Nominated by <@{cara.id}>" in panel.text
    await cara.click(await cara.slash("leave"), "Leave")
    await study.clock.advance(MINUTE)
    assert "Nominated by" not in panel.text
    assert len(posts(study)) == 1


@sqlite_only
@pytest.mark.parametrize(
    ("code", "why"),
    [
        (160006, "as many open threads as Discord allows"),
        (50035, "does not take the paper's title"),
        (240000, "for harmful"),
    ],
)
async def test_a_thread_refused_for_good_is_told_to_organisers_and_not_tried_again(
    study: Study, code: int, why: str
) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    study.sandbox.faults.fail("POST", THREAD, status=400, code=code, times=9)
    await study.clock.move_to(CLOSES + timedelta(hours=1))
    await study.restart()
    await study.clock.move_to(CLOSES + DAY)
    assert "The group picked: First" in posts(study)[-1].text
    assert len(posts(study)) == 2
    assert threads(study) == []
    tries = [each for each in study.sandbox.requests if each.path.endswith("/threads")]
    assert len(tries) == 1
    for command in ("paper picks", "setup"):
        assert why in (await olga.slash(command)).text
    assert why not in (await ana.slash("paper picks")).text


@sqlite_only
async def test_a_deleted_shortlist_is_told_to_organisers_and_voting_goes_on(study: Study) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    panel = await opened(study)
    study.sandbox.world.delete_message(panel)
    await olga.click(await olga.slash("paper extend"), "1 day")
    await study.clock.advance(MINUTE)
    assert "the shortlist's message was deleted" in (await olga.slash("paper picks")).text
    assert "the shortlist's message was deleted" in (await olga.slash("setup")).text
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await study.clock.move_to(CLOSES + DAY)
    assert "The group picked: First" in posts(study)[-1].text
    edits = [each for each in study.sandbox.requests if each.method == "PATCH"]
    assert len([each for each in edits if str(panel.id) in each.path]) == 1


@sqlite_only
async def test_the_guide_in_a_thread_that_may_not_be_written_in_is_told(study: Study) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    study.papers.set_overwrite(
        study.sandbox.world.application.bot_user, deny=Permissions.SEND_MESSAGES_IN_THREADS
    )
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await study.clock.move_to(CLOSES)
    assert threads(study) == ["First"]
    assert "its thread has no guide" in (await olga.slash("paper picks")).text
