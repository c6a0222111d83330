"""Forgotten while something else of theirs is under way: it is over before, or finds nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.models import ActionRow
from bot.community.models import ConferenceRow
from bot.competency.models import SelfLevelRow, SelfRatingRow
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.feature import session_info
from bot.forgetting import purge, service
from bot.groups import service as members
from bot.groups.values import MemberCaller
from bot.scheduling import Delivery
from bot.sessions import telling
from bot.sessions.models import ComingRow
from bot.sessions.values import TELL, TellSubject, Why
from cogs.features import FEATURES
from tests.forgetting.acts_at_once import ACTS, OTHERS, Act, free
from tests.forgetting.everything import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OTHER,
    caller,
    make,
    stored,
    traces,
)
from tests.groups import acting as groups
from tests.locks import blocked_or_done

_POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
ON_POSTGRES = pytest.mark.parametrize("db_url", [_POSTGRES], indirect=True)


@pytest.fixture
async def elsewhere(composed_db: Database) -> AsyncIterator[Database]:
    """The same database, as another process has it."""
    database = Database(composed_db.url, session_info=session_info(FEATURES))
    yield database
    await database.close()


async def scene(db: Database) -> None:
    """Two groups with everything, and what nobody has yet."""
    await make(db)
    ahead = NOW + timedelta(days=90)
    async with db.begin() as session:
        await session.execute(text("DELETE FROM plan_versions WHERE source = 'Kept by the group'"))
        for guild_id in (GUILD, OTHER):
            here = {"guild_id": guild_id, "id": free(guild_id)}
            action = {"text": "Free", "due_on": ahead.date(), "status": "open", "created_at": NOW}
            rating = {"number": 2, "quarter": date(2026, 4, 1), "finished_on": ahead.date()}
            bens = {"guild_id": guild_id, "user_id": BEN}
            await session.execute(insert(SelfRatingRow).values(**bens, **rating))
            level = {"number": 2, "axis": "a", "place": 0, "title": "A", "level": 1}
            await session.execute(insert(SelfLevelRow).values(**bens, **level, scale=["x", "y"]))
            venue = {"name": "Free", "folded_name": "free", "zone": "UTC"}
            await session.execute(insert(ActionRow).values(**here, **action, retro_id=guild_id + 1))
            await session.execute(
                insert(ConferenceRow).values(**here, **venue, deadline_at=ahead, added_at=NOW)
            )


async def find(session: AsyncSession, guild_id: int, user_id: int, locks: str) -> MemberCaller:
    """As `as_member` finds whoever acts."""
    if locks == "none":
        return await groups.member(session, guild_id, user_id, now=NOW)
    if locks == "group":
        await members.lock_group(session, guild_id)
    member = await members.lock_member(session, guild_id, user_id)
    return MemberCaller(guild_id, user_id, False, NOW, member)


async def forgotten(db: Database, guild_id: int = GUILD) -> object:
    async with db.begin() as session:
        return await service.forget(session, caller(guild_id))


async def acted(db: Database, guild_id: int, act: Act, user_id: int, locks: str) -> None:
    """Somebody acts, and is told kindly where it cannot be."""
    with suppress(UserError):
        async with db.begin() as session:
            await act(session, await find(session, guild_id, user_id, locks))


async def begun_before(
    db: Database, elsewhere: Database, act: Act, user_id: int, locks: str
) -> None:
    """Somebody has begun to act in one group when the forgetting there begins."""
    forgetting: asyncio.Task[object] | None = None
    with suppress(UserError):
        async with db.begin() as session:
            who = await find(session, GUILD, user_id, locks)
            forgetting = asyncio.create_task(forgotten(elsewhere))
            await blocked_or_done(db, forgetting)
            await act(session, who)
    assert forgetting is not None
    await forgetting
    await leaves_nothing(db, GUILD)


async def begun_after(
    db: Database, elsewhere: Database, act: Act, user_id: int, locks: str
) -> None:
    """In the other group the forgetting has begun, and is not committed, when somebody acts."""
    async with db.begin() as session:
        await service.forget(session, caller(OTHER))
        acting = asyncio.create_task(acted(elsewhere, OTHER, act, user_id, locks))
        await blocked_or_done(db, acting)
    await acting
    await leaves_nothing(db, OTHER)


async def begun_within(
    db: Database, elsewhere: Database, act: Act, user_id: int, locks: str
) -> None:
    """Somebody acts when the forgetting has locked the person and removed nothing yet."""
    async with db.begin() as session:
        await service.lock_person(session, GUILD, ANA)
        acting = asyncio.create_task(acted(elsewhere, GUILD, act, user_id, locks))
        await blocked_or_done(db, acting)
        await service.forget(session, caller(GUILD))
    await acting
    await leaves_nothing(db, GUILD)


async def leaves_nothing(db: Database, guild_id: int) -> None:
    """Of her; and whoever acted was answered, or told kindly, as nothing else was raised."""
    rows = await stored(db)
    assert [line for line in traces(rows, guild_id, ANA) if str(guild_id) in line] == []
    assert traces(rows, guild_id, BEN)


@ON_POSTGRES
@pytest.mark.parametrize("name", ACTS)
async def test_m1_while_they_act_themselves(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    """On SQLite one of two who write is always over first."""
    locks, act = ACTS[name]
    await scene(composed_db)
    await begun_before(composed_db, elsewhere, act, ANA, locks)
    await begun_after(composed_db, elsewhere, act, ANA, locks)


@ON_POSTGRES
@pytest.mark.parametrize("name", OTHERS)
async def test_m1_while_somebody_does_something_to_theirs(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    locks, act = OTHERS[name]
    await scene(composed_db)
    await begun_before(composed_db, elsewhere, act, BEN, locks)
    await begun_after(composed_db, elsewhere, act, BEN, locks)


@ON_POSTGRES
@pytest.mark.parametrize("name", OTHERS)
async def test_m1_when_somebody_does_something_to_theirs_in_the_middle(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    """Neither waits for the other for ever."""
    locks, act = OTHERS[name]
    await scene(composed_db)
    await begun_within(composed_db, elsewhere, act, BEN, locks)


@ON_POSTGRES
async def test_m1_whoever_holds_an_action_of_theirs_can_finish(
    composed_db: Database, elsewhere: Database
) -> None:
    """An act takes the action before its owner; forgetting takes them in the same order."""
    await scene(composed_db)
    async with composed_db.begin() as session:
        held = select(ActionRow.id).where(ActionRow.id == GUILD + 100).with_for_update()
        assert await session.scalar(held)
        forgetting = asyncio.create_task(forgotten(elsewhere))
        await blocked_or_done(composed_db, forgetting)
        await members.lock_member(session, GUILD, ANA)
    await forgetting
    await leaves_nothing(composed_db, GUILD)


@ON_POSTGRES
async def test_m1_those_who_come_are_told_meanwhile(
    composed_db: Database, elsewhere: Database
) -> None:
    """No message is left that waits for somebody who was forgotten."""
    await scene(composed_db)
    before, meeting_id = NOW - timedelta(hours=1), GUILD + 2
    coming = {"guild_id": GUILD, "meeting_id": meeting_id, "comes": True, "answered_at": before}
    async with composed_db.begin() as session:
        for user_id in (ANA, BEN):
            await session.execute(insert(ComingRow).values(**coming, user_id=user_id))
    subject = str(TellSubject(meeting_id, 1, Why.MOVED))
    told = Delivery(1, GUILD, None, TELL, subject, before.date(), before, 1, "once")

    async def tells() -> int:
        async with elsewhere.begin() as session:
            return await telling.tell(session, told, now=before)

    async with composed_db.begin() as session:
        await service.forget(session, caller())
        telling_them = asyncio.create_task(tells())
        await blocked_or_done(composed_db, telling_them)
    assert await telling_them == 1, "Ben alone"
    await leaves_nothing(composed_db, GUILD)


async def test_m1_a_ballot_is_cast_meanwhile(composed_db: Database, elsewhere: Database) -> None:
    """On both databases."""
    locks, act = ACTS["a ballot is cast"]
    await scene(composed_db)
    await begun_before(composed_db, elsewhere, act, ANA, locks)
    await begun_after(composed_db, elsewhere, act, ANA, locks)


async def test_m1_two_processes_forget_once(composed_db: Database, elsewhere: Database) -> None:
    await scene(composed_db)
    outcomes = await asyncio.gather(
        *(forgotten(db) for db in (composed_db, elsewhere)), return_exceptions=True
    )
    kinds = sorted(type(each).__name__ for each in outcomes)
    assert kinds == ["Holdings", "NotFound"], outcomes
    await leaves_nothing(composed_db, GUILD)


async def test_m2_forgotten_and_purged_at_once(composed_db: Database, elsewhere: Database) -> None:
    await scene(composed_db)
    async with composed_db.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)

    async def purged() -> bool:
        async with elsewhere.begin() as session:
            return await purge.purge_person(session, GUILD, ANA, before=NOW, now=NOW)

    outcomes = await asyncio.gather(forgotten(composed_db), purged(), return_exceptions=True)
    unexpected = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, NotFound) for each in unexpected), outcomes
    await leaves_nothing(composed_db, GUILD)
