"""When one rates oneself, on what, and what a rating says. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from bot.competency.values import (
    MAX_ANSWER,
    AxisToRate,
    Change,
    Evidence,
    Focus,
    Level,
    Rating,
)
from bot.errors import UserError
from bot.groups.values import Member
from bot.inputs.text import visible_text
from bot.milestones.rules.occurrences import period_of
from bot.milestones.values import Board, Item, Status
from bot.plans.values import Axis, Plan, SelfCheck

IN_A_FORM = 5
"""So many axes fit one form."""

REST = timedelta(days=56)
"""So long after a rating the next one is not offered, so that a late one is not asked twice."""

ARRIVING = timedelta(days=2)
"""So long after somebody began the first one waits: those days have their own first steps."""

OFFERED_FOR = timedelta(days=5)
"""So long `/today` leads to one that is not finished, since it was offered or named."""

_QUESTIONS = SelfCheck("Where have I grown?", "Where to focus more?")
_WEAKEST, _SUGGESTED = 3, 2


def quarter_of(day: date) -> date:
    """The first day of a date's quarter."""
    return period_of("quarter", day).first


def say_quarter(quarter: date) -> str:
    """``Q1 2026``."""
    return f"Q{(quarter.month + 2) // 3} {quarter.year}"


def offered_since(member: Member, last: date | None, today: date) -> date | None:
    """Since when a rating is offered, by the date of the last one; None: not now.

    The first one in the week in which somebody began, each other one with its quarter.
    """
    quarter = quarter_of(today)
    if last is None:
        since = max(member.started_on + ARRIVING, quarter)
    elif last >= quarter:
        return None
    else:
        since = max(quarter, last + REST)
    return since if since <= today else None


def version_of(axis: Axis) -> str:
    """What tells an axis from what it becomes when its title or a level is edited."""
    said = "\n".join((axis.title, *axis.levels))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def field_of(axis: Axis) -> str:
    """The name of its field in a form: one that was opened before an edit has another."""
    return f"{axis.id}~{version_of(axis)}"


def parts(axes: Sequence[Axis]) -> tuple[tuple[Axis, ...], ...]:
    """The axes of each form."""
    starts = range(0, len(axes), IN_A_FORM)
    return tuple(tuple(axes[start : start + IN_A_FORM]) for start in starts)


def questions_of(plan: Plan) -> SelfCheck:
    """The two questions after a rating."""
    return plan.self_check or _QUESTIONS


def level_from(text: str, highest: int) -> int | None:
    """The level that a form gives; None where nothing was chosen.

    Raises:
        UserError: it is none of the scale's.
    """
    if not text:
        return None
    choices = {str(level): level for level in range(1, highest + 1)}
    if text not in choices:
        raise UserError("That is none of the levels. Open the form again and pick one of them.")
    return choices[text]


def answers(grown: str, focus: str) -> tuple[str | None, str | None]:
    """The two answers as typed; None for one that says nothing.

    Raises:
        UserError: one is too long; it carries both.
    """
    if max(len(grown), len(focus)) > MAX_ANSWER:
        raise UserError(
            f"Each answer holds {MAX_ANSWER:,} characters; one is longer.",
            typed=typed(grown, focus),
        )
    return visible_text(grown) or None, visible_text(focus) or None


def typed(grown: str, focus: str) -> str:
    """Both answers as they are given back to whoever typed them."""
    return "\n\n".join(filter(None, (grown, focus)))


def is_complete(levels: Iterable[Level], axes: Sequence[Axis]) -> bool:
    """Whether each axis has its level, on its present scale."""
    found = {each.axis: each for each in levels}
    return all(axis.id in found and found[axis.id].is_on(axis) for axis in axes)


def fits(rating: Rating, axes: Sequence[Axis]) -> bool:
    """Whether a finished rating is one of the plan's present axes."""
    return len(rating.levels) == len(axes) and is_complete(rating.levels, axes)


def axis_to_rate(
    axis: Axis,
    rating: Rating | None,
    before: Rating | None,
    evidence: Mapping[str, Mapping[str, int]],
) -> AxisToRate:
    """An axis as its form asks for it."""
    level = None if rating is None else rating.level(axis)
    earlier = before.level(axis) if before is not None else None
    last = rating if rating is not None and _rates(rating, axis.id) else before
    rewritten = last is not None and _rates(last, axis.id) and last.level(axis) is None
    return AxisToRate(axis, level, earlier, rewritten, evidence.get(axis.id, {}))


def changes(rating: Rating, before: Rating | None) -> tuple[Change, ...]:
    """Each level of a rating beside the one before, where both stand on the same scale (W7)."""
    earlier = {} if before is None else {each.axis: each for each in before.levels}
    found = []
    for now in rating.levels:
        was = earlier.get(now.axis)
        is_same = was is not None and was.is_like(now)
        level = was.level if was is not None and is_same else None
        found.append(Change(now, level, is_rewritten=was is not None and not is_same))
    return tuple(found)


def done_on_axes(board: Board, counted: Collection[tuple[str, int]]) -> list[Evidence]:
    """Each time that a milestone with axes was done, also one that its member hides.

    Left out are the changes that only ``counted`` what was done elsewhere, by milestone and number.
    """
    return [
        Evidence(
            "milestone", item.title, change.day_in(board.zone), item.milestone.axes, change.link
        )
        for item in (*board.items, *board.hidden)
        if item.milestone.axes
        for change in item.history
        if change.status is Status.DONE and (item.id, change.number) not in counted
    ]


def count_by_axis(evidence: Iterable[Evidence]) -> dict[str, Counter[str]]:
    """How much of each kind there is for each axis, by its id."""
    found: dict[str, Counter[str]] = {}
    for each in evidence:
        for axis in each.axes:
            found.setdefault(axis, Counter())[each.kind] += 1
    return found


def axes_counting(board: Board) -> Mapping[str, tuple[str, ...]]:
    """The axes of the milestones that count what is done elsewhere, by what that is."""
    return {
        item.milestone.counts: item.milestone.axes
        for item in (*board.items, *board.hidden)
        if item.milestone.counts is not None
    }


def weakest(levels: Iterable[Level]) -> list[Level]:
    """The axes with the most room to grow, at most three, the lowest first; none at the top."""
    room = [each for each in levels if each.level < len(each.scale)]
    return sorted(room, key=lambda each: Fraction(each.level - 1, len(each.scale) - 1))[:_WEAKEST]


def focus_on(levels: Iterable[Level], board: Board) -> tuple[Focus, ...]:
    """Open milestones for the weakest axes, each once; one in progress first, then by the plan.

    Only what waits for nothing, and what the plan does not ask for again and again.
    """
    found: list[Focus] = []
    seen: set[str] = set()
    for level in weakest(levels):
        fitting = [
            item
            for item in board.milestones
            if level.axis in item.milestone.axes and item.id not in seen and _can_be_next(item)
        ]
        fitting.sort(key=lambda item: item.status is not Status.IN_PROGRESS)
        items = tuple(fitting[:_SUGGESTED])
        seen.update(item.id for item in items)
        found.append(Focus(level, items))
    return tuple(found)


def _rates(rating: Rating, axis_id: str) -> bool:
    return any(each.axis == axis_id for each in rating.levels)


def _can_be_next(item: Item) -> bool:
    return item.status.is_open and not item.waits_for and item.occurrences is None
