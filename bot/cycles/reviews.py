"""Use cases of a review: each milestone that was open is carried, re-dated or dropped (P9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles.models import DecisionRow, SnapshotRow
from bot.cycles.rules import Case, Decision, cases, entry_from
from bot.cycles.snapshots import closed_cycles
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.values import MemberCaller
from bot.inputs.dates import due_date
from bot.milestones import overrides, own, pace
from bot.milestones.pace import Shift
from bot.milestones.queries import board_source
from bot.milestones.rules.own_rules import number_of
from bot.milestones.values import Board
from bot.plans.rules import on_path, targets


@dataclass(frozen=True, slots=True)
class Review:
    """A member's review of the newest closed cycle; ``number`` is 0 while none is closed.

    ``was_there`` tells whether they were in the group at the close. ``first_day`` is the present
    cycle's. ``planned`` has the plan's dates counted from it, at the member's pace.
    """

    guild_id: int
    number: int
    first_day: date
    was_there: bool
    cases: tuple[Case, ...]
    board: Board
    planned: dict[str, date]

    @property
    def undecided(self) -> tuple[Case, ...]:
        """What is still to decide; until then it is carried as it is."""
        return tuple(case for case in self.cases if case.decision is None)

    def case(self, milestone_id: str) -> Case:
        """The case about this milestone.

        Raises:
            NotFound: the review does not ask about it (any more).
        """
        found = next((case for case in self.cases if case.id == milestone_id), None)
        if found is None:
            raise NotFound(
                "That one is not up for review: it is done or skipped by now, or no longer on your "
                "board. `/cycle review` shows what is."
            )
        return found


async def review(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Review:
    """What the member decides about what was open when the newest closed cycle was closed.

    Raises:
        NotSetUp: they are not in a group here.
    """
    member = await groups.get_member(session, guild_id, user_id)
    found = await board_source(session, member)
    group = await groups.get_group(session, guild_id)
    closed = await closed_cycles(session, guild_id)
    number = closed[0].number if closed else 0
    frozen = await session.get(SnapshotRow, (guild_id, user_id, number))
    board = found.board(now)
    asked: tuple[Case, ...] = ()
    if frozen is not None:
        decided = {
            row.milestone_id: row.decision
            for row in await _decisions(session, guild_id, user_id, number)
        }
        own_ids = {each.id for each in found.stored.own}
        asked = cases(map(entry_from, frozen.entries), board, own_ids, decided)
    planned = targets(on_path(found.plan, board.path), group.start_date, found.member.pace_days)
    return Review(guild_id, number, group.start_date, frozen is not None, asked, board, planned)


async def carry(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    *,
    number: int,
    now: datetime,
) -> Review:
    """Go on with a milestone as it stood: it keeps the date it had.

    Here and below, deciding again replaces what was decided, and what that did.

    Raises:
        NotFound: the review does not ask about it (any more).
        UserError: cycle ``number`` is not the newest closed one.
        NotSetUp: see `review`.
    """
    row = await _begin_anew(session, guild_id, user_id, milestone_id, number, now)
    row.decision, row.due_before = Decision.CARRY, None
    await session.flush()
    return await review(session, guild_id, user_id, now=now)


async def redate(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    *,
    number: int,
    due: str,
    now: datetime,
) -> Review:
    """Go on with a milestone, by another date. Raises as `carry` does, and:

    Raises:
        UserError: the text says no date from today on; it carries it.
    """
    member = await groups.get_member(session, guild_id, user_id)
    on = due_date(due, today=member.today(now))
    row = await _begin_anew(session, guild_id, user_id, milestone_id, number, now)
    item = (await board_source(session, member)).board(now).find(milestone_id)
    row.decision, row.due_before = Decision.REDATE, item.own_due
    caller = _caller(member, now)
    await overrides.set_due(session, caller, milestone_id, due=on.isoformat())
    return await review(session, guild_id, user_id, now=now)


async def drop(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    *,
    number: int,
    now: datetime,
) -> Review:
    """Leave a milestone behind: the plan's is hidden, an own one dropped, with its steps.

    Raises as `carry` does.
    """
    row = await _begin_anew(session, guild_id, user_id, milestone_id, number, now)
    row.decision, row.due_before = Decision.DROP, None
    caller = _caller(await groups.get_member(session, guild_id, user_id), now)
    if number_of(milestone_id) is not None:
        await own.drop(session, caller, milestone_id)
    else:
        await overrides.hide(session, caller, milestone_id)
    return await review(session, guild_id, user_id, now=now)


async def take_back(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    *,
    number: int,
    now: datetime,
) -> Review:
    """Undecide a milestone: it stands as it did before. Raises as `carry` does."""
    row = await _begin_anew(session, guild_id, user_id, milestone_id, number, now)
    await session.delete(row)
    await session.flush()
    return await review(session, guild_id, user_id, now=now)


async def look_before_count(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> Shift:
    """What counting all from the present cycle's first day would move.

    Open dates of the plan move; what is closed, and dates of the member's own, stay.

    Raises:
        UserError: that day is out of bounds for a member's start.
        NotSetUp: see `review`.
    """
    group = await groups.get_group(session, guild_id)
    caller = _caller(await groups.get_member(session, guild_id, user_id), now)
    return await pace.look_before_shift(
        session, caller, days=0, start=group.start_date, own_dates=False
    )


async def count_anew(
    session: AsyncSession, guild_id: int, user_id: int, *, start: date, was: int, now: datetime
) -> Shift:
    """Do that. ``start`` and ``was``, the pace, are those of the preview.

    Raises:
        UserError: the first day or the pace has changed since the preview.
        NotSetUp: see `review`.
    """
    group = await groups.get_group(session, guild_id)
    if group.start_date != start:
        raise UserError(
            "The first day of your group's cycle has changed since that preview. `/cycle review` "
            "shows what would move now."
        )
    caller = _caller(await groups.lock_member(session, guild_id, user_id), now)
    return await pace.shift(session, caller, days=0, start=start, was=was, own_dates=False)


async def _begin_anew(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    number: int,
    now: datetime,
) -> DecisionRow:
    """The row of a decision that is about to be made, with what a former one did undone."""
    caller = _caller(await groups.lock_member(session, guild_id, user_id), now)
    found = await review(session, guild_id, user_id, now=now)
    if found.number != number:
        raise UserError(
            "That review is over: another cycle has been closed since. `/cycle review` opens the "
            "one that counts now."
        )
    case = found.case(milestone_id)
    rows = await _decisions(session, guild_id, user_id, number)
    row = next((row for row in rows if row.milestone_id == case.id), None)
    if case.item is None:
        await own.restore(session, caller, case.id)
    elif case.item.hidden:
        await overrides.unhide(session, caller, case.id)
    elif row is not None and row.decision is Decision.REDATE:
        stored = (await board_source(session, caller.member)).stored
        override = replace(stored.override(case.id), own_due=row.due_before)
        await overrides.keep_override(session, caller.member, stored, case.id, override)
    if row is None:
        row = DecisionRow(
            guild_id=guild_id,
            user_id=user_id,
            number=number,
            milestone_id=case.id,
            decision=Decision.CARRY,
        )
        session.add(row)
    row.decided_at = now
    await session.flush()
    return row


def _caller(member: groups.Member, now: datetime) -> MemberCaller:
    return MemberCaller(member.guild_id, member.user_id, False, now, member)


async def _decisions(
    session: AsyncSession, guild_id: int, user_id: int, number: int
) -> list[DecisionRow]:
    rows = await session.scalars(
        select(DecisionRow).where(
            DecisionRow.guild_id == guild_id,
            DecisionRow.user_id == user_id,
            DecisionRow.number == number,
        )
    )
    return list(rows)
