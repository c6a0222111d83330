"""Own milestones and steps: their ids, titles, and how they hang together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.errors import UserError
from bot.inputs.text import visible_line
from bot.milestones.values import OwnMilestone
from bot.milestones.values.states import OWN_PREFIX

MAX_TITLE = 80
MAX_OWN = 100
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class PlacedOwn:
    """Own entries by where they stand: ``steps`` by what they are under, ``tops`` by block id.

    ``tops`` under None are the member's own, beside the plan.
    """

    steps: dict[str, tuple[OwnMilestone, ...]]
    tops: dict[str | None, tuple[OwnMilestone, ...]]


def number_of(milestone_id: str) -> int | None:
    """The number in an own milestone's id; None for the plan's milestones."""
    digits = milestone_id.removeprefix(OWN_PREFIX)
    is_own = digits != milestone_id and digits.isascii() and digits.isdecimal()
    return int(digits) if is_own and len(digits) < 10 else None


def place_own(
    own: Iterable[OwnMilestone], plan_ids: Collection[str], block_ids: Collection[str]
) -> PlacedOwn:
    """Sort own entries by their places.

    A step whose milestone the plan no longer has becomes a milestone beside the plan, and so does
    a milestone whose block is gone: an edit of the plan loses nothing.
    """
    entries = sorted(own, key=lambda each: each.number)
    known = {each.id for each in entries}
    steps: dict[str, list[OwnMilestone]] = {}
    tops: dict[str | None, list[OwnMilestone]] = {}
    for each in entries:
        if each.under is not None and (each.under in plan_ids or each.under in known):
            steps.setdefault(each.under, []).append(each)
        else:
            tops.setdefault(each.block if each.block in block_ids else None, []).append(each)
    return PlacedOwn(
        {name: tuple(found) for name, found in steps.items()},
        {name: tuple(found) for name, found in tops.items()},
    )


def below(milestone_id: str, own: Iterable[OwnMilestone]) -> list[OwnMilestone]:
    """The steps of a milestone, with theirs."""
    by_parent: dict[str | None, list[OwnMilestone]] = {}
    for each in own:
        by_parent.setdefault(each.under, []).append(each)
    found: list[OwnMilestone] = []
    waiting = [milestone_id]
    while waiting:
        found += (steps := by_parent.pop(waiting.pop(), []))
        waiting += [each.id for each in steps]
    return found


def clean_title(title: str) -> str:
    """A title as it is kept: one line, nothing invisible.

    Raises:
        UserError: nothing is left, or more than ``MAX_TITLE`` characters; it carries the title.
    """
    text = visible_line(title)
    if not text:
        raise UserError("A milestone needs a title: say in a few words what will be done.")
    if len(text) > MAX_TITLE:
        raise UserError(
            f"That title has {len(text):,} characters, and {MAX_TITLE} fit. Keep what will be "
            "done; details fit into a note once it is done. Nothing was added.",
            typed=title,
        )
    return text


def check_room(count: int, typed: str) -> None:
    """Refuse another own entry when there are ``MAX_OWN``.

    Raises:
        UserError: there are; it carries what was typed.
    """
    if count >= MAX_OWN:
        raise UserError(
            f"You have {MAX_OWN} milestones and steps of your own, and no more fit. *Drop* one "
            "that you no longer need, then add this one.",
            typed=typed,
        )


def check_depth(parent_depth: int, typed: str) -> None:
    """Refuse a step too deep under a milestone (which has depth 0).

    Raises:
        UserError: it would be more than ``MAX_DEPTH`` deep; it carries what was typed.
    """
    if parent_depth >= MAX_DEPTH:
        raise UserError(
            f"Steps nest {MAX_DEPTH} deep, and that one is as deep as they go. Add it beside it, "
            "under the step above.",
            typed=typed,
        )
