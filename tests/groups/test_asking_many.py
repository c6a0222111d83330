"""M2: where something is due to many at once, Discord is asked about them in one question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db import Database
from bot.groups import membership
from bot.groups.models import MemberRow
from bot.scheduling import put_now
from bot.scheduling.tick import tick
from cogs.common import still_members
from sandbox import ActingUser
from tests.groups import acting as groups
from tests.groups.inbox import messages
from tests.live import Study
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, make_groups

ON_SQLITE = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
MEMBER = "/guilds/{guild_id}/members/{user_id}"
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MANY = 30


async def many(study: Study) -> list[ActingUser]:
    """Members with open conversations, who are reachable after leaving: the bot is elsewhere too.

    Conversations are open so that no limit on opening them is in the way.
    """
    elsewhere = study.sandbox.world.create_guild("Another place")
    people = [await study.person(f"Member {number}") for number in range(MANY)]
    async with study.db.begin() as session:
        for user in people:
            user.join(elsewhere)
            await groups.remember_dm_channel(session, study.guild.id, user.id, user.dm.id)
    return people


def asked_singly(study: Study) -> list[str]:
    """The ids of those about whom a request of its own asked."""
    asked = study.sandbox.requests.to("GET", MEMBER)
    return [request.path.rsplit("/", 1)[1] for request in asked]


async def test_m2_many_are_asked_about_at_once_and_who_is_not_named_once_more(
    study: Study,
) -> None:
    """Who left gets nothing, and is gone by Discord's own word; all others get their prompt."""
    people = await many(study)
    left = people[MANY // 2]
    left.leave(study.guild)
    await study.clock.move_to(MORNING)
    assert [len(messages(user)) for user in people if user is not left] == [1] * (MANY - 1)
    assert len(messages(left)) == 0
    assert study.sandbox.gateway.happened["members asked"] >= 1
    singly = asked_singly(study)
    assert str(left.id) in singly
    assert len(singly) < MANY / 2, "those who came first, at most"
    async with study.db.read() as session:
        rows = [await session.get_one(MemberRow, (study.guild.id, user.id)) for user in people]
    assert [row.gone_since is not None for row in rows] == [user is left for user in people]
    assert all(row.checked_at == MORNING for row in rows)


@ON_SQLITE
async def test_m2_the_next_day_they_are_asked_about_anew(study: Study) -> None:
    people = await many(study)
    await study.clock.move_to(MORNING)
    people[0].leave(study.guild)
    await study.clock.move_to(MORNING + timedelta(days=1))
    assert [len(messages(user)) for user in people] == [1] + [2] * (MANY - 1)


@ON_SQLITE
async def test_m2_where_the_gateway_says_nothing_everybody_is_asked_about_singly(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question goes without an answer; then none is asked for a while."""
    monkeypatch.setattr(still_members, "_SECONDS", 0.05)
    people = await many(study)
    people[0].leave(study.guild)
    study.sandbox.gateway.members_after = 3600.0
    await study.clock.move_to(MORNING)
    assert [len(messages(user)) for user in people] == [0] + [1] * (MANY - 1)
    assert study.sandbox.gateway.happened["members asked"] == 1
    assert sorted(asked_singly(study)) == sorted(str(user.id) for user in people)


async def test_m2_those_are_asked_about_whose_message_is_next(db: Database) -> None:
    """Of this server; not who is gone, who was asked about a moment ago, or who waits for none."""
    group = await make_groups(db)
    since = NOW - timedelta(minutes=5)

    async def next_ones(guild_id: int) -> set[int]:
        async with group.read() as session:
            found = await membership.due_unchecked(session, guild_id, since, NOW, limit=100)
        return set(found)

    async with group.begin() as session:
        for user_id in (ANA, BEN):
            await put_now(session, GUILD, kind="test", zone="UTC", now=NOW, user_id=user_id)
        await put_now(session, GUILD, kind="test", zone="UTC", now=NOW)
        assert await tick(await session.connection(), NOW, {"test": None}) == 3
    assert await next_ones(GUILD) == {ANA, BEN}
    assert await next_ones(ELSEWHERE) == set()
    async with group.begin() as session:
        await membership.record_checked(session, GUILD, [ANA], now=NOW)
    assert await next_ones(GUILD) == {BEN}
    async with group.begin() as session:
        await membership.record_checked(session, GUILD, [ANA], now=since)
        await membership.record_gone(session, GUILD, BEN, now=since)
    assert await next_ones(GUILD) == {ANA}
