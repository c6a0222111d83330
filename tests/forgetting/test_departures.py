"""What waits for somebody to come back is deleted when its time is over, and not before (M2)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from bot.config import PrivacySettings
from bot.db import Database
from bot.forgetting import purge
from bot.groups import membership, presence
from sandbox import ActingUser
from tests.forgetting.everything import ANA, BEN, GUILD, NOW, OTHER, make, stored, traces
from tests.forgetting.test_wire import rows_about
from tests.groups import acting as groups
from tests.live import Study, custom_ids

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MEMBER = "/guilds/{guild_id}/members/{user_id}"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def short(study: Study, days: int = 1) -> None:
    """Let the time be short: a month of messages takes long."""
    privacy = PrivacySettings(grace_days=days)
    study.bot.settings = msgspec.structs.replace(study.bot.settings, privacy=privacy)


async def leave(who: ActingUser) -> None:
    await who.click(await who.slash("leave"), "Leave")


async def test_m2_people_go_when_their_time_is_over_and_nobody_else(composed_db: Database) -> None:
    db = composed_db
    await make(db)
    async with db.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)
        await membership.record_gone(session, OTHER, BEN, now=NOW + DAY)
    before = await stored(db)

    async def due(at: int) -> list[tuple[int, int]]:
        async with db.read() as session:
            found = await purge.departed(session, before=NOW + (at - 30) * DAY, limit=9)
        return [(each.guild_id, each.user_id) for each in found]

    assert await due(29) == []
    assert await due(30) == [(GUILD, ANA)]
    assert sorted(await due(31)) == [(GUILD, ANA), (OTHER, BEN)]
    async with db.begin() as session:
        assert await purge.purge_person(session, GUILD, ANA, before=NOW, now=NOW + 30 * DAY)
        assert not await purge.purge_person(session, GUILD, BEN, before=NOW, now=NOW + 30 * DAY)
        assert not await purge.purge_person(session, OTHER, BEN, before=NOW, now=NOW + 30 * DAY)
    after = await stored(db)
    assert traces(after, GUILD, ANA) == []
    assert len(traces(after, OTHER, BEN)) == len(traces(before, OTHER, BEN))


async def test_m2_who_came_back_meanwhile_stays(composed_db: Database) -> None:
    db = composed_db
    await make(db)
    async with db.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)
        await groups.join(session, GUILD, ANA, now=NOW + DAY)
        assert not await purge.purge_person(session, GUILD, ANA, before=NOW + DAY, now=NOW + DAY)
    assert len(traces(await stored(db), GUILD, ANA)) > 30


async def test_m2_a_group_goes_with_all_that_it_has(composed_db: Database) -> None:
    db = composed_db
    await make(db)
    async with db.begin() as session:
        await presence.record_absence(session, GUILD, now=NOW)
        assert not await purge.purge_group(session, OTHER, before=NOW)
    before = await stored(db)
    async with db.read() as session:
        assert await purge.abandoned(session, before=NOW, limit=9) == [], "its people come first"
        people = await purge.departed(session, before=NOW, limit=9)
    assert {(each.guild_id, each.is_absent) for each in people} == {(GUILD, True)}
    for who in people:
        async with db.begin() as session:
            await purge.purge_person(session, GUILD, who.user_id, before=NOW, now=NOW)
    async with db.read() as session:
        assert await purge.abandoned(session, before=NOW, limit=9) == [GUILD]
    async with db.begin() as session:
        assert await purge.purge_group(session, GUILD, before=NOW)
    after = await stored(db)
    assert str(GUILD) not in repr(after)
    for user_id in (ANA, BEN):
        held = [line for line in traces(after, OTHER, user_id) if not line.startswith("homes")]
        assert held == traces(before, OTHER, user_id)


async def test_m2_leaving_says_how_long_and_the_time_ends_by_itself(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    short(study)
    await ana.slash("milestone done", milestone="projects-first-pr")
    asked = await ana.slash("leave")
    assert "waits for 1 day" in asked.text
    left = await ana.click(asked, "Leave")
    until = int((study.clock.now() + DAY).timestamp())
    assert f"waits until <t:{until}:D>" in left.text
    await study.clock.advance(DAY - timedelta(minutes=1))
    assert await rows_about(study, ana)
    await ana.slash("join")
    assert "●" in (await ana.slash("milestone show", milestone="projects-first-pr")).text
    await leave(ana)
    await study.clock.advance(DAY + HOUR)
    assert await rows_about(study, ana) == []
    assert await rows_about(study, ben)


@on_sqlite
async def test_m2_no_time_at_all_deletes_at_once(study: Study) -> None:
    ana = await study.person("Ana")
    short(study, 0)
    await study.bot.wait_until_ready()
    asked = await ana.slash("leave")
    assert "deleted soon after" in asked.text
    left = await ana.click(asked, "Leave")
    assert "waits until" not in left.text
    await study.clock.advance(HOUR)
    assert await rows_about(study, ana) == []
    assert custom_ids(left, "me:join")


async def test_m2_who_left_the_server_goes_on_discords_word_alone(study: Study) -> None:
    ana = await study.person("Ana")
    short(study)
    async with study.db.begin() as session:
        now = study.clock.now()
        await membership.record_gone(session, study.guild.id, ana.id, now=now)
    study.sandbox.faults.fail("GET", MEMBER, status=503, times=100)
    await study.clock.advance(2 * DAY)
    assert await rows_about(study, ana), "an outage of Discord deletes nobody"
    study.sandbox.faults.clear()
    await study.clock.advance(HOUR)
    assert await rows_about(study, ana), "she is there: Discord says so"
    assert "Next prompt" in (await ana.slash("me")).text
    async with study.db.begin() as session:
        await membership.record_gone(session, study.guild.id, ana.id, now=study.clock.now())
    ana.leave(study.guild)
    await study.clock.advance(DAY + HOUR)
    assert await rows_about(study, ana) == []


async def test_m2_a_server_that_removed_the_bot_goes_and_an_outage_does_not(study: Study) -> None:
    ana = await study.person("Ana")
    short(study)
    study.guild.set_available(False)
    await study.clock.advance(2 * DAY)
    assert await rows_about(study, ana), "an outage of the server is no removal"
    study.guild.set_available(True)
    await study.clock.advance(timedelta(minutes=1))
    study.guild.kick_bot()
    await study.restart()
    short(study)
    await study.clock.advance(DAY - HOUR)
    assert await rows_about(study, ana)
    for _ in range(3):
        await study.clock.advance(HOUR)
    assert str(study.guild.id) not in repr(await stored(study.db))


@on_sqlite
async def test_m2_what_is_cut_off_goes_on_with_the_next_portion(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [await study.person(name) for name in ("Ana", "Ben", "Cem")]
    short(study)
    for who in people:
        await leave(who)
    done = purge.purge_person
    calls: list[int] = []

    async def cut_off(*args: object, **kwargs: object) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return await done(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(purge, "purge_person", cut_off)
    with pytest.raises(ExceptionGroup):
        await study.clock.advance(DAY + HOUR)
    left = [who for who in people if await rows_about(study, who)]
    assert len(left) == 2, "the first is gone, wholly"
    await study.clock.advance(HOUR)
    assert [who for who in people if await rows_about(study, who)] == []
