"""Being invited, joining step by step, and meeting *Join* where a member would act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.errors import NotJoined
from bot.groups import service as groups
from bot.groups.invitation import INVITATION_KIND
from bot.plans.loader import shipped
from bot.scheduling.models import ScheduleRow
from sandbox import ActingUser
from sandbox.rules.permissions import Permissions
from tests.live import Study
from tests.papers.test_wire import opened as shortlist_opened

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

MEMBER = "/guilds/{guild_id}/members/{user_id}"
ASKS = "where you are?"
FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def member_of(study: Study, person: ActingUser) -> groups.Member:
    async with study.db.read() as session:
        return await groups.get_member(session, study.guild.id, person.id)


async def test_c11_the_invitation_is_shown_then_posted_once(blank_study: Study) -> None:
    study, olga = blank_study, blank_study.organiser
    setup = await olga.click(await olga.slash("setup"), "Start")
    assert f"**Plan** · {shipped().plan.title}, 6 blocks" in setup.text
    shown = await olga.click(setup, "Invite")
    assert f"For everybody in <#{study.announcements.id}>" in shown.text
    assert "Nothing comes to you before you join" in shown.text
    await study.clock.advance(timedelta(seconds=1))
    assert list(study.announcements.messages) == [], "it was only shown"
    await olga.click(shown, custom_id="setup:invite-sure", forge=True)
    await study.clock.advance(timedelta(seconds=1))
    sent = await olga.click(shown, custom_id="setup:invite-sure", forge=True)
    assert f"goes to <#{study.announcements.id}>" in sent.text
    await study.clock.advance(timedelta(seconds=1))
    [post] = study.announcements.messages
    assert post.buttons == ["Join", "See the plan"]
    assert shipped().plan.title in post.text
    ana = await study.person("Ana", joined=False)
    before = post.components
    plan = await ana.click(post, "See the plan")
    assert plan.ephemeral
    assert "Theoretical foundations" in plan.text
    asked = await ana.click(post, "Join")
    assert asked.ephemeral
    assert ASKS in asked.text
    assert post.components == before
    mine = await olga.click(await olga.slash("setup"), "Join yourself")
    assert ASKS in mine.text
    assert "Join yourself" not in (await olga.slash("setup")).buttons
    await study.clock.advance(timedelta(days=1))
    await olga.click(await olga.click(await olga.slash("setup"), "Invite"), "Post it")
    await study.clock.advance(timedelta(seconds=1))
    assert [each.buttons for each in study.announcements.messages].count(post.buttons) == 2


async def test_c11_an_invitation_that_cannot_be_posted_is_not_promised(study: Study) -> None:
    olga, me = study.organiser, study.sandbox.world.application.bot_user
    shown = await olga.click(await olga.slash("setup"), "Invite")
    study.announcements.set_overwrite(me, deny=Permissions.SEND_MESSAGES)
    assert "Send Messages" in (await olga.click(shown, "Post it")).text
    again = await olga.click(await olga.slash("setup"), "Invite")
    assert f"I may not write in <#{study.announcements.id}>" in again.text
    ana = await study.person("Ana")
    refused = await ana.click(await ana.slash("me"), custom_id="setup:invite-sure", forge=True)
    assert "Manage Server" in refused.text
    await study.clock.advance(timedelta(seconds=1))
    assert list(study.announcements.messages) == []
    async with study.db.read() as session:
        kinds = list(await session.scalars(select(ScheduleRow.kind)))
    assert INVITATION_KIND not in kinds, "nothing was put that could come later"


async def test_joining_asks_whether_the_time_is_right_then_which_path(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    seen = await ana.click(await ana.slash("help"), "Join")
    assert "Is it **06:00** where you are?" in seen.text
    seen = await ana.click(await ana.click(seen, "Yes"), "CV")
    assert seen.ephemeral
    assert "**You are in: Night owls**" in seen.text
    assert "UTC, the server's" in seen.text
    assert f"**Next message** · <t:{int(FIRST.timestamp())}:F>" in seen.text
    assert "**First milestone** · " in seen.text
    assert seen.buttons == ["Start", "Settings", "What is stored"]
    assert len(seen.text.splitlines()) + 1 <= 12
    assert not (await member_of(study, ana)).own_zone, "it follows the server's, if that changes"
    assert "**You in Night owls**" in (await ana.click(seen, "Settings")).text
    begun = await ana.click(seen, "Start")
    assert "in progress" in begun.text
    again = await ana.slash("join")
    assert ASKS not in again.text, "whoever is in is asked nothing"
    assert again.buttons == ["Open", "Settings", "What is stored"]


async def test_r3_another_city_is_chosen_at_joining(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    form = await ana.click(await ana.slash("join"), "Choose my city")
    assert "large city" in (await ana.submit(form, {"zone": "Mars/Olympus"})).text
    asked = await ana.submit(form, {"zone": "san"})
    seen = await ana.choose(asked, ["America/Santiago"])
    assert "America/Santiago, yours · 03:00 there now" in seen.text
    assert "Which path" in seen.text
    assert (await member_of(study, ana)).zone == "America/Santiago"
    left = await ana.click(await ana.click(await ana.slash("me"), "Leave"), "Leave")
    back = await ana.click(left, "Join again")
    assert ASKS not in back.text, "whoever comes back has their zone"
    assert "Which path" in back.text


async def test_m7_joining_leads_to_what_is_stored_how_long_and_who_sees_it(study: Study) -> None:
    ana = await study.person("Ana", joined=False)
    joined = await ana.click(await ana.slash("join", zone="Lisbon"), "Later")
    assert "*What is stored* says what I keep about you" in joined.text
    stored = await ana.click(joined, "What is stored")
    for said in ("What I keep about you", "Who sees it", "For how long"):
        assert said in stored.text


async def test_in_a_pause_joining_again_names_no_next_message(study: Study) -> None:
    ana = await study.person("Ana")
    form = await ana.click(await ana.slash("me"), "Pause")
    await ana.submit(form, {"until": "in 2 weeks"})
    seen = await ana.slash("join")
    assert "⏸ Paused until Monday 16 March 2026" in seen.text
    assert "Next message" not in seen.text
    assert "due <t:" not in seen.text


@pytest.mark.parametrize("who", ["stranger", "organiser"])
async def test_c11_whoever_is_no_member_meets_join(study: Study, who: str) -> None:
    shortlist = await shortlist_opened(study)
    sam = await study.person("Sam", joined=False)
    sam = study.organiser if who == "organiser" else sam
    for refused in (await sam.slash("milestone list"), await sam.click(shortlist, "Vote")):
        assert refused.ephemeral
        assert refused.buttons == ["Join"]
        assert ASKS in (await sam.click(refused, "Join")).text
        await sam.click(await sam.click(await sam.slash("me"), "Leave"), "Leave")
    assert "Vote" in shortlist.buttons


async def test_c11_whoever_has_left_meets_join_in_direct_messages_too(study: Study) -> None:
    ana = await study.person("Ana")
    await study.clock.move_to(FIRST)
    prompt = ana.inbox[-1]
    await ana.click(await ana.click(await ana.slash("me"), "Leave"), "Leave")
    refused = await ana.click(prompt, "Done")
    assert "not in the study group yet" in refused.text
    assert "You are in" in (await ana.click(refused, "Join")).text
    assert not (await member_of(study, ana)).left


async def test_c11_in_direct_messages_only_who_is_surely_in_the_server_joins(
    study: Study,
) -> None:
    """Not while Discord does not say it, nor from outside."""
    ana = await study.person("Ana")
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    elsewhere.create_text_channel("general")
    ana.join(elsewhere)
    await study.clock.move_to(FIRST)
    left = await ana.click(await ana.slash("me", guild=study.guild), "Leave")
    await ana.click(left, "Leave")
    refused = await ana.click(ana.inbox[-1], "Done")
    await study.clock.advance(timedelta(minutes=6))
    study.sandbox.faults.fail("GET", MEMBER, status=503, times=10**6)
    assert "Discord does not tell me" in (await ana.click(refused, "Join")).text
    study.sandbox.faults.clear()
    ana.leave(study.guild)
    assert "You are not in that server" in (await ana.click(refused, "Join")).text
    ana.join(study.guild)
    with pytest.raises(NotJoined):
        await member_of(study, ana)
    assert "You are in" in (await ana.click(refused, "Join")).text


async def test_c11_what_was_typed_stays_beside_join(study: Study) -> None:
    """A form that was opened as a member, and sent after leaving."""
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone="theory-problem-sets")
    form = await ana.click(
        await ana.slash("today"), custom_id="milestone:note:theory-problem-sets", forge=True
    )
    await ana.click(await ana.click(await ana.slash("me"), "Leave"), "Leave")
    refused = await ana.submit(form, {"note": "Two proofs were wrong"})
    assert "Join" in refused.buttons
    await ana.click(refused, "Join")
    assert "Two proofs were wrong" in refused.text
