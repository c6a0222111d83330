"""Reading a member's board: the plan, and what is stored of their milestones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    and_,
    bindparam,
    null,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.milestones.models import ChangeRow, OverrideRow, OwnRow
from bot.milestones.rules import build_board
from bot.milestones.values import (
    Board,
    MilestoneChange,
    MilestoneOutcome,
    Override,
    OwnMilestone,
    StoredMilestones,
)
from bot.plans import queries as plans
from bot.plans.values import Plan

_CHANGE, _OVERRIDE, _OWN = (
    each.metadata.tables[each.__tablename__] for each in (ChangeRow, OverrideRow, OwnRow)
)


def _are_theirs(table: Table) -> ColumnElement[bool]:
    return and_(table.c.guild_id == bindparam("guild_id"), table.c.user_id == bindparam("user_id"))


# Every view asks for these: built once, plain rows. First a member's changes, in the order of the
# values' fields. Then overrides and own milestones, in the columns of the former; an own one has a
# number.
_OF_ONE: tuple[Select[Any] | CompoundSelect[Any], ...] = (
    select(
        _CHANGE.c.milestone_id,
        _CHANGE.c.number,
        _CHANGE.c.status,
        _CHANGE.c.changed_at,
        _CHANGE.c.link,
        _CHANGE.c.note,
        _CHANGE.c.shared_at.is_not(None),
        _CHANGE.c.due_on,
        _CHANGE.c.day,
    )
    .where(_are_theirs(_CHANGE))
    # That of the table's key, so that there is nothing to sort.
    .order_by(_CHANGE.c.milestone_id, _CHANGE.c.number),
    union_all(
        select(
            null().label("number"),
            _OVERRIDE.c.milestone_id,
            _OVERRIDE.c.own_due,
            _OVERRIDE.c.hidden,
            _OVERRIDE.c.link,
            _OVERRIDE.c.note,
            null().label("origin"),
        ).where(_are_theirs(_OVERRIDE)),
        select(
            _OWN.c.number,
            _OWN.c.title,
            null(),
            null(),
            _OWN.c.under,
            _OWN.c.block,
            _OWN.c.origin,
        ).where(_are_theirs(_OWN), _OWN.c.dropped_at.is_(None)),
    ).order_by("number"),
)


@dataclass(frozen=True, slots=True)
class BoardSource:
    """All that a member's board is made of."""

    member: Member
    plan: Plan
    stored: StoredMilestones
    _boards: dict[Any, Board] = field(init=False, default_factory=dict, compare=False, repr=False)

    def board(
        self, now: datetime, *, start: date | None = None, pace_days: int | None = None
    ) -> Board:
        """The member's board; with another start or pace, as it would be then. Made once."""
        member, asked = self.member, (now, start, pace_days)
        if asked not in self._boards:
            self._boards[asked] = build_board(
                self.plan,
                self.stored,
                path=member.path,
                start=start or member.started_on,
                today=member.today(now),
                zone=member.zone,
                pace_days=member.pace_days if pace_days is None else pace_days,
                paused=member.paused(now),
            )
        return self._boards[asked]

    def after(self, stored: StoredMilestones) -> BoardSource:
        """The same once ``stored`` is what is stored."""
        return replace(self, stored=stored)

    def outcome(self, now: datetime, milestone_id: str, changed: bool) -> MilestoneOutcome:
        """An act's outcome, on the board as it is after it; the milestone may be hidden."""
        board = self.board(now)
        item = next(each for each in (*board.items, *board.hidden) if each.id == milestone_id)
        section = board.section(item.block)
        assert section is not None, "items stand in sections"
        return MilestoneOutcome(board, item, section, changed)


async def my_board(session: AsyncSession, caller: MemberCaller) -> Board:
    """Where the caller stands. The number of statements does not depend on anybody's data."""
    return await board_of(session, caller.member, now=caller.now)


async def board_of(session: AsyncSession, member: Member, *, now: datetime) -> Board:
    """The same for any member at hand."""
    return (await board_source(session, member)).board(now)


async def board_source(session: AsyncSession, member: Member) -> BoardSource:
    """All that a member's board is made of."""
    plan = await plans.current(session, member.guild_id)
    whose = {"guild_id": member.guild_id, "user_id": member.user_id}
    # Plain rows need nothing of the session, and asking its connection costs half as much.
    connection = await session.connection()
    rows = [(await connection.execute(query, whose)).all() for query in _OF_ONE]
    return BoardSource(member, plan, stored_milestones(*rows))


def stored_milestones(
    changes: Iterable[Sequence[Any]], overrides_and_owns: Iterable[Sequence[Any]]
) -> StoredMilestones:
    """The milestones in rows as a member's board asks for them, each kind in its order."""
    history: dict[str, tuple[MilestoneChange, ...]] = {}
    for milestone_id, *change in changes:
        history[milestone_id] = (*history.get(milestone_id, ()), MilestoneChange(*change))
    owns, chosen = [], {}
    for number, name, due, hidden, link, note, origin in overrides_and_owns:
        if number is None:
            chosen[name] = Override(due, hidden, link, note)
        else:
            owns.append(OwnMilestone(number, title=name, under=link, block=note, origin=origin))
    return StoredMilestones(history, tuple(owns), chosen)
