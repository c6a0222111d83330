"""W2, W3, U5: the rule itself, over random joining, leaving, answering and deleting."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.figures import FLOOR, LOWEST_FLOOR, Answers, differing, may_show, may_split, out_of

people = st.integers(0, 11)
Figure = dict[int, int]
"""Whoever is in a figure, with what they said."""


class Publishing(RuleBasedStateMachine):
    """A group whose figure is made anew as soon as that may be.

    ``published`` is what an onlooker has seen; who was forgotten is in it, as in their memory.
    """

    @initialize(floor=st.integers(LOWEST_FLOOR, 7))
    def begin(self, floor: int) -> None:
        self.floor = floor
        self.here: set[int] = set(range(7))
        self.answers: Figure = {}
        self.published: list[Figure] = []
        self.forgotten: set[int] = set()

    @rule(who=people)
    def join(self, who: int) -> None:
        self.here.add(who)
        self.publish()

    @rule(who=people)
    def leave(self, who: int) -> None:
        self.here.discard(who)
        self.publish()

    @rule(who=people, says=st.integers(1, 5))
    def answer(self, who: int, says: int) -> None:
        if who in self.here:
            self.answers[who] = says
            self.forgotten.discard(who)
        self.publish()

    @rule(who=people)
    def delete(self, who: int) -> None:
        if self.answers.pop(who, None) is not None:
            self.forgotten.add(who)
        self.publish()

    def publish(self) -> None:
        counted = {who: said for who, said in self.answers.items() if who in self.here}
        before = self.published[-1] if self.published else {}
        if may_show(Answers(len(counted), differing(before, counted)), self.floor):
            self.published.append(counted)
            assert not self.forgotten & counted.keys(), "deleted answers are in no later figure"

    @invariant()
    def no_figure_is_of_few_and_no_two_differ_by_few(self) -> None:
        figures = getattr(self, "published", [])
        assert all(len(each) >= self.floor for each in figures)
        for before, after in pairwise(figures):
            everybody = before.keys() | after.keys()
            others = [who for who in everybody if before.get(who) != after.get(who)]
            assert len(others) >= self.floor


TestU5W2Publishing = Publishing.TestCase
TestU5W2Publishing.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)


@given(st.lists(st.integers(0, 8), max_size=30))
def test_w2_what_was_deleted_before_a_figure_is_in_none(left: list[int]) -> None:
    answers: Figure = {}
    for who in left:
        answers[who] = 1
        del answers[who]
    answers |= dict.fromkeys(range(7), 5)
    assert may_show(Answers(len(answers), differing({}, answers)))
    assert set(answers.values()) == {5}


@given(st.dictionaries(people, st.integers(1, 3)), st.dictionaries(people, st.integers(1, 3)))
def test_u5_figures_differ_by_whoever_came_went_or_answers_otherwise(
    before: Figure, after: Figure
) -> None:
    came, went = after.keys() - before.keys(), before.keys() - after.keys()
    otherwise = sum(before[who] != after[who] for who in before.keys() & after.keys())
    assert differing(before, after) == len(came) + len(went) + otherwise
    assert differing(before, after) == differing(after, before)
    assert differing(before, before) == 0


@pytest.mark.parametrize(
    ("members", "changed", "shows"),
    [(5, 5, True), (4, 4, False), (9, 5, True), (9, 4, False), (4, 9, False), (0, 0, False)],
)
def test_w2_u5_the_floor_holds_for_people_and_for_who_changed(
    members: int, changed: int, shows: bool
) -> None:
    assert may_show(Answers(members, changed)) is shows


@given(st.integers(0, 20))
def test_w2_a_figure_that_is_shown_once_needs_enough_people(members: int) -> None:
    assert may_show(Answers.once(members)) is (members >= FLOOR)


@pytest.mark.parametrize(
    ("parts", "splits"), [([5, 6], True), ([9, 4], False), ([9, 0], False), ([4, 4], False)]
)
def test_w2_a_figure_is_shown_by_parts_only_where_each_is_enough(
    parts: list[int], splits: bool
) -> None:
    assert may_split(parts) is splits


@pytest.mark.parametrize("floor", [3, 0, -1])
def test_w2_the_floor_cannot_be_lowered_below_four(floor: int) -> None:
    with pytest.raises(ValueError, match="fewer than 4"):
        may_show(Answers(9, 9), floor)
    with pytest.raises(ValueError, match="fewer than 4"):
        may_split([9, 9], floor)
    assert FLOOR >= LOWEST_FLOOR == 4


def test_w3_of_who_answered_only_a_count_is_said() -> None:
    assert out_of(6, 8) == "6 of 8"
