"""Reads of cycles: the present one, closed ones, how members stood, what a review asks (P9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles.models import CycleRow, DecisionRow, SnapshotRow
from bot.cycles.rules import cases, check_next, counted, entry_from, freeze
from bot.cycles.values import (
    BegunCycle,
    ClosedCycle,
    ClosingPreview,
    PresentCycle,
    Review,
    ReviewDecision,
    Snapshot,
    SnapshotEntry,
)
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.values import Group, MemberCaller, OrganiserCaller
from bot.inputs.dates import parse_date
from bot.milestones.pace import Shift, look_before_shift
from bot.milestones.progress import group_progress
from bot.milestones.queries import BoardSource, board_source, my_board
from bot.milestones.standing import board_then
from bot.milestones.values import Board, Count
from bot.plans import queries as plans
from bot.plans.rules import on_path, targets
from bot.plans.values import Plan
from bot.scheduling import find_zone


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is stored. ``due_before`` is the own date that a new one replaced."""

    decision: ReviewDecision
    due_before: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a snapshot holds. Nothing that happens later changes it.

    ``plan`` was in force then, and ``board`` is what it made of what was stored; None where the
    entries alone were kept.
    """

    plan_title: str
    path_title: str | None
    entries: tuple[SnapshotEntry, ...]
    plan: Plan | None = None
    board: Board | None = None

    @property
    def count(self) -> Count:
        """The counts of the board."""
        return counted(self.entries)


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """All that a member's review is made of; ``entries`` is None if they were not at the close."""

    caller: MemberCaller
    group: Group
    number: int
    entries: tuple[SnapshotEntry, ...] | None
    decided: Mapping[str, Decided]
    board_source: BoardSource

    def review(self) -> Review:
        """The review, as it stands with what is decided."""
        board = self.board_source.board(self.caller.now)
        decisions = {name: decided.decision for name, decided in self.decided.items()}
        own_ids = {each.id for each in self.board_source.stored.own}
        plan = on_path(self.board_source.plan, board.path)
        return Review(
            guild_id=self.group.guild_id,
            number=self.number,
            first_day=self.group.start_date,
            was_there=self.entries is not None,
            cases=cases(self.entries or (), board, own_ids, decisions),
            board=board,
            planned=targets(plan, self.group.start_date, self.caller.member.pace_days),
        )

    async def read_again(self, session: AsyncSession) -> ReviewSource:
        """The same once the member's milestones have changed."""
        return replace(self, board_source=await board_source(session, self.caller.member))


async def closed_cycles(session: AsyncSession, guild_id: int) -> tuple[ClosedCycle, ...]:
    """The group's closed cycles, the newest first; they have the numbers from 1 on."""
    rows = await session.scalars(
        select(CycleRow).where(CycleRow.guild_id == guild_id).order_by(CycleRow.number.desc())
    )
    return tuple(map(closed_from, rows))


async def earlier_cycles(session: AsyncSession, caller: MemberCaller) -> tuple[ClosedCycle, ...]:
    """The closed cycles of the caller's group, the newest first."""
    return await closed_cycles(session, caller.guild_id)


def closed_from(row: CycleRow) -> ClosedCycle:
    """The cycle in a row."""
    return ClosedCycle(row.guild_id, row.number, row.started_on, row.ended_on, row.closed_at)


async def look_at(
    session: AsyncSession, caller: MemberCaller, number: int | None = None
) -> PresentCycle | Snapshot | ClosedCycle:
    """The present cycle as the caller stands in it; an earlier one's number gives their snapshot.

    Where they have none, because they were not in the group then, that cycle itself.

    Raises:
        NotFound: the group has no such cycle.
    """
    closed = await closed_cycles(session, caller.guild_id)
    present = len(closed) + 1
    if number in (None, present):
        group = await groups.get_group(session, caller.guild_id)
        board = await my_board(session, caller)
        return PresentCycle(group, group.today(caller.now), board, closed)
    cycle = next((each for each in closed if each.number == number), None)
    if cycle is None:
        raise NotFound(
            f"There is no cycle {number} to look back at: your group is in cycle {present}. "
            "`/cycle show` without a number shows that one."
        )
    frozen = (await kept(session, caller.guild_id, caller.user_id, cycle.number)).get(cycle.number)
    if frozen is None:
        return cycle
    return Snapshot(
        cycle=cycle,
        plan_title=frozen.plan_title,
        path_title=frozen.path_title,
        entries=frozen.entries,
        count=frozen.count,
        zone=caller.member.zone,
    )


async def kept(
    session: AsyncSession, guild_id: int, user_id: int, number: int | None = None
) -> dict[int, Kept]:
    """A person's snapshots by the numbers of their cycles; with ``number`` that one, if there is.

    Two statements for each, however much is in it.
    """
    asked = (
        select(*SnapshotRow.__table__.c, CycleRow.plan_number, CycleRow.ended_on)
        .join(
            CycleRow,
            and_(CycleRow.guild_id == SnapshotRow.guild_id, CycleRow.number == SnapshotRow.number),
        )
        .where(SnapshotRow.guild_id == guild_id, SnapshotRow.user_id == user_id)
        .order_by(SnapshotRow.number)
    )
    if number is not None:
        asked = asked.where(SnapshotRow.number == number)
    found = {}
    for row in (await session.execute(asked)).all():
        if row.stood is None:
            entries = tuple(map(entry_from, row.entries))
            found[row.number] = Kept(row.plan_title, row.path_title, entries)
        else:
            plan = (await plans.source_of(session, guild_id, row.plan_number)).plan
            board = board_then(row.stood, plan, today=row.ended_on, zone="UTC")
            entries = freeze(board)
            found[row.number] = Kept(board.plan_title, board.path_title, entries, plan, board)
    return found


async def look_before_close(
    session: AsyncSession, caller: OrganiserCaller, *, start: str | None
) -> ClosingPreview:
    """What closing the present cycle would do. ``start`` as somebody types it, None is today.

    Raises:
        UserError: it says no date, or none on which the next cycle can begin; it carries it.
        NotSetUp: the server has no group.
    """
    guild_id = caller.guild_id
    group = await groups.get_group(session, guild_id)
    number = len(await closed_cycles(session, guild_id)) + 1
    today = group.today(caller.now)
    try:
        zone = find_zone(group.zone)
        first_day = today if start is None else parse_date(start, today=today, zone=zone)
        check_next(first_day, began=group.start_date, today=today, number=number)
    except UserError as error:
        error.typed = start
        raise
    return ClosingPreview(
        group=group,
        number=number,
        start=first_day,
        members=len(await groups.members(session, guild_id)),
        progress=await group_progress(session, guild_id),
    )


async def begun(session: AsyncSession, guild_id: int, closed_number: int) -> BegunCycle | None:
    """What is announced once a cycle is closed, or None if there is nothing to announce any more.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, guild_id)
    closed = await closed_cycles(session, guild_id)
    if not closed or closed[0].number != closed_number:
        return None
    progress = await group_progress(session, guild_id)
    after = (await plans.current(session, guild_id)).plan.after
    return BegunCycle(group, closed[0], is_new=False, progress=progress, after=after)


async def review(session: AsyncSession, caller: MemberCaller) -> Review:
    """What the caller decides about what was open when the newest closed cycle was closed."""
    return (await review_source(session, caller)).review()


async def review_source(session: AsyncSession, caller: MemberCaller) -> ReviewSource:
    """All that the caller's review is made of."""
    source = await board_source(session, caller.member)
    group = await groups.get_group(session, caller.guild_id)
    closed = await closed_cycles(session, caller.guild_id)
    number = closed[0].number if closed else 0
    frozen = (await kept(session, caller.guild_id, caller.user_id, number)).get(number)
    entries = None if frozen is None else frozen.entries
    decisions = await decisions_of(session, caller, number)
    return ReviewSource(caller, group, number, entries, decisions, source)


async def decisions_of(
    session: AsyncSession, caller: MemberCaller, number: int
) -> dict[str, Decided]:
    """What the caller decided in the review of a cycle, by the ids of milestones."""
    decided = await session.execute(
        select(DecisionRow.milestone_id, DecisionRow.decision, DecisionRow.due_before).where(
            DecisionRow.guild_id == caller.guild_id,
            DecisionRow.user_id == caller.user_id,
            DecisionRow.number == number,
        )
    )
    return {name: Decided(decision, due_before) for name, decision, due_before in decided}


async def look_before_count(session: AsyncSession, caller: MemberCaller) -> Shift:
    """What counting all from the present cycle's first day would move.

    Open dates of the plan move; what is closed, and dates of the member's own, stay.

    Raises:
        UserError: that day is out of bounds for a member's start.
    """
    group = await groups.get_group(session, caller.guild_id)
    return await look_before_shift(session, caller, days=0, start=group.start_date, own_dates=False)
