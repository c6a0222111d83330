"""The group and its members, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.db import Database
from bot.errors import NotSetUp, UserError
from bot.groups.direct_messages import home_of, use_in_dms
from bot.groups.membership import record_back, record_gone
from bot.inputs.date_patterns import MonthDay
from tests.groups import acting as groups

GUILD, OTHER, THIRD = 100, 200, 300
ANA, BEN = 7, 8
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


async def set_up(db: Database, guild_id: int = GUILD, zone: str = "Europe/Berlin") -> groups.Group:
    async with db.begin() as session:
        return await groups.set_up(
            session,
            guild_id,
            zone=zone,
            start_date=date(2026, 3, 2),
            announcements_channel_id=1,
            papers_channel_id=2,
            retros_channel_id=3,
            now=NOW,
        )


async def test_setup_again_changes_only_what_is_said(db: Database) -> None:
    await set_up(db)
    async with db.begin() as session:
        changed = await groups.change_group(
            session, GUILD, retro=(MonthDay(5), time(19)), categories=("cs.CL", "stat.ML"), now=NOW
        )
    async with db.read() as session:
        assert await groups.get_group(session, GUILD) == changed
    assert (changed.retro_on, changed.retro_at) == (MonthDay(5), time(19))
    assert changed.categories == ("cs.CL", "stat.ML")
    assert (changed.zone, changed.papers_open_weekday) == ("Europe/Berlin", 0)


async def test_a_group_refuses_what_cannot_be(db: Database) -> None:
    await set_up(db)
    for fields in ({"zone": "Mars/Olympus"}, {"categories": ("cs.LG; DROP",)}, {"categories": ()}):
        async with db.begin() as session:
            with pytest.raises(UserError):
                await groups.change_group(session, GUILD, now=NOW, **fields)


async def test_nobody_joins_before_setup(db: Database) -> None:
    async with db.begin() as session:
        with pytest.raises(NotSetUp, match="/setup"):
            await groups.join(session, GUILD, ANA, now=NOW)


async def test_r3_without_an_own_zone_the_servers_is_in_force(db: Database) -> None:
    await set_up(db)
    async with db.begin() as session:
        member = await groups.join(session, GUILD, ANA, now=NOW)
    assert (member.zone, member.own_zone) == ("Europe/Berlin", False)
    assert (member.prompt_at, member.weekdays) == (time(8), frozenset(range(5)))
    async with db.begin() as session:
        await groups.change_group(session, GUILD, zone="Asia/Tokyo", now=NOW)
        assert (await groups.get_member(session, GUILD, ANA)).zone == "Asia/Tokyo"
        member = await groups.change_member(session, GUILD, ANA, zone="Asia/Calcutta", now=NOW)
    assert (member.zone, member.own_zone) == ("Asia/Kolkata", True)
    async with db.begin() as session:
        member = await groups.change_member(session, GUILD, ANA, zone=None, now=NOW)
    assert (member.zone, member.own_zone) == ("Asia/Tokyo", False)


async def test_joining_twice_at_once_makes_one_member(db: Database) -> None:
    await set_up(db)

    async def join() -> None:
        async with db.begin() as session:
            await groups.join(session, GUILD, ANA, now=NOW)

    await asyncio.gather(join(), join(), join())
    async with db.read() as session:
        assert [m.user_id for m in await groups.members(session, GUILD)] == [ANA]


async def test_joining_again_keeps_what_is_not_named(db: Database) -> None:
    await set_up(db)
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, zone="Asia/Tokyo", prompt_at=time(7), now=NOW)
        again = await groups.join(session, GUILD, ANA, prompt_at=time(21), now=NOW)
    assert (again.zone, again.prompt_at) == ("Asia/Tokyo", time(21))


async def test_coming_back_after_leaving_finds_the_former_settings(db: Database) -> None:
    await set_up(db)
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, zone="Asia/Tokyo", now=NOW)
        await groups.change_member(session, GUILD, ANA, prompts_stopped=True, now=NOW)
        left = await groups.leave(session, GUILD, ANA, now=NOW)
    assert left.left
    async with db.begin() as session:
        assert await groups.members(session, GUILD) == []
        with pytest.raises(NotSetUp, match="/join"):
            await groups.get_member(session, GUILD, ANA)
        with pytest.raises(NotSetUp):
            await groups.pause(session, GUILD, ANA, until=date(2026, 4, 1), now=NOW)
        back = await groups.join(session, GUILD, ANA, now=NOW)
    assert (back.left, back.prompts_stopped, back.zone) == (False, False, "Asia/Tokyo")


async def test_r5_a_pause_ends_by_itself(db: Database) -> None:
    await set_up(db, zone="UTC")
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
        member = await groups.pause(session, GUILD, ANA, until=date(2026, 3, 9), now=NOW)
    assert member.paused(datetime(2026, 3, 8, 23, 59, tzinfo=UTC))
    assert not member.paused(datetime(2026, 3, 9, 0, 0, tzinfo=UTC))
    async with db.begin() as session:
        assert (await groups.resume(session, GUILD, ANA, now=NOW)).paused_until is None


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2025, 1, 1), date(2030, 1, 1)])
async def test_a_pause_into_the_past_or_for_years_is_refused(db: Database, until: date) -> None:
    await set_up(db)
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
        with pytest.raises(UserError, match=r"`\d{4}-"):
            await groups.pause(session, GUILD, ANA, until=until, now=NOW)


async def test_r8_refused_messages_are_counted_until_one_arrives(db: Database) -> None:
    await set_up(db)
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
        for _ in range(3):
            await groups.mark_dms_refused(session, GUILD, ANA, now=NOW)
    async with db.begin() as session:
        member = await groups.get_member(session, GUILD, ANA)
        assert (member.dms_refused, member.dms_given_up) == (True, True)
        await groups.mark_dms_open(session, GUILD, ANA)
    async with db.read() as session:
        member = await groups.get_member(session, GUILD, ANA)
    assert (member.dms_refused, member.dms_given_up) == (False, False)


async def test_a_member_of_several_groups_says_once_which_is_meant_in_dms(db: Database) -> None:
    for guild_id in (GUILD, OTHER, THIRD):
        await set_up(db, guild_id)
    async with db.begin() as session:
        with pytest.raises(NotSetUp):
            await home_of(session, ANA)
        await groups.join(session, GUILD, ANA, now=NOW)
        assert await home_of(session, ANA) == GUILD
        await groups.join(session, OTHER, ANA, now=NOW)
        with pytest.raises(UserError, match="Use in DMs"):
            await home_of(session, ANA)
        later = NOW + timedelta(hours=1)
        for at in (later, later + timedelta(hours=1)):
            await use_in_dms(session, await groups.member(session, OTHER, ANA, now=at))
        assert await home_of(session, ANA) == OTHER
        assert await home_of(session, ANA, shown_at=later) == OTHER
        with pytest.raises(UserError, match="before you chose another group"):
            await home_of(session, ANA, shown_at=NOW)
        await groups.join(session, THIRD, ANA, now=NOW)
        await groups.leave(session, OTHER, ANA, now=NOW)
        with pytest.raises(UserError, match="Use in DMs"):
            await home_of(session, ANA)
        await groups.leave(session, THIRD, ANA, now=later)
        assert await home_of(session, ANA, shown_at=later) == GUILD
        with pytest.raises(UserError, match="before you chose another group"):
            await home_of(session, ANA, shown_at=NOW)


async def test_m2_a_server_that_one_is_gone_from_is_not_meant_in_dms(db: Database) -> None:
    """Of three groups that leaves a question; where none is left, any may be the one to come to."""
    for guild_id in (GUILD, OTHER, THIRD):
        await set_up(db, guild_id)
    async with db.begin() as session:
        for guild_id in (GUILD, OTHER, THIRD):
            await groups.join(session, guild_id, ANA, now=NOW)
        await use_in_dms(session, await groups.member(session, OTHER, ANA, now=NOW))
        await record_gone(session, OTHER, ANA, now=NOW)
        with pytest.raises(UserError, match="Use in DMs"):
            await home_of(session, ANA)
        await record_gone(session, THIRD, ANA, now=NOW)
        assert await home_of(session, ANA) == GUILD
        await record_gone(session, GUILD, ANA, now=NOW)
        assert await home_of(session, ANA) == GUILD
        await record_back(session, OTHER, ANA, now=NOW)
        assert await home_of(session, ANA) == OTHER
        assert not (await groups.join(session, GUILD, ANA, now=NOW)).gone


async def test_groups_are_apart(db: Database) -> None:
    await set_up(db)
    await set_up(db, OTHER)
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
        await groups.join(session, OTHER, BEN, now=NOW)
        with pytest.raises(NotSetUp):
            await groups.get_member(session, OTHER, ANA)
        with pytest.raises(NotSetUp):
            await groups.change_member(session, GUILD, BEN, prompt_at=time(9), now=NOW)
