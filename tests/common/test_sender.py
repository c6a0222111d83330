"""Sending a delivery once, and what Discord's answers mean for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import discord
import pytest

from bot.groups import service as groups
from bot.scheduling import Delivery, TryLater, Undeliverable
from cogs.common.panels import Accent, Panel, button, buttons
from cogs.common.routes import Route
from cogs.common.sender import post, send_dm
from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

SEND = "/channels/{channel_id}/messages"
DO = Route("test:marker", int)
MARKER = DO(1)
# Longer than Discord remembers a nonce.
LONG = timedelta(minutes=10)


def delivery(attempt: int = 1, number: int = 1) -> Delivery:
    due = datetime(2026, 3, 2, 6, tzinfo=UTC)
    return Delivery(number, 1, None, "test.kind", "", date(2026, 3, 2), due, attempt)


def panel() -> Panel:
    return Panel(Accent.SETTINGS, "hello", buttons(button("Do", DO(1))))


async def send(study: Study, attempt: int = 1) -> int | None:
    """Post the panel to the papers channel; gives the message's id."""
    receipt = await post(study.bot, delivery(attempt), study.papers.id, panel(), marker=MARKER)
    assert receipt.channel_id == study.papers.id
    return receipt.message_id


async def test_a_second_try_finds_what_the_first_one_sent(study: Study) -> None:
    """Also after the nonce is forgotten, and when others have written meanwhile."""
    first = await send(study)
    assert await send(study, attempt=2) == first
    await study.clock.advance(LONG)
    for number in range(60):
        await study.organiser.send(study.papers, f"{number}")
    assert await send(study, attempt=3) == first
    assert (
        sum(message.author is not study.organiser.account for message in study.papers.messages) == 1
    )


async def test_a_second_try_sends_what_never_arrived(study: Study) -> None:
    assert await send(study, attempt=2) is not None
    assert len(list(study.papers.messages)) == 1


async def test_a_dm_channel_is_opened_once_and_remembered(study: Study) -> None:
    """A later message to the same member costs one request."""
    ana = await study.person("Ana")
    for number in (1, 2):
        async with study.db.read() as session:
            member = await groups.get_member(session, study.guild.id, ana.id)
        await send_dm(study.bot, delivery(number=number), member, panel(), marker=MARKER)
    assert len(ana.inbox) == 2
    opened = [r for r in study.sandbox.requests if r.route == "/users/@me/channels"]
    assert len(opened) == 1


async def test_r8_discords_answers_are_a_deliverys_outcomes(study: Study) -> None:
    """R8: what can never arrive, with the reason in words; and what is worth another try."""
    for status, code, reason in (
        (403, 50007, "their direct messages are closed"),
        (403, 50013, "I may not write in the channel"),
        (403, 50001, "I cannot see the channel"),
        (404, 10003, "the channel is gone"),
        (403, 99999, "Discord does not let me"),
    ):
        study.sandbox.faults.fail("POST", SEND, status=status, code=code)
        with pytest.raises(Undeliverable, match=reason):
            await send(study)
    study.sandbox.faults.fail("POST", SEND, status=503)
    with pytest.raises(TryLater):
        await send(study)
    assert list(study.papers.messages) == []


async def test_what_we_did_wrong_is_no_outcome(study: Study) -> None:
    """It is logged and looked into, not blamed on the channel."""
    study.sandbox.faults.fail("POST", SEND, status=400, code=50035)
    with pytest.raises(discord.HTTPException, match="50035"):
        await send(study)
