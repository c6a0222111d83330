from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.rules.tally import tally
from bot.papers.values import RoundDecision

KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)
BALLOTS = st.lists(st.frozensets(st.sampled_from("abcdefghxyz"), max_size=6), max_size=12)


def ballots(*texts: str) -> list[frozenset[str]]:
    return [frozenset(text) for text in texts]


def test_a8_approval_on_the_textbook_ballots() -> None:
    """Brams and Fishburn's point: everybody's second choice can beat a divided first one."""
    result = tally("abc", ballots("ac", "ac", "bc", "b", "c"))
    assert result.winner == "c"
    assert result.approvals == {"a": 2, "b": 2, "c": 4}
    assert (result.decision, result.ballots) == (RoundDecision.APPROVALS, 5)


def test_a9_a_tie_goes_to_the_one_higher_on_the_shortlist() -> None:
    result = tally("abc", ballots("cb", "bc", "a"))
    assert (result.winner, result.decision) == ("b", RoundDecision.TIE)
    assert result.tied == ("b", "c")


@pytest.mark.parametrize("cast", [[], ballots("", ""), ballots("x")])
def test_a9_without_approvals_nothing_is_chosen_and_it_says_so(
    cast: list[frozenset[str]],
) -> None:
    result = tally("abc", cast)
    assert (result.winner, result.decision) == (None, RoundDecision.NO_BALLOTS)


def test_a9_an_empty_shortlist_has_no_winner() -> None:
    assert tally("", ballots("a")).winner is None


@given(KEYS, BALLOTS)
def test_a9_nothing_raises_and_the_winner_has_the_most(
    keys: list[str], cast: list[frozenset[str]]
) -> None:
    result = tally(keys, cast)
    assert result.ballots == len(cast)
    assert list(result.approvals) == keys
    assert (result.winner is None) == (not any(result.approvals.values()))
    if result.winner is not None:
        assert result.approvals[result.winner] == max(result.approvals.values())
        # Nobody above it on the list has as many.
        above = keys[: keys.index(result.winner)]
        assert all(result.approvals[k] < result.approvals[result.winner] for k in above)


@given(KEYS, BALLOTS, st.randoms())
def test_the_order_of_ballots_does_not_matter(
    keys: list[str], cast: list[frozenset[str]], random: Random
) -> None:
    shuffled = list(cast)
    random.shuffle(shuffled)
    assert tally(keys, cast) == tally(keys, shuffled)


@given(KEYS.filter(bool), BALLOTS)
def test_one_more_approval_never_hurts_the_winner(
    keys: list[str], cast: list[frozenset[str]]
) -> None:
    winner = tally(keys, [*cast, frozenset(keys[:1])]).winner
    assert winner is not None
    cast = [*cast, frozenset(keys[:1])]
    assert tally(keys, [*cast, frozenset(winner)]).winner == winner
