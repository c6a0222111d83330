"""Killed, or without an answer, while a shortlist or a result is posted: still one of each."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from sandbox.http.faults import Hold
from tests.live import Study, start_bot, stop_bot
from tests.papers.test_wire import (
    CLOSES,
    MONDAY,
    OPENS,
    THREE,
    first_words,
    opened,
    posts,
    sqlite_only,
    threads,
)

MESSAGES = "/channels/{channel_id}/messages"
THREADS = "/channels/{channel_id}/messages/{message_id}/threads"


@sqlite_only
@pytest.mark.parametrize(("lost", "route"), [("after", MESSAGES), ("fail", THREADS)])
async def test_a11_a_failed_or_lost_answer_gives_one_result_and_one_thread(
    study: Study, route: str, lost: str
) -> None:
    ana = await study.person("Ana")
    await opened(study)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    if lost == "fail":
        study.sandbox.faults.fail("POST", route, status=503, times=1)
    else:
        study.sandbox.faults.after("POST", route, times=1)
    await study.clock.move_to(CLOSES + timedelta(minutes=5))
    assert [post.text.count("The group picked") for post in posts(study)] == [1, 1]
    assert threads(study) == ["First"]
    assert len(first_words(study)) == 1


@sqlite_only
@pytest.mark.parametrize("route", [MESSAGES, THREADS])
@pytest.mark.parametrize("after", [False, True])
async def test_a11_killed_while_closing_gives_one_result_and_one_thread(
    study: Study, route: str, after: bool
) -> None:
    """The process dies before or after the request took effect; the next one finishes the work."""
    ana = await study.person("Ana")
    panel = await opened(study)
    await ana.choose(await ana.click(panel, "Vote"), ["2603.00002"])
    await killed_at(study, study.sandbox.faults.hold("POST", route, after=after), CLOSES)
    (result,) = posts(study)[1:]
    assert "The group picked: Second" in result.text
    assert threads(study) == ["Second"]
    assert len(first_words(study)) == 1
    assert "Discussion" in (await ana.click(result, "How it went")).buttons


@sqlite_only
@pytest.mark.parametrize("after", [False, True])
async def test_killed_while_opening_gives_one_shortlist(study: Study, after: bool) -> None:
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await killed_at(study, study.sandbox.faults.hold("POST", MESSAGES, after=after), OPENS)
    (panel,) = posts(study)
    ana = await study.person("Ana")
    ballot = await ana.click(panel, "Vote")
    assert "you approve 1 of 4" in (await ana.choose(ballot, ["2603.00002"])).text


@sqlite_only
async def test_an_opening_after_downtime_waits_for_the_feeds(study: Study) -> None:
    """The feed and the opening fall due together; the shortlist has the morning's papers."""
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await stop_bot(study.bot, study.clock)
    await study.clock.move_to(OPENS + timedelta(hours=1))
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(timedelta(minutes=1))
    (panel,) = posts(study)
    assert "First" in panel.text


async def killed_at(study: Study, hold: Hold, instant: datetime) -> None:
    """Move to an instant, end the sender at the held request, and start a new bot."""
    moving = asyncio.ensure_future(study.clock.move_to(instant))
    await hold.reached()
    # Cancels the sender where it stands; nothing of the outcome is recorded.
    await study.bot.deliveries.drain(0)
    hold.release()
    await moving
    await study.restart()
    await study.clock.move_to(instant + timedelta(minutes=10))
