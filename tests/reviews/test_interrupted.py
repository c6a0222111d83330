"""A process that dies, a Discord that fails or refuses, while a review is posted or deleted."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from sandbox import ActingUser
from sandbox.people.response_view import Seen
from tests.live import Study, form_of
from tests.papers.test_interrupted import MESSAGES, killed_at
from tests.reviews.weeks import chosen, drafted, reviews_in

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

MINUTES = timedelta(minutes=5)
ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


async def asked(study: Study, user: ActingUser) -> Seen:
    """A review of a chosen paper, about to be published."""
    key = await chosen(study, user)
    return await user.click(await drafted(user, key), "Publish")


async def later(study: Study) -> None:
    await study.clock.move_to(study.clock.now() + MINUTES)


@pytest.mark.parametrize("after", [False, True])
async def test_a_review_is_posted_once_by_whoever_comes_after_a_kill(
    study: Study, after: bool
) -> None:
    ana = await study.person("Ana")
    question = await asked(study, ana)
    hold = study.sandbox.faults.hold("POST", MESSAGES, after=after)
    await ana.click(question, "Publish")
    await killed_at(study, hold, study.clock.now() + timedelta(minutes=1))
    assert len(reviews_in(study)) == 1
    await later(study)
    mine = await ana.click(await ana.slash("paper reviews"), "Open")
    await ana.click(mine, "Take back")
    await later(study)
    assert reviews_in(study) == [], "it was known where it stands"


async def test_what_is_changed_while_a_review_is_posted_stands_in_the_post(study: Study) -> None:
    ana = await study.person("Ana")
    told = await ana.click(await asked(study, ana), "Publish")
    hold = study.sandbox.faults.hold("POST", MESSAGES)
    moving = asyncio.ensure_future(study.clock.move_to(study.clock.now() + MINUTES))
    await hold.reached()
    form = form_of(await ana.click(told, "Edit"))
    await ana.submit(form, {"Key points": "Modest, on reflection."})
    hold.release()
    await moving
    (post,) = reviews_in(study)
    assert "Modest, on reflection." in post.text


async def test_what_a_killed_process_posted_goes_although_it_was_taken_back(study: Study) -> None:
    ana = await study.person("Ana")
    told = await ana.click(await asked(study, ana), "Publish")
    study.sandbox.faults.after("POST", MESSAGES, times=1)
    await study.clock.move_to(study.clock.now() + timedelta(seconds=1))
    assert len(reviews_in(study)) == 1, "it arrived, and nobody knows"
    await ana.click(told, "Take back")
    await later(study)
    await later(study)
    assert reviews_in(study) == []


async def test_a_deletion_that_fails_is_tried_again(study: Study) -> None:
    ana = await study.person("Ana")
    told = await ana.click(await asked(study, ana), "Publish")
    await later(study)
    study.sandbox.faults.fail("DELETE", ONE_MESSAGE, status=503, times=6)
    await ana.click(told, "Take back")
    await study.clock.move_to(study.clock.now() + timedelta(hours=2))
    assert reviews_in(study) == []


async def test_a_thread_that_was_deleted_is_said_and_the_group_reads_the_list(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    question = await asked(study, ana)
    (thread,) = study.guild.threads.values()
    study.sandbox.world.delete_channel(thread)
    await ana.click(question, "Publish")
    await later(study)
    mine = await ana.click(await ana.slash("paper reviews"), "Open")
    assert "It could not be posted (the channel is gone)" in mine.text


async def test_a_lasting_refusal_is_said_to_the_author_and_to_organisers_and_tried_no_more(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    question = await asked(study, ana)
    study.sandbox.faults.fail("POST", MESSAGES, status=403, code=50013, times=10**6)
    await ana.click(question, "Publish")
    await later(study)
    tried = len(posts_tried(study))
    await later(study)
    assert len(posts_tried(study)) == tried
    mine = await ana.click(await ana.slash("paper reviews"), "Open")
    assert "It could not be posted (I may not write in the channel)" in mine.text
    assert "could not be posted" in (await ana.slash("me")).text
    assert "It claims much." in (await ben.click(await ben.slash("paper reviews"), "Open")).text
    assert "A review is posted" in (await study.organiser.slash("setup")).text
    study.sandbox.faults.clear()
    again = await ana.click(mine, "Post again")
    assert "could not" not in again.text
    await later(study)
    assert len(reviews_in(study)) == 1


def posts_tried(study: Study) -> list[str]:
    return [each.path for each in study.sandbox.requests if each.method == "POST"]


async def test_a_post_that_somebody_deleted_by_hand_is_no_trouble(study: Study) -> None:
    ana = await study.person("Ana")
    told = await ana.click(await asked(study, ana), "Publish")
    await later(study)
    (post,) = reviews_in(study)
    study.sandbox.world.delete_message(post)
    await ana.click(told, "Take back")
    await later(study)
    assert "draft" in (await ana.slash("paper reviews")).text
