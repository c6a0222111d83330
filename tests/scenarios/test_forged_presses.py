"""Presses that no button offered: on messages for all, by people outside the group, by message."""

from __future__ import annotations

import json
import logging
import re

import pytest

from sandbox import ActingUser, Permissions, Seen
from sandbox.world.model import Message
from tests.actions.test_wire import decide
from tests.live import Study
from tests.papers.test_wire import CLOSES
from tests.papers.test_wire import opened as shortlist_opened
from tests.retros.acting import closed, opened, text_of, write
from tests.scenarios.forging import ROUTES, as_meant, check, forged

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

CARD, ACTION, NOTE = "Calls ran long again", "Shorter calls from now on", "Nobody knows this"
# Whoever has joined or left is told other things by all the others.
PRESSES = [
    each for each in ROUTES if each.takes_press and not re.match("me:(join|leave)", each.name)
]
MEMBER = "/guilds/{guild_id}/members/{user_id}"


@pytest.fixture
async def ana(study: Study) -> ActingUser:
    """A member with a note of her own, in a group that has held a retro."""
    ana = await study.person("Ana")
    await ana.slash("milestone start", milestone="theory-problem-sets")
    done = await ana.click(await ana.slash("today"), "Done")
    form = await ana.click(done, custom_id=f"routine:note:{study.guild.id}:2026-03-02:today")
    noted = await ana.submit(form, {"note": NOTE})
    assert NOTE in noted.text
    return ana


@pytest.fixture
async def nina(study: Study) -> ActingUser:
    """Somebody in the server who is not in the group."""
    return await study.person("Nina", joined=False)


async def retro_held(study: Study, ana: ActingUser) -> Message:
    """A summary with a card and an action."""
    await write(ana, await opened(study), "Worked", CARD)
    summary = await closed(study)
    await decide(ana, summary, ana, **{"What will be done": ACTION})
    await ana.until(lambda: ACTION in text_of(summary))
    return summary


def shown(seen: Seen) -> str:
    """All that the person reads, in a form what stands in its fields too."""
    form = [] if seen.modal is None else [seen.modal.text, str(seen.modal.components)]
    return "\n".join([seen.text, *form, *(further.text for further in seen.followups)])


@pytest.mark.parametrize("who", ["member", "organiser", "outsider"])
async def test_no_press_overwrites_a_message_for_all(
    study: Study, ana: ActingUser, nina: ActingUser, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is pressed on a summary, it stays; what is private comes as a private answer."""
    summary = await retro_held(study, ana)
    await study.organiser.slash("join")
    presser = {"member": ana, "organiser": study.organiser, "outsider": nina}[who]
    before = json.dumps(summary.components)
    private = 0
    for route in PRESSES:
        seen = await presser.click(summary, custom_id=as_meant(route, study.guild.id), forge=True)
        check(seen, route.name)
        assert not seen.updated, route.name
        answer = seen.followups[-1] if seen.followups else seen
        assert seen.modal is not None or answer.ephemeral, route.name
        private += NOTE in shown(seen)
        if who == "outsider":
            assert CARD not in shown(seen), route.name
            assert ACTION not in shown(seen), route.name
    assert (private > 0) is (who == "member")
    # Who may mark the action has done so, which the group sees; all else is as it was.
    after = json.dumps(summary.components)
    assert NOTE not in after
    assert CARD in after
    assert ACTION in after
    if who == "outsider":
        assert after == before
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_press_for_one_public_message_leaves_another_alone(
    study: Study, ana: ActingUser
) -> None:
    """The buttons of a summary, pressed on a retro's panel: the summary changes, the panel not."""
    summary = await retro_held(study, ana)
    panel = await opened(study)
    before = panel.components
    seen = await ana.click(panel, custom_id="action:done:1:summary:1", forge=True)
    assert seen.ephemeral
    assert ACTION in seen.text
    await ana.until(lambda: f"● **{ACTION}**" in text_of(summary))
    assert panel.components == before or "Shorter" not in json.dumps(before)
    assert (await ana.click(summary, "Undo")).updated


async def test_a_closed_vote_pressed_elsewhere_is_told_in_private(
    study: Study, ana: ActingUser
) -> None:
    """The shortlist says itself that its vote is over; no other message does."""
    shortlist = await shortlist_opened(study)
    await study.clock.move_to(CLOSES)
    elsewhere = await opened(study)
    before = json.dumps(elsewhere.components)
    seen = await ana.click(elsewhere, custom_id="paper:vote:1", forge=True)
    assert seen.ephemeral
    assert json.dumps(elsewhere.components) == before
    assert (await ana.click(shortlist, custom_id="paper:vote:1", forge=True)).updated


async def test_outside_the_group_nobody_reads_cards_papers_or_actions(
    study: Study, ana: ActingUser, nina: ActingUser
) -> None:
    """In the server, and later by direct message after having left the group."""
    summary = await retro_held(study, ana)
    await shortlist_opened(study)
    await study.clock.move_to(CLOSES)
    for custom_id in ("retro:read:1", "retro:page:1:0", "paper:result:1", "paper:found::0:::0"):
        assert CARD in (await ana.click(summary, custom_id="retro:read:1", forge=True)).text
        seen = await nina.click(summary, custom_id=custom_id, forge=True)
        assert "not in the study group yet" in seen.text, custom_id
    for command in ("paper picks", "paper history", "action list"):
        assert "not in the study group yet" not in (await ana.slash(command)).text
        assert "not in the study group yet" not in (await study.organiser.slash(command)).text
        assert "not in the study group yet" in (await nina.slash(command)).text
    assert await nina.autocomplete("action done", "action", "") == []
    assert await nina.autocomplete("paper nominate", "paper", "") == []
    assert await ana.autocomplete("paper nominate", "paper", "") != []
    assert "Theoretical foundations" in (await nina.slash("plan show")).text


async def test_a_stranger_reaches_nothing_by_direct_message(
    study: Study, ana: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    """Every route with this server's id in it, pressed by somebody who is not in the server."""
    await retro_held(study, ana)
    sam = study.sandbox.user("Sam")
    panel = await sam.slash("help", dm=True)
    for route in PRESSES:
        for custom_id in (as_meant(route, study.guild.id), *forged(route, study.guild.id)):
            seen = await sam.click(panel, custom_id=custom_id, forge=True)
            check(seen, custom_id)
            for secret in (CARD, ACTION, NOTE):
                assert secret not in shown(seen), custom_id
    assert "no study group yet" in (await sam.slash("me", dm=True)).text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_join_by_direct_message_takes_only_people_of_the_server(
    study: Study, ana: ActingUser, nina: ActingUser
) -> None:
    """Discord is asked who is in the server; whoever has left it, or never was in it, is not."""
    join = f"me:join:{study.guild.id}"
    sam = study.sandbox.user("Sam")
    refused = await sam.click(await sam.slash("help", dm=True), custom_id=join, forge=True)
    assert "You are not in that server" in refused.text
    assert "no study group yet" in (await sam.slash("me", dm=True)).text
    nowhere = await sam.click(
        await sam.slash("help", dm=True), custom_id=f"me:join:{2**63 - 1}", forge=True
    )
    assert "You are not in that server" in nowhere.text

    joined = await nina.click(await nina.slash("help", dm=True), custom_id=join, forge=True)
    assert "You are in" in joined.text, joined.text

    left = await ana.click(await ana.click(await ana.slash("me", dm=True), "Leave"), "Leave")
    ana.leave(study.guild)
    again = await ana.click(left, "Join again")
    assert "You are not in that server" in again.text
    ana.join(study.guild)
    assert "You are in" in (await ana.click(left, "Join again")).text


@pytest.mark.parametrize("trouble", ["refuses", "silent"])
async def test_join_by_direct_message_waits_for_an_outage_to_end(
    study: Study, nina: ActingUser, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is let in unasked, and nobody waits longer than Discord waits for an answer."""
    panel = await nina.slash("help", dm=True)
    join = f"me:join:{study.guild.id}"
    if trouble == "refuses":
        study.sandbox.faults.fail("GET", MEMBER, status=503)
    else:
        study.sandbox.faults.hold("GET", MEMBER)
    seen = await nina.click(panel, custom_id=join, forge=True)
    assert "Press this in the server itself" in seen.text
    assert "no study group yet" in (await nina.slash("me", dm=True)).text
    study.sandbox.faults.clear()
    assert "You are in" in (await nina.click(panel, custom_id=join, forge=True)).text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_an_organiser_elsewhere_organises_nothing_here(study: Study, ana: ActingUser) -> None:
    """By a server's id alone, in a server of one's own."""
    eve = study.sandbox.user("Eve")
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    elsewhere.create_text_channel("general")
    role = elsewhere.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)
    eve.join(elsewhere, roles=[role])
    panel = await eve.slash("help")
    seen = await eve.click(panel, custom_id=f"me:join:{study.guild.id}", forge=True)
    assert "another server" in seen.text
