"""A member's milestones and steps with a date, as entries of their calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
_DROPPED_BACK = timedelta(days=366)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    source = await board_source(session, member)
    gone = await dropped_since(session, member, now - _DROPPED_BACK)
    former = await plans.former(session, member.guild_id, now - _DROPPED_BACK)
    return [*_current(source, gone, now), *_taken_away(source, former, now)]


CALENDAR = CalendarSource(
    titles={MILESTONE: "Your milestones and steps with a date"},
    when_empty="No milestone yet: `/milestone due` gives one a date",
    events=_events,
)


def milestones(items: Iterable[Item], sections: Mapping[int, str]) -> Iterator[CalendarEvent]:
    """What is on a member's board: done ones say so, skipped ones are cancelled.

    ``sections`` are the titles of blocks by number. Notes and links stay where they are.
    """
    listed = list(items)
    titles = {item.id: item.title for item in listed}
    for item in listed:
        if item.due is None:
            continue
        details = [sections[item.block]]
        if item.parent in titles:
            details.append(f"Step of: {titles[item.parent]}")
        if item.status is Status.IN_PROGRESS:
            details.append("In progress")
        yield CalendarEvent(
            MILESTONE,
            item.id,
            f"● {item.title}" if item.status is Status.DONE else item.title,
            item.due,
            tuple(details),
            cancelled=item.status is Status.SKIPPED,
        )


def left_out(items: Iterable[Item]) -> Iterator[CalendarEvent]:
    """What is not on the board any more, but was in a file once: hidden, or of another path."""
    for item in items:
        if item.due is not None:
            yield CalendarEvent(MILESTONE, item.id, item.title, item.due, cancelled=True)


def dropped(items: Iterable[tuple[OwnMilestone, date | None]]) -> Iterator[CalendarEvent]:
    """Own milestones and steps that the board has no more, with the date each had."""
    for own, due in items:
        if due is not None:
            yield CalendarEvent(MILESTONE, own.id, own.title, due, cancelled=True)


def _current(
    source: BoardSource, gone: Iterable[OwnMilestone], now: datetime
) -> Iterator[CalendarEvent]:
    """All milestones and steps that have or had a date: on the board, left out of it, dropped."""
    board = source.board(now)
    whole = replace(source, member=replace(source.member, path=None)).board(now)
    shown = {item.id for item in (*board.items, *board.hidden)}
    others = [item for item in whole.items if item.id not in shown and not item.is_own]
    done = [item for item in others if item.status is Status.DONE]
    open_ones = [item for item in others if item.status is not Status.DONE]
    yield from milestones((*board.items, *done), _titles(board))
    yield from left_out((*board.hidden, *open_ones))
    unseen = (each for each in (*source.stored.own, *gone) if each.id not in shown)
    yield from dropped((each, source.stored.override(each.id).own_due) for each in unseen)


def _taken_away(
    source: BoardSource, former: Iterable[Plan], now: datetime
) -> Iterator[CalendarEvent]:
    """What the plan has no more, with the date it would have; what was done stays as it was."""
    known = {milestone.id for milestone in source.plan.milestones}
    for plan in former:
        board = replace(source, plan=plan, member=replace(source.member, path=None)).board(now)
        yield from left_out(
            item
            for item in (*board.items, *board.hidden)
            if item.id not in known and not item.is_own and item.status is not Status.DONE
        )
        known |= {milestone.id for milestone in plan.milestones}


def _titles(board: Board) -> dict[int, str]:
    return {
        section.number: section.title
        if section.is_own
        else f"Block {section.number} · {section.title}"
        for section in board.sections
    }
