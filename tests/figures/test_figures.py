"""W2, W3, U5: over random sequences of joining, leaving, answering and taking back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures import FLOOR, LOWEST_FLOOR, Answers, may_show, out_of

ACTS = ("join", "leave", "answer", "take back")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 8), st.integers(1, 5)), max_size=80)


@dataclass
class Group:
    """A group whose figure is made anew as soon as that may be; each answer has a number."""

    floor: int
    here: set[int] = field(default_factory=lambda: set(range(7)))
    answers: dict[int, tuple[int, int]] = field(default_factory=dict)
    published: list[dict[int, tuple[int, int]]] = field(default_factory=list)

    def act(self, number: int, act: str, who: int, level: int) -> None:
        if act == "join":
            self.here.add(who)
        elif act == "leave":
            self.here.discard(who)
        elif act == "take back":
            self.answers.pop(who, None)
        elif who in self.here:
            self.answers[who] = (number, level)
        self.publish()

    def publish(self) -> None:
        counted = {who: each for who, each in self.answers.items() if who in self.here}
        before = self.published[-1] if self.published else {}
        renewed = sum(before.get(who) != each for who, each in counted.items())
        if may_show(Answers(len(counted), renewed), self.floor):
            self.published.append(counted)


@given(acts, st.integers(LOWEST_FLOOR, 7))
def test_w2_u5_no_figure_is_of_few_and_no_two_differ_by_few(
    done: list[tuple[str, int, int]], floor: int
) -> None:
    group = Group(floor)
    for number, (act, who, level) in enumerate(done):
        group.act(number, act, who, level)
    for before, after in zip([{}, *group.published], group.published, strict=False):
        assert len(after) >= floor
        differ = {who for who in before.keys() | after.keys() if before.get(who) != after.get(who)}
        assert len(differ) >= floor


@given(st.lists(st.integers(0, 8), max_size=30))
def test_w2_what_was_taken_back_before_a_figure_is_in_none(left: list[int]) -> None:
    group = Group(FLOOR)
    for number, who in enumerate(left):
        group.act(2 * number, "answer", who, 1)
        group.act(2 * number + 1, "take back", who, 1)
    for number in range(7):
        group.act(100 + number, "answer", number, 5)
    assert [min(level for _, level in each.values()) for each in group.published] == [5]


@pytest.mark.parametrize(
    ("people", "renewed", "shows"),
    [(5, 5, True), (4, 4, False), (9, 5, True), (9, 4, False), (0, 0, False)],
)
def test_w2_u5_the_floor_holds_for_people_and_for_what_is_new(
    people: int, renewed: int, shows: bool
) -> None:
    assert may_show(Answers(people, renewed)) is shows


@pytest.mark.parametrize("floor", [3, 0, -1])
def test_w2_the_floor_cannot_be_lowered_below_four(floor: int) -> None:
    with pytest.raises(ValueError, match="fewer than 4"):
        may_show(Answers(9, 9), floor)


def test_w3_of_who_answered_only_a_count_is_said() -> None:
    assert out_of(6, 8) == "6 of 8"
