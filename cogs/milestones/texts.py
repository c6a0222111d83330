"""Words about milestones that several panels share."""

from __future__ import annotations

from datetime import date

from bot.milestones.rules.next_up import Next, Why
from bot.milestones.values import Board, Item, MilestoneOutcome, Section, Status
from bot.plans.rules.milestone_form import say_repeats
from cogs.common.text import day_stamp, escape, one_line, percentage, plural, stamp

_SHOWN_CHANGES, _SHOWN_PERIODS = 5, 4


def section_title(section: Section) -> str:
    """``Block 1 · Theory``, or what stands beside the plan."""
    if section.is_own:
        return "Your own · beside the plan"
    return f"Block {section.number} · {escape(section.title)}"


def marked(item: Item) -> str:
    """The status mark and the title."""
    return f"{item.status.mark} **{escape(item.title)}**"


def nested(item: Item) -> str:
    """The same in a list, where steps are set off by an arrow for each level."""
    arrows = "↳" * item.depth + " " if item.depth else ""
    return f"{arrows}{marked(item)}"


def due_word(board: Board, day: date) -> str:
    """How a date is called: what has passed, and all of it in a pause, was only planned."""
    return "due" if board.is_due(day) else "planned for"


def facts(board: Board, item: Item) -> list[str]:
    """Dates, steps and effort: what is due, or when it happened."""
    found = _when(board, item)
    if item.occurrences:
        found.insert(0, str(item.occurrences.now))
    if item.steps:
        found.append(f"{item.steps.done} of {plural(item.steps.total, 'step')}")
    if item.status.is_open:
        if hours := effort(item):
            found.append(hours)
        if item.milestone.repeats:
            found.append(say_repeats(item.milestone))
    if item.is_own and not item.is_step:
        found.append("your own")
    return found


def effort(item: Item) -> str:
    """``4–6 h``, or nothing where the plan does not estimate."""
    if item.milestone.hours is None:
        return ""
    low, high = item.milestone.hours
    return f"{low}–{high} h" if low != high else f"{low} h"


def history(item: Item) -> str:
    """Every state with its time, the newest last (P3)."""
    shown = item.history[-_SHOWN_CHANGES:]
    steps = [f"{change.status.mark} {change.status.words} {stamp(change.at)}" for change in shown]
    before = ["…"] if len(shown) < len(item.history) else []
    return "-# " + " → ".join([*before, *steps])


def earlier(item: Item) -> str:
    """How often one that repeats was done in earlier periods, the newest first (P11)."""
    tallies = item.occurrences.earlier if item.occurrences else ()
    if not tallies:
        return ""
    more = ["…"] if len(tallies) > _SHOWN_PERIODS else []
    return f"-# Before: {' · '.join([*map(str, tallies[:_SHOWN_PERIODS]), *more])}"


def because(board: Board, found: Next) -> str:
    """Why one comes next, and where to begin in it."""
    item, reason = found.item, found.reason
    parts = []
    if reason.on is not None and reason.why is not Why.IN_PROGRESS:
        day = day_stamp(reason.on, board.zone)
        days = (reason.on - board.today).days
        if reason.of:
            word = "is due" if board.is_due(reason.on) else "was planned for"
            parts.append(f"*{one_line(reason.of, 80)}* waits for it and {word} {day}")
        elif board.paused:
            parts.append(f"planned for {day}")
        elif days < 0:
            parts.append(f"planned for {day}, {plural(-days, 'day')} ago")
        else:
            when = f"in {plural(days, 'day')}" if days else "today"
            parts.append(f"due {when} ({day})")
    elif reason.why is Why.IN_PROGRESS:
        parts.append("you have begun it")
    elif item.milestone.hours:
        parts.append("no date presses, and of what comes next it is the shortest")
    else:
        parts.append("no date presses, and it comes next")
    if reason.is_ready:
        parts.append("everything before it is done")
    if hours := effort(item):
        parts.append(hours)
    text = f"Because: {', '.join(parts)}."
    if found.step:
        text += f"\nBegin with *{one_line(found.step.title, 80)}*."
    return text


def headline(outcome: MilestoneOutcome) -> str:
    """What an act on a milestone's state did."""
    item = outcome.item
    title = f"*{escape(item.title)}*"
    if item.occurrences is not None and item.is_done_now:
        is_more = item.change is not None and item.change is item.history[-1]
        if outcome.changed and is_more:
            return f"Done: {title}. That is {item.occurrences.now}."
        return f"{title}: {item.occurrences.now}."
    if not outcome.changed:
        return f"Nothing to change: {title} is {item.status.words} already."
    if item.status is Status.DONE:
        return f"Done: {title}. {_standing(outcome)}"
    if item.status is Status.IN_PROGRESS:
        return f"In progress: {title}."
    if item.status is Status.SKIPPED:
        return f"Skipped: {title}. It counts neither way, and *Undo* brings it back."
    return f"Back to not started: {title}."


def _standing(outcome: MilestoneOutcome) -> str:
    """How far that brings the milestone whose step it is, or the block."""
    parent = outcome.board.item(outcome.item.parent) if outcome.item.parent else None
    if parent is not None and parent.steps is not None:
        of = plural(parent.steps.total, "step")
        return f"That is {parent.steps.done} of {of} of *{escape(parent.title)}*."
    count = outcome.section.count
    percent = percentage(count.done, count.total)
    if outcome.section.is_own:
        return f"That is your own milestones at {percent} %."
    return f"That is block {outcome.item.block} at {percent} %."


def _when(board: Board, item: Item) -> list[str]:
    if item.change and not item.status.is_open:
        return [f"{item.status.value} {stamp(item.change.at, 'd')}"]
    found = []
    if item.change and not item.is_done_now:
        found.append(f"since {stamp(item.change.at, 'd')}")
    if item.due:
        whose = ", your date" if item.own_due and not item.is_own else ""
        found.append(f"{due_word(board, item.due)} {day_stamp(item.due, board.zone)}{whose}")
    return found
