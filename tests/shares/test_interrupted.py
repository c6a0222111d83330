"""A process that dies, a Discord that fails or refuses, while a share is posted or deleted (C4)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.live import Study, form_of
from tests.papers.test_interrupted import MESSAGES, killed_at
from tests.retros.acting import text_of
from tests.shares.test_wire import logged, posts

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


async def later(study: Study, minutes: int = 5) -> None:
    await study.clock.move_to(study.clock.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("after", [False, True])
async def test_a_share_is_posted_once_by_whoever_comes_after_a_kill(
    study: Study, after: bool
) -> None:
    ana = await study.person("Ana")
    asked = await ana.click(await logged(ana), "Show the group")
    hold = study.sandbox.faults.hold("POST", MESSAGES, after=after)
    mine = await ana.click(asked, "Show it")
    await killed_at(study, hold, study.clock.now() + timedelta(minutes=1))
    assert len(posts(study)) == 1
    await later(study)
    await ana.click(mine, "Take back")
    await later(study)
    assert posts(study) == [], "it was known where it stands"


async def test_what_is_changed_while_a_share_is_posted_stands_in_the_post(study: Study) -> None:
    ana = await study.person("Ana")
    asked = await ana.click(await logged(ana), "Show the group")
    mine = await ana.click(asked, "Show it")
    hold = study.sandbox.faults.hold("POST", MESSAGES)
    moving = asyncio.ensure_future(later(study))
    await hold.reached()
    form = form_of(await ana.click(mine, "Change"))
    await ana.submit(form, {"Title": "PAC, on reflection"})
    hold.release()
    await moving
    (post,) = posts(study)
    assert "PAC, on reflection" in text_of(post)


async def test_what_a_killed_process_posted_goes_although_it_was_taken_back(study: Study) -> None:
    ana = await study.person("Ana")
    asked = await ana.click(await logged(ana), "Show the group")
    mine = await ana.click(asked, "Show it")
    study.sandbox.faults.after("POST", MESSAGES, times=1)
    await study.clock.move_to(study.clock.now() + timedelta(seconds=1))
    assert len(posts(study)) == 1, "it arrived, and nobody knows"
    await ana.click(mine, "Take back")
    await later(study)
    await later(study)
    assert posts(study) == []


async def test_a_deletion_that_fails_is_tried_again(study: Study) -> None:
    ana = await study.person("Ana")
    asked = await ana.click(await logged(ana), "Show the group")
    mine = await ana.click(asked, "Show it")
    await later(study)
    study.sandbox.faults.fail("DELETE", ONE_MESSAGE, status=503, times=6)
    await ana.click(mine, "Take back")
    await later(study, 120)
    assert posts(study) == []


async def test_a_lasting_refusal_is_said_to_its_member_and_tried_no_more(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    asked = await ana.click(await logged(ana), "Show the group")
    study.sandbox.faults.fail("POST", MESSAGES, status=403, code=50013, times=10**6)
    await ana.click(asked, "Show it")
    await later(study)
    mine = await ana.click(await ana.slash("share list"), "Open")
    assert "It could not be posted (I may not write in the channel)" in mine.text
    assert "could not be posted" in (await ana.slash("me")).text
    assert "could not be posted" not in (await ben.slash("me")).text
    assert "PAC learning" in (await ben.slash("share list")).text, "the group has it in the list"
    study.sandbox.faults.clear()
    again = await ana.click(mine, "Post again")
    assert "could not" not in again.text
    await later(study)
    assert len(posts(study)) == 1


async def test_m1_m2_who_is_forgotten_is_in_no_post_and_no_round_up(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for who in (ana, ben):
        asked = await who.click(await logged(who, f"https://{who.name}.example"), "Show the group")
        await who.click(asked, "Show it")
    await later(study, 60 * 24 * 7)
    named = [
        each for each in study.announcements.messages if f"<@{ana.id}>" in str(each.components)
    ]
    assert len(named) == 2, "her post, and the round-up"
    form = form_of(await ana.click(await ana.slash("forget"), "Forget me"))
    await ana.submit(form, {"The name of the group": study.guild.name})
    await later(study)
    left = [str(each.components) for each in study.announcements.messages]
    assert not any(f"<@{ana.id}>" in text for text in left)
    assert sum(f"<@{ben.id}>" in text for text in left) == 2
    assert "Ana.example" not in (await ben.slash("share list")).text
