"""Closing a cycle, and what it keeps; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cycles import queries
from bot.cycles import service as cycles
from bot.cycles.queries import closed_cycles
from bot.cycles.rules import counted, freeze
from bot.cycles.values import BegunCycle, ClosedCycle, PresentCycle
from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.groups import service as group_service
from bot.groups.models import MemberRow
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.plans import service as plans
from bot.scheduling import agenda
from tests.cycles.closing import LATER, NEXT, close, frozen, person, raw, some_progress
from tests.groups import acting as groups
from tests.milestones.circle import (
    ANA,
    BEN,
    ELSEWHERE,
    GUILD,
    NOW,
    PLAN,
    act,
    board,
    caller_of,
    make_groups,
)
from tests.statements import statements

REVIEWS = "projects-paper-reviews"

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db)


async def members(db: Database, guild_id: int = GUILD) -> dict[int, groups.Member]:
    async with db.read() as session:
        return {each.user_id: each for each in await groups.members(session, guild_id)}


async def test_p9_a_snapshot_has_the_boards_numbers_and_no_date_moves(group: Database) -> None:
    await some_progress(group)
    before, boards = await members(group), {user: await board(group, user) for user in (ANA, BEN)}
    begun = await close(group)
    assert (begun.is_new, begun.number, begun.group.start_date) == (True, 2, NEXT)
    assert (begun.closed.started_on, begun.closed.ended_on) == (NOW.date(), LATER.date())
    assert await members(group) == before
    for user, seen in boards.items():
        assert await board(group, user) == seen
        kept = await frozen(group, user)
        assert (kept.count, kept.plan_title, kept.path_title) == (
            seen.count,
            seen.plan_title,
            seen.path_title,
        )
        assert [entry.id for entry in kept.entries] == [item.id for item in seen.items]
        for section in seen.sections:
            number = None if section.is_own else section.number
            assert counted(e for e in kept.entries if e.block == number) == section.count
    async with group.read() as session:
        assert [each.kind for each in await agenda(session, GUILD, limit=9)] == ["cycles.begun"]
        # Whoever joins now begins with the cycle.
        assert (await groups.get_group(session, GUILD)).start_date == NEXT


async def test_p9_nothing_changes_a_snapshot(group: Database) -> None:
    await some_progress(group)
    await close(group)
    kept = await raw(group)
    assert len(kept) == 2
    shown = [await frozen(group, user_id) for user_id in (ANA, BEN)]
    assert shown[0].count.done == 1
    await act(group, milestones.undo, "read")
    await act(group, milestones.finish, "write", note="Done after all")
    await act(group, milestones.finish, "read", note="Another night")
    await act(group, own.rename, "own-1", title="Renamed")
    await act(group, own.drop, "own-1")
    await act(group, overrides.unhide, "left-one")
    await act(group, overrides.set_due, "left-one", due="2027-01-01")
    await act(group, pace.shift, days=30, start=NOW.date(), was=0)
    await act(group, group_service.change_member, path=None, zone="Asia/Tokyo")
    async with group.begin() as session:
        await plans.load(session, GUILD, PLAN.replace("Milestone", "Stone"), now=LATER)
        await groups.change_group(session, GUILD, zone="Asia/Tokyo", now=LATER)
        await groups.leave(session, GUILD, BEN, now=LATER)
    assert await raw(group) == kept
    assert (await frozen(group)).entries == shown[0].entries
    async with group.begin() as session:
        await groups.join(session, GUILD, BEN, now=LATER)
    assert await frozen(group, BEN) == replace(shown[1], zone="Asia/Tokyo")
    await close(group, 2, start=NEXT + timedelta(days=200), now=LATER + timedelta(days=180))
    assert [row for row in await raw(group) if row[2] == 1] == kept


async def test_p9_a_snapshot_is_the_board_of_that_moment(group: Database) -> None:
    """Each entry with its dates, links and notes, in the order of the board."""
    await some_progress(group)
    await act(group, milestones.undo, "write")
    await act(group, overrides.set_due, "write", due="2026-05-05")
    await act(
        group, milestones.annotate, "write", note='Quotes " and \u00fc', link="https://a.example"
    )
    await act(group, pace.shift, days=7, start=NOW.date(), was=0)
    boards = {user: await board(group, user) for user in (ANA, BEN)}
    await close(group)
    for user, seen in boards.items():
        kept = await frozen(group, user)
        assert kept.entries == freeze(seen)
        assert kept.count == seen.count


async def test_p11_a_snapshot_counts_what_repeats_by_the_days_as_they_were_lived(
    db: Database,
) -> None:
    """In Los Angeles the last evening of August is September in UTC."""
    group = await make_groups(db, plan=None)
    await act(group, group_service.change_member, zone="America/Los_Angeles")
    async with group.begin() as session:
        caller = await caller_of(session, now=datetime(2026, 9, 1, 3, tzinfo=UTC))
        await milestones.finish(session, caller, REVIEWS)
    await close(group)
    kept = {entry.id: entry.period for entry in (await frozen(group)).entries}
    assert kept[REVIEWS] == "0 of 4 in September"


@pytest.mark.parametrize(
    "db_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_p9_nobody_waits_for_a_close_that_goes_on(group: Database) -> None:
    """What is done beside it comes after it: the snapshot is of one moment."""
    async with group.begin() as session:
        caller = groups.organiser(GUILD, now=LATER)
        await cycles.close(session, caller, 1, start=NEXT)
        async with asyncio.timeout(20):
            await act(group, milestones.finish, "read")
    assert (await frozen(group)).count.done == 0
    assert (await board(group)).count.done == 1


async def test_p9_two_organisers_at_once_close_it_once(group: Database) -> None:
    """The second is told that it is closed, and the next cycle goes on; members act meanwhile."""
    done = await asyncio.gather(
        close(group),
        *(act(group, milestones.finish, name, user_id=BEN) for name in ("read", "talk")),
        close(group, start=NEXT + timedelta(days=1)),
        *(act(group, milestones.start, name) for name in ("read", "talk")),
        close(group),
    )
    begun = [each for each in done if isinstance(each, BegunCycle)]
    assert sorted(each.is_new for each in begun) == [False, False, True]
    assert {each.closed.number for each in begun} == {1}
    async with group.read() as session:
        assert [each.number for each in await closed_cycles(session, GUILD)] == [1]
    assert len(await raw(group)) == 2
    with pytest.raises(NotFound, match="no cycle 7"):
        await close(group, 7)


async def test_p9_a_day_that_cannot_be_is_refused_and_nothing_is_kept(group: Database) -> None:
    for start in (NOW.date(), LATER.date() + timedelta(days=400)):
        with pytest.raises(UserError):
            await close(group, start=start)
    organiser = groups.organiser(GUILD, now=LATER)
    async with group.read() as session:
        for typed in ("2026-03-02", "someday", "2029-01-01"):
            with pytest.raises(UserError) as error:
                await queries.look_before_close(session, organiser, start=typed)
            assert error.value.typed == typed
        look = await queries.look_before_close(session, organiser, start=None)
        assert (look.number, look.start, look.members) == (1, LATER.date(), 2)
        assert look.progress is None
        assert await closed_cycles(session, GUILD) == ()
    assert await raw(group) == []


async def test_p9_who_was_not_there_has_no_snapshot_and_no_other_group_is_closed(
    group: Database,
) -> None:
    async with group.begin() as session:
        await groups.leave(session, GUILD, BEN, now=NOW)
    await close(group)
    async with group.begin() as session:
        cy = await groups.join(session, GUILD, 99, now=LATER)
        await groups.join(session, GUILD, BEN, now=LATER)
    assert cy.started_on == NEXT
    assert (await frozen(group)).cycle.number == 1
    for user_id in (99, BEN):
        assert isinstance(await person(group, user_id).read(queries.look_at, 1), ClosedCycle)
    ana, ana_there = person(group), person(group, guild_id=ELSEWHERE)
    with pytest.raises(NotFound, match="in cycle 2"):
        await ana.read(queries.look_at, 3)
    with pytest.raises(NotFound, match="in cycle 1"):
        await ana_there.read(queries.look_at, 2)
    with pytest.raises(NotSetUp):
        await person(group, 12345).read(queries.look_at, 1)
    for who, number in ((ana, 2), (ana_there, 1)):
        for asked in (None, number):
            found = await who.read(queries.look_at, asked)
            assert isinstance(found, PresentCycle)
            assert found.number == number
    async with group.read() as session:
        assert await queries.begun(session, ELSEWHERE, 1) is None
        begun = await queries.begun(session, GUILD, 1)
        assert begun is not None
        assert begun.number == 2
    # Forgotten with their member.
    async with group.begin() as session:
        await session.delete(await session.get_one(MemberRow, (GUILD, ANA)))
    assert [row[1] for row in await raw(group)] == []


async def test_closing_costs_as_many_statements_for_twenty_members_as_for_five(
    group: Database,
) -> None:
    await board(group)  # reads the plan's text, which is kept from then on
    async with group.begin() as session:
        for user_id in range(100, 103):
            await groups.join(session, GUILD, user_id, now=LATER)
    with statements(group) as few:
        await close(group)
    async with group.begin() as session:
        for user_id in range(103, 118):
            await groups.join(session, GUILD, user_id, now=LATER)
    await person(group, 117).act(milestones.finish, "read")
    with statements(group) as many:
        await close(group, 2, start=NEXT + timedelta(days=9), now=LATER + timedelta(days=9))
    assert len(many) == len(few)
    async with group.read() as session:
        # What was not announced in time is over by now.
        assert await queries.begun(session, GUILD, 1) is None
    assert len(await raw(group)) == 5 + 20
    assert (await frozen(group, 117, 2)).count.done == 1
    assert (await frozen(group, 116, 2)).count.done == 0
