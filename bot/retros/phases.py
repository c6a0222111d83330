"""The phases of a retro: their order, how long each takes, what may be done in which. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.errors import UserError
from bot.retros.values import Phase
from bot.scheduling.recurrence import find_zone

FULL = (Phase.FACTS, Phase.COLLECT, Phase.GROUP, Phase.VOTE, Phase.DISCUSS, Phase.ACT)
QUICK = (Phase.COLLECT, Phase.ACT)
"""The phases in their order; a quick retro is for two or three people in one sitting."""

HIDDEN = (Phase.FACTS, Phase.COLLECT)
"""Until these are over nobody sees a card but who wrote it."""

DAYS: Mapping[Phase, int] = {
    Phase.FACTS: 1,
    Phase.COLLECT: 2,
    Phase.GROUP: 1,
    Phase.VOTE: 2,
    Phase.DISCUSS: 4,
    Phase.ACT: 2,
}
"""How many days each takes, where its opening says nothing else."""

QUICK_DAYS = 3
MOST_DAYS = 14
"""What a phase takes of a quick retro; and at most, by its opening or at one extension."""

FEWEST_CARDS = 2
MORE_TIME = 3
"""With fewer cards than these a retro waits so many days more, once, and then closes."""


class Act(StrEnum):
    """What members do in a retro."""

    CARDS = "cards"
    GROUPING = "grouping"
    VOTING = "voting"
    ACTIONS = "actions"


_ACTS: Mapping[Phase, frozenset[Act]] = {
    Phase.FACTS: frozenset({Act.CARDS}),
    Phase.COLLECT: frozenset({Act.CARDS}),
    Phase.GROUP: frozenset({Act.GROUPING}),
    Phase.VOTE: frozenset({Act.VOTING}),
    Phase.DISCUSS: frozenset(),
    Phase.ACT: frozenset({Act.ACTIONS}),
    Phase.CLOSED: frozenset({Act.ACTIONS}),
}


def allows(phase: Phase, act: Act) -> bool:
    """Whether members may do this in ``phase``. After the end, actions may still be noted."""
    return act in _ACTS[phase]


def order(*, is_quick: bool) -> tuple[Phase, ...]:
    """The phases from the opening on, without the end."""
    return QUICK if is_quick else FULL


def after(phase: Phase, *, is_quick: bool) -> Phase:
    """What comes when ``phase`` is over."""
    phases = order(is_quick=is_quick)
    place = phases.index(phase) + 1
    return phases[place] if place < len(phases) else Phase.CLOSED


def before(phase: Phase, *, is_quick: bool) -> Phase:
    """What ``phase`` can go back to.

    Raises:
        UserError: it is the first, or the cards have been revealed since.
    """
    phases = order(is_quick=is_quick)
    place = phases.index(phase)
    if place == 0:
        raise UserError("This is the retro's first phase, so there is none to go back to.")
    former = phases[place - 1]
    if former in HIDDEN and phase not in HIDDEN:
        raise UserError(
            "The cards are revealed, and that cannot be taken back. `/retro extend` gives this "
            "phase more time."
        )
    return former


def days_of(phase: Phase, *, is_quick: bool, days: int | None) -> int:
    """How many days ``phase`` takes; ``days`` is what its opening says of all."""
    return days or (QUICK_DAYS if is_quick else DAYS[phase])


def later(instant: datetime, days: int, zone: str) -> datetime:
    """So many days after ``instant``, at the same wall time in ``zone``."""
    return (instant.astimezone(find_zone(zone)) + timedelta(days=days)).astimezone(UTC)


def deadlines(
    first: Phase, began_at: datetime, zone: str, *, is_quick: bool, days: int | None
) -> dict[Phase, datetime]:
    """When each phase from ``first`` on ends, if nobody changes anything."""
    phases = order(is_quick=is_quick)
    ends, found = began_at, {}
    for phase in phases[phases.index(first) :]:
        ends = later(ends, days_of(phase, is_quick=is_quick, days=days), zone)
        found[phase] = ends
    return found


def more_days(days: int) -> int:
    """By how many days a phase is extended.

    Raises:
        UserError: not by 1 to 14.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UserError(f"A phase takes 1 to {MOST_DAYS} days more at a time.")
    return days
