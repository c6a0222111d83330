"""A change of the plan on its way: previewed, confirmed, overtaken, undone. On both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.milestones import service as milestones
from bot.milestones.values import Status
from bot.plans import draft_service, edit_service, queries
from bot.plans.loader import PlanError
from bot.plans.values import LoadedPlan, Preview
from tests.groups import acting as groups
from tests.milestones.circle import board_at, caller_of
from tests.plans.changing import (
    GUILD,
    NOW,
    OLGA,
    OTHER,
    OTTO,
    SETS,
    SHIPPED,
    confirm,
    in_force,
    organiser,
    propose,
    put,
    retitled,
    set_up,
    undo,
    without,
)


async def test_p2_a_draft_shows_what_would_change_and_changes_nothing(db: Database) -> None:
    await set_up(db)
    preview = await propose(db, retitled("Sets"))
    assert [change.now.title for change in preview.changes.renamed] == ["Sets"]
    assert await in_force(db) == (1, SHIPPED)
    done = await confirm(db, preview)
    assert isinstance(done, LoadedPlan)
    assert (done.number, done.is_new) == (2, True)
    assert await in_force(db) == (2, retitled("Sets"))
    # Pressed twice: the draft is gone, the plan stays.
    with pytest.raises(NotFound, match="not waiting any more"):
        await confirm(db, preview)
    assert (await in_force(db))[0] == 2


async def test_p1_the_plan_in_force_again_is_no_change(db: Database) -> None:
    await set_up(db)
    preview = await propose(db, "# a comment\n" + SHIPPED)
    assert preview.is_identical
    assert not preview.changes
    with pytest.raises(NotFound):
        await confirm(db, preview)
    assert (await in_force(db))[0] == 1


async def test_a_newer_draft_of_the_same_person_replaces_the_former(db: Database) -> None:
    await set_up(db)
    former = await propose(db, retitled("Former"))
    newer = await propose(db, retitled("Newer"))
    with pytest.raises(NotFound):
        await confirm(db, former)
    async with db.begin() as session:
        await draft_service.discard(session, organiser(), former.key)
        await draft_service.discard(session, organiser(), "")
    assert isinstance(await confirm(db, newer), LoadedPlan)


async def test_a_dropped_draft_cannot_be_confirmed(db: Database) -> None:
    await set_up(db)
    preview = await propose(db, retitled("Sets"))
    async with db.begin() as session:
        await draft_service.discard(session, organiser(), preview.key)
        await draft_service.discard(session, organiser(), preview.key)
    with pytest.raises(NotFound):
        await confirm(db, preview)


async def test_a_draft_is_its_makers_in_its_group_alone(db: Database) -> None:
    await set_up(db, GUILD, OTHER)
    preview = await propose(db, retitled("Sets"))
    for by, guild in ((OTTO, GUILD), (OLGA, OTHER)):
        with pytest.raises(NotFound):
            await confirm(db, preview, by=by, guild=guild)
    async with db.begin() as session:
        await draft_service.discard(session, organiser(OTTO), preview.key)
        await draft_service.discard(session, organiser(guild_id=OTHER), preview.key)
    assert isinstance(await confirm(db, preview), LoadedPlan)
    with pytest.raises(NotSetUp):
        await propose(db, SHIPPED, guild=99)


async def test_of_two_organisers_at_once_the_second_sees_a_fresh_preview(db: Database) -> None:
    await set_up(db)
    previews = await asyncio.gather(
        propose(db, retitled("Olga's"), by=OLGA), propose(db, retitled("Otto's"), by=OTTO)
    )
    assert [preview.number for preview in previews] == [1, 1]
    done = await asyncio.gather(
        confirm(db, previews[0], by=OLGA), confirm(db, previews[1], by=OTTO)
    )
    [won] = [each for each in done if isinstance(each, LoadedPlan)]
    [fresh] = [each for each in done if isinstance(each, Preview)]
    first, second = (OLGA, OTTO) if done[0] is won else (OTTO, OLGA)
    assert won.number == fresh.number == 2
    assert fresh.is_overtaken
    assert fresh.made_by == first
    assert [c.was.title for c in fresh.changes.renamed] == [won.changes.renamed[0].now.title]
    # The panel from before does not put it through either; the fresh one does.
    stale = previews[0] if second == OLGA else previews[1]
    assert isinstance(await confirm(db, stale, by=second), Preview)
    after = await confirm(db, fresh, by=second)
    assert isinstance(after, LoadedPlan)
    assert after.number == 3
    async with db.read() as session:
        found = await queries.history(session, organiser())
    assert [(v.number, v.made_by) for v in found.versions] == [(3, second), (2, first), (1, None)]


async def test_undo_within_a_week_and_undo_of_the_undo(db: Database) -> None:
    await set_up(db)
    await put(db, retitled("Sets"))
    late = NOW + timedelta(days=7)
    undone = await undo(db, 2, now=late)
    assert undone.number == 3
    assert await in_force(db) == (3, SHIPPED)
    with pytest.raises(UserError, match="not the newest"):
        await undo(db, 2, now=late)
    again = await undo(db, 3, now=late)
    assert (again.number, await in_force(db)) == (4, (4, retitled("Sets")))
    async with db.read() as session:
        found = await queries.history(session, organiser(now=late), limit=3)
        assert (await queries.source_of(session, GUILD, 1)).text == SHIPPED
        with pytest.raises(NotFound):
            await queries.source_of(session, GUILD, 5)
    assert found.total == 4
    assert [(v.number, v.undoes) for v in found.versions] == [(4, 3), (3, 2), (2, None)]
    assert [v.undo_until for v in found.versions] == [late + timedelta(days=7), None, None]


async def test_after_a_week_an_undo_is_refused_and_names_the_date(db: Database) -> None:
    await set_up(db)
    await put(db, retitled("Sets"))
    late = NOW + timedelta(days=7, seconds=1)
    with pytest.raises(UserError, match="until Monday 9 March 2026"):
        await undo(db, 2, now=late)
    async with db.read() as session:
        found = await queries.history(session, organiser(now=late))
    assert {version.undo_until for version in found.versions} == {None}
    assert (await in_force(db))[0] == 2


async def test_the_first_plan_cannot_be_undone(db: Database) -> None:
    await set_up(db)
    with pytest.raises(UserError, match="not the newest"):
        await undo(db, 1)
    await propose(db, retitled("Sets"))  # from here on the shipped plan is version 1
    with pytest.raises(UserError, match="began with"):
        await undo(db, 1)


async def test_two_undos_at_once_take_back_one_version(db: Database) -> None:
    await set_up(db)
    await put(db, retitled("Sets"))
    done = await asyncio.gather(undo(db, 2), undo(db, 2), return_exceptions=True)
    assert [type(each) for each in done if not isinstance(each, LoadedPlan)] == [UserError]
    assert await in_force(db) == (3, SHIPPED)


async def test_p2_what_forty_members_did_returns_with_the_milestone(db: Database) -> None:
    await set_up(db)
    async with db.begin() as session:
        for user_id in range(100, 142):
            await groups.join(session, GUILD, user_id, now=NOW)
            if user_id < 141:
                await milestones.finish(
                    session, await caller_of(session, user_id, guild_id=GUILD, now=NOW), SETS
                )
        await groups.leave(session, GUILD, 140, now=NOW)
    preview = await propose(db, without(SETS))
    assert [entry.id for entry in preview.changes.removed] == [SETS]
    await confirm(db, preview)
    async with db.read() as session:
        board = await board_at(session, GUILD, 100, now=NOW)
    assert (board.count.done, board.count.total) == (0, 34)
    await undo(db, 2)
    async with db.read() as session:
        board = await board_at(session, GUILD, 139, now=NOW)
    assert board.find(SETS).status is Status.DONE
    assert (board.count.done, board.count.total) == (1, 35)


async def test_a_faulty_file_leaves_nothing_behind(db: Database) -> None:
    await set_up(db)
    waiting = await propose(db, retitled("Sets"))
    for source in ("", "x = 1", SHIPPED.replace("hours = [", "hours = [1, ")):
        with pytest.raises(PlanError):
            await propose(db, source)
    assert await in_force(db) == (1, SHIPPED)
    assert isinstance(await confirm(db, waiting), LoadedPlan)


async def test_an_edit_that_meets_another_change_never_takes_it_back(db: Database) -> None:
    await set_up(db)
    waiting = await propose(db, retitled("Olga's"))

    async def remove() -> Preview:
        return await edit_service.remove(db, organiser(OTTO), "practice-latency")

    done, *previews = await asyncio.gather(confirm(db, waiting), remove(), remove(), remove())
    assert isinstance(done, LoadedPlan)
    for preview in previews:
        assert [entry.id for entry in preview.changes.removed] == ["practice-latency"]
        assert not preview.changes.renamed, preview.number
