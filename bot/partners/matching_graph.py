"""Which pairs of places are worth most together. Pure; networkx is loaded by the call alone.

It is exact while there are at most `EXACT_EDGES` possible pairs, as 200 peers have. Beyond that
each place keeps its best `KEPT_EDGES` and `SPREAD_EDGES` to those who follow it; a mentor has only
as many places as the mentees need. Where that leaves somebody or repeats a pair, what comes before
roles and fit is solved exactly among all pairs, and its solution is kept too. So at any size as
many as can be have a partner, with as few repeats as can be, and those first who waited; what is
near the best alone are roles and fit.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping

from bot.partners.matching_weights import Weights

EXACT_EDGES = 20_000
KEPT_EDGES, SPREAD_EDGES = 4, 3

Place = tuple[int, int]
"""A candidate, and the number of what they have room for."""

Key = tuple[Place, Place]
"""Two places that may be paired."""

Edges = Mapping[Key, int]
"""All that may be paired, with what it is worth."""

THIRD: Place = (-1, 0)
"""Stands for a pair that somebody joins."""


def best(weights: Weights, edges: Edges) -> list[Key]:
    """The pairs of the matching that is worth most, in the order of ``edges``."""
    if len(edges) <= EXACT_EDGES:
        return _solved(edges)
    kept = _kept(_without_spare(weights, edges))
    chosen = _solved({key: edges[key] for key in kept})
    if _is_smooth(weights, edges, chosen):
        return chosen
    coarse = {key: weights.before_fit(worth) for key, worth in edges.items()}
    # From the least on, the edges are looked at in the order in which they are found soonest.
    kept.update(_solved(dict(sorted(coarse.items(), key=lambda each: each[1]))))
    return _solved({key: worth for key, worth in edges.items() if key in kept})


def _solved(edges: Edges) -> list[Key]:
    import networkx as nx  # noqa: PLC0415 - only the worker's process pays for it

    class Graph(nx.Graph):  # type: ignore[type-arg]  # at run time it takes no argument
        """One that is looked up without a view around each edge, as that takes most of the time."""

        rows: Mapping[int, Mapping[int, Mapping[str, int]]]

        def __getitem__(self, node: int) -> Mapping[int, Mapping[str, int]]:  # type: ignore[override]
            return self.rows[node]

    numbers: dict[Place, int] = {}
    for key in edges:
        for place in key:
            numbers.setdefault(place, len(numbers))
    graph = Graph()
    graph.add_weighted_edges_from(
        (numbers[first], numbers[second], worth) for (first, second), worth in edges.items()
    )
    graph.rows = dict(graph.adjacency())
    found = nx.max_weight_matching(graph)
    return [
        (first, second)
        for first, second in edges
        if (numbers[first], numbers[second]) in found or (numbers[second], numbers[first]) in found
    ]


def _without_spare(weights: Weights, edges: Edges) -> Edges:
    """Without the places beyond what the mentees need and some more; each mentor keeps one."""
    places = {place for key in edges for place in key if place[1]}
    room = weights.mentees * 9 // 8 - weights.mentors
    spare = set(sorted(places, key=lambda place: (place[1], place[0]))[max(room, 0) :])
    return {key: worth for key, worth in edges.items() if spare.isdisjoint(key)}


def _kept(edges: Edges) -> set[Key]:
    """The best edges of each place, and those to whoever follows it in the order.

    The latter are spread over all, so that few are left because all have the same best ones.
    """
    by_place: dict[Place, list[tuple[Place, Key]]] = {}
    for key in edges:
        first, second = key
        by_place.setdefault(first, []).append((second, key))
        by_place.setdefault(second, []).append((first, key))
    kept: set[Key] = set()
    for place, found in by_place.items():
        found.sort()
        after = bisect(found, (place,))
        following = (*found[after : after + SPREAD_EDGES], *found[:SPREAD_EDGES])
        kept.update(key for _, key in following[:SPREAD_EDGES])
        found.sort(key=lambda each: -edges[each[1]])
        kept.update(key for _, key in found[:KEPT_EDGES])
    return kept


def _is_smooth(weights: Weights, edges: Iterable[Key], chosen: Collection[Key]) -> bool:
    """Whether nobody is left who could be paired, and nobody is with whom they were before."""
    placed = {place[0] for key in chosen for place in key}
    if any(place[0] not in placed for key in edges for place in key if place != THIRD):
        return False
    pairs = (key for key in chosen if THIRD not in key)
    return all(weights.met(first[0], second[0]) is None for first, second in pairs)
