"""The matching of partners against all that could be chosen instead (C2)."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.partners import matching_graph
from bot.partners.matching import match, possible
from bot.partners.matching_graph import best
from bot.partners.matching_values import Candidate, Kind, Matching, Pair, Reason, Role
from bot.partners.matching_weights import Weights

ROLES = st.frozensets(st.sampled_from(Role), min_size=1)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Candidate], frozenset[Pair], dict[Pair, int]]:
    size = draw(st.integers(2, 7))
    people = [
        Candidate(each, draw(ROLES), draw(st.integers(1, 3)), waiting=draw(st.integers(0, 3)))
        for each in range(1, size + 1)
    ]
    pairs = list(combinations(range(1, size + 1), 2))
    some = st.sampled_from(pairs)
    not_with = draw(st.frozensets(some, max_size=5))
    met = draw(st.dictionaries(some, st.integers(1, 5), max_size=8))
    return people, not_with, met


def pairs_in(found: Matching) -> list[Pair]:
    return [
        (min(pair), max(pair)) for group in found.groups for pair in combinations(group.members, 2)
    ]


@given(rounds())
@settings(deadline=None)
def test_c2_everybody_is_in_a_group_or_left_and_no_bound_is_broken(
    given_round: tuple[list[Candidate], frozenset[Pair], dict[Pair, int]],
) -> None:
    people, not_with, met = given_round
    found = match(people, not_with, met)
    by_id = {each.user_id: each for each in people}
    placed = Counter(each for group in found.groups for each in group.members)
    left = [each.user_id for each in found.left]
    assert sorted({*placed, *left}) == sorted(by_id)
    assert len(set(left)) == len(left)
    assert not set(left) & placed.keys()
    assert not not_with & set(pairs_in(found))
    assert len(set(pairs_in(found))) == len(pairs_in(found))
    assert all(count <= by_id[each].capacity for each, count in placed.items())
    for group in found.groups:
        first, *others = group.members
        if group.kind is Kind.MENTORING:
            assert Role.MENTOR in by_id[first].roles
            assert [Role.MENTEE in by_id[each].roles for each in others] == [True]
        else:
            assert all(Role.PEER in by_id[each].roles for each in group.members)
            assert len(group.members) in (2, 3)
    assert match(people[::-1], not_with, met) == found
    assert pickle.loads(pickle.dumps(found)) == found


def ways(free: frozenset[int], allowed: frozenset[Pair]) -> Iterator[tuple[Pair, ...]]:
    """All ways to make pairs."""
    if not free:
        yield ()
        return
    first = min(free)
    yield from ways(free - {first}, allowed)
    for other in free - {first}:
        if (first, other) in allowed:
            for rest in ways(free - {first, other}, allowed):
                yield ((first, other), *rest)


@given(st.sampled_from((2, 4, 6)), st.data())
@settings(deadline=None)
def test_c2_as_many_peers_as_possible_then_as_few_repeats(size: int, data: st.DataObject) -> None:
    pairs = list(combinations(range(1, size + 1), 2))
    not_with = data.draw(st.frozensets(st.sampled_from(pairs)))
    met = data.draw(st.dictionaries(st.sampled_from(pairs), st.integers(1, 5)))
    people = [Candidate(each, frozenset({Role.PEER})) for each in range(1, size + 1)]
    found = match(people, not_with, met)
    chosen = [group.members for group in found.groups if len(group.members) == 2]
    if len(chosen) != len(found.groups):
        return  # somebody who would be left made a trio: more than pairs can do
    allowed = frozenset(pairs) - not_with
    best = max(
        (len(each), -sum(one in met for one in each))
        for each in ways(frozenset(range(1, size + 1)), allowed)
    )
    assert (len(chosen), -sum(pair in met for pair in pairs_in(found))) == best


@given(rounds())
@settings(deadline=None)
def test_c2_in_large_groups_too_nobody_more_is_left_or_meets_again(
    given_round: tuple[list[Candidate], frozenset[Pair], dict[Pair, int]],
) -> None:
    """However few pairs are looked at, what comes before roles and fit is as good as can be."""
    people, not_with, met = given_round
    weights = Weights(people, not_with, met)
    edges = possible(weights)
    exact = best(weights, edges)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("EXACT_EDGES", "KEPT_EDGES", "SPREAD_EDGES"):
            patch.setattr(matching_graph, name, 1)
        near = best(weights, edges)
    assert len({place for key in near for place in key}) == 2 * len(near)
    worth = [sum(weights.before_fit(edges[key]) for key in found) for found in (exact, near)]
    assert worth[0] == worth[1]


@pytest.mark.parametrize("size", [240, 241])
def test_c2_in_a_large_group_nobody_is_left_and_nobody_meets_again(size: int) -> None:
    """Everybody prefers the same few, has met most of the others, and avoids some."""
    people = [
        Candidate(each, frozenset({Role.PEER}), topics=frozenset({"x"} if each < 9 else {}))
        for each in range(size)
    ]
    pairs = list(combinations(range(size), 2))
    assert len(pairs) > matching_graph.EXACT_EDGES
    met = {(one, other): 1 for one, other in pairs if (one * 7 + other * 3) % 5}
    not_with = {(one, other) for one, other in pairs if not (one + other) % 11}
    found = match(people, not_with, met)
    assert not found.left
    assert not not_with & set(pairs_in(found))
    repeats = [each for each in pairs_in(found) if each in met]
    assert len(repeats) <= 2 * (size % 2), "a trio is the best at hand"


@pytest.mark.parametrize("size", [3, 5, 9])
def test_c2_an_odd_number_of_peers_has_one_trio(size: int) -> None:
    found = match([Candidate(each, frozenset({Role.PEER})) for each in range(size)])
    assert not found.left
    assert [len(group.members) for group in found.groups].count(3) == 1


def trios(free: frozenset[int], allowed: frozenset[Pair]) -> Iterator[tuple[Pair, ...]]:
    """All ways to make pairs and one trio, each as the pairs in it."""
    for three in combinations(sorted(free), 3):
        inner = tuple(combinations(three, 2))
        if allowed.issuperset(inner):
            for rest in ways(free.difference(three), allowed):
                if len(rest) == (len(free) - 3) // 2:
                    yield (*inner, *rest)


@pytest.mark.parametrize(("size", "first_round"), [(5, 0), (7, 0), (7, 100), (7, 900), (7, 1200)])
def test_c2_an_odd_number_repeats_as_rarely_as_can_be(size: int, first_round: int) -> None:
    """Over many rounds: never more pairs again than in the best of all rounds with one trio."""
    pairs = frozenset(combinations(range(size), 2))
    people = [Candidate(each, frozenset({Role.PEER})) for each in range(size)]
    met: dict[Pair, int] = {}
    for number in range(8):
        found = pairs_in(match(people, met_before=met, round_number=first_round + number))
        fewest = min(
            sum(pair in met for pair in each) for each in trios(frozenset(range(size)), pairs)
        )
        assert sum(pair in met for pair in found) == fewest, number
        met = {key: ago + 1 for key, ago in met.items() if ago < 4} | dict.fromkeys(found, 1)


def test_c2_one_mentor_takes_those_who_wait_longest_and_the_others_are_peers() -> None:
    wish = frozenset({Role.MENTEE, Role.PEER})
    mentees = [Candidate(each, wish, waiting=each) for each in range(1, 11)]
    found = match([Candidate(99, frozenset({Role.MENTOR}), 3), *mentees])
    served = {each.members[1] for each in found.groups if each.kind is Kind.MENTORING}
    assert served == {8, 9, 10}
    assert not found.left


def test_c2_mentees_are_spread_and_whoever_finds_no_mentor_is_told() -> None:
    mentors = [Candidate(each, frozenset({Role.MENTOR}), 2) for each in (91, 92)]
    mentees = [Candidate(each, frozenset({Role.MENTEE})) for each in range(1, 6)]
    found = match([*mentors, *mentees])
    assert Counter(group.members[0] for group in found.groups) == {91: 2, 92: 2}
    assert [each.reason for each in found.left] == [Reason.NO_MENTOR_FREE]
    two = match([*mentors, *mentees[:2]])
    assert Counter(group.members[0] for group in two.groups) == {91: 1, 92: 1}


PEER, MENTOR, MENTEE = (frozenset({role}) for role in (Role.PEER, Role.MENTOR, Role.MENTEE))
MORNING, EVENING = (1 << 32) - 1, ((1 << 32) - 1) << 48


@pytest.mark.parametrize(
    ("people", "met", "chosen"),
    [
        pytest.param(
            [Candidate(each, PEER, topics=frozenset({"ab"[each % 2]})) for each in range(4)],
            {},
            {(0, 2), (1, 3)},
            id="common topics",
        ),
        pytest.param(
            [Candidate(each, PEER, waking=(MORNING, EVENING)[each % 2]) for each in range(4)],
            {},
            {(0, 2), (1, 3)},
            id="hours in which both are awake",
        ),
        pytest.param(
            [
                *(Candidate(each, MENTOR, strong=frozenset({"ab"[each]})) for each in range(2)),
                *(Candidate(2 + n, MENTEE, focus=frozenset({"ba"[n]})) for n in range(2)),
            ],
            {},
            {(0, 3), (1, 2)},
            id="a mentor strong where the mentee would grow",
        ),
        pytest.param(
            [Candidate(0, MENTEE), Candidate(1, MENTOR, load=2), Candidate(2, MENTOR, load=1)],
            {},
            {(0, 2)},
            id="the mentor who had less to do lately",
        ),
        pytest.param(
            [Candidate(each, PEER) for each in range(4)],
            {(0, 1): 1, (2, 3): 3, (0, 2): 3, (1, 3): 3, (0, 3): 2, (1, 2): 2},
            {(0, 2), (1, 3)},
            id="those who met the longest ago",
        ),
        pytest.param(
            [
                *(Candidate(each, MENTOR, capacity=3) for each in range(2)),
                *(Candidate(2 + n, MENTEE) for n in range(4)),
            ],
            {},
            {2: 2},
            id="mentees spread over the mentors",
        ),
        pytest.param(
            [Candidate(0, MENTOR | PEER, load=5), Candidate(1, MENTEE | PEER)],
            {},
            Kind.MENTORING,
            id="mentoring before peers",
        ),
        pytest.param(
            [
                Candidate(0, PEER, waiting=1),
                Candidate(1, PEER, waiting=1),
                Candidate(2, PEER),
                Candidate(3, MENTOR, 1),
                Candidate(4, MENTEE),
                Candidate(5, MENTEE, waiting=2),
            ],
            {},
            {(3, 5)},
            id="who waited longer",
        ),
    ],
)
def test_c2_what_is_better_is_chosen_whatever_is_drawn(
    people: list[Candidate], met: dict[Pair, int], chosen: object
) -> None:
    for number in range(6):
        groups = match(people, met_before=met, round_number=number).groups
        kinds = {each.kind for each in groups}
        mentors = Counter(each.members[0] for each in groups)
        pairs = {(min(each.members), max(each.members)) for each in groups}
        if isinstance(chosen, Kind):
            assert kinds == {chosen}
        elif isinstance(chosen, dict):
            assert Counter(mentors.values()) == chosen
        else:
            assert isinstance(chosen, set)
            assert pairs >= chosen


def test_c2_where_nothing_is_better_each_round_draws_anew() -> None:
    people = [Candidate(each, PEER) for each in range(6)]
    assert len({match(people, round_number=number).groups for number in range(12)}) > 3


def test_c2_of_those_who_cannot_all_have_a_partner_who_waited_longest_does() -> None:
    people = [Candidate(1, PEER), Candidate(2, PEER, waiting=1), Candidate(3, PEER, waiting=2)]
    for number in range(6):
        found = match(people, [(1, 2), (1, 3)], round_number=number)
        assert [each.members for each in found.groups] == [(2, 3)]
    few = match([people[0], people[1], Candidate(4, PEER)], [(1, 2)])
    assert [each.members for each in few.groups] == [(2, 4)]
    assert [(each.user_id, each.reason) for each in few.left] == [(1, Reason.NO_PEER_FREE)]


def test_c2_somebody_is_rather_together_again_than_left_for_a_trio_that_cannot_be() -> None:
    wish = MENTEE | PEER
    people = [Candidate(1, MENTOR, 2), Candidate(2, wish), Candidate(3, wish)]
    found = match(people, [(2, 3)], {(1, 3): 1})
    assert [each.members for each in found.groups] == [(1, 2), (1, 3)]
    assert not found.left


def test_c2_one_whom_nobody_can_take_keeps_nobody_else_from_being_a_third() -> None:
    """Nor does a mentor stay idle so that the others come out even."""
    people = [
        Candidate(1, MENTOR),
        Candidate(2, MENTEE | PEER),
        *(Candidate(each, PEER, waiting=1) for each in (3, 4, 5)),
        Candidate(6, PEER, waiting=5),
    ]
    for number in range(6):
        found = match(people, [(6, each) for each in range(1, 6)], round_number=number)
        assert [each.members for each in found.groups] == [(1, 2), (3, 4, 5)]
        assert [each.user_id for each in found.left] == [6]


def test_c2_nobody_can_be_a_candidate_twice() -> None:
    with pytest.raises(ValueError, match="once"):
        match([Candidate(1, PEER), Candidate(1, MENTOR)])
    for capacity in (0, 6):
        with pytest.raises(ValueError, match="capacity of 1 to 5"):
            Candidate(1, MENTOR, capacity)
    with pytest.raises(ValueError, match="count from 0"):
        Candidate(1, MENTOR, load=-1)


def test_c2_everybody_excludes_everybody() -> None:
    people = [Candidate(each, frozenset({Role.PEER})) for each in range(1, 6)]
    found = match(people, [(b, a) for a, b in combinations(range(1, 6), 2)])
    assert [each.reason for each in found.left] == [Reason.NO_PEER_FREE] * 5


@pytest.mark.parametrize("size", [4, 6, 8, 10, 12])
def test_c2_no_pair_repeats_in_the_first_half_of_all_rounds(size: int) -> None:
    """Whoever has met fewer than half of the others always leaves a perfect round (Dirac)."""
    people = [Candidate(each, frozenset({Role.PEER})) for each in range(size)]
    met: dict[Pair, int] = {}
    for number in range(size // 2):
        found = match(people, met_before=met, round_number=number)
        assert not found.left
        assert not met.keys() & set(pairs_in(found))
        met = {key: ago + 1 for key, ago in met.items()} | dict.fromkeys(pairs_in(found), 1)


def test_c2_a_trio_of_many_meets_nobody_again_for_more_than_a_year() -> None:
    """Of 49, with a round every other week: in the end most have met most."""
    people = [Candidate(each, PEER) for each in range(49)]
    met: dict[Pair, int] = {}
    for number in range(37):
        found = pairs_in(match(people, met_before=met, round_number=number))
        assert not met.keys() & set(found), number
        met = {key: ago + 1 for key, ago in met.items()} | dict.fromkeys(found, 1)


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        ([], None),
        ([Role.PEER], Reason.ALONE),
    ],
)
def test_c2_nobody_and_one_alone(roles: list[Role], reason: Reason | None) -> None:
    found = match([Candidate(1, frozenset({role})) for role in roles])
    assert not found.groups
    assert [each.reason for each in found.left] == ([reason] if reason else [])
