"""M2: who has left the server gets nothing, sees nothing, counts nowhere, until they are back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.db import Database
from bot.errors import NotInServer
from bot.groups import membership
from bot.groups.models import MemberRow
from bot.papers.queries import count_ballots
from bot.scheduling import agenda
from cogs.groups.membership import MembershipSweep
from sandbox import ActingUser
from sandbox.feeds import Paper
from sandbox.rules.permissions import Permissions
from tests.groups import acting as groups
from tests.groups.inbox import messages
from tests.live import Study, custom_ids
from tests.milestones.circle import ANA, GUILD, NOW, make_groups
from tests.wins.sharing import share

ON_SQLITE = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
MEMBER = "/guilds/{guild_id}/members/{user_id}"
PR = "projects-first-pr"


def march(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def sharing_another_server(study: Study, name: str = "Ana") -> ActingUser:
    """A member who is reachable after leaving, since the bot is in another server with them."""
    user = await study.person(name)
    other = study.sandbox.world.create_guild(f"Another place of {name}")
    other.create_text_channel("general")
    user.join(other)
    return user


async def row_of(study: Study, user: ActingUser) -> MemberRow:
    async with study.db.read() as session:
        return await session.get_one(MemberRow, (study.guild.id, user.id))


def asked(study: Study) -> int:
    return len(study.sandbox.requests.to("GET", MEMBER))


@pytest.mark.parametrize("while_away", [timedelta(hours=1), timedelta(days=10)])
async def test_m2_gone_members_rest_and_come_back_to_everything(
    db: Database, while_away: timedelta
) -> None:
    """Schedules, counts and the row itself; the second *gone* is no news."""
    group = await make_groups(db)
    async with group.begin() as session:
        assert await membership.record_gone(session, GUILD, ANA, now=NOW)
        assert not await membership.record_gone(session, GUILD, ANA, now=NOW)
    async with group.begin() as session:
        with pytest.raises(NotInServer):
            await groups.get_member(session, GUILD, ANA)
        with pytest.raises(NotInServer):
            await groups.lock_member(session, GUILD, ANA)
        assert ANA not in [each.user_id for each in await groups.members(session, GUILD)]
    later = NOW + while_away
    async with group.begin() as session:
        assert await membership.record_back(session, GUILD, ANA, now=later)
        assert not await membership.record_back(session, GUILD, ANA, now=later)
        found = await groups.get_member(session, GUILD, ANA)
        assert not found.gone
        assert found.checked_at == later


async def test_m2_only_those_whose_week_is_over_are_asked_about(db: Database) -> None:
    """Gone ones too, who may be back; not where the bot is not, nor who left the group."""
    group = await make_groups(db)
    week = NOW + membership.CHECKED_AGAIN
    async with group.begin() as session:
        everybody = {each.user_id for each in await groups.members(session, GUILD)}
        assert await membership.to_check(session, now=NOW, limit=50) == []
        due = await membership.to_check(session, now=week, limit=50)
        assert {each.user_id for each in due if each.guild_id == GUILD} == everybody
        assert len(await membership.to_check(session, now=week, limit=1)) == 1
        await membership.record_gone(session, GUILD, ANA, now=NOW)
        due = await membership.to_check(session, now=week, limit=50)
        assert {each.user_id for each in due if each.guild_id == GUILD} == everybody
        await membership.record_checked(session, GUILD, [ANA], now=week)
        due = await membership.to_check(session, now=week, limit=50)
        assert ANA not in {each.user_id for each in due if each.guild_id == GUILD}


async def test_m2_before_a_days_first_message_discord_is_asked(study: Study) -> None:
    """Nothing more comes, nothing stays scheduled; a press in the server brings all of it back."""
    ana = await sharing_another_server(study)
    await study.clock.move_to(march(2))
    assert len(messages(ana)) == 1
    assert asked(study) == 1
    ana.leave(study.guild)
    await study.clock.move_to(march(4))
    assert len(messages(ana)) == 1
    assert asked(study) == 2, "the schedule rests, so nobody asks again"
    async with study.db.read() as session:
        scheduled = await agenda(session, study.guild.id, limit=50)
    assert ana.id not in [each.user_id for each in scheduled]
    ana.join(study.guild)
    assert "Next prompt: <t:" in (await ana.slash("me", guild=study.guild)).text
    await study.clock.move_to(march(5))
    assert len(messages(ana)) == 2


@ON_SQLITE
async def test_m2_in_direct_messages_nobody_acts_in_a_server_they_left(study: Study) -> None:
    """Commands, old presses and suggestions; the first look after coming back works again."""
    ana = await sharing_another_server(study)
    await study.clock.move_to(march(2))
    [prompt] = ana.inbox
    shown = await ana.slash("milestone next", dm=True)
    asked_once = asked(study)
    await ana.slash("today", dm=True)
    assert asked(study) == asked_once, "she was found there a moment ago"
    ana.leave(study.guild)
    await study.clock.advance(timedelta(minutes=6))
    for command in ("today", "me", "action list", "conference list", "retro card", "paper vote"):
        assert "You are not in that server" in (await ana.slash(command, dm=True)).text, command
    assert "You are not in that server" in (await ana.click(shown, "Done")).text
    assert "You are not in that server" in (await ana.click(prompt, "Done")).text
    assert await ana.autocomplete("milestone done", "milestone", "", dm=True) == []
    assert (await row_of(study, ana)).gone_since is not None
    ana.join(study.guild)
    study.sandbox.faults.fail("GET", MEMBER, status=503, times=10**6)
    assert "Discord does not tell me" in (await ana.slash("me", dm=True)).text
    assert (await row_of(study, ana)).gone_since is not None, "nobody said that she is back"
    study.sandbox.faults.clear()
    assert "Next prompt: <t:" in (await ana.slash("me", dm=True)).text
    assert (await row_of(study, ana)).gone_since is None


@ON_SQLITE
async def test_m2_what_a_group_showed_never_acts_in_the_one_that_is_left(study: Study) -> None:
    """A member of two, gone from the server that direct messages meant."""
    ana, other = await study.person("Ana"), study.sandbox.world.create_guild("Early birds")
    for name in ("announcements", "papers", "retros"):
        other.create_text_channel(name)
    ana.join(other, roles=[other.create_role("All", permissions=Permissions.MANAGE_GUILD)])
    await ana.click(await ana.slash("setup", guild=other), "Start")
    await ana.slash("join", guild=other)
    await ana.click(await ana.slash("me", guild=study.guild), "Use in DMs")
    shown = await ana.slash("milestone next", dm=True)
    ana.leave(study.guild)
    await study.clock.advance(timedelta(minutes=6))
    assert "You are not in that server" in (await ana.click(shown, "Done")).text
    assert "before you chose another group" in (await ana.click(shown, "Done")).text
    assert "0 of " in (await ana.slash("me", dm=True)).text, "the group that is left"


@ON_SQLITE
async def test_m2_an_outage_makes_nobody_gone(study: Study) -> None:
    """Nor does an answer that is about something else; messages come and commands work."""
    ana = await study.person("Ana")
    answers = ((503, 0), (401, 0), (403, 50001), (404, 10004), (404, 0), (429, 0))
    for day, (status, code) in zip((2, 3, 4, 5, 6, 9), answers, strict=True):
        study.sandbox.faults.fail("GET", MEMBER, status=status, code=code, times=10**6)
        await study.clock.move_to(march(day))
        assert "**Today**" in (await ana.slash("today", dm=True)).text, (status, code)
        study.sandbox.faults.clear()
    assert len(ana.inbox) == len(answers)
    await study.clock.move_to(march(20))
    assert (await row_of(study, ana)).gone_since is None


@ON_SQLITE
async def test_m2_the_weekly_look_finds_who_left_and_who_is_back(study: Study) -> None:
    """Also those to whom nothing is sent; while Discord cannot be asked, it waits."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await ana.click(await ana.slash("me"), "Stop prompts")
    sweep = study.bot.get_cog("MembershipSweep")
    assert isinstance(sweep, MembershipSweep)
    ana.leave(study.guild)
    await study.clock.move_to(march(8))
    assert (await row_of(study, ana)).gone_since is None
    study.sandbox.faults.fail("GET", MEMBER, status=503, times=10**6)
    await study.clock.move_to(march(9, 7))
    assert (await row_of(study, ana)).gone_since is None
    study.sandbox.faults.clear()
    await sweep.run()
    assert (await row_of(study, ana)).gone_since is not None
    assert (await row_of(study, ben)).gone_since is None
    ana.join(study.guild)
    await study.clock.move_to(march(16, 8))
    assert (await row_of(study, ana)).gone_since is None


@ON_SQLITE
async def test_m2_counts_go_without_those_who_are_gone_and_come_back_with_them(
    study: Study,
) -> None:
    """Wins, nominations, ballots; milestones in `tests/figures`."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    papers = [
        Paper(f"2603.{n:05}", title, ("Ada Lovelace",), ("cs.LG",), "About.", date(2026, 3, 2))
        for n, title in ((1, "Kernels"), (2, "Pruning"))
    ]
    study.sandbox.feeds.set_batch(date(2026, 3, 2), papers)
    await study.clock.move_to(march(2))
    await ana.slash("milestone done", milestone=PR)
    await share(ana, PR)
    await study.clock.advance(timedelta(minutes=1))
    await ana.choose(await ana.slash("paper vote"), ["2603.00002"])

    async def seen() -> tuple[bool, int]:
        async with study.db.read() as session:
            ballots = sum((await count_ballots(session, study.guild.id, [1])).values())
        wins = (await ben.slash("win list")).text
        picks = (await ben.slash("paper picks")).text
        assert f"{ballots} ballot" in picks
        return "None shared yet" not in wins, ballots

    assert await seen() == (True, 1)
    async with study.db.begin() as session:
        await membership.record_gone(session, study.guild.id, ana.id, now=study.clock.now())
    assert await seen() == (False, 0)
    await ana.slash("plan show")
    assert await seen() == (True, 1)
    assert custom_ids(await ana.slash("win list"))
