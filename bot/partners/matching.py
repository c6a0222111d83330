"""Who is whose partner in a round (C2). Pure.

Wanted as ``await worker.run(match, candidates, not_with, met_before, round_number)``.
`matching_weights` says what is better than what, `matching_graph` finds what is best.

Each place that somebody has room for is a vertex of its own. The first can take any of their roles,
the others mentor only; so one has at most ``capacity`` groups, of which one at most is not as a
mentor. A mentee becomes a peer only if they offer that too. Whoever is left of the peers joins the
pair that fits best; where some meet again in that trio, it changes people with a pair while that is
better. Ties go by an order that is drawn from the round's number, whatever order the candidates
come in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, combinations

from bot.partners.matching_graph import THIRD, Key, Place, best
from bot.partners.matching_values import (
    Candidate,
    Group,
    Kind,
    Left,
    Matching,
    Pair,
    Reason,
    Role,
)
from bot.partners.matching_weights import Edge, Weights

_FEW_PAIRS = 32
"""With at most so many pairs a trio changes people with two of them at once."""

_MOST_TRIES = 8
"""So often somebody else is looked for to be the third of a trio."""

_Groups = list[tuple[tuple[int, ...], Kind]]

_Divided = tuple[tuple[int, ...], ...]


def match(
    candidates: Sequence[Candidate],
    not_with: Collection[Pair] = frozenset(),
    met_before: Mapping[Pair, int] | None = None,
    round_number: int = 0,
) -> Matching:
    """Match as many as possible, without repeats while that can be, and as fitting as can be.

    ``not_with`` holds in both directions and in trios. ``met_before`` says how many rounds ago two
    were last together, 1 for the last round.

    Raises:
        ValueError: somebody is a candidate twice.
    """
    if len({each.user_id for each in candidates}) != len(candidates):
        raise ValueError("everybody is a candidate once")
    people = sorted(candidates, key=lambda each: _drawn(round_number, each.user_id))
    weights = Weights(people, not_with, met_before or {})
    groups = _groups(weights, possible(weights))
    placed = _placed(groups)
    return Matching(
        tuple(sorted((_group(weights, *each) for each in groups), key=lambda each: each.members)),
        tuple(
            sorted(
                (
                    Left(each.user_id, _reason(each, len(people)))
                    for index, each in enumerate(people)
                    if index not in placed
                ),
                key=lambda left: left.user_id,
            )
        ),
    )


def _drawn(round_number: int, user_id: int) -> bytes:
    return hashlib.blake2b(f"{round_number}:{user_id}".encode(), digest_size=16).digest()


def _groups(weights: Weights, edges: dict[Key, int]) -> _Groups:
    """The pairs, with a third for one of them if somebody would be left and can be one."""
    thirds = _thirds(weights)
    for _ in range(_MOST_TRIES):
        chosen = best(weights, edges | thirds)
        groups = _with_thirds(
            weights, [_edge(weights, *each) for each in chosen if each[0] != THIRD]
        )
        placed = _placed(groups)
        futile = [key for key in chosen if key[0] == THIRD and key[1][0] not in placed]
        if not futile:
            return groups
        # No pair can take them, and somebody else may be left for it.
        del thirds[futile[0]]
    return _with_thirds(weights, [_edge(weights, *each) for each in best(weights, edges)])


def _placed(groups: _Groups) -> set[int]:
    return {each for members, _ in groups for each in members}


def _thirds(weights: Weights) -> dict[Key, int]:
    """One place for a peer who is to be the third of a trio, lest a mentor stays idle for it."""
    return {
        (THIRD, (index, 0)): weights.peers(index)
        for index, person in enumerate(weights.people)
        if Role.PEER in person.roles
    }


def possible(weights: Weights) -> dict[Key, int]:
    """All that may be paired, with what it is worth."""
    found: dict[Key, int] = {}
    people = weights.people
    for one in range(len(people)):
        for other in range(one + 1, len(people)):
            worth = []
            for mentor, mentee in ((one, other), (other, one)):
                if weights.mentoring_allowed(mentor, mentee):
                    worth.append(weights.mentoring(mentor, mentee, 0))
                    for copy in range(1, people[mentor].capacity):
                        key = ((mentor, copy), (mentee, 0))
                        found[key] = weights.mentoring(mentor, mentee, copy)
            if weights.peers_allowed(one, other):
                worth.append(weights.peers(one, other))
            if worth:
                found[(one, 0), (other, 0)] = max(worth)
    return found


def _edge(weights: Weights, first: Place, second: Place) -> Edge:
    """What the two are to each other: mentoring where that is possible, and worth most."""
    one, other = first[0], second[0]
    if first[1]:
        return Edge(one, other, Kind.MENTORING)
    ways = [
        (weights.mentoring(mentor, mentee, 0), Edge(mentor, mentee, Kind.MENTORING))
        for mentor, mentee in ((one, other), (other, one))
        if weights.mentoring_allowed(mentor, mentee)
    ]
    if weights.peers_allowed(one, other):
        ways.append((weights.peers(one, other), Edge(one, other, Kind.PEERS)))
    return max(ways, key=lambda way: way[0])[1]


def _with_thirds(weights: Weights, edges: list[Edge]) -> _Groups:
    """The groups, with those who are left as thirds of pairs of peers, each as well as can be."""
    groups: dict[tuple[int, ...], Kind] = {}
    for edge in edges:
        # Two who mentor each other are one pair.
        if (edge.second, edge.first) not in groups:
            groups[edge.first, edge.second] = edge.kind
    placed = {each for edge in edges for each in (edge.first, edge.second)}
    for third in range(len(weights.people)):
        if third in placed:
            continue
        fitting = [
            (weights.peers(*members, third) - weights.peers(*members), members)
            for members, kind in groups.items()
            if kind is Kind.PEERS and len(members) == 2 and _can_be_peers(weights, *members, third)
        ]
        if fitting:
            _, members = max(fitting, key=lambda each: each[0])
            del groups[members]
            groups[*members, third] = Kind.PEERS
    _divide_anew(weights, groups)
    return list(groups.items())


def _divide_anew(weights: Weights, groups: dict[tuple[int, ...], Kind]) -> None:
    """Let a trio in which some meet again change people with pairs, while that is better."""
    trios: list[tuple[int, ...]] = [trio for trio in groups if len(trio) == 3]
    while trios:
        trio = trios.pop()
        if all(weights.met(*pair) is None for pair in combinations(trio, 2)):
            continue
        pairs = [each for each, kind in groups.items() if kind is Kind.PEERS and len(each) == 2]
        at_once = (1, 2) if len(pairs) <= _FEW_PAIRS else (1,)
        for some in (some for count in at_once for some in combinations(pairs, count)):
            people = sorted({*trio, *chain(*some)})
            worth, divided = max(_divisions(weights, people))
            if worth > sum(weights.peers(*each) for each in (trio, *some)):
                for each in (trio, *some):
                    del groups[each]
                groups.update(dict.fromkeys(divided, Kind.PEERS))
                trios.append(divided[0])
                break


def _divisions(weights: Weights, people: Sequence[int]) -> Iterator[tuple[int, _Divided]]:
    """All ways to make a trio and pairs of an odd number of peers, with what they are worth."""
    for three in combinations(people, 3):
        if _can_be_peers(weights, *three):
            rest = [each for each in people if each not in three]
            for pairs in _pairings(weights, rest):
                divided = (three, *pairs)
                yield sum(weights.peers(*each) for each in divided), divided


def _pairings(weights: Weights, people: Sequence[int]) -> Iterator[_Divided]:
    """All ways to make pairs of an even number of peers."""
    if not people:
        yield ()
        return
    first, *others = people
    for other in others:
        if weights.peers_allowed(first, other):
            rest = [each for each in others if each != other]
            yield from (((first, other), *pairs) for pairs in _pairings(weights, rest))


def _can_be_peers(weights: Weights, *members: int) -> bool:
    return all(weights.peers_allowed(*pair) for pair in combinations(members, 2))


def _group(weights: Weights, members: tuple[int, ...], kind: Kind) -> Group:
    ids = [weights.people[each].user_id for each in members]
    return Group(tuple(ids if kind is Kind.MENTORING else sorted(ids)), kind)


def _reason(person: Candidate, candidates: int) -> Reason:
    if not person.roles:
        return Reason.NO_ROLE
    if candidates == 1:
        return Reason.ALONE
    if Role.MENTEE in person.roles:
        return Reason.NO_MENTOR_FREE
    return Reason.NO_PEER_FREE if Role.PEER in person.roles else Reason.NO_MENTEE_FREE
