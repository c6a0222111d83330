"""Own milestones and steps as values: titles, places, and any tangle that is stored."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.milestones.rules import build_board, parse_pace, say_pace
from bot.milestones.rules.own_rules import below, clean_title, number_of
from bot.milestones.values import OWN_SECTION, Board, OwnMilestone, StoredMilestones
from tests.milestones.circle import PLAN, present
from tests.plans.strategies import few, plan_in

TODAY = date(2026, 3, 2)


def laid_out(*own: OwnMilestone, path: str | None = None) -> Board:
    stored = StoredMilestones(own=own)
    return build_board(plan_in(PLAN), stored, path=path, start=TODAY, today=TODAY, zone="UTC")


def test_p7_steps_stand_under_their_milestones_and_are_not_counted() -> None:
    board = laid_out(
        OwnMilestone(1, "A", "read"),
        OwnMilestone(2, "B", "own-1"),
        OwnMilestone(3, "Mine", block="first"),
    )
    [section] = board.sections
    assert [(i.id, i.depth, i.parent) for i in section.items[:3]] == [
        ("read", 0, None),
        ("own-1", 1, "read"),
        ("own-2", 2, "own-1"),
    ]
    assert section.items[-1].id == "own-3"
    assert section.count.total == board.count.total == 6
    assert present(board.find("read").steps).total == 1


def test_p7_what_has_no_block_stands_beside_the_plan() -> None:
    board = laid_out(OwnMilestone(1, "Mine"), OwnMilestone(2, "Step", "own-1"))
    assert [section.id for section in board.sections] == ["first", OWN_SECTION]
    assert (board.sections[1].count.total, board.count.total) == (1, 6)


def test_p2_an_edit_of_the_plan_loses_no_own_ones() -> None:
    board = laid_out(
        OwnMilestone(1, "Step of what is gone", "gone"),
        OwnMilestone(2, "In a block gone", block="x"),
    )
    assert [item.id for item in board.sections[-1].items] == ["own-1", "own-2"]


def test_p8_steps_of_another_paths_milestones_wait_with_them() -> None:
    step = OwnMilestone(1, "Step", "right-one")
    assert laid_out(step, path="left").item("own-1") is None
    assert laid_out(step, path="right").find("own-1").parent == "right-one"


tangles = st.lists(
    st.tuples(
        st.sampled_from([None, "read", "gone", "own-0", "own-1", "own-2", "own-3"]),
        st.sampled_from([None, "first", "gone"]),
    ),
    max_size=4,
)


@few
@given(tangles)
def test_whatever_is_stored_is_laid_out_once_and_ends(
    tangle: list[tuple[str | None, str | None]],
) -> None:
    own = tuple(
        OwnMilestone(n, f"Own {n}", under, block) for n, (under, block) in enumerate(tangle)
    )
    ids = [item.id for item in laid_out(*own).items]
    assert len(ids) == len(set(ids))
    assert len(below("read", own)) <= len(own)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n lines\t", "two lines"),
        ("a\x00b\x1bc\u202ed\u200be", "abcde"),
        ("👩\u200d💻 שלום", "👩\u200d💻 שלום"),
        ("@everyone **b**", "@everyone **b**"),
    ],
)
def test_p7_titles_keep_what_can_be_seen(typed: str, kept: str) -> None:
    assert clean_title(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n", "\u200b\u202e", "\u200d", "\ud800"])
def test_p7_a_title_says_something(typed: str) -> None:
    with pytest.raises(UserError, match="needs a title"):
        clean_title(typed)


def test_p7_a_long_title_comes_back() -> None:
    with pytest.raises(UserError, match="4,000 characters, and 80 fit") as caught:
        clean_title("x" * 4000)
    assert caught.value.typed == "x" * 4000


def test_ids_of_own_ones_are_told_from_the_plans() -> None:
    assert number_of("own-12") == 12
    for name in ("own-", "own-x", "own-1-2", "own", "12", "own-٣", "own-" + "9" * 40):
        assert number_of(name) is None


@pytest.mark.parametrize(
    ("typed", "days"),
    [("7", 7), ("+7 days", 7), ("-3", -3), ("\u22123", -3), ("2 weeks", 14), (" 0 ", 0)],
)
def test_p6_a_pace_as_people_type_it(typed: str, days: int) -> None:
    assert parse_pace(typed) == days


@pytest.mark.parametrize("typed", ["", "soon", "1.5", "366", "-181", "53 weeks", "٣", "9" * 500])
def test_p6_other_paces_are_refused_and_come_back(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_pace(typed)
    assert caught.value.typed is not None


def test_p6_a_pace_is_said() -> None:
    assert [say_pace(days) for days in (0, 7, -1)] == ["on the plan's dates", "+7 days", "−1 day"]
