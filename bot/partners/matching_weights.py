"""What a pair of candidates is worth: one exact whole number that compares level by level. Pure.

The levels, the first of which decides: more people with a partner; fewer repeats; repeats of longer
ago; who waited longer; mentoring before peers; the mentee who waited longer; mentees spread over
their mentors; and fit. Fit is a sum: 4 for each axis in which the mentor is strong and on which the
mentee focuses, 3 for each common topic (at most three of either), 1 for every two hours that both
are awake, at most six, less what the mentor had to do lately.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.partners.matching_values import MOST_PARTNERS, Candidate, Kind, Pair, Role, pair

_MOST_AGE = 63
_MOST_WAITING = 15
_MOST_COMMON = 3
_MOST_LOAD = 9
_MOST_FIT = 4 * _MOST_COMMON + 3 * _MOST_COMMON + 6 + _MOST_LOAD
_EIGHTHS = 8  # quarters of an hour in two hours

_SPANS = (2, 1, _MOST_AGE, 2 * _MOST_WAITING, 1, _MOST_WAITING, MOST_PARTNERS, _MOST_FIT)


@dataclass(frozen=True, slots=True)
class Edge:
    """Two partners by their places in the list of candidates; a mentor comes first."""

    first: int
    second: int
    kind: Kind


class Weights:
    """The worth of pairs among these candidates, so that worths of whole rounds can be added.

    Candidates are named by their places in ``people``.
    """

    def __init__(
        self, people: Sequence[Candidate], not_with: Collection[Pair], met: Mapping[Pair, int]
    ) -> None:
        """``met`` says how many rounds ago two were last together, from 1 on."""
        self.people = people
        self._is_mentor, self._is_mentee, self._is_peer = (
            [role in each.roles for each in people]
            for role in (Role.MENTOR, Role.MENTEE, Role.PEER)
        )
        places = {each.user_id: place for place, each in enumerate(people)}
        self._apart: set[Pair] = set()
        for one, other in not_with:
            if one in places and other in places:
                self._apart |= {(places[one], places[other]), (places[other], places[one])}
        self._met: dict[Pair, int] = {}
        for (one, other), ago in met.items():
            if one in places and other in places:
                key = pair(places[one], places[other])
                self._met[key] = min(max(ago, 1), self._met.get(key, max(ago, 1)))
        self._waiting = [min(each.waiting, _MOST_WAITING) for each in people]
        bits: dict[str, int] = {}
        self._topics, self._strong, self._focus = (
            [_as_bits(each, bits) for each in which]
            for which in (
                [each.topics for each in people],
                [each.strong for each in people],
                [each.focus for each in people],
            )
        )
        units, below = [], 0
        for span in reversed(_SPANS):
            units.append(1 + len(people) * below)
            below += span * units[-1]
        self._units = tuple(reversed(units))

    @property
    def mentees(self) -> int:
        """How many look for a mentor."""
        return sum(self._is_mentee)

    @property
    def mentors(self) -> int:
        """How many would be one."""
        return sum(self._is_mentor)

    def before_fit(self, worth: int) -> int:
        """What decides before roles and fit do: who has a partner, repeats, and who waited."""
        unit = self._units[3]
        return (worth + unit // 2) // unit

    def peers_allowed(self, one: int, other: int) -> bool:
        """Whether both would be a peer, and may be with each other."""
        return self._is_peer[one] and self._is_peer[other] and (one, other) not in self._apart

    def mentoring_allowed(self, mentor: int, mentee: int) -> bool:
        """Whether the first would be the second's mentor, and they may be with each other."""
        both = self._is_mentor[mentor] and self._is_mentee[mentee]
        return both and (mentor, mentee) not in self._apart

    def met(self, one: int, other: int) -> int | None:
        """How many rounds ago they were last together; None for never."""
        return self._met.get((one, other) if one < other else (other, one))

    def peers(self, *members: int) -> int:
        """What two or three peers are worth."""
        persons, _, _, waiting, *_ = self._units
        total = persons * len(members) + waiting * sum(self._waiting[each] for each in members)
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                total += self._repeat(one, other) + self._shared(one, other)
        return total

    def mentoring(self, mentor: int, mentee: int, copy: int) -> int:
        """What a mentor is worth to a mentee; ``copy`` numbers what the mentor has room for."""
        persons, _, _, waiting, mentors, first, spread, _ = self._units
        waited = self._waiting[mentee]
        total = persons + waiting * waited + mentors + first * waited - spread * copy
        if not copy:
            total += persons + waiting * self._waiting[mentor]
        total += 4 * min((self._strong[mentor] & self._focus[mentee]).bit_count(), _MOST_COMMON)
        total -= min(self.people[mentor].load, _MOST_LOAD)
        return total + self._repeat(mentor, mentee) + self._shared(mentor, mentee)

    def _repeat(self, one: int, other: int) -> int:
        ago = self.met(one, other)
        if ago is None:
            return 0
        return -self._units[1] - self._units[2] * (_MOST_AGE - min(ago, _MOST_AGE))

    def _shared(self, one: int, other: int) -> int:
        topics = (self._topics[one] & self._topics[other]).bit_count()
        awake = (self.people[one].waking & self.people[other].waking).bit_count()
        return 3 * min(topics, _MOST_COMMON) + min(awake // _EIGHTHS, 6)


def _as_bits(names: Collection[str], bits: dict[str, int]) -> int:
    """Names as the bits of a number, one for each name that any of ``bits`` holds."""
    return sum(1 << bits.setdefault(name, len(bits)) for name in names)
