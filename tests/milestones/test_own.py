"""Own milestones and steps, own dates, hiding; on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.milestones import overrides, own
from bot.milestones import service as milestones
from bot.milestones.models import OwnRow
from bot.milestones.rules.own_rules import MAX_OWN
from bot.milestones.values import Status
from tests.groups import acting as groups
from tests.milestones.circle import (
    ANA,
    BEN,
    ELSEWHERE,
    GUILD,
    NOW,
    act,
    board,
    caller_of,
    make_groups,
)

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db)


async def test_p7_own_ones_are_added_and_only_their_member_has_them(group: Database) -> None:
    mine = await act(group, own.add, title=" A\nlab  book ", block="1", due="24 Dec")
    assert (mine.item.id, mine.item.title, mine.item.block) == ("own-1", "A lab book", 1)
    assert mine.item.due == date(2026, 12, 24)
    step = await act(group, own.add, title="Buy one", under="own-1")
    deep = await act(group, own.add, title="Choose", under="Buy one", due="in 2 weeks")
    assert (deep.item.parent, deep.item.depth, deep.item.due) == ("own-2", 2, date(2026, 3, 16))
    assert step.board.count.total == 6
    assert step.board.find("own-1").steps.total == 1
    assert (await board(group, BEN)).count.total == 5
    assert (await board(group, ANA, ELSEWHERE)).count.total == 5


async def test_p7_p3_own_ones_and_steps_take_every_act(group: Database) -> None:
    await act(group, own.add, title="Step", under="talk")
    begun = await act(group, milestones.start, "own-1", later=1)
    done = await act(group, milestones.finish, "own-1", later=2, note="mine")
    assert (done.item.status, done.item.change.note) == (Status.DONE, "mine")
    assert done.board.find("talk").steps.done == 1
    assert done.board.count.done == 0
    undone = await act(group, milestones.undo, "own-1", later=3)
    assert undone.item == begun.item
    skipped = await act(group, milestones.skip, "own-1")
    assert skipped.board.find("talk").steps.total == 0


async def test_p7_a_parent_goes_with_its_steps_and_comes_back_with_them(group: Database) -> None:
    await act(group, own.add, title="Top")
    await act(group, own.add, title="Step", under="own-1")
    await act(group, own.add, title="Within", under="own-2")
    await act(group, milestones.finish, "own-3")
    await act(group, own.drop, "own-3", later=1)
    look = await act(group, own.look_before_drop, "own-1", later=2)
    assert (look.steps, look.board.count.total) == (1, 6)
    gone = await act(group, own.drop, "own-1", later=2)
    assert (gone.steps, gone.board.count.total, gone.board.item("own-2")) == (1, 5, None)
    with pytest.raises(NotFound, match="stood under"):
        await act(group, own.restore, "own-3")
    back = await act(group, own.restore, "own-1")
    assert [item.id for item in back.board.sections[-1].items] == ["own-1", "own-2"]
    assert not (await act(group, own.restore, "own-1")).changed
    assert (await act(group, own.restore, "own-3")).item.status is Status.DONE
    added = await act(group, own.add, title="Next")
    assert added.item.id == "own-4"


@sqlite_only
async def test_p7_a_number_never_comes_again(group: Database) -> None:
    await act(group, own.add, title="One")
    await act(group, own.drop, "own-1")
    assert (await act(group, own.add, title="Two")).item.id == "own-2"


@sqlite_only
async def test_p7_steps_nest_three_deep(group: Database) -> None:
    for under in ("talk", "own-1", "own-2"):
        await act(group, own.add, title=f"Under {under}", under=under)
    with pytest.raises(UserError, match="nest 3 deep") as caught:
        await act(group, own.add, title="Too deep", under="own-3")
    assert caught.value.typed == "Too deep"


@sqlite_only
async def test_p7_a_thousand_are_refused_kindly(group: Database) -> None:
    async with group.begin() as session:
        session.add_all(
            OwnRow(guild_id=GUILD, user_id=ANA, number=number, title="x", added_at=NOW)
            for number in range(1, MAX_OWN)
        )
        caller = await caller_of(session)
        await own.add(session, caller, title="The last that fits")
        for number in range(MAX_OWN, 1000, 300):
            with pytest.raises(UserError, match="no more fit") as caught:
                await own.add(session, caller, title=f"Number {number}")
            assert caught.value.typed == f"Number {number}"
        count = await session.scalar(select(func.count()).select_from(OwnRow))
    assert count == MAX_OWN


@sqlite_only
async def test_p7_what_is_not_theirs_or_not_there_is_refused(group: Database) -> None:
    await act(group, own.add, title="Ben's", user_id=BEN)
    async with group.begin() as session:
        elsewhere = await caller_of(session, guild_id=ELSEWHERE)
        await own.add(session, elsewhere, title="Elsewhere")
        await own.add(session, elsewhere, title="Elsewhere too")
    for name in ("own-1", "own-2", "own-x", "own-99999999999", "", "'; --", "\x00"):
        for use_case in (own.drop, own.restore, own.look_before_drop, overrides.hide):
            with pytest.raises(NotFound):
                await act(group, use_case, name)
        with pytest.raises(NotFound):
            await act(group, own.rename, name, title="Mine")
        if name:
            with pytest.raises(NotFound) as caught:
                await act(group, own.add, title="Kept", under=name, due="friday")
            assert caught.value.typed == "Kept\n\nfriday"
    with pytest.raises(UserError, match="plan's"):
        await act(group, own.drop, "talk")
    with pytest.raises(UserError, match="not both"):
        await act(group, own.add, title="x", under="talk", block="1")
    assert (await board(group, BEN)).find("own-1").title == "Ben's"


@sqlite_only
async def test_p7_renaming(group: Database) -> None:
    await act(group, own.add, title="Old")
    assert (await act(group, own.rename, "own-1", title="New\x00 one")).item.title == "New one"
    with pytest.raises(UserError) as caught:
        await act(group, own.rename, "talk", title="Not mine")
    assert caught.value.typed == "Not mine"


async def test_p7_hiding_takes_out_of_lists_and_counts_and_back(group: Database) -> None:
    await act(group, milestones.finish, "talk")
    await act(group, own.add, title="Step", under="talk")
    hidden = await act(group, overrides.hide, "talk")
    assert (hidden.item.hidden, hidden.board.count.done, hidden.board.count.total) == (True, 0, 4)
    assert [item.id for item in hidden.board.hidden] == ["talk"]
    assert hidden.board.item("own-1") is None
    assert not (await act(group, overrides.hide, "talk")).changed
    for use_case in (milestones.start, milestones.undo, milestones.share):
        with pytest.raises(NotFound, match="You hide that one"):
            await act(group, use_case, "talk")
    assert (await board(group, BEN)).count.total == 5
    back = await act(group, overrides.unhide, "talk")
    assert (back.item.status, back.board.count.done) == (Status.DONE, 1)
    with pytest.raises(UserError, match="your own"):
        await act(group, overrides.hide, "own-1")


@sqlite_only
async def test_p7_an_own_date_stands_until_it_is_cleared(group: Database) -> None:
    dated = await act(group, overrides.set_due, "write", due="24 Dec")
    assert (dated.item.due, dated.item.own_due) == (date(2026, 12, 24), date(2026, 12, 24))
    assert not (await act(group, overrides.set_due, "write", due="2026-12-24")).changed
    cleared = await act(group, overrides.set_due, "write", due=" ")
    assert (cleared.item.due, cleared.item.own_due) == (date(2026, 3, 16), None)
    assert (await act(group, overrides.set_due, "talk", due="friday")).item.due == date(2026, 3, 6)


@sqlite_only
@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-03-01", "in the past"),
        ("0001-01-01", "in the past"),
        ("9999-12-31", "more than ten years"),
        ("2026-99-99", "no such date"),
        ("99999-01-01", "do not read"),
        ("whenever @everyone", "do not read"),
    ],
)
async def test_p7_dates_beyond_are_refused_and_come_back(
    group: Database, due: str, said: str
) -> None:
    with pytest.raises(UserError, match=said) as caught:
        await act(group, overrides.set_due, "talk", due=due)
    assert caught.value.typed == due
    with pytest.raises(UserError, match=said):
        await act(group, own.add, title="x", due=due)
    assert (await board(group)).count.total == 5


@sqlite_only
async def test_p6_what_is_done_keeps_the_date_it_had(group: Database) -> None:
    await act(group, milestones.finish, "write")
    with pytest.raises(UserError, match="keeps the date it had"):
        await act(group, overrides.set_due, "write", due="friday")
    async with group.begin() as session:
        await groups.change_member(session, GUILD, ANA, started_on=date(2026, 4, 1), now=NOW)
    assert (await board(group)).find("write").due == date(2026, 3, 16)
    assert (await act(group, milestones.undo, "write")).item.due == date(2026, 4, 15)
