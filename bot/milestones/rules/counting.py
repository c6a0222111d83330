"""Which milestone of a plan counts what members do elsewhere, and whether a thing stands there."""

from __future__ import annotations

from collections.abc import Iterable

from bot.milestones.values import Item, Status
from bot.plans.values import Counts


def counting(items: Iterable[Item], what: Counts) -> Item | None:
    """The milestone at which the plan counts ``what``; None: it names none."""
    return next((each for each in items if each.milestone.counts == what), None)


def stands(item: Item, counted_as: str | None, number: int | None) -> bool:
    """Whether the change that counted a thing at the milestone was not taken back."""
    done = {change.number for change in item.history if change.status is Status.DONE}
    return counted_as == item.id and number in done
