"""The review as panels: what was open, what was decided about it, one of them, counting anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord

from bot.cycles.values import Review, ReviewCase, ReviewDecision
from bot.inputs.dates import MONTHS, say_date
from bot.milestones.pace import Shift
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import day_stamp, escape, fit, moved, plural
from cogs.cycles.routes import (
    CARRY,
    CASE,
    COUNT,
    COUNT_FOR_SURE,
    DATE,
    DROP,
    NEXT_CASE,
    OVERVIEW,
    REVIEW,
    REVIEW_PAGE,
    START,
    TAKE_BACK,
)
from cogs.cycles.style import ACCENT

# What fits a message even at its fullest: a row is three components, and a message holds forty.
_ROWS = 8
_TITLE = 100

_PRIMARY = discord.ButtonStyle.primary


def review_panel(
    review: Review,
    page: int = 0,
    said: str | None = None,
    also: Sequence[discord.ui.Button[discord.ui.LayoutView]] = (),
) -> Panel:
    """Everything that the review asks, a page of it; ``said`` is what an act just did.

    ``also`` are buttons of other features about the cycle.
    """
    opening: Items = [said, line()] if said else []
    beside: Items = [buttons(*also)] if also else []
    if not review.cases:
        return Panel(ACCENT, *opening, _nothing(review), *beside, small_print=ONLY_YOU)
    key = (review.guild_id, review.number)
    shown, page, pages = page_of(review.cases, page, _ROWS)
    acts = page_buttons(lambda other: REVIEW_PAGE(*key, other), page=page, pages=pages)
    if review.undecided:
        acts.append(button("One by one", NEXT_CASE(*key), style=_PRIMARY))
    if _counts_otherwise(review):
        acts.append(_count_button(review))
    return Panel(
        ACCENT,
        *opening,
        _heading(review),
        line(),
        *(_row(review, case) for case in shown),
        *([line(), buttons(*acts)] if acts else []),
        *beside,
        small_print=f"Without a decision it is carried as it is. {ONLY_YOU}",
    )


def adjust_rows(review: Review, *, is_organiser: bool) -> Items:
    """What was open and where dates are counted from, each with its act, and the next cycle."""
    rows: Items = []
    if review.number:
        left, number = len(review.undecided), len(review.cases)
        state = f"{left} of {number} to decide" if left else "all that was open is decided"
        act = button("Review", REVIEW(review.guild_id, review.number))
        rows.append(row(f"**Targets** · {state}", act))
    if _counts_otherwise(review):
        text = f"**First day** · your dates count from {say_date(review.board.start)}"
        rows.append(row(text, _count_button(review)))
    if is_organiser:
        text = "**Next cycle** · close the present one for everybody (organisers)"
        rows.append(row(text, button("Start", START(review.guild_id))))
    return rows


def case_panel(review: Review, case: ReviewCase, said: str | None = None) -> Panel:
    """One milestone, with the three ways to go on; ``said`` is what became of the one before."""
    key = (review.guild_id, review.number, case.id)
    opening: Items = [said, line()] if said else []
    place = (
        "Your own · beside the plan"
        if case.entry.block is None
        else f"Block {case.entry.block} · {fit(case.entry.block_title, _TITLE)}"
    )
    leave = (
        "takes it off your board, with any steps"
        if case.entry.is_own
        else "hides it on your board; the group's plan keeps it"
    )
    return Panel(
        ACCENT,
        *opening,
        _heading(review),
        f"{_marked(case)}\n-# {place}\n{_state(review, case)}",
        "- **Carry** · it goes on as it stood, and keeps the date it had\n"
        "- **New date** · it goes on, by a date that you choose\n"
        f"- **Drop** · {leave}. *Bring back* undoes it",
        buttons(
            button("Carry", CARRY(*key), style=_PRIMARY),
            button("New date", DATE(*key)),
            button("Drop", DROP(*key)),
            button("List", REVIEW_PAGE(review.guild_id, review.number, page_with(review, case.id))),
        ),
        small_print=ONLY_YOU,
    )


def page_with(review: Review, milestone_id: str) -> int:
    """The page on which a milestone stands; the first if it stands on none."""
    ids = [case.id for case in review.cases]
    return ids.index(milestone_id) // _ROWS if milestone_id in ids else 0


def decided(review: Review, case: ReviewCase) -> str:
    """What a decision did to this milestone, as ``review`` has it now."""
    title = f"*{escape(case.title)}*"
    if case.decision is ReviewDecision.DROP:
        return f"Dropped: {title}. *Bring back* in the list undoes it."
    due = case.item.due if case.item else None
    when = _when(review, due) if due else "without a date"
    if case.decision is ReviewDecision.REDATE:
        return f"New date: {title}, {when}."
    if case.decision is ReviewDecision.CARRY:
        return f"Carried: {title}, {when}."
    return f"Back, and not decided: {title}, {when}."


def count_panel(shift: Shift) -> Panel:
    """What counting all from the cycle's first day would move, with the choice."""
    guild_id = shift.member.guild_id
    confirm = button(
        "Confirm",
        COUNT_FOR_SURE(guild_id, shift.start, shift.member.pace_days),
        style=_PRIMARY,
    )
    return Panel(
        ACCENT,
        f"**Count all from {say_date(shift.start)}**\n"
        f"{shift.words(moved)} Dates that you set yourself stay too.",
        buttons(confirm, button("Cancel", OVERVIEW(guild_id))),
        small_print=f"Nothing has changed yet. {ONLY_YOU}",
    )


def counted_text(shift: Shift) -> str:
    """What counting anew did."""
    number = plural(len(shift.moves), "open date")
    return f"Your plan counts from {say_date(shift.start)} now; {number} moved."


def _counts_otherwise(review: Review) -> bool:
    """Whether the member's dates count from another day than the cycle's first."""
    return (review.board.start, review.board.pace_days) != (review.first_day, 0)


def _count_button(review: Review) -> discord.ui.Button[discord.ui.LayoutView]:
    label = f"Count all from {review.first_day.day} {MONTHS[review.first_day.month - 1]}"
    return button(label, COUNT(review.guild_id))


def _nothing(review: Review) -> str:
    if not review.number:
        return (
            "**Nothing to review yet.** This is your group's first cycle. Once an organiser closes "
            "it, this is where you decide about each milestone that was still open: carry it, give "
            "it a new date, or drop it."
        )
    if not review.was_there:
        return (
            f"**Nothing to review.** You were not in the group when cycle {review.number} was "
            "closed, so nothing of it is left over for you. `/milestone next` says what to take up."
        )
    return (
        f"**Nothing to review.** Of what was open when cycle {review.number} was closed, nothing "
        "is left: done, skipped, or no longer in the plan. `/milestone next` says what comes next."
    )


def _heading(review: Review) -> str:
    number, left = len(review.cases), len(review.undecided)
    state = f"{left} to decide" if left else "all decided"
    return f"**Review of cycle {review.number}** · {number - left} of {number} decided\n{state}"


def _row(review: Review, case: ReviewCase) -> discord.ui.Section[discord.ui.LayoutView]:
    key = (review.guild_id, review.number, case.id)
    text = f"{_marked(case)}\n{_state(review, case)}"
    if case.is_gone:
        return row(text, button("Bring back", TAKE_BACK(*key)))
    return row(text, button("Change" if case.decision else "Decide", CASE(*key)))


def _marked(case: ReviewCase) -> str:
    status = case.item.status if case.item else case.entry.status
    arrows = "↳" * case.entry.depth + " " if case.entry.depth else ""
    return f"{arrows}{status.mark} **{fit(case.title, _TITLE)}**"


def _state(review: Review, case: ReviewCase) -> str:
    if case.item is None or case.is_gone:
        return "dropped"
    word = {
        None: "not decided",
        ReviewDecision.CARRY: "carried",
        ReviewDecision.REDATE: "new date",
        ReviewDecision.DROP: "dropped",
    }[case.decision]
    due = case.item.due
    return f"{word} · {_when(review, due) if due else 'no date'}"


def _when(review: Review, due: date) -> str:
    word = "due" if review.board.is_due(due) else "planned for"
    return f"{word} {day_stamp(due, review.board.zone)}"
