"""Forgotten while something else of theirs is under way: it is over before, or finds nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import service as actions
from bot.actions.models import ActionRow
from bot.community import service as community
from bot.community.models import ConferenceRow
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.feature import session_info
from bot.follow_ups import offers, ratings
from bot.forgetting import purge, service
from bot.groups import service as members
from bot.groups.values import MemberCaller
from bot.interests import opinions
from bot.interests.values import Opinion
from bot.milestones import service as milestones
from bot.papers import ballot_service, nominations
from bot.retros import card_service
from bot.retros.models import RetroRow
from bot.reviews import rota_service
from bot.routine import service as routine
from bot.routine.values import EntryOutcome
from cogs.features import FEATURES
from tests.forgetting.everything import ANA, BEN, GUILD, NOW, PAPERS, caller, make, stored, traces
from tests.groups import acting as groups
from tests.scheduling.receiver import until

Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]
ROUND, RETRO = GUILD + 2, GUILD + 2
FREE = GUILD + 999
"""An action that nobody has, and a conference that nobody watches."""


async def _offer_back(session: AsyncSession, who: MemberCaller) -> object:
    """Something of hers that goes to somebody else."""
    return await actions.give_back(session, who, GUILD + 100)


ACTS: dict[str, tuple[str, Act]] = {
    "a ballot is cast": (
        "member",
        lambda s, who: ballot_service.cast(s, who, ROUND, [PAPERS[1]]),
    ),
    "a card is written": (
        "member",
        lambda s, who: card_service.add_card(s, who, RETRO, 0, "Fewer meetings"),
    ),
    "an action is accepted": ("none", lambda s, who: actions.take(s, who, FREE)),
    "an action is handed back": ("none", _offer_back),
    "an action is finished": (
        "none",
        lambda s, who: actions.move(s, who, GUILD + 100, due="2026-05-05"),
    ),
    "a deadline is watched": (
        "group",
        lambda s, who: community.set_watching(s, who, FREE, True),
    ),
    "a conference is added": (
        "group",
        lambda s, who: community.add(s, who, name="ICML", deadline="2026-06-01"),
    ),
    "a paper is rated": ("group", lambda s, who: ratings.rate(s, who, GUILD + 1, 5)),
    "a paper's action is noted": (
        "member",
        lambda s, who: offers.plan(
            s, who, GUILD + 1, text="Try it", due="2026-06-01", owner_id=None
        ),
    ),
    "a paper is nominated": (
        "member",
        lambda s, who: nominations.nominate(s, who, PAPERS[1], is_named=True),
    ),
    "a paper is liked": (
        "member",
        lambda s, who: opinions.say(s, who, PAPERS[1], Opinion(), likes=True),
    ),
    "they count themselves into the rota": (
        "member",
        lambda s, who: rota_service.count_in(s, who),
    ),
    "a milestone is done": (
        "member",
        lambda s, who: milestones.finish(s, who, "theory-problem-sets"),
    ),
    "a prompt is answered": (
        "member",
        lambda s, who: routine.answer(s, who, who.today, EntryOutcome.DONE),
    ),
    "they leave": ("member", lambda s, who: members.leave(s, who)),
}
# What she does to Ben's and Ben to hers.
OTHERS: dict[str, Act] = {
    "Ben asks her to do something": lambda s, who: actions.add_action(
        s, who, text="Write it down", owner_id=ANA, due="2026-06-01", retro_id=GUILD + 1
    ),
    "Ben offers her his turn": lambda s, who: rota_service.offer_swap(s, who, GUILD + 2, ANA),
    "Ben offers her a paper's action": lambda s, who: offers.plan(
        s, who, GUILD + 1, text="Try it", due="2026-06-01", owner_id=ANA
    ),
    "Ben takes hers": lambda s, who: actions.take(s, who, GUILD + 100, due="2026-06-01"),
}


@pytest.fixture
async def elsewhere(composed_db: Database) -> AsyncIterator[Database]:
    """The same database, as another process has it."""
    database = Database(composed_db.url, session_info=session_info(FEATURES))
    yield database
    await database.close()


async def scene(db: Database) -> None:
    """Two groups with everything, and what nobody has yet."""
    await make(db)
    here = {"guild_id": GUILD, "id": FREE}
    async with db.begin() as session:
        await session.execute(text("DELETE FROM plan_versions WHERE source = 'Kept by the group'"))
        await session.execute(
            insert(ActionRow)
            .values(**here, text="Free", due_on=NOW.date() + timedelta(days=9), status="open")
            .values(retro_id=GUILD + 1, created_at=NOW)
        )
        await session.execute(
            insert(ConferenceRow)
            .values(**here, name="Free", folded_name="free", zone="UTC")
            .values(deadline_at=NOW + timedelta(days=90), added_at=NOW)
        )


async def find(session: AsyncSession, user_id: int, locks: str) -> MemberCaller:
    """As `as_member` finds whoever acts."""
    if locks == "none":
        return await groups.member(session, GUILD, user_id, now=NOW)
    if locks == "group":
        await members.lock_group(session, GUILD)
    member = await members.lock_member(session, GUILD, user_id)
    return MemberCaller(GUILD, user_id, False, NOW, member)


async def blocked_or_done(db: Database, task: asyncio.Task[object]) -> None:
    """Until the task waits for a lock of the database, or is over."""

    async def stands() -> bool:
        if task.done() or db.is_sqlite:
            return True
        async with db.read() as session:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            return bool(await session.scalar(text(waiting)))

    await asyncio.sleep(0)
    await until(stands)


async def forgotten(db: Database) -> object:
    async with db.begin() as session:
        return await service.forget(session, caller())


async def act_meanwhile(
    db: Database, elsewhere: Database, act: Act, user_id: int, locks: str
) -> object:
    """The forgetting has begun, and is not committed, when somebody acts."""

    async def acts() -> object:
        async with elsewhere.begin() as session:
            return await act(session, await find(session, user_id, locks))

    async with db.begin() as session:
        await service.forget(session, caller())
        acting = asyncio.create_task(acts())
        await blocked_or_done(db, acting)
    return await acting


async def leaves_nothing(db: Database) -> None:
    rows = await stored(db)
    assert traces(rows, GUILD, ANA) == []
    assert traces(rows, GUILD, BEN)


async def during(db: Database, elsewhere: Database, act: Act, user_id: int, locks: str) -> None:
    """Both ways; whoever acts is answered, or told kindly."""
    await scene(db)
    forgetting: asyncio.Task[object] | None = None
    try:
        async with db.begin() as session:
            who = await find(session, user_id, locks)
            forgetting = asyncio.create_task(forgotten(elsewhere))
            await blocked_or_done(db, forgetting)
            await act(session, who)
    except UserError:
        pass
    assert forgetting is not None
    await forgetting
    await leaves_nothing(db)


@pytest.mark.parametrize("name", ACTS)
async def test_m1_while_they_act_themselves(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    locks, act = ACTS[name]
    await during(composed_db, elsewhere, act, ANA, locks)


@pytest.mark.parametrize("name", ACTS)
async def test_m1_what_they_do_during_it_finds_nothing_of_them(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    locks, act = ACTS[name]
    await scene(composed_db)
    with suppress(UserError):
        await act_meanwhile(composed_db, elsewhere, act, ANA, locks)
    await leaves_nothing(composed_db)


@pytest.mark.parametrize("name", OTHERS)
async def test_m1_while_somebody_asks_something_of_them(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    locks = "none" if name == "Ben takes hers" else "member"
    await during(composed_db, elsewhere, OTHERS[name], BEN, locks)


@pytest.mark.parametrize("name", OTHERS)
async def test_m1_who_asks_something_of_them_during_it_is_told_that_they_are_gone(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    await scene(composed_db)
    locks = "none" if name == "Ben takes hers" else "member"
    acting = act_meanwhile(composed_db, elsewhere, OTHERS[name], BEN, locks)
    if name == "Ben takes hers":
        await acting
    else:
        with pytest.raises(UserError):
            await acting
    await leaves_nothing(composed_db)


async def test_m1_two_processes_forget_once(composed_db: Database, elsewhere: Database) -> None:
    await scene(composed_db)
    outcomes = await asyncio.gather(
        *(forgotten(db) for db in (composed_db, elsewhere)), return_exceptions=True
    )
    kinds = sorted(type(each).__name__ for each in outcomes)
    assert kinds == ["Holdings", "NotFound"], outcomes
    assert any(isinstance(each, NotFound) for each in outcomes)
    await leaves_nothing(composed_db)


async def test_m2_forgotten_and_purged_at_once(composed_db: Database, elsewhere: Database) -> None:
    await scene(composed_db)
    async with composed_db.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)

    async def purged() -> bool:
        async with elsewhere.begin() as session:
            return await purge.purge_person(session, GUILD, ANA, before=NOW, now=NOW)

    await asyncio.gather(forgotten(composed_db), purged(), return_exceptions=True)
    await leaves_nothing(composed_db)
    async with composed_db.read() as session:
        assert await session.scalar(select(func.count()).select_from(RetroRow))
