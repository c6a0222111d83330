"""Who left is told once until when what is theirs waits, and has it all back by then (M2)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.db import Database
from bot.forgetting import grace
from bot.groups import membership, presence
from bot.groups.models import GroupRow
from sandbox import ActingUser
from tests.forgetting.everything import ANA, BEN, GUILD, NOW, OTHER, make
from tests.forgetting.test_departures import DAY, leave, short
from tests.forgetting.test_wire import rows_about
from tests.groups import acting as groups
from tests.live import Study
from tests.retros.acting import text_of

PR = "projects-first-pr"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def told(who: ActingUser, since: int = 0) -> list[str]:
    """What has come about what waits for them."""
    texts = [text_of(each) for each in list(who.inbox)[since:]]
    return [text for text in texts if "What you entered waits until" in text]


async def leave_server(study: Study, who: ActingUser) -> datetime:
    """They leave, and I notice it, some minutes later; gives back when."""
    await study.bot.wait_until_ready()
    study.guild.remove_member(who.account)
    await study.clock.advance(timedelta(minutes=6))
    assert "says until when" in (await who.slash("today", dm=True)).text
    gone_at = study.clock.now()
    await study.clock.advance(timedelta(hours=1))
    await study.clock.advance(timedelta(minutes=1))
    return gone_at


async def meet_elsewhere(study: Study, who: ActingUser) -> None:
    """Let them share another server with the bot, where they are in no group."""
    who.join(study.sandbox.world.create_guild("Early birds"))


def stamp(instant: datetime) -> str:
    return f"<t:{int(instant.timestamp())}:D>"


async def test_m2_who_left_the_server_is_told_once_and_has_all_back(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    short(study, 9)
    await ana.slash("milestone done", milestone=PR)
    await meet_elsewhere(study, ana)
    gone_at = await leave_server(study, ana)
    (text,) = told(ana)
    assert stamp(gone_at + 9 * DAY) in text
    assert "no longer in Night owls" in text
    assert "Come back to the server by then" in text
    waits = await ana.slash("forget", dm=True)
    assert f"waits for you until {stamp(gone_at + 9 * DAY)}" in waits.text
    await study.restart()
    short(study, 9)
    await study.clock.advance(3 * DAY)
    assert len(told(ana)) == 1, "once"
    assert told(ben) == []
    ana.join(study.guild)
    assert "●" in (await ana.slash("milestone show", milestone=PR, dm=True)).text
    assert "waits for you until" not in (await ana.slash("forget", dm=True)).text
    await study.down_until(gone_at + 9 * DAY - timedelta(hours=1))
    short(study, 9)
    await study.clock.advance(DAY)
    assert await rows_about(study, ana), "she is back"
    await leave_server(study, ana)
    assert len(told(ana)) == 2, "another time begins"


@on_sqlite
async def test_m2_with_closed_messages_the_word_waits_in_forget(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("today", dm=True)
    gone_at = await leave_server(study, ana)
    assert told(ana) == [], "we share no server"
    assert stamp(gone_at + 30 * DAY) in (await ana.slash("forget", dm=True)).text


@on_sqlite
async def test_m2_who_is_back_before_it_is_sent_hears_nothing(study: Study) -> None:
    ana = await study.person("Ana")
    async with study.db.begin() as session:
        await membership.record_gone(session, study.guild.id, ana.id, now=study.clock.now())
        await grace.tell(session, study.guild.id, ana.id, now=study.clock.now())
        await membership.record_back(session, study.guild.id, ana.id, now=study.clock.now())
    await study.clock.advance(timedelta(hours=1))
    assert told(ana) == []


@on_sqlite
async def test_m2_leave_has_said_it_and_sends_nothing_more(study: Study) -> None:
    ana = await study.person("Ana")
    await leave(ana)
    left_at = study.clock.now()
    await study.clock.advance(2 * DAY)
    assert told(ana) == []
    assert stamp(left_at + 30 * DAY) in (await ana.slash("forget")).text


@on_sqlite
async def test_m2_without_a_time_nothing_is_said(study: Study) -> None:
    ana = await study.person("Ana")
    short(study, 0)
    await meet_elsewhere(study, ana)
    await leave_server(study, ana)
    assert told(ana) == []
    assert await rows_about(study, ana) == []


async def test_m2_where_i_was_removed_those_i_can_reach_are_told(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    birds = study.sandbox.world.create_guild("Early birds")
    channel = birds.create_text_channel("all")
    ana.join(birds)
    async with study.db.begin() as session:
        now = study.clock.now()
        await groups.set_up_in_one_channel(session, birds.id, channel.id, now=now)
        await groups.join(session, birds.id, ana.id, now=now)
    study.guild.set_available(False)
    await study.clock.advance(DAY)
    assert told(ana) == [], "an outage begins no time"
    study.guild.set_available(True)
    await study.clock.advance(timedelta(minutes=1))
    study.guild.kick_bot()
    for _ in range(2):
        await study.clock.advance(timedelta(hours=1))
    (text,) = told(ana)
    assert "I was removed from the server of your study group" in text
    assert "If I am let in again by then" in text
    assert told(ben) == []
    opened = len(study.sandbox.requests.to("POST", "/users/@me/channels"))
    await study.clock.advance(timedelta(hours=2))
    assert len(told(ana)) == 1
    assert len(study.sandbox.requests.to("POST", "/users/@me/channels")) == opened, "nobody else"


async def test_m2_the_first_of_two_beginnings_counts(composed_db: Database) -> None:
    await make(composed_db)
    async with composed_db.begin() as session:
        await presence.record_absence(session, GUILD, now=NOW + DAY)
        await membership.record_gone(session, GUILD, ANA, now=NOW)
    async with composed_db.read() as session:
        both = await grace.waiting(session, GUILD, ANA)
        absent = await grace.waiting(session, GUILD, BEN)
        assert await grace.waiting(session, OTHER, ANA) is None
        assert sorted(await grace.to_tell(session, limit=9)) == [(GUILD, ANA), (GUILD, BEN)]
    assert both is not None
    assert absent is not None
    assert (both.since, both.is_absent) == (NOW, False)
    assert (absent.since, absent.is_absent) == (NOW + DAY, True)
    async with composed_db.begin() as session:
        await session.execute(update(GroupRow).values(absent_since=NOW))
        assert await grace.to_tell(session, limit=9) == [], "nobody can be reached"


async def test_m2_two_processes_tell_once(composed_db: Database) -> None:
    await make(composed_db)
    async with composed_db.begin() as session:
        await membership.record_gone(session, GUILD, ANA, now=NOW)

    async def tell(at: datetime) -> None:
        async with composed_db.begin() as session:
            await grace.tell(session, GUILD, ANA, now=at)

    await asyncio.gather(*(tell(NOW + number * DAY) for number in range(3)))
    async with composed_db.read() as session:
        assert await grace.to_tell(session, limit=9) == []
        rows = await groups.member(session, OTHER, ANA, now=NOW)
    assert rows.user_id == ANA
