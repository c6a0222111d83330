"""What members do elsewhere and count at a milestone of the plan, by a press of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.milestones.values import Board, Countable, Item, Period, PeriodCount, PlanCount
from bot.plans.values.plan import Counts


def counting(items: Iterable[Item], what: Counts) -> Item | None:
    """The milestone at which the plan counts ``what``; None: it names none."""
    return next((each for each in items if each.milestone.counts == what), None)


def takes_on(item: Item, day: date) -> bool:
    """Whether something of that date can complete a milestone now.

    One that repeats takes it while its present period, in which the date lies, has not all it
    needs.
    """
    if item.occurrences is None:
        return item.status.is_open
    now = item.occurrences.now
    return day in now.period and not now.is_reached


def counted_at(milestone_id: str | None, number: int | None) -> tuple[str, int] | None:
    """The milestone and the number of its change, as a row has them; None without either."""
    return None if milestone_id is None or number is None else (milestone_id, number)


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


def plan_count(
    board: Board, what: Counts, day: date | None, counted: tuple[str, int] | None
) -> PlanCount | None:
    """How the plan's milestone stands with one thing of a period; None: the plan asks for none.

    It was made on ``day`` (None: not yet) and counted by the change ``counted`` of a milestone.
    """
    item = counting(board.items, what)
    if item is None or item.occurrences is None:
        return None
    tally = item.occurrences.now
    is_counted = counted is not None and item.counts_at(*counted)
    takes_it = day is not None and day in tally.period and not is_counted and not tally.is_reached
    return PlanCount(item.id, item.title, item.number, tally, is_counted, takes_it)


def _month(today: date) -> Period:
    first = today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))
