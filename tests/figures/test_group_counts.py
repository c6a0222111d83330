"""W2, U5: which blocks are counted anew, by the plan as it was and as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.rules.group_counts import Recount, recount, scope_of
from bot.milestones.values.group import CountedBlock, Scope, Standing
from bot.plans import loader
from tests.plans.strategies import milestone_text, small_plan

PEOPLE = range(8)
Done = set[tuple[int, str]]
"""Who has done what."""


def scope(*names: str) -> Scope:
    """A block of these milestones."""
    return Scope(tuple((name, None) for name in names), ())


def standings(done: Done, of: Scope, people: range = PEOPLE) -> dict[int, Standing]:
    """What everybody counts for."""
    return {
        who: Standing(
            sum((who, name) in done for name, _ in of.milestones), 0, 0, len(of.milestones)
        )
        for who in people
    }


def counted(done: Done, blocks: dict[str, Scope], gone: int = 0) -> dict[str, CountedBlock]:
    """Figures of these blocks, when this was done."""
    return {name: CountedBlock(each, standings(done, each), gone) for name, each in blocks.items()}


def again(
    blocks: dict[str, Scope], before: dict[str, CountedBlock], done: Done, people: range = PEOPLE
) -> Recount:
    """Which are counted anew now that this is done."""
    return recount(blocks, before, lambda of: standings(done, of, people), len(people))


def test_p11_what_repeats_is_in_no_figure() -> None:
    texts = (milestone_text("once"), milestone_text("again", repeats="month"))
    plan = loader.load(small_plan(*texts))
    assert scope_of(plan, plan.blocks[0]) == scope("once")


A, B, AB = scope("a"), scope("b"), scope("a", "b")
NOTHING = Recount(frozenset(), frozenset())
ONE: Done = {(0, "a")}
FIVE: Done = {(who, "a") for who in range(5)}


def due(*blocks: str, over: tuple[str, ...] = ()) -> Recount:
    return Recount(frozenset(blocks), frozenset(over))


@pytest.mark.parametrize("members", range(9))
def test_w2_the_first_figures_need_five_members(members: int) -> None:
    found = again({"x": A, "y": B}, {}, ONE, range(members))
    assert found == (due("x", "y") if members >= 5 else NOTHING)


def test_u5_each_block_is_by_itself() -> None:
    blocks = {"x": A, "y": B}
    assert again(blocks, counted(set(), blocks), FIVE) == due("x")
    assert again(blocks, counted(set(), blocks), FIVE | {(7, "b")}) == due("x")
    assert again(blocks, counted(FIVE, blocks), FIVE) == NOTHING


def test_u5_whoever_came_went_or_was_forgotten_counts_among_those_who_changed() -> None:
    blocks, four = {"x": A}, {(who, "a") for who in range(1, 5)}
    assert again(blocks, counted(set(), blocks), four) == NOTHING
    assert again(blocks, counted(set(), blocks), four, range(9)) == due("x"), "one came"
    assert again(blocks, counted(set(), blocks), four, range(7)) == due("x"), "one went"
    assert again(blocks, counted(set(), blocks, gone=1), four) == due("x"), "one was forgotten"
    three = four - {(1, "a")}
    assert again(blocks, counted(set(), blocks, gone=1), three, range(9)) == NOTHING, (
        "the one who came may be the one who was forgotten"
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"x": A}, {"new": A}),  # renamed
        ({"x": A}, {"x": AB}),  # longer
        ({"x": AB}, {"x": A}),  # shorter
        ({"x": AB}, {"x": A, "y": B}),  # split
        ({"x": A, "y": B}, {"x": AB}),  # together
        ({"x": AB}, {"y": B}),  # gone but for one
        ({"x": A, "y": B}, {"x": B, "y": A}),  # the other way round
    ],
)
def test_u5_a_change_of_the_plan_lets_nobody_see_what_one_member_did(
    before: dict[str, Scope], now: dict[str, Scope]
) -> None:
    stored = counted(set(), before)
    assert again(now, stored, ONE) == NOTHING
    assert again(now, stored, FIVE).blocks == now.keys()
    assert again(now, stored, set()).blocks == now.keys(), "nobody changed anything"
    assert again(now, stored, FIVE).over == before.keys() - now.keys()


def test_u5_the_figure_of_a_block_that_went_waits_for_it() -> None:
    stored = counted(set(), {"x": A, "y": B})
    assert again({"y": B}, stored, FIVE) == NOTHING
    assert again({"x": A, "y": B}, stored, ONE) == NOTHING


milestones = st.frozensets(st.sampled_from("abcd"), min_size=1)


@given(
    st.dictionaries(st.sampled_from("xyz"), milestones, max_size=3),
    st.dictionaries(st.sampled_from("xyz"), milestones, min_size=1, max_size=3),
    st.sets(st.tuples(st.integers(0, 7), st.sampled_from("abcd"))),
)
def test_u5_nothing_is_counted_anew_beside_a_figure_that_few_changed(
    before: dict[str, frozenset[str]], now: dict[str, frozenset[str]], done: Done
) -> None:
    stored = counted(set(), {name: scope(*sorted(each)) for name, each in before.items()})
    found = again({name: scope(*sorted(each)) for name, each in now.items()}, stored, done)
    for name in found.blocks:
        for other, figure in before.items():
            if other == name or figure & now[name]:
                changed = {who for who, what in done if what in figure}
                assert len(changed) == 0 or len(changed) >= 5
