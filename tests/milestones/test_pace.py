"""Pace, start and path; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, GUILD, NOW, act, board, make_groups

START = date(2026, 3, 2)
sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db)


async def dates(db: Database, user_id: int = ANA) -> dict[str, date | None]:
    return {item.id: item.due for item in (await board(db, user_id)).items if item.due}


async def test_p6_a_pace_moves_open_dates_only_after_the_preview(group: Database) -> None:
    await act(group, milestones.finish, "read")
    await act(group, overrides.set_due, "talk", due="2026-03-10")
    await act(group, own.add, title="Mine", due="2026-03-20")
    await act(group, overrides.set_due, "left-one", due="2026-03-25")
    await act(group, milestones.skip, "left-one")
    before = await dates(group)
    look = await act(group, pace.look_before_shift, days=7, start=START)
    assert {move.item.id: (move.now - move.was).days for move in look.moves} == {
        "write": 7,
        "talk": 7,
        "own-1": 7,
    }
    assert (look.kept, look.overdue) == (2, 0)
    assert await dates(group) == before

    await act(group, pace.shift, days=7, start=START, was=0)
    after = await dates(group)
    assert after["read"] == before["read"] == date(2026, 3, 16)
    assert after["left-one"] == date(2026, 3, 25)
    assert after["write"] == date(2026, 3, 23)
    assert (after["talk"], after["own-1"]) == (date(2026, 3, 17), date(2026, 3, 27))
    # Pressed twice: the dates of one's own do not move a second time.
    await act(group, pace.shift, days=7, start=START, was=0)
    assert await dates(group) == after
    assert (await act(group, milestones.undo, "left-one")).item.due == date(2026, 3, 25)
    await act(group, milestones.skip, "left-one")
    await act(group, pace.shift, days=0, start=START, was=7)
    assert await dates(group) == before
    assert await dates(group, BEN) == {"read": date(2026, 3, 16), "write": date(2026, 3, 16)}


@sqlite_only
async def test_p6_an_old_preview_does_not_apply_to_another_pace(group: Database) -> None:
    await act(group, pace.shift, days=7, start=START, was=0)
    with pytest.raises(UserError, match="changed since"):
        await act(group, pace.shift, days=3, start=START, was=0)


@sqlite_only
@pytest.mark.parametrize("days", [-181, 366, 10**9])
async def test_p6_a_pace_out_of_bounds_is_refused(group: Database, days: int) -> None:
    with pytest.raises(UserError, match="at most"):
        await act(group, pace.shift, days=days, start=START, was=0)
    with pytest.raises(UserError, match="a year away"):
        await act(group, pace.look_before_shift, days=0, start=date(1, 1, 1))


async def test_p6_a_start_of_ones_own_counts_for_ones_own_dates(group: Database) -> None:
    look = await act(group, pace.look_before_shift, days=-1, start=START - timedelta(days=20))
    assert {move.now for move in look.moves} == {date(2026, 2, 23)}
    assert look.overdue == 2
    await act(group, pace.shift, days=-1, start=START - timedelta(days=20), was=0)
    assert (await board(group)).find("write").due == date(2026, 2, 23)
    assert (await board(group, BEN)).find("write").due == date(2026, 3, 16)


async def test_p6_when_the_groups_start_moves_those_who_began_on_it_move_along(
    group: Database,
) -> None:
    """Others keep theirs, and done ones keep the date they had."""
    await act(group, milestones.finish, "write")
    later = NOW + timedelta(days=3)
    async with group.begin() as session:
        await groups.join(session, GUILD, 99, now=later)
        await groups.change_group(session, GUILD, start_date=date(2026, 3, 9), now=later)
    ana = await board(group)
    assert (ana.find("write").due, ana.find("read").due) == (date(2026, 3, 16), date(2026, 3, 23))
    assert (await board(group, 99)).find("write").due == date(2026, 3, 19)


async def test_p8_u13_a_finished_path_proposes_the_other_until_it_is_declined(
    group: Database,
) -> None:
    member, view = await act(group, pace.choose_path, "left")
    assert (member.path, view.path_title, view.count.total) == ("left", "The left path", 4)
    assert view.rotation is None
    done = await act(group, milestones.finish, "left-one")
    assert (done.board.rotation.done.id, done.board.rotation.other.id) == ("left", "right")
    declined = await act(group, pace.decline_rotation, "left")
    assert declined.rotation is None
    _, view = await act(group, pace.choose_path, "right")
    assert (view.count.done, view.item("left-one")) == (0, None)
    last = await act(group, milestones.finish, "right-one")
    # Both are finished: there is nothing to rotate to.
    assert last.board.rotation is None
    _, view = await act(group, pace.choose_path, None)
    assert view.count.done == 2


@sqlite_only
async def test_u13_a_skipped_path_proposes_nothing_and_unknown_paths_are_refused(
    group: Database,
) -> None:
    await act(group, pace.choose_path, "left")
    assert (await act(group, milestones.skip, "left-one")).board.rotation is None
    for use_case in (pace.choose_path, pace.decline_rotation):
        with pytest.raises(NotFound):
            await act(group, use_case, "up")
