"""Ratings on both databases: kept in halves, finished, compared, never read on new axes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.about_person import forget_person, records_of_person
from bot.competency import queries, service
from bot.competency.rules import field_of
from bot.competency.values import Look
from bot.cycles import service as cycles
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups import service as groups_service
from tests.competency.acting import (
    LEVELS,
    SIX,
    act,
    at,
    axes_of,
    axis,
    follow,
    levels_of,
    plan,
    rate_all,
    rate_part,
)
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, PLAN, make_groups
from tests.statements import statements


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """Two groups, whose plan has six axes; the hooks of all features run."""
    return await make_groups(composed_db, plan())


async def latest(db: Database, day: int, user_id: int = ANA) -> Look:
    found: Look = await act(db, queries.look, day=day, user_id=user_id)
    return found


async def test_w5_a_half_filled_form_is_kept_and_the_last_level_finishes(db: Database) -> None:
    half = await rate_part(db, 0, {"read": 2, "speak": 4}, day=3)
    assert levels_of(half) == dict.fromkeys(SIX) | {"read": 2, "speak": 4}
    assert not half.is_finished
    with pytest.raises(NotFound, match="not rated yourself yet"):
        await latest(db, 3)
    more = await rate_part(db, 0, {"read": 1, "write": 1, "build": 1, "ship": 1}, day=4)
    assert levels_of(more)["read"] == 1, "what is said last counts"
    assert levels_of(more)["speak"] == 4, "what is left open stays"
    done = await rate_part(db, 1, {"care": 3}, day=5)
    assert done.is_finished
    found = await latest(db, 6)
    assert (found.rating.finished_on, found.rating.quarter) == (
        at(5).date(),
        date(2026, 1, 1),
    )
    assert [each.level for each in found.rating.levels] == [1, 1, 4, 1, 1, 3]
    assert found.before is None
    assert not levels_of(await act(db, queries.sheet, day=5, user_id=BEN))["read"]


@pytest.mark.parametrize("level", ["0", "5", "-1", "1.5", "٣", "x", "1 ", "99999999999999999999"])
async def test_w5_a_level_out_of_range_is_refused_and_nothing_kept(
    db: Database, level: str
) -> None:
    with pytest.raises(UserError, match="none of the levels"):
        await rate_part(db, 0, {"read": 2, "write": level}, day=3)
    assert not any(levels_of(await act(db, queries.sheet, day=3)).values())


@pytest.mark.parametrize("part", [-1, 0, 2, 10**12])
async def test_w5_forged_axes_and_parts_are_refused(db: Database, part: int) -> None:
    forged = {"read": "2", "read~000000000000": "2", "none~1": "1", "own-1": "1"}
    if part:
        sheet = await act(db, queries.sheet, day=3)
        forged |= {field_of(each): "2" for each in axes_of(sheet)}
    with pytest.raises(UserError, match="no level that I could keep"):
        await act(db, service.rate, part, lambda name: forged.get(name, ""), day=3)
    async with db.read() as session:
        member = await groups.get_member(session, GUILD, ANA)
        assert await queries.ratings_of(session, member) == []


async def test_w6_each_quarter_is_compared_with_the_one_before(db: Database) -> None:
    await rate_all(db, 1, 2, 3, 1, 2, 3, day=5)
    changed = await rate_part(db, 0, {"read": 2}, day=20)
    assert changed.is_finished, "until the quarter is over it can be changed"
    second = await act(db, queries.sheet, day=40)
    assert second.rating is None
    assert second.before == at(5).date()
    assert [each.before for part in second.parts for each in part] == [2, 2, 3, 1, 2, 3]
    await rate_all(db, 3, 2, 2, 1, 2, 4, day=62)
    found = await latest(db, 62)
    assert [each.moved for each in found.changes] == [1, 0, -1, 0, 0, 1]
    assert (found.place, found.count, found.neighbours) == (2, 2, (1, None))
    first = await act(db, queries.look, 1, day=62)
    assert (first.place, first.neighbours) == (1, (None, 2))
    with pytest.raises(NotFound, match="do not find that rating"):
        await act(db, queries.look, 3, day=62)


async def test_the_quarter_is_that_of_the_members_zone(db: Database) -> None:
    """31 March at 23:00 in UTC is 1 April in Auckland."""
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, BEN, now=at(31))
        await groups_service.change_member(session, caller, zone="Pacific/Auckland")
    for user_id, quarter in ((ANA, date(2026, 1, 1)), (BEN, date(2026, 4, 1))):
        async with db.begin() as session:
            caller = await groups.member(session, GUILD, user_id, now=at(31, 23))
            fields = {
                field_of(each.axis): "2"
                for part in (await queries.sheet(session, caller)).parts
                for each in part
            }
            for part in (0, 1):
                await service.rate(session, caller, part, fields.__getitem__)
            assert (await queries.look(session, caller)).rating.quarter == quarter


async def test_a_draft_goes_on_over_the_quarters_end_and_is_of_the_next(db: Database) -> None:
    await rate_part(db, 0, {"read": 2, "write": 1, "speak": 1, "build": 1, "ship": 1}, day=31)
    kept = await act(db, queries.sheet, day=32)
    assert levels_of(kept)["read"] == 2
    done = await rate_part(db, 1, {"care": 1}, day=33)
    assert done.rating is not None
    assert done.rating.quarter == date(2026, 4, 1)


async def test_w7_axes_edited_in_mid_quarter_are_asked_anew_and_others_kept(db: Database) -> None:
    """The draft goes on with the new axes: what was rated on the same scale stays."""
    await rate_part(db, 0, {"read": 2, "write": 3, "speak": 1}, day=3)
    opened = await act(db, queries.sheet, day=3)
    edited = axis("read", levels=("Never", "Daily"))
    await follow(db, plan(edited, *map(axis, ("write", "speak", "new"))), day=4)
    seen = await act(db, queries.sheet, day=4)
    assert levels_of(seen) == {"read": None, "write": 3, "speak": 1, "new": None}
    assert [each.is_rewritten for part in seen.parts for each in part] == [True, *[False] * 3]
    old = {field_of(each): "4" for each in axes_of(opened)[:1]}
    with pytest.raises(UserError, match="edited while the form was open"):
        await act(db, service.rate, 0, lambda name: old.get(name, ""), day=4)
    done = await rate_part(db, 0, {"read": 2, "new": 1}, day=4)
    assert done.is_finished
    found = await latest(db, 4)
    assert {each.axis: (each.level, each.scale) for each in found.rating.levels} == {
        "read": (2, ("Never", "Daily")),
        "write": (3, LEVELS),
        "speak": (1, LEVELS),
        "new": (1, LEVELS),
    }


@pytest.mark.parametrize("by_answer", [True, False])
async def test_w7_a_draft_whose_open_axes_left_the_plan_can_be_finished(
    db: Database, by_answer: bool
) -> None:
    """By a press, or with an answer to the questions; never while a level lacks."""
    await rate_part(db, 0, {"read": 2, "write": 3, "speak": 1}, day=3)
    early = await act(db, service.finish, day=3)
    assert (early.is_finished, early.can_finish) == (False, False)
    await follow(db, plan(*map(axis, ("read", "write", "speak"))), day=4)
    assert (await act(db, queries.sheet, day=4)).can_finish
    if by_answer:
        done = await act(db, service.answer, grown="Tests", focus="", day=4)
    else:
        done = await act(db, service.finish, day=4)
    assert (done.is_finished, done.can_finish) == (True, False)
    found = await latest(db, 5)
    assert (found.rating.finished_on, found.rating.quarter) == (at(4).date(), date(2026, 1, 1))
    assert {each.axis: each.level for each in found.rating.levels} == {
        "read": 2,
        "write": 3,
        "speak": 1,
    }
    assert (await act(db, service.finish, day=5)).rating == found.rating
    assert not (await act(db, service.finish, day=5, user_id=BEN)).rating


async def test_w7_levels_on_axes_that_went_meanwhile_go_when_it_is_finished(db: Database) -> None:
    await rate_part(db, 0, {"read": 2, "write": 3, "ship": 4}, day=3)
    await follow(db, plan(*map(axis, ("read", "write", "speak"))), day=4)
    assert (await rate_part(db, 0, {"speak": 1}, day=4)).is_finished
    found = await latest(db, 4)
    assert {each.axis: each.level for each in found.rating.levels} == {
        "read": 2,
        "write": 3,
        "speak": 1,
    }


async def test_w7_old_results_keep_their_axes_and_are_never_remapped(db: Database) -> None:
    await rate_all(db, 4, 2, 3, 1, 2, 3, day=5)
    edited = axis("read", levels=("Never", "Sometimes", "Often", "Daily"))
    await follow(db, plan(edited, axis("write"), axis("speak")), day=6)
    found = await latest(db, 7)
    assert [each.title for each in found.rating.levels] == [name.title() for name in SIX]
    assert found.rating.levels[0].words == "I teach it"
    fixed = await act(db, queries.sheet, day=7)
    assert fixed.is_fixed
    with pytest.raises(UserError, match="It stays as it is"):
        await rate_part(db, 0, {"read": 1}, day=7)
    await rate_all(db, 4, 1, 3, day=62)
    later = await latest(db, 62)
    assert [(each.before, each.is_rewritten) for each in later.changes] == [
        (None, True),
        (2, False),
        (3, False),
    ]
    assert (await act(db, queries.look, 1, day=62)).rating == found.rating


async def test_a_plan_without_axes_says_so_and_old_results_stay(db: Database) -> None:
    await rate_all(db, 4, 2, 3, 1, 2, 3, day=5)
    await follow(db, PLAN, day=6)
    with pytest.raises(UserError, match="has no competency axes"):
        await act(db, queries.sheet, day=7)
    with pytest.raises(UserError, match="has no competency axes"):
        await act(db, service.answer, grown="x", focus="", day=7)
    assert len((await latest(db, 7)).rating.levels) == 6


async def test_the_two_answers_are_kept_beside_the_draft(db: Database) -> None:
    seen = await act(db, service.answer, grown="Tests", focus=" ", day=3)
    assert seen.rating is not None
    assert (seen.rating.grown, seen.rating.focus) == ("Tests", None)
    await rate_all(db, 4, 2, 3, 1, 2, 3, day=5)
    assert (await latest(db, 5)).rating.grown == "Tests"
    with pytest.raises(UserError, match="1,000 characters"):
        await act(db, service.answer, grown="x" * 1001, focus="", day=5)


async def test_a_cycle_closed_while_a_rating_is_open_takes_nothing_of_it(db: Database) -> None:
    await rate_part(db, 0, {"read": 2}, day=3)
    async with db.begin() as session:
        organiser = groups.organiser(GUILD, now=at(10))
        await cycles.close(session, organiser, 1, start=date(2026, 3, 10))
    assert levels_of(await act(db, queries.sheet, day=11))["read"] == 2
    assert (await rate_all(db, 1, 1, 1, 1, 1, 1, day=12)).is_finished


async def test_p11_it_counts_by_a_press_once_in_its_quarter(db: Database) -> None:
    done = await rate_all(db, 4, 2, 3, 1, 2, 3, day=5)
    assert done.plan_count is not None
    assert done.plan_count.takes_it
    number = done.plan_count.number
    counted = await act(db, service.count, 1, number, day=5)
    assert str(counted.plan_count.tally) == "1 of 1 in January to March"
    assert counted.plan_count.is_counted
    again = await act(db, service.count, 1, number, day=5)
    assert str(again.plan_count.tally) == "1 of 1 in January to March"
    await rate_all(db, 4, 2, 3, 1, 2, 3, day=62)
    with pytest.raises(UserError, match="not finished in the period"):
        await act(db, service.count, 2, again.plan_count.number, day=130)
    late = await act(db, queries.look, day=130)
    assert not late.plan_count.takes_it, "what was rated in May counts in May's quarter"


async def test_a_member_of_two_groups_rates_in_each(db: Database) -> None:
    await rate_all(db, 4, 2, 3, 1, 2, 3, day=5)
    other = await act(db, queries.sheet, day=5, guild_id=ELSEWHERE)
    assert not any(levels_of(other).values())
    await rate_all(db, 1, 1, 1, 1, 1, 1, day=5, guild_id=ELSEWHERE)
    assert [each.level for each in (await latest(db, 5)).rating.levels] == [4, 2, 3, 1, 2, 3]


async def test_it_is_exported_and_forgotten_with_its_member(db: Database) -> None:
    await rate_all(db, 4, 2, 3, 1, 2, 3, day=5)
    await act(db, service.answer, grown="Tests", focus="", day=5)
    await rate_all(db, 1, 1, 1, 1, 1, 1, day=5, user_id=BEN)
    async with db.begin() as session:
        found = (await records_of_person(session, GUILD, ANA))["competency"]
        assert [row["grown"] for row in found["self_ratings"]] == ["Tests"]
        assert [row["level"] for row in found["self_rating_levels"]] == [1, 3, 4, 2, 3, 2]
        assert found["self_rating_levels"][0]["scale"] == list(LEVELS)
        await forget_person(session, GUILD, ANA)
        await groups.join(session, GUILD, ANA, now=at(6))
    with pytest.raises(NotFound):
        await latest(db, 6)
    assert len((await latest(db, 6, BEN)).rating.levels) == 6


async def test_the_statements_do_not_depend_on_what_was_rated(db: Database) -> None:
    async def cost() -> tuple[int, int]:
        async with db.read() as session:
            caller = await groups.member(session, GUILD, ANA, now=at(70))
            with statements(db) as sheet:
                await queries.sheet(session, caller)
            with statements(db) as offer:
                await queries.last_finish(session, caller.member)
        return len(sheet), len(offer)

    few = await cost()
    for day in (5, 62):
        await rate_all(db, 4, 2, 3, 1, 2, 3, day=day)
    assert await cost() == few
    # The board, the ratings, and what each of four features knows as evidence.
    assert few == (9, 1)
