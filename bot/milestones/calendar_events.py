"""The target dates of a member's milestones, as entries of their calendar.

A file that is imported again updates what an earlier one brought, so what was in one once and is on
the board no more is told as cancelled.
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
from bot.milestones.values import Board, Item, OwnMilestone, Status
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
        yield from _gone(item.id, item.title, item.due)
    for own in (*source.stored.own, *dropped):
        if own.id not in shown:
            yield from _gone(own.id, own.title, source.stored.override(own.id).own_due)


def _taken_away(
    source: BoardSource, former: Iterable[Plan], now: datetime
) -> Iterator[CalendarEvent]:
    """What the plan has no more, with the date it would have; what was done stays as it was."""
    known = {milestone.id for milestone in source.plan.milestones}
    for plan in former:
        board = _whole(replace(source, plan=plan), now)
        for item in (*board.items, *board.hidden):
            if item.id not in known and not item.is_own and item.status is not Status.DONE:
                yield from _gone(item.id, item.title, item.due)
        known |= {milestone.id for milestone in plan.milestones}


def _whole(source: BoardSource, now: datetime) -> Board:
    """The board with the milestones of every path."""
    return replace(source, member=replace(source.member, path=None)).board(now)


def _entries(board: Board, items: Iterable[Item]) -> Iterator[CalendarEvent]:
    """Done ones say so, skipped ones are cancelled. Notes and links stay where they are."""
    listed = list(items)
    titles = {item.id: item.title for item in listed}
    sections = {
        section.number: section.title
        if section.is_own
        else f"Block {section.number} · {section.title}"
        for section in board.sections
    }
    for item in listed:
        if item.due is None:
            continue
        details = [sections[item.block]]
        if item.parent in titles:
            details.append(f"Step of: {titles[item.parent]}")
        if item.status is Status.IN_PROGRESS:
            details.append("In progress")
        is_done = item.status is Status.DONE
        yield CalendarEvent(
            MILESTONE,
            item.id,
            f"{item.status.mark} {item.title}" if is_done else item.title,
            item.due,
            tuple(details),
            cancelled=item.status is Status.SKIPPED,
        )


def _gone(milestone_id: str, title: str, due: date | None) -> Iterator[CalendarEvent]:
    """An entry that takes one out of a calendar, if it had a date and so was in one."""
    if due is not None:
        yield CalendarEvent(MILESTONE, milestone_id, title, due, cancelled=True)
