"""A process that dies, a Discord that refuses, while a project is posted or withdrawn."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.live import Study
from tests.papers.test_interrupted import MESSAGES, killed_at
from tests.projects.acting import TITLE, filled, later, posts, published, ready

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


@pytest.mark.parametrize("after", [False, True])
async def test_c8_a_project_is_posted_once_by_whoever_comes_after_a_kill(
    study: Study, after: bool
) -> None:
    ana = await study.person("Ana")
    asked = await ready(ana)
    hold = study.sandbox.faults.hold("POST", MESSAGES, after=after)
    await ana.click(asked, "Publish to the group")
    await killed_at(study, hold, study.clock.now() + timedelta(minutes=1))
    assert len(posts(study)) == 1
    await later(study, 5)
    await ana.click(await ana.slash("project show", project=TITLE), "Withdraw")
    await later(study, 5)
    assert posts(study) == [], "it was known where it stands"


async def test_c8_what_is_changed_while_it_is_posted_stands_in_the_post(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await published(ana)
    hold = study.sandbox.faults.hold("POST", MESSAGES)
    moving = asyncio.ensure_future(study.clock.move_to(study.clock.now() + timedelta(minutes=5)))
    await hold.reached()
    await filled(ana, panel, "Edit", {"Title": "Mood"})
    hold.release()
    await moving
    (post,) = posts(study)
    assert "Mood" in post.text


async def test_c8_what_a_killed_process_posted_goes_although_it_was_withdrawn(
    study: Study,
) -> None:
    ana = await study.person("Ana")
    panel = await published(ana)
    study.sandbox.faults.after("POST", MESSAGES, times=1)
    await study.clock.move_to(study.clock.now() + timedelta(seconds=1))
    assert len(posts(study)) == 1, "it arrived, and nobody knows"
    await ana.click(panel, "Withdraw")
    await later(study, 5)
    await later(study, 5)
    assert posts(study) == []


async def test_c8_a_post_that_an_organiser_deleted_is_no_trouble(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    panel = await published(ana)
    await later(study)
    (post,) = posts(study)
    study.sandbox.world.delete_message(post)
    edited = await filled(ana, panel, "Edit", {"Title": "Mood"})
    assert "Mood" in edited.text
    assert "Mood" in (await ben.slash("project list", whose="group")).text
    await ana.click(edited, "Withdraw")
    await later(study)
    assert "None yet" in (await ben.slash("project list", whose="group")).text


async def test_c8_a_refusal_is_said_and_the_group_reads_the_list(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    asked = await ready(ana)
    study.sandbox.faults.fail("POST", MESSAGES, status=403, code=50013, times=10**6)
    await ana.click(asked, "Publish to the group")
    await later(study)
    panel = await ana.slash("project show", project=TITLE)
    assert "It could not be posted (I may not write in the channel)" in panel.text
    assert "could not be posted" in (await ana.slash("me")).text
    assert TITLE in (await ben.slash("project list", whose="group")).text
    study.sandbox.faults.clear()
    again = await ana.click(panel, "Post again")
    assert "could not" not in again.text
    await later(study)
    assert len(posts(study)) == 1


async def test_m2_who_has_left_is_in_no_list(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await published(ana)
    await later(study)
    await ana.click(await ana.slash("leave"), "Leave")
    assert "None yet" in (await ben.slash("project list", whose="group")).text
