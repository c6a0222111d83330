"""What members do elsewhere and count at a milestone of the plan, by a press of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.milestones.values import Board, Countable, Item, Period, PeriodCount
from bot.plans.values.plan import Counts


def counting(items: Iterable[Item], what: Counts) -> Item | None:
    """The milestone at which the plan counts ``what``; None: it names none."""
    return next((each for each in items if each.milestone.counts == what), None)


def period_count(board: Board, what: Counts, things: Sequence[Countable]) -> PeriodCount:
    """How a member's things of the present period stand with the plan, in their zone (P11)."""
    item = counting(board.items, what)
    if item is None or item.occurrences is None:
        found = PeriodCount(_month(board.today), f"{board.today:%B}", 0)
    else:
        tally = item.occurrences.now
        found = PeriodCount(
            tally.period,
            tally.words,
            0,
            milestone_id=item.id,
            title=item.title,
            number=item.number,
            tally=tally,
            counted=frozenset(
                each.id for each in things if item.counts_at(each.counted_as, each.counted_number)
            ),
        )
    days = [each.day for each in things if each.day is not None]
    return replace(found, made=sum(day in found.period for day in days))


def _month(today: date) -> Period:
    first = today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))
