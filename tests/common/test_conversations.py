"""Conversations are opened when people join, ten in ten seconds."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from bot.groups import service as groups
from cogs.common.conversations import OpeningSlots
from tests.live import Study

OPEN = "/users/@me/channels"


def test_ten_have_their_slot_at_once_and_ten_more_every_ten_seconds() -> None:
    """Whoever asks again has the slot that was kept for them; a used one is theirs no more."""

    async def waits() -> None:
        loop = asyncio.get_running_loop()
        slots = OpeningSlots(cast(Any, None))
        now = loop.time()
        first = [slots.wait(user_id) for user_id in range(25)]
        again = [slots.wait(user_id) for user_id in range(10, 25)]
        passed = loop.time() - now
        expected = [0.0] * 10 + [10.0] * 10 + [20.0] * 5
        assert first == pytest.approx(expected, abs=passed)
        assert again == pytest.approx(expected[10:], abs=passed)
        assert slots.wait(0) == pytest.approx(20.0, abs=loop.time() - now)

    asyncio.run(waits())


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_joining_opens_the_conversation(study: Study) -> None:
    ben = await study.person("Ben", joined=False)
    await ben.slash("join")
    await study.restart()  # stopping waits for what runs after the answer
    assert len(study.sandbox.requests.to("POST", OPEN)) == 1
    await study.clock.move_to(study.clock.now().replace(hour=8))
    assert len(ben.inbox) == 1
    assert len(study.sandbox.requests.to("POST", OPEN)) == 1


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a_conversation_that_cannot_be_opened_yet_costs_nothing(study: Study) -> None:
    study.sandbox.faults.fail("POST", OPEN, status=403, code=50007)
    ben = await study.person("Ben", joined=False)
    assert "You are in" in (await ben.slash("join")).text
    await study.restart()  # stopping waits for what runs after the answer
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, ben.id)
    assert not member.dms_refused
    await study.clock.move_to(study.clock.now().replace(hour=8))
    assert len(ben.inbox) == 1


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a_message_goes_out_while_no_further_conversation_may_be_opened(
    study: Study,
) -> None:
    """The library comes back from the opening that uses the limit up only when it has passed."""
    study.sandbox.limiter.set("POST", OPEN, 1, 3600.0)
    ana = await study.person("Ana")
    await study.clock.move_to(study.clock.now().replace(hour=8))
    assert len(ana.inbox) == 1
    assert [r.status for r in study.sandbox.requests.to("POST", OPEN)] == [200]
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, ana.id)
    assert member.dm_channel_id == ana.dm.id
