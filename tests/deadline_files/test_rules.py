"""When a deadline of a file moves the group's (C6): two readings a day apart, and no hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.values import Moment
from bot.deadline_files.rules import EVERY, is_by_hand, moved_to, read_again
from bot.deadline_files.values import Followed

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACES = {name: Moment(NOW + timedelta(days=60 + day), "UTC") for day, name in enumerate("ABC")}


def place(name: str) -> Moment | None:
    return PLACES.get(name)


class Life:
    """A deadline that began at A, with what was read and typed since."""

    def __init__(self) -> None:
        self.now = NOW
        self.listed = PLACES["A"]
        self.followed = Followed(PLACES["A"], PLACES["A"], NOW)
        self.moves = 0

    def read(self, name: str) -> None:
        self.followed, settled = read_again(self.followed, place(name), now=self.now)
        target = moved_to(self.followed, self.listed, is_settled=settled)
        if target is not None:
            self.listed, self.moves = target, self.moves + 1
            self.followed = replace(self.followed, applied=target)

    def where(self) -> str:
        return next(name for name, at in PLACES.items() if at.at == self.listed.at)


@pytest.mark.parametrize(
    ("readings", "ends"),
    [
        ("A", "A"),
        ("B", "A"),
        ("BB", "B"),
        ("BABA", "A"),
        ("BABB", "B"),
        ("B-B", "A"),
        ("BBAA", "A"),
        ("--", "A"),
        ("--BB", "B"),
        ("BC", "A"),
        ("BCC", "C"),
    ],
)
def test_c6_readings_a_day_apart(readings: str, ends: str) -> None:
    life = Life()
    for name in readings:
        life.now += EVERY
        life.read(name)
    assert life.where() == ends


@pytest.mark.parametrize(("gap", "ends"), [(EVERY - HOUR, "A"), (EVERY, "B"), (9 * EVERY, "B")])
def test_c6_two_readings_less_than_a_day_apart_do_not_count(gap: timedelta, ends: str) -> None:
    life = Life()
    life.read("B")
    life.now += gap
    life.read("B")
    assert life.where() == ends


def test_c6_what_was_changed_by_hand_stays_until_it_is_what_the_file_brought() -> None:
    life = Life()
    life.listed = PLACES["C"]
    assert is_by_hand(life.followed, life.listed)
    for name in "BBBB":
        life.now += EVERY
        life.read(name)
    assert (life.where(), life.moves) == ("C", 0)
    life.listed = PLACES["A"]
    life.now += EVERY
    life.read("B")
    assert (life.where(), life.moves) == ("B", 1)


def test_c6_another_name_of_the_same_instant_is_no_move() -> None:
    life = Life()
    same = Moment(PLACES["A"].at, "Europe/London")
    for _ in range(3):
        life.now += EVERY
        life.followed, settled = read_again(life.followed, same, now=life.now)
        assert moved_to(life.followed, life.listed, is_settled=settled) is None


READS = st.tuples(st.just("read"), st.sampled_from("ABC-"))
HANDS = st.tuples(st.just("hand"), st.sampled_from("ABC"))
ACTS = st.lists(st.tuples(st.sampled_from([1, 5, 12, 23, 24, 25, 49]), READS | HANDS), max_size=30)


@given(ACTS)
def test_c6_a_change_is_applied_iff_a_day_of_readings_agrees_and_nobody_changed_it_by_hand(
    acts: list[tuple[int, tuple[str, str]]],
) -> None:
    life = Life()
    history = [(NOW, "A")]
    listed = applied = "A"
    for hours, (kind, name) in acts:
        life.now += hours * HOUR
        if kind == "hand":
            life.listed, listed = PLACES[name], name
            continue
        life.read(name)
        history.append((life.now, name))
        # The readings without another one between them and now; those from the first on agree.
        run = [at for at, said in history]
        while any(said != name for at, said in history if at >= run[0]):
            run.pop(0)
        agrees = life.now - run[0] >= EVERY
        if agrees and name != "-" and listed == applied and name != applied:
            listed = applied = name
        assert life.where() == listed
