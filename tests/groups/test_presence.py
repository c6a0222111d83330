"""The bot is removed from a server and invited again: nothing is tried, nobody is silenced."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.groups import presence
from bot.groups import service as groups
from cogs.groups.presence import Presence
from tests.live import Study, start_bot, stop_bot

FRIDAY_NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


async def _refused(study: Study, user_id: int) -> tuple[bool, int]:
    async with study.db.read() as session:
        member = await groups.get_member(session, study.guild.id, user_id)
    return member.dms_refused, member.dm_refusals


async def _present(study: Study) -> bool:
    async with study.db.read() as session:
        return await presence.is_present(session, study.guild.id)


@pytest.mark.parametrize("while_running", [True, False])
async def test_no_message_is_tried_where_the_bot_is_not_and_all_come_after_its_return(
    study: Study, while_running: bool
) -> None:
    """Four weekdays away cost no refused try; the next prompt comes without *Try again*."""
    ana = await study.person("Ana")
    if not while_running:
        await stop_bot(study.bot, study.clock)
    study.guild.kick_bot()
    if not while_running:
        study.bot = await start_bot(study.settings, study.db, study.sandbox)
    study.sandbox.requests.clear()
    await study.clock.move_to(FRIDAY_NOON)
    asked = [request.path for request in study.sandbox.requests if request.method == "POST"]
    assert asked == []
    assert not await _present(study)
    study.guild.add_bot()
    await study.clock.advance(timedelta(days=3))
    assert await _refused(study, ana.id) == (False, 0)
    assert await _present(study)
    assert [prompt.timestamp.weekday() for prompt in ana.inbox] == [0]


async def test_coming_back_forgets_what_was_refused_meanwhile_and_nothing_else(
    study: Study,
) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    now = study.clock.now()
    hour = timedelta(hours=1)
    async with study.db.begin() as session:
        await groups.mark_dms_refused(session, study.guild.id, ben.id, now=now - hour)
        await presence.record_absence(session, study.guild.id, now=now)
        await presence.record_absence(session, study.guild.id, now=now + 2 * hour)
        await groups.mark_dms_refused(session, study.guild.id, ana.id, now=now + hour)
        await presence.record_return(session, study.guild.id)
        await groups.mark_dms_refused(session, study.guild.id, ben.id, now=now + hour)
        await presence.record_return(session, study.guild.id)
    assert await _refused(study, ana.id) == (False, 0)
    assert await _refused(study, ben.id) == (True, 2)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a_server_of_another_process_is_as_that_one_has_noted(study: Study) -> None:
    """A process that has other shards is told nothing of the server, and takes no absence."""
    guild_id = study.guild.id
    other = replace(study.settings.discord, shard_count=2, shard_ids=[1 - (guild_id >> 22) % 2])
    settings = replace(study.settings, discord=other)
    await study.person("Ana")
    await stop_bot(study.bot, study.clock)
    study.bot = await start_bot(settings, study.db, study.sandbox)
    seen = study.bot.get_cog("Presence")
    assert isinstance(seen, Presence)
    assert await seen.is_in(guild_id)
    assert study.bot.get_guild(guild_id) is None
    async with study.db.begin() as session:
        await presence.record_absence(session, guild_id, now=study.clock.now())
    assert not await seen.is_in(guild_id)


async def test_an_outage_of_the_server_is_no_absence(study: Study) -> None:
    ana = await study.person("Ana")
    study.guild.set_available(False)
    await study.clock.move_to(study.clock.now() + timedelta(hours=3))
    assert await _present(study)
    assert len(ana.inbox) == 1
