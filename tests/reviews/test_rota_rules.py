"""Whose turn it is: tables for each act, and what holds whatever happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.rules import rota
from bot.reviews.rules.rota import Place, Places, Turn

START = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def waiting(*user_ids: int, paused: tuple[int, ...] = ()) -> Places:
    """Members who came one after the other."""
    return tuple(
        Place(user_id, START - timedelta(days=len(user_ids) - number), user_id in paused)
        for number, user_id in enumerate(user_ids)
    )


def order(places: Places) -> list[int]:
    return [place.user_id for place in rota.willing(places)]


def week(number: int) -> Turn:
    return Turn(START + number * WEEK)


def test_a12_the_longest_waiting_willing_member_is_asked() -> None:
    places, turn = rota.ask(waiting(5, 3, 4, paused=(5,)), week(0))
    assert turn.user_id == 3
    assert order(places) == [4, 3]
    places, turn = rota.ask(places, week(1))
    assert turn.user_id == 4
    back = tuple(Place(each.user_id, each.since) for each in places)
    assert rota.ask(back, week(2))[1].user_id == 5, "who paused kept their place"


def test_a12_nobody_is_asked_where_nobody_is_willing() -> None:
    for places in ((), waiting(1, 2, paused=(1, 2))):
        assert rota.ask(places, week(0)) == (places, week(0))


def test_a12_skipping_keeps_the_turn_next() -> None:
    places, turn = rota.ask(waiting(1, 2, 3), week(0))
    places, turn = rota.skip(places, turn)
    assert turn.user_id == 2
    assert order(places) == [1, 3, 2]
    places, turn = rota.skip(places, turn)
    places, turn = rota.skip(places, turn)
    assert turn.user_id is None, "each may pass once, and nobody is asked twice about one paper"
    assert order(places) == [1, 2, 3]
    assert rota.ask(places, week(1))[1].user_id == 1


def test_a12_a_swap_changes_two_places_and_no_other() -> None:
    places, turn = rota.ask(waiting(1, 2, 3, 4), week(0))
    places, turn = rota.swap(places, turn, 3)
    assert turn.user_id == 3
    assert order(places) == [2, 1, 4, 3]
    places, turn = rota.skip(places, turn)
    assert turn.user_id == 2
    assert order(places)[0] == 3, "who took a turn over and skips it is next, as any other"


def test_a12_who_takes_a_review_that_nobody_has_waits_anew() -> None:
    places, turn = rota.take(waiting(1, 2, paused=(1, 2)), week(0), 1)
    assert turn.user_id == 1
    places = tuple(Place(each.user_id, each.since) for each in places)
    assert order(places) == [2, 1]
    _same, turn = rota.take(places, week(1), 9)
    assert (turn.user_id, turn.waited_since) == (9, None), "one need not be in the rota"
    places, turn = rota.skip(places, turn)
    assert turn.user_id == 2


people = st.integers(2, 7)
acts = st.lists(st.tuples(st.sampled_from(["skip", "swap", "none"]), st.integers(0, 6)), max_size=3)


@given(people, st.integers(1, 30))
def test_a12_nobody_is_asked_twice_before_everybody_was_asked_once(count: int, weeks: int) -> None:
    places = waiting(*range(count))
    asked: list[int] = []
    for number in range(weeks):
        places, turn = rota.ask(places, week(number))
        assert turn.user_id is not None
        assert turn.user_id not in asked[-(count - 1) :]
        asked.append(turn.user_id)


@given(people, st.lists(acts, min_size=1, max_size=20))
def test_a12_whatever_is_skipped_and_swapped_places_are_kept_and_reviews_are_shared(
    count: int, weeks: list[list[tuple[str, int]]]
) -> None:
    """No place is lost or doubled, and nobody reviews twice while one who never skipped waits."""
    places = waiting(*range(count))
    reviewed: list[int] = []
    skipped: set[int] = set()
    for number, done in enumerate(weeks):
        places, turn = rota.ask(places, week(number))
        for act, other in done:
            holder = turn.user_id
            if holder is None:
                break
            if act == "skip":
                skipped.add(holder)
                places, turn = rota.skip(places, turn)
                assert turn.user_id not in turn.skipped
            elif act == "swap" and other < count and other != holder:
                skipped |= {holder, other}
                places, turn = rota.swap(places, turn, other)
        assert sorted(order(places)) == list(range(count))
        if turn.user_id is not None:
            reviewed.append(turn.user_id)
        for user_id in set(range(count)) - skipped - set(reviewed):
            # Whoever passed nothing on and was not asked waits for at most one turn of each other.
            assert all(reviewed.count(each) <= 1 for each in set(reviewed) - skipped), user_id


@given(people, st.integers(0, 6), st.integers(0, 6))
def test_a12_who_skips_is_asked_first_the_next_time(count: int, skips: int, weeks: int) -> None:
    places = waiting(*range(count))
    for number in range(weeks):
        places, turn = rota.ask(places, week(number))
    places, turn = rota.ask(places, week(weeks))
    first = turn.user_id
    for _ in range(min(skips, count - 1)):
        assert turn.user_id is not None
        places, turn = rota.skip(places, turn)
    if skips:
        assert rota.ask(places, week(weeks + 1))[1].user_id == first


@given(people, st.integers(0, 6))
def test_a12_giving_back_undoes_being_asked(count: int, weeks: int) -> None:
    places = waiting(*range(count))
    for number in range(weeks):
        places, _turn = rota.ask(places, week(number))
    asked, turn = rota.ask(places, week(weeks))
    assert rota.give_back(asked, turn) == (places, week(weeks))
