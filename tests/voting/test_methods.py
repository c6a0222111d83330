"""The three methods on published examples (A8), and what each does with ties (A9)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.voting import Count, Marks, Method, StageKind, count

# Tennessee chooses a capital: the four cities' voters, by distance (Wikipedia, "Voting methods").
CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
TENNESSEE: dict[tuple[str, ...], int] = {
    ("Memphis", "Nashville", "Chattanooga", "Knoxville"): 42,
    ("Nashville", "Chattanooga", "Knoxville", "Memphis"): 26,
    ("Chattanooga", "Knoxville", "Nashville", "Memphis"): 15,
    ("Knoxville", "Chattanooga", "Nashville", "Memphis"): 17,
}


def ranked(profile: Mapping[tuple[str, ...], int]) -> list[Marks]:
    """Ballots that rank so, so many of each."""
    return [
        {key: place for place, key in enumerate(ranking, start=1)}
        for ranking, number in profile.items()
        for _ in range(number)
    ]


def scored(profile: Mapping[tuple[int, ...], int], keys: tuple[str, ...]) -> list[Marks]:
    return [
        dict(zip(keys, scores, strict=True))
        for scores, number in profile.items()
        for _ in range(number)
    ]


def approved(*texts: str) -> list[Marks]:
    return [dict.fromkeys(text, 1) for text in texts]


def totals(result: Count) -> list[dict[str, int]]:
    return [dict(stage.totals) for stage in result.stages]


def test_a8_approval_on_the_textbook_ballots() -> None:
    """Brams and Fishburn's point: everybody's second choice can beat a divided first one."""
    result = count(Method.APPROVAL, "abc", approved("ac", "ac", "bc", "b", "c"))
    assert (result.winner, result.ballots, result.by_tie_rule) == ("c", 5, False)
    assert totals(result) == [{"a": 2, "b": 2, "c": 4}]


def test_a8_approval_lets_nashville_win_where_voters_approve_their_nearer_half() -> None:
    near = [{key: 1 for key, place in each.items() if place < 3} for each in ranked(TENNESSEE)]
    result = count(Method.APPROVAL, CITIES, near)
    assert result.winner == "Nashville"
    assert totals(result) == [
        {"Memphis": 42, "Nashville": 68, "Chattanooga": 58, "Knoxville": 32},
    ]


def test_a8_instant_runoff_makes_knoxville_the_capital_of_tennessee() -> None:
    result = count(Method.RUNOFF, CITIES, ranked(TENNESSEE))
    assert result.winner == "Knoxville"
    assert totals(result) == [
        {"Memphis": 42, "Nashville": 26, "Chattanooga": 15, "Knoxville": 17},
        {"Memphis": 42, "Nashville": 26, "Knoxville": 32},
        {"Memphis": 42, "Knoxville": 58},
    ]
    assert [stage.out for stage in result.stages] == [("Chattanooga",), ("Nashville",), ()]
    assert not result.by_tie_rule


def test_a8_star_makes_nashville_the_capital_of_tennessee() -> None:
    """Wikipedia's example ("STAR voting"): 293 and 237 stars, then 68 ballots to 32."""
    stars: dict[tuple[int, ...], int] = {
        (5, 2, 1, 0): 42,
        (0, 5, 2, 1): 26,
        (0, 3, 5, 4): 15,
        (0, 2, 4, 5): 17,
    }
    result = count(Method.STAR, CITIES, scored(stars, CITIES))
    assert result.winner == "Nashville"
    assert totals(result) == [
        {"Memphis": 210, "Nashville": 293, "Chattanooga": 237, "Knoxville": 171},
        {"Nashville": 68, "Chattanooga": 32},
    ]
    assert [stage.kind for stage in result.stages] == [StageKind.SCORES, StageKind.PREFERENCES]


def test_a8_star_can_choose_the_one_with_the_lower_total() -> None:
    """The point of the second step: more voters prefer it, though fewer are fervent."""
    result = count(Method.STAR, "ab", scored({(5, 0): 2, (3, 4): 3}, ("a", "b")))
    assert totals(result) == [{"a": 19, "b": 12}, {"a": 2, "b": 3}]
    assert (result.winner, result.by_tie_rule) == ("b", False)


BURLINGTON = {
    ("Montroll", "Kiss", "Wright"): 1332,
    ("Montroll", "Wright", "Kiss"): 767,
    ("Montroll",): 455,
    ("Kiss", "Montroll", "Wright"): 2043,
    ("Kiss", "Wright", "Montroll"): 371,
    ("Kiss",): 568,
    ("Wright", "Montroll", "Kiss"): 1513,
    ("Wright", "Kiss", "Montroll"): 495,
    ("Wright",): 1289,
}


def test_a8_instant_runoff_on_burlington_2009() -> None:
    """The last three of that election, as tabulated by Warren Smith: Kiss 4,314, Wright 4,061."""
    result = count(Method.RUNOFF, ("Wright", "Kiss", "Montroll"), ranked(BURLINGTON))
    assert totals(result) == [
        {"Wright": 3297, "Kiss": 2982, "Montroll": 2554},
        {"Wright": 4064, "Kiss": 4314},
    ]
    assert result.winner == "Kiss"


def test_a8_instant_runoff_is_not_monotone_as_no_instant_runoff_is() -> None:
    """In Burlington 753 more first choices for the winner would have made him lose."""
    harmed = dict(BURLINGTON)
    harmed["Wright",] -= 753 - 495
    del harmed["Wright", "Kiss", "Montroll"]
    harmed["Kiss", "Wright", "Montroll"] += 495
    harmed["Kiss",] += 753 - 495
    assert count(Method.RUNOFF, ("Wright", "Kiss", "Montroll"), ranked(harmed)).winner == "Montroll"


def test_a8_a_ballot_that_ranks_none_of_those_left_rests() -> None:
    result = count(Method.RUNOFF, "abc", ranked({("a",): 3, ("b", "c"): 2, ("c",): 2}))
    assert totals(result) == [{"a": 3, "b": 2, "c": 2}, {"a": 3, "b": 2}]
    assert result.winner == "a"


def test_a9_an_approval_tie_goes_to_the_one_higher_on_the_shortlist() -> None:
    result = count(Method.APPROVAL, "abc", approved("cb", "bc", "a"))
    assert (result.winner, result.by_tie_rule) == ("b", True)
    assert result.stages[0].tied == ("b", "c")


def test_a9_in_a_runoff_the_lowest_on_the_shortlist_leaves_first() -> None:
    result = count(Method.RUNOFF, "abc", ranked({("a", "b"): 2, ("b", "a"): 1, ("c", "b"): 1}))
    assert (result.stages[0].tied, result.stages[0].out) == (("b", "c"), ("c",))
    assert (result.winner, result.by_tie_rule) == ("a", True), "b might have left instead"
    even = count(Method.RUNOFF, "ab", ranked({("a",): 1, ("b",): 1}))
    assert (even.winner, even.by_tie_rule) == ("a", True)


def test_a9_a_runoff_tie_that_changes_nothing_is_not_said_to_decide() -> None:
    result = count(Method.RUNOFF, "abc", ranked({("a",): 2, ("b", "a"): 1, ("c", "a"): 1}))
    assert result.stages[0].tied == ("b", "c")
    assert (result.winner, result.by_tie_rule) == ("a", False)


def test_a9_papers_without_a_ballot_leave_together() -> None:
    result = count(Method.RUNOFF, "abcd", ranked({("a", "d"): 2, ("d", "a"): 2}))
    assert [stage.out for stage in result.stages] == [("b", "c"), ("d",), ()]
    assert result.stages[0].tied == ()


@pytest.mark.parametrize(
    ("profile", "winner", "tied"),
    [
        # The last two even: the higher total wins.
        ({(5, 1): 1, (2, 3): 1}, "a", [(), ("a", "b")]),
        # Total and meeting even: more fives.
        ({(3, 5): 1, (4, 2): 1}, "b", [(), ("a", "b")]),
        # All even: the shortlist.
        ({(2, 4): 1, (4, 2): 1}, "a", [(), ("a", "b")]),
        ({(3, 3): 2}, "a", [(), ("a", "b")]),
        # Three for the second place: the one with a five.
        ({(5, 2, 2, 0): 1, (5, 3, 0, 5): 1, (5, 0, 3, 0): 1}, "a", [("b", "c", "d"), ()]),
        # And without one the shortlist.
        ({(5, 2, 2, 0): 1, (5, 0, 0, 2): 1}, "a", [("b", "c", "d"), ()]),
    ],
)
def test_a9_star_ties_go_by_total_fives_and_shortlist(
    profile: dict[tuple[int, ...], int], winner: str, tied: list[tuple[str, ...]]
) -> None:
    keys = tuple("abcd"[: len(next(iter(profile)))])
    result = count(Method.STAR, keys, scored(profile, keys))
    assert (result.winner, [stage.tied for stage in result.stages]) == (winner, tied)
    assert result.by_tie_rule == bool(tied[1])
    if len(keys) == 4:
        assert set(result.stages[1].totals) == {"a", "d" if (5, 3, 0, 5) in profile else "b"}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("ballots", [[], [{}, {}], [{"x": 1}], [{"a": 0}]])
def test_a9_without_a_mark_for_a_paper_nothing_is_chosen(
    method: Method, ballots: list[Marks]
) -> None:
    result = count(method, "abc", ballots)
    assert (result.winner, result.ballots) == (None, len(ballots))
    assert totals(result) == [{"a": 0, "b": 0, "c": 0}]
    assert not result.by_tie_rule


@pytest.mark.parametrize("method", Method)
def test_a9_an_empty_shortlist_has_no_winner_and_a_group_of_one_its_choice(
    method: Method,
) -> None:
    assert count(method, "", [{"a": 1}]).winner is None
    assert count(method, "a", [{"a": 1}]).winner == "a"
    alone = {"b": 1} if method is not Method.STAR else {"b": 4, "a": 1}
    assert count(method, "abc", [alone]).winner == "b"


@pytest.mark.parametrize("method", Method)
def test_a9_withdrawn_papers_leave_the_ballots_before_counting(method: Method) -> None:
    """A second choice moves up; who spoke for the withdrawn one alone says nothing."""
    ballots: list[Marks] = [{"x": 1, "b": 2}, {"x": 2, "b": 1}, {"x": 1}, {"a": 1}]
    without: list[Marks] = [{"b": 2}, {"b": 1}, {}, {"a": 1}]
    assert count(method, "ab", ballots) == count(method, "ab", without)
    assert count(method, "ab", ballots).winner == "b"
