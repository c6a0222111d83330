"""The target dates of a member's milestones, as entries of their calendar.

A file that is imported again updates what an earlier one brought, so what was in one once and is on
the board no more is told as cancelled. What another feature gave stands there by its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member
from bot.milestones.own import dropped_since
from bot.milestones.queries import BoardSource, board_source
from bot.milestones.values import Board, Item, Occurrences, OwnMilestone, Period, Status
from bot.plans import queries as plans
from bot.plans.values import Plan

MILESTONE = "milestone"

# Whoever imports less often than this takes the rest out by hand.
_BACK = timedelta(days=366)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    source = await board_source(session, member)
    dropped = await dropped_since(session, member, now - _BACK)
    former = await plans.former(session, member.guild_id, now - _BACK)
    return [*_on_board(source, dropped, now), *_taken_away(source, former, now)]


CALENDAR = CalendarSource(
    titles={MILESTONE: "Milestones and steps"},
    events=_events,
    when_empty="No milestone yet: `/milestone due` gives one a date",
)


def _on_board(
    source: BoardSource, dropped: Iterable[OwnMilestone], now: datetime
) -> Iterator[CalendarEvent]:
    """All milestones and steps that have or had a date: on the board, left out of it, dropped."""
    board = source.board(now)
    shown = {item.id for item in (*board.items, *board.hidden)}
    others = [item for item in _whole(source, now).items if item.id not in shown]
    others = [item for item in others if not item.is_own]
    done = [item for item in others if item.status is Status.DONE]
    still_open = [item for item in others if item.status is not Status.DONE]
    yield from _entries(board, (*board.items, *done))
    for item in (*board.hidden, *still_open):
        yield from _item_gone(item)
    for own in (*source.stored.own, *dropped):
        if own.id not in shown and own.origin is None:
            yield from _gone(own.id, own.title, source.stored.override(own.id).own_due)


def _taken_away(
    source: BoardSource, former: Iterable[Plan], now: datetime
) -> Iterator[CalendarEvent]:
    """What the plan has no more, with the date it would have; what was done stays as it was."""
    known = {milestone.id for milestone in source.plan.milestones}
    for plan in former:
        board = _whole(replace(source, plan=plan), now)
        for item in (*board.items, *board.hidden):
            is_over = item.status is Status.DONE and item.occurrences is None
            if item.id not in known and not item.is_own and not is_over:
                yield from _item_gone(item)
        known |= {milestone.id for milestone in plan.milestones}


def _whole(source: BoardSource, now: datetime) -> Board:
    """The board with the milestones of every path."""
    return replace(source, member=replace(source.member, path=None)).board(now)


def _entries(board: Board, items: Iterable[Item]) -> Iterator[CalendarEvent]:
    """Done ones say so, skipped ones are cancelled. Notes and links stay where they are."""
    listed = list(items)
    titles = {item.id: item.title for item in listed}
    listed = [item for item in listed if item.origin is None]
    sections = {
        section.number: section.title
        if section.is_own
        else f"Block {section.number} · {section.title}"
        for section in board.sections
    }
    for item in listed:
        details = [sections[item.block]]
        if item.occurrences is not None:
            yield from _periods(item, item.occurrences, details)
            continue
        if item.due is None:
            continue
        if item.parent in titles:
            details.append(f"Step of: {titles[item.parent]}")
        if item.status is Status.IN_PROGRESS:
            details.append("In progress")
        is_done = item.status is Status.DONE
        title = item.dated_title
        yield CalendarEvent(
            MILESTONE,
            item.id,
            f"{item.status.mark} {title}" if is_done else title,
            item.due,
            tuple(details),
            cancelled=item.status is Status.SKIPPED,
        )


def _periods(
    item: Item, found: Occurrences, details: list[str], *, cancelled: bool = False
) -> Iterator[CalendarEvent]:
    """An entry for each period: those in which it was done, the present one and the next (P11)."""
    for tally in found.tallies:
        is_now = tally is found.now
        if is_now and item.due is None and not tally.done:
            continue
        due = item.due if is_now and item.due else tally.period.last
        title = f"{Status.DONE.mark} {item.title}" if tally.is_reached else item.title
        is_skipped = is_now and item.status is Status.SKIPPED
        is_gone = is_skipped or (cancelled and not tally.done)
        yield _period(item, tally.period, due, title, (*details, str(tally)), cancelled=is_gone)
    coming = found.next_period
    yield _period(item, coming, coming.last, item.title, tuple(details), cancelled=cancelled)


def _period(
    item: Item,
    period: Period,
    due: date,
    title: str,
    details: tuple[str, ...],
    *,
    cancelled: bool,
) -> CalendarEvent:
    key = f"{item.id}-{period.first:%Y%m%d}"
    return CalendarEvent(MILESTONE, key, title, due, details, cancelled=cancelled)


def _item_gone(item: Item) -> Iterator[CalendarEvent]:
    """Takes out what stands ahead of an item that the board shows no more."""
    if item.occurrences is not None:
        yield from _periods(item, item.occurrences, [], cancelled=True)
    else:
        yield from _gone(item.id, item.title, item.due)


def _gone(milestone_id: str, title: str, due: date | None) -> Iterator[CalendarEvent]:
    """An entry that takes one out of a calendar, if it had a date and so was in one."""
    if due is not None:
        yield CalendarEvent(MILESTONE, milestone_id, title, due, cancelled=True)
