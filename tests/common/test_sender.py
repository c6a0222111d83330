"""Sending a delivery once, and what Discord's answers mean for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.groups import service as groups
from bot.groups.models import MemberRow
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


DUE = datetime(2026, 3, 2, 6, tzinfo=UTC)


def delivery(attempt: int = 1, number: int = 1, due: datetime = DUE) -> Delivery:
    return Delivery(
        number, 1, None, "test.kind", "", date(2026, 3, 2), due, attempt, f"nonce {number}"
    )


def panel() -> Panel:
    return Panel(Accent.SETTINGS, "hello", buttons(button("Do", DO(1))))


async def send(study: Study, attempt: int = 1, due: datetime = DUE) -> int | None:
    """Post the panel to the papers channel; gives the message's id."""
    tried = delivery(attempt, due=due)
    receipt = await post(study.bot, tried, study.papers.id, panel(), marker=MARKER)
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


async def test_what_another_database_sent_under_the_same_ids_is_not_taken_for_it(
    study: Study,
) -> None:
    """Its message is from before the delivery fell due."""
    former = await send(study)
    await study.clock.advance(LONG)
    due = study.clock.now()
    latter = await send(study, attempt=2, due=due)
    assert latter != former
    await study.clock.advance(LONG)
    assert await send(study, attempt=3, due=due) == latter


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
        (403, 240000, "for harmful"),
        (400, 50035, "Discord does not let me"),
        (400, 160006, "Discord does not let me"),
    ):
        study.sandbox.faults.fail("POST", SEND, status=status, code=code)
        with pytest.raises(Undeliverable, match=reason):
            await send(study)
    for status, code in ((503, 0), (403, 40003), (403, 20026), (403, 0), (404, 0), (401, 0)):
        study.sandbox.faults.fail("POST", SEND, status=status, code=code)
        with pytest.raises(TryLater):
            await send(study)
    assert list(study.papers.messages) == []


@pytest.mark.parametrize("route", ["/users/@me/channels", SEND])
@pytest.mark.parametrize(("status", "code"), [(403, 50007), (403, 50278), (403, 40003), (404, 0)])
async def test_only_50007_means_that_a_members_messages_are_closed(
    study: Study, route: str, status: int, code: int
) -> None:
    """On opening the conversation as on sending; 40003 and what is not Discord's passes."""
    ana = await study.person("Ana")
    study.sandbox.faults.fail("POST", route, status=status, code=code)
    await study.clock.move_to(DUE.replace(hour=8))
    await study.clock.advance(timedelta(minutes=1))
    async with study.db.read() as session:
        member = await session.get_one(MemberRow, (study.guild.id, ana.id))
    assert (member.dms_refused_at is not None) is (code == 50007)
    assert (member.gone_since is not None) is (code == 50278), "they share no server with me"
    prompts = [message for message in ana.inbox if "Done" in message.buttons]
    assert len(prompts) == (code in (0, 40003))


async def test_a_channel_for_direct_messages_that_is_gone_is_asked_for_anew(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(DUE.replace(day=3, hour=7))
    study.sandbox.faults.fail("POST", SEND, status=404, code=10003)
    await study.clock.move_to(DUE.replace(day=3, hour=8))
    assert len(ana.inbox) == 2
    opened = [r for r in study.sandbox.requests if r.route == "/users/@me/channels"]
    assert len(opened) == 2
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, ana.id)
    assert not member.dms_refused


async def test_a_flagged_bot_is_said_to_its_operator(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """20026 concerns the whole bot, not the member: the prompt waits."""
    study.sandbox.faults.fail("POST", "/users/@me/channels", status=403, code=20026)
    ana = await study.person("Ana")
    await study.clock.move_to(DUE.replace(hour=8))
    assert "20026" in caplog.text
    assert ana.inbox == []
    await study.clock.advance(timedelta(minutes=15))
    assert len(ana.inbox) == 1
