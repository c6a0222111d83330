"""An action that somebody took on is a step in their plan: whatever closes or moves either, both
agree, as there is one state (U2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import queries, service
from bot.actions.data import DATA
from bot.actions.values import Action, ActionStatus, Show
from bot.cycles import review_service
from bot.cycles import service as cycles
from bot.cycles.queries import review
from bot.db import Database
from bot.errors import NotAllowed, UserError
from bot.groups import rest_service
from bot.groups.membership import record_back, record_gone
from bot.groups.queries import lock_member
from bot.groups.values import InsiderCaller
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.milestones.queries import my_board
from bot.milestones.values import Item, Status
from tests.groups import acting as groups
from tests.retros.circle import ANA, BEN, GUILD, NOW, OLGA, member, organiser, set_up_circle

DONE, DROPPED, OPEN = ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.OPEN
DUE, LATER = date(2026, 3, 20), date(2026, 3, 27)
LONG = "Write down who calls whom on Thursdays and what is asked, so that nobody waits for an hour"

Act = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def as_member(db: Database, user_id: int, use_case: Act, /, *about: Any, **more: Any) -> Any:
    now = more.pop("now", NOW)
    async with db.begin() as session:
        return await use_case(session, await member(session, user_id, now=now), *about, **more)


async def as_organiser(db: Database, use_case: Act, /, *about: Any, **more: Any) -> Any:
    async with db.begin() as session:
        caller = InsiderCaller(GUILD, 77, True, NOW)
        return await use_case(session, caller, *about, **more)


async def noted(db: Database, owner_id: int | None, text: str = "Shorter calls") -> Action:
    """An action that Ana notes until 20 March."""
    found: Action = await as_member(
        db, ANA, service.add_action, text=text, owner_id=owner_id, due="2026-03-20", retro_id=None
    )
    return found


async def both(db: Database, action: Action, user_id: int = ANA) -> tuple[Action, Item | None]:
    """The action as the group sees it, and its step as its owner does."""
    async with db.read() as session:
        found = await queries.get_action(session, GUILD, action.id)
        board = await my_board(session, await member(session, user_id))
    return found, next((item for item in board.items if item.origin is not None), None)


async def agree(
    db: Database, action: Action, status: ActionStatus, due: date = DUE, user_id: int = ANA
) -> None:
    found, step = await both(db, action, user_id)
    assert step is not None
    stands = {Status.DONE: DONE, Status.SKIPPED: DROPPED}.get(step.status, OPEN)
    assert (found.status, found.due_on) == (stands, step.due) == (status, due)
    assert (found.finished_at is None) == (status is OPEN)


async def test_u2_what_is_taken_on_is_a_dated_step_in_that_persons_plan(db: Database) -> None:
    action = await noted(db, ANA, LONG)
    found, step = await both(db, action)
    assert step is not None
    assert (found.owner_id, found.step) == (ANA, step.id)
    assert (step.due, step.is_own, step.parent) == (DUE, True, None)
    assert step.title.endswith("…")
    assert (len(step.title) <= 80, step.note) == (True, LONG)
    async with db.read() as session:
        board = await my_board(session, await member(session, BEN))
    assert all(item.origin is None for item in board.items), "in nobody else's"


async def test_u2_both_agree_whatever_is_pressed_on_either_side(db: Database) -> None:
    action = await noted(db, ANA)
    _, step = await both(db, action)
    assert step is not None
    mark, about = service.set_status, (action.id,)
    for act, args, more, status, due in (
        (milestones.start, (step.id,), {}, OPEN, DUE),
        (milestones.finish, (step.id,), {}, DONE, DUE),
        (milestones.undo, (step.id,), {}, OPEN, DUE),
        (milestones.skip, (step.id,), {}, DROPPED, DUE),
        (mark, (*about, OPEN), {}, OPEN, DUE),
        (mark, (*about, DONE), {}, DONE, DUE),
        (mark, (*about, DONE), {}, DONE, DUE),
        (milestones.undo, (step.id,), {}, OPEN, DUE),
        (mark, (*about, DROPPED), {}, DROPPED, DUE),
        (milestones.undo, (step.id,), {}, OPEN, DUE),
        (overrides.set_due, (step.id,), {"due": "2026-03-27"}, OPEN, LATER),
        (service.move, about, {"due": "2026-03-20"}, OPEN, DUE),
        (service.move, about, {"due": "friday"}, OPEN, date(2026, 3, 6)),
        (overrides.move, (step.id,), {"on": DUE, "was": date(2026, 3, 6)}, OPEN, DUE),
        (own.rename, (step.id,), {"title": "Mine to name"}, OPEN, DUE),
        (milestones.finish, (step.id,), {}, DONE, DUE),
    ):
        await as_member(db, ANA, act, *args, **more)
        await agree(db, action, status, due)
    for status in (OPEN, DROPPED):
        await as_organiser(db, service.set_status, action.id, status)
        await agree(db, action, status)
    found, _ = await both(db, action)
    assert found.text == "Shorter calls", "what a step is called is its owner's own"


async def test_u2_the_group_waits_for_a_step_so_it_keeps_a_date_and_does_not_just_go(
    db: Database,
) -> None:
    """Neither an empty date, nor its owner's pace, nor dropping the step changes what they said."""
    action = await noted(db, ANA)
    _, step = await both(db, action)
    assert step is not None
    with pytest.raises(UserError, match="keeps one"):
        await as_member(db, ANA, overrides.set_due, step.id, due=" ")
    for act in (own.look_before_drop, own.drop):
        with pytest.raises(UserError, match="hands it back"):
            await as_member(db, ANA, act, step.id)
    shifted = {"days": 7, "start": date(2026, 3, 2), "was": 0}
    await as_member(db, ANA, pace.shift, **shifted)
    await agree(db, action, OPEN)


async def test_u2_p9_a_cycles_end_keeps_both_and_its_review_acts_on_both(db: Database) -> None:
    """Carried it stays, re-dated it moves, dropped it is dropped for the group too."""
    action = await noted(db, ANA)
    done = await noted(db, ANA, "Done before")
    await as_member(db, ANA, service.set_status, done.id, DONE)
    async with db.begin() as session:
        await cycles.close(session, organiser(now=NOW + timedelta(days=7)), 1, start=DUE)
    await agree(db, action, OPEN)
    _, step = await both(db, action)
    assert step is not None
    async with db.read() as session:
        asked = await review(session, await member(session))
    assert [case.id for case in asked.cases if case.entry.is_own] == [step.id]
    await as_member(db, ANA, review_service.carry, step.id, number=1)
    await agree(db, action, OPEN)
    await as_member(db, ANA, review_service.redate, step.id, number=1, due="2026-03-27")
    await agree(db, action, OPEN, LATER)
    await as_member(db, ANA, review_service.drop, step.id, number=1)
    await agree(db, action, DROPPED)


async def test_t6_somebody_named_is_asked_and_has_nothing_until_they_say_yes(db: Database) -> None:
    action = await noted(db, BEN)
    found, step = await both(db, action, BEN)
    assert (found.owner_id, found.asked_id, step) == (None, BEN, None)
    declined = await as_member(db, BEN, service.give_back, action.id)
    assert (declined.changed, declined.action.asked_id, declined.action.is_open) == (
        True,
        None,
        True,
    )
    assert not (await as_member(db, BEN, service.give_back, action.id)).changed
    taken = await as_member(db, OLGA, service.take, action.id)
    assert taken.action.owner_id == OLGA
    assert not (await as_member(db, OLGA, service.take, action.id)).changed, "pressed twice"
    await agree(db, action, OPEN, user_id=OLGA)
    for act in (service.take, service.give_back):
        with pytest.raises(NotAllowed, match=f"<@{OLGA}>"):
            await as_member(db, BEN, act, action.id)


async def test_t6_handed_back_it_is_open_by_its_date_and_in_nobodys_plan(db: Database) -> None:
    action = await noted(db, ANA)
    _, step = await both(db, action)
    assert step is not None
    await as_member(db, ANA, own.add, title="Below it", under=step.id)
    await as_member(db, ANA, service.move, action.id, due="2026-03-27")
    await as_member(db, ANA, service.give_back, action.id)
    found, gone = await both(db, action)
    assert (found.owner_id, found.is_open, found.due_on, found.step) == (None, True, LATER, None)
    assert gone is None
    async with db.read() as session:
        board = await my_board(session, await member(session))
    assert not [item for item in board.items if item.is_own], "with what was put below it"
    with pytest.raises(UserError, match="do not find"):
        await as_member(db, ANA, own.restore, step.id)
    again = await as_member(db, ANA, service.take, action.id)
    assert again.action.step != step.id
    await agree(db, action, OPEN, LATER)
    await as_member(db, ANA, service.set_status, action.id, DONE)
    with pytest.raises(UserError, match="done"):
        await as_member(db, ANA, service.give_back, action.id)


async def test_t6_done_by_a_member_what_nobody_has_is_theirs(db: Database) -> None:
    action = await noted(db, None)
    with pytest.raises(NotAllowed, match="Nobody has"):
        await as_member(db, BEN, service.set_status, action.id, DROPPED)
    with pytest.raises(NotAllowed, match="Nobody has"):
        await as_member(db, BEN, service.move, action.id, due="2026-03-27")
    await as_member(db, BEN, service.set_status, action.id, DONE)
    await agree(db, action, DONE, user_id=BEN)
    found, _ = await both(db, action)
    assert found.owner_id == BEN


async def test_t6_organisers_settle_what_nobody_has(db: Database) -> None:
    action = await noted(db, BEN)
    moved = await as_organiser(db, service.move, action.id, due="2026-03-27")
    assert (moved.action.due_on, moved.action.asked_id) == (LATER, BEN)
    dropped = await as_organiser(db, service.set_status, action.id, DROPPED)
    assert (dropped.action.status, dropped.action.owner_id) == (DROPPED, None)
    with pytest.raises(UserError, match="dropped"):
        await as_member(db, BEN, service.take, action.id)
    with pytest.raises(UserError, match="dropped"):
        await as_organiser(db, service.move, action.id, due="2026-03-28")
    await as_organiser(db, service.set_status, action.id, OPEN)
    assert (await as_member(db, BEN, service.take, action.id)).action.owner_id == BEN


@pytest.mark.parametrize("is_gone", [False, True], ids=["left", "gone from the server"])
async def test_t6_an_owner_who_leaves_leaves_the_action_open_without_owner(
    db: Database, is_gone: bool
) -> None:
    """Whoever takes it has it for good; nobody did, it is theirs again when they are back."""
    action, other, asked = await noted(db, ANA), await noted(db, ANA, "Stays"), await noted(db, BEN)
    for user_id in (ANA, BEN):
        await leave(db, user_id, is_gone=is_gone)
    async with db.read() as session:
        nobodys = await queries.without_owner(session, GUILD)
    assert {each.id for each in nobodys} == {action.id, other.id, asked.id}
    assert all(each.is_open and each.due_on == DUE for each in nobodys)
    for each in (action, asked):
        taken = await as_member(db, OLGA, service.take, each.id)
        assert taken.action.owner_id == OLGA
    for user_id in (ANA, BEN):
        await come_back(db, user_id, is_gone=is_gone)
    async with db.read() as session:
        owners = {each.id: each.owner_id for each in await queries.all_actions(session, GUILD)}
        board = await my_board(session, await member(session))
    assert owners == {action.id: OLGA, other.id: ANA, asked.id: OLGA}
    assert [item.title for item in board.items if item.origin is not None] == ["Stays"]


async def test_m1_the_next_one_can_take_what_somebody_forgotten_had(db: Database) -> None:
    action = await noted(db, ANA)
    await as_member(db, ANA, service.move, action.id, due="2026-03-27")
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    found, _ = await both(db, action)
    assert (found.owner_id, found.is_open, found.due_on) == (None, True, LATER)
    assert (await as_member(db, BEN, service.take, action.id)).action.owner_id == BEN


async def test_t6_taken_on_late_it_needs_another_date(db: Database) -> None:
    action = await noted(db, None)
    late = NOW + timedelta(days=30)
    with pytest.raises(UserError, match="has passed"):
        await as_member(db, BEN, service.take, action.id, now=late)
    for wrong, problem in (("2026-03-20", "in the past"), ("03/04", "can be"), ("soon", "do not")):
        with pytest.raises(UserError, match=problem):
            await as_member(db, BEN, service.take, action.id, due=wrong, now=late)
    taken = await as_member(db, BEN, service.take, action.id, due="2026-04-10", now=late)
    assert (taken.action.owner_id, taken.action.due_on) == (BEN, date(2026, 4, 10))


async def test_r14_late_is_what_is_open_past_its_date_but_not_of_who_rests(db: Database) -> None:
    for owner_id, text in ((ANA, "Ana's"), (BEN, "Ben's"), (None, "Nobody's")):
        action = await noted(db, owner_id, text)
        if owner_id == BEN:
            await as_member(db, BEN, service.take, action.id)
    then = NOW + timedelta(days=20)
    await as_member(db, ANA, rest_service.pause, until=date(2026, 5, 1), now=then)

    async def shown(show: Show, now: Any = then) -> list[str]:
        async with db.read() as session:
            caller = InsiderCaller(GUILD, BEN, False, now)
            found = await queries.list_actions(session, caller, show)
        return [each.text for each in found.actions]

    assert await shown(Show.LATE) == ["Ben's", "Nobody's"]
    assert await shown(Show.LATE, NOW) == []
    assert await shown(Show.MINE) == ["Ben's"]
    assert await shown(Show.OPEN) == ["Ana's", "Ben's", "Nobody's"]


async def test_a_step_needs_room_among_ones_own(db: Database) -> None:
    for number in range(100):
        await as_member(db, BEN, own.add, title=f"Own {number}")
    action = await noted(db, BEN)
    with pytest.raises(UserError, match="no more fit"):
        await as_member(db, BEN, service.take, action.id)
    found, _ = await both(db, action)
    assert (found.owner_id, found.asked_id) == (None, BEN)


@pytest.mark.postgres
@pytest.mark.parametrize("db_url", ["postgres"], indirect=True)
async def test_u2_pressed_on_both_sides_at_once_they_still_agree(db: Database) -> None:
    """And of two who take one action at once, one has it; on SQLite acts queue in any case."""
    for _ in range(5):
        action = await noted(db, None)
        takers = (ANA, BEN, OLGA)
        taken = await asyncio.gather(
            *(as_member(db, each, service.take, action.id) for each in takers),
            return_exceptions=True,
        )
        refused = [each for each in taken if isinstance(each, Exception)]
        assert [type(each) for each in refused] == [NotAllowed] * 2
        found, _ = await both(db, action)
        owner_id = found.owner_id
        assert owner_id in takers
        assert found.step is not None
        outcomes = await asyncio.gather(
            as_member(db, owner_id, locked(milestones.finish), found.step),
            as_organiser(db, service.set_status, action.id, DROPPED),
            as_member(db, owner_id, service.move, action.id, due="2026-03-27"),
            as_member(db, owner_id, service.give_back, action.id),
            as_member(db, owner_id, locked(milestones.skip), found.step),
            return_exceptions=True,
        )
        broken = [e for e in outcomes if isinstance(e, Exception) and not isinstance(e, UserError)]
        assert broken == []
        found, _ = await both(db, action)
        if found.step is not None:
            async with db.read() as session:
                board = await my_board(session, await member(session, owner_id))
            step = board.item(found.step)
            assert step is not None
            stands = {Status.DONE: DONE, Status.SKIPPED: DROPPED}.get(step.status, OPEN)
            assert (found.status, found.due_on) == (stands, step.due)
        else:
            assert found.is_open, "handed back"
        await as_organiser(db, service.set_status, action.id, DONE)


def locked(use_case: Act) -> Act:
    """An act as commands call it: other acts of the member wait."""

    async def act(session: AsyncSession, caller: Any, *about: Any) -> Any:
        await lock_member(session, GUILD, caller.user_id)
        return await use_case(session, caller, *about)

    return act


async def leave(db: Database, user_id: int, *, is_gone: bool) -> None:
    async with db.begin() as session:
        if is_gone:
            await record_gone(session, GUILD, user_id, now=NOW)
        else:
            await groups.leave(session, GUILD, user_id, now=NOW)


async def come_back(db: Database, user_id: int, *, is_gone: bool) -> None:
    async with db.begin() as session:
        if is_gone:
            await record_back(session, GUILD, user_id, now=NOW)
        else:
            await groups.join(session, GUILD, user_id, now=NOW)
