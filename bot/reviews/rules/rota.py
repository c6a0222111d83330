"""Whose turn it is to review: the willing member who waits longest.

Everybody waits ``since`` they put themselves down, or since their last turn. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in the rota. Who pauses keeps it, and is not asked."""

    user_id: int
    since: datetime
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Who was asked about one paper, at ``asked_at``.

    ``waited_since`` is the place that the turn used up: whoever skips gets it back. It is None
    where nobody has the turn, and where who has it waited in no rota. ``skipped`` are those who
    passed it on.
    """

    asked_at: datetime
    user_id: int | None = None
    waited_since: datetime | None = None
    skipped: frozenset[int] = frozenset()


Places = tuple[Place, ...]


def in_order(places: Iterable[Place]) -> Places:
    """The places from the longest wait on; who came at the same instant stands by their id."""
    return tuple(sorted(places, key=lambda place: (place.since, place.user_id)))


def willing(places: Iterable[Place]) -> Places:
    """Those who can be asked, in order."""
    return tuple(place for place in in_order(places) if not place.is_paused)


def ask(places: Places, turn: Turn, *, but: Collection[int] = ()) -> tuple[Places, Turn]:
    """Give a turn that nobody has to who waits longest, except to those who skipped it.

    Nobody has it where none is left.
    """
    passed = turn.skipped.union(but)
    head = next((each for each in willing(places) if each.user_id not in passed), None)
    if head is None:
        return places, replace(turn, user_id=None, waited_since=None)
    asked = replace(turn, user_id=head.user_id, waited_since=head.since)
    return _moved(places, head.user_id, turn.asked_at), asked


def take(places: Places, turn: Turn, user_id: int) -> tuple[Places, Turn]:
    """Give a turn that nobody has to a member who asks for it; it counts as being asked."""
    held = next((each.since for each in places if each.user_id == user_id), None)
    skipped = turn.skipped - {user_id}
    taken = replace(turn, user_id=user_id, waited_since=held, skipped=skipped)
    return _moved(places, user_id, turn.asked_at), taken


def skip(places: Places, turn: Turn) -> tuple[Places, Turn]:
    """Pass the turn on. Who had it keeps the place they had, so they are next again."""
    assert turn.user_id is not None
    returned, open_turn = give_back(places, turn)
    return ask(returned, replace(open_turn, skipped=turn.skipped | {turn.user_id}))


def give_back(places: Places, turn: Turn) -> tuple[Places, Turn]:
    """Take the turn from who has it; they have the place they had before."""
    assert turn.user_id is not None
    returned = places
    if turn.waited_since is not None:
        returned = _moved(places, turn.user_id, turn.waited_since)
    return returned, replace(turn, user_id=None, waited_since=None)


def swap(places: Places, turn: Turn, user_id: int) -> tuple[Places, Turn]:
    """The turn goes to ``user_id``, and who had it takes their place in the rota."""
    assert turn.user_id is not None
    theirs = next(each.since for each in places if each.user_id == user_id)
    moved = _moved(_moved(places, turn.user_id, theirs), user_id, turn.asked_at)
    waited = theirs if turn.waited_since is None else turn.waited_since
    return moved, replace(turn, user_id=user_id, waited_since=waited)


def _moved(places: Places, user_id: int, since: datetime) -> Places:
    return tuple(replace(each, since=since) if each.user_id == user_id else each for each in places)
