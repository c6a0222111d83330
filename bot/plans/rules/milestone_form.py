"""What a form asks about one milestone, as people type it and read it."""

from __future__ import annotations

import re

from bot.errors import UserError
from bot.inputs.text import ascii_signs, visible_line, visible_text
from bot.plans.values import MAX_TIMES, Due, Milestone, MilestoneFields, Plan, Span

_HOURS = re.compile(r"(\d{1,4})(?:\s*(?:-|–|to)\s*(\d{1,4}))?\s*(?:h|hours?)?", re.ASCII)
_DUE = re.compile(r"(week|month)s?\s*(\d{1,3})|(\d{1,3})\s*(week|month)s?", re.ASCII)

BLANK = MilestoneFields("", "", None, (), None)
"""What the form of a new milestone begins with."""


def fields_of(plan: Plan, milestone_id: str) -> MilestoneFields | None:
    """What the form begins with, or None if the plan has no such milestone."""
    milestone = plan.milestone(milestone_id)
    if milestone is None:
        return None
    return MilestoneFields(
        title=milestone.title,
        text=clean_text(milestone.text),
        hours=milestone.hours,
        needs=milestone.needs,
        due=due_of(plan, milestone_id),
        path=milestone.path,
        repeats=milestone.repeats,
        times=milestone.times,
        axes=milestone.axes,
    )


def due_of(plan: Plan, milestone_id: str) -> Due | None:
    """The date that the flow gives a milestone."""
    return dues(plan).get(milestone_id)


def dues(plan: Plan) -> dict[str, Due]:
    """The dates that the flow gives, by milestone id."""
    found: dict[str, Due] = {}
    for target in plan.flow:
        due: Due = ("week", target.week) if target.week else ("month", target.month or 1)
        found |= dict.fromkeys(target.milestones, due)
    return found


def clean_title(typed: str) -> str:
    """A title is one line."""
    return visible_line(typed)


def clean_text(typed: str) -> str:
    """A text without the blank around it."""
    return visible_text(typed)


def parse_hours(typed: str) -> Span | None:
    """``4-8``, ``6``, or nothing for no estimate.

    Raises:
        UserError: it is neither.
    """
    wanted = ascii_signs(typed).casefold()
    if not wanted:
        return None
    found = _HOURS.fullmatch(wanted)
    if found is None:
        raise UserError("Hours look like `4-8` or `6`. Leave them empty for no estimate.")
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    return (min(low, high), max(low, high))


def parse_times(typed: str, repeats: str | None) -> int | None:
    """How often in each period; nothing for once.

    Raises:
        UserError: it is no number from 1 to ``MAX_TIMES``, or nothing repeats.
    """
    wanted = ascii_signs(typed)
    if not wanted:
        return None
    if repeats is None:
        raise UserError("How often is asked of what repeats. Choose a period, or leave it empty.")
    if not (wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:4]) <= MAX_TIMES):
        raise UserError(f"How often is a number from 1 to {MAX_TIMES}. Leave it empty for once.")
    return int(wanted)


def say_repeats(milestone: Milestone) -> str:
    """``every month``, ``4 every month``, or nothing for what is done once."""
    if milestone.repeats is None:
        return ""
    times = f"{milestone.times} " if milestone.times and milestone.times > 1 else ""
    return f"{times}every {milestone.repeats}"


def say_hours(hours: Span | None) -> str:
    """The hours as the form takes them."""
    if hours is None:
        return ""
    return str(hours[0]) if hours[0] == hours[1] else f"{hours[0]}-{hours[1]}"


def parse_due(typed: str) -> Due | None:
    """``week 2``, ``3 months``, or nothing for no date.

    Raises:
        UserError: it is neither.
    """
    wanted = ascii_signs(typed).casefold()
    if not wanted:
        return None
    found = _DUE.fullmatch(wanted)
    if found is None:
        raise UserError(
            "The date is counted from each member's start, such as `week 6` or `month 3`. "
            "Leave it empty for none."
        )
    number = int(found[2] or found[3])
    return ("week", number) if "week" in found[0] else ("month", number)


def say_due(due: Due | None) -> str:
    """The date as the form takes it."""
    return "" if due is None else f"{due[0]} {due[1]}"
