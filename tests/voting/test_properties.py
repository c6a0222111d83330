"""What holds of each method for any ballots."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.voting import MOST_STARS, Marks, Method, count

KEYS = "abcdef"
SHORTLISTS = st.lists(st.sampled_from(KEYS), unique=True, max_size=6)
# Also marks that no ballot can have, and papers that no list has.
ANY = st.lists(
    st.dictionaries(st.sampled_from("abcdefxyz"), st.integers(-3, 9), max_size=7), max_size=12
)


def valid(method: Method, *, least: int = 0) -> st.SearchStrategy[list[Marks]]:
    """Ballots as members can cast them."""
    rankings = st.lists(st.sampled_from(KEYS), unique=True, max_size=6).map(
        lambda ranking: {key: place for place, key in enumerate(ranking, start=1)}
    )
    each: st.SearchStrategy[dict[str, int]] = {
        Method.APPROVAL: st.dictionaries(st.sampled_from(KEYS), st.just(1)),
        Method.RUNOFF: rankings,
        Method.STAR: st.dictionaries(st.sampled_from(KEYS), st.integers(0, MOST_STARS)),
    }[method]
    return st.lists(each, min_size=least, max_size=9)


every_method = pytest.mark.parametrize("method", Method)


@every_method
@given(SHORTLISTS, ANY)
def test_a9_nothing_raises_and_a_winner_stands_on_the_list(
    method: Method, shortlist: list[str], ballots: list[Marks]
) -> None:
    result = count(method, shortlist, ballots)
    assert result.ballots == len(ballots)
    assert result.winner is None or result.winner in shortlist
    assert set(result.support) == set(shortlist)
    speaks = any(ballot.get(key, 0) > 0 for ballot in ballots for key in shortlist)
    assert (result.winner is not None) == speaks
    for stage in result.stages:
        assert [key for key in shortlist if key in stage.totals] == list(stage.totals)
        assert all(total >= 0 for total in stage.totals.values())
    if result.winner is not None:
        assert result.winner in result.stages[-1].totals
        assert not result.by_tie_rule or any(stage.tied for stage in result.stages)


@every_method
@given(SHORTLISTS, ANY, st.randoms())
def test_a8_the_order_of_ballots_never_matters(
    method: Method, shortlist: list[str], ballots: list[Marks], random: Random
) -> None:
    shuffled = list(ballots)
    random.shuffle(shuffled)
    assert count(method, shortlist, ballots) == count(method, shortlist, shuffled)


@every_method
@given(st.data())
def test_a8_no_paper_is_favoured_for_its_name(method: Method, data: st.DataObject) -> None:
    """Neutral: with other names all else is the same."""
    ballots = data.draw(valid(method))
    names = dict(zip(KEYS, data.draw(st.permutations(KEYS)), strict=True))
    renamed = [{names[key]: mark for key, mark in ballot.items()} for ballot in ballots]
    result = count(method, KEYS, ballots)
    other = count(method, [names[key] for key in KEYS], renamed)
    assert other.winner == (None if result.winner is None else names[result.winner])
    assert [list(stage.totals.values()) for stage in other.stages] == [
        list(stage.totals.values()) for stage in result.stages
    ]


@every_method
@given(st.data())
def test_a9_the_list_s_order_decides_only_where_the_tie_rule_is_said_to(
    method: Method, data: st.DataObject
) -> None:
    """Whoever wins without it wins in any order; and where it decided another order does too."""
    ballots = data.draw(valid(method))
    result = count(method, KEYS, ballots)
    other = count(method, data.draw(st.permutations(KEYS)), ballots)
    assert other.by_tie_rule == result.by_tie_rule
    if not result.by_tie_rule:
        assert other.winner == result.winner


@given(st.data())
def test_a8_one_more_approval_never_harms_the_winner(data: st.DataObject) -> None:
    ballots = data.draw(valid(Method.APPROVAL, least=1))
    winner = count(Method.APPROVAL, KEYS, ballots).winner
    if winner is not None:
        at = data.draw(st.integers(0, len(ballots) - 1))
        raised = [*ballots[:at], {**ballots[at], winner: 1}, *ballots[at + 1 :]]
        assert count(Method.APPROVAL, KEYS, raised).winner == winner
        assert count(Method.APPROVAL, KEYS, [*ballots, {winner: 1}]).winner == winner


@given(st.data())
def test_a8_a_higher_score_never_harms_the_winner_of_star_even_in_ties(
    data: st.DataObject,
) -> None:
    ballots = data.draw(valid(Method.STAR, least=1))
    winner = count(Method.STAR, KEYS, ballots).winner
    if winner is not None:
        at = data.draw(st.integers(0, len(ballots) - 1))
        higher = data.draw(st.integers(ballots[at].get(winner, 0), MOST_STARS))
        raised = [*ballots[:at], {**ballots[at], winner: higher}, *ballots[at + 1 :]]
        assert count(Method.STAR, KEYS, raised).winner == winner


@given(st.data())
def test_a8_a_first_choice_of_more_than_half_wins_the_runoff(data: st.DataObject) -> None:
    ballots = data.draw(valid(Method.RUNOFF))
    majority: list[Marks] = [{"c": 1, "a": 2}] * (len(ballots) + 1)
    result = count(Method.RUNOFF, KEYS, [*ballots, *majority])
    assert (result.winner, len(result.stages)) == ("c", 1)


@given(valid(Method.RUNOFF))
def test_a8_the_runoff_agrees_with_one_that_drops_a_paper_at_a_time(ballots: list[Marks]) -> None:
    """A second count, written otherwise: the lowest of the last ones leaves, whatever they have."""
    left = list(KEYS)
    rankings = [sorted(ballot, key=lambda key: ballot[key]) for ballot in ballots]
    while len(left) > 1:
        firsts = [next((key for key in ranking if key in left), None) for ranking in rankings]
        left.remove(min(reversed(left), key=firsts.count))
    expected = left[0] if any(left[0] in ranking for ranking in rankings) else None
    winner = count(Method.RUNOFF, KEYS, ballots).winner
    assert winner == expected
