"""R9: stopped between a post and its record, the bot tells the group nothing a second time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta

import pytest

from tests.live import Study, start_bot, stop_bot
from tests.wins.sharing import share

SEND = "/channels/{channel_id}/messages"
PR = "projects-first-pr"
MINUTE = timedelta(minutes=1)


async def stop_after_the_post(study: Study, move: Coroutine[None, None, None]) -> None:
    """Discord has the message, the database does not know; ten minutes later a new bot starts."""
    hold = study.sandbox.faults.hold("POST", SEND, after=True)
    going_on = asyncio.create_task(move)
    await hold.reached()
    study.clock.unfollow(study.bot.jobs)
    await study.bot.deliveries.drain(0)
    hold.release()
    await going_on
    await stop_bot(study.bot, study.clock)
    await study.clock.advance(10 * MINUTE)
    study.bot = await start_bot(study.settings, study.db, study.sandbox)
    await study.clock.advance(2 * MINUTE)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_r9_c7_p9_a_win_a_new_cycle_and_a_round_up_are_told_once(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=PR)
    study.clock.unfollow(study.bot.jobs)
    await share(ana, PR)
    study.clock.follow(study.bot.jobs)
    await stop_after_the_post(study, study.clock.advance(MINUTE))
    seen = await study.organiser.slash("cycle start", date="monday")
    study.clock.unfollow(study.bot.jobs)
    await study.organiser.click(seen, "Start cycle 2")
    study.clock.follow(study.bot.jobs)
    await stop_after_the_post(study, study.clock.advance(MINUTE))
    ana.close_dms()  # So that the round-up is the only message which is on its way.
    sunday = datetime(2026, 3, 8, 18, tzinfo=UTC)
    await study.clock.move_to(sunday - MINUTE)
    await stop_after_the_post(study, study.clock.move_to(sunday))
    told = [message.text for message in study.announcements.messages]
    assert ["finished" in told[0], "Cycle 1 is over" in told[1], "Wins of" in told[2]] == [True] * 3
    assert len(told) == 3
