"""Reading a member's board: the plan, and what is stored of their milestones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.milestones.board import Board, Change, Choice, Item, Section
from bot.milestones.layout import KEPT_BOARDS, Stored, lay_out
from bot.milestones.models import ChangeRow, ChoiceRow, OwnRow
from bot.milestones.steps import Own
from bot.plans import queries as plans
from bot.plans.values import Plan

# Every view asks for these: built once, plain rows, in the order of the values' fields and, so
# that there is nothing to sort, of the table's key.
_CHANGE, _CHOICE, _OWN = ChangeRow.__table__, ChoiceRow.__table__, OwnRow.__table__
_ALL_CHANGES = (
    select(
        _CHANGE.c.milestone_id,
        _CHANGE.c.number,
        _CHANGE.c.status,
        _CHANGE.c.changed_at,
        _CHANGE.c.link,
        _CHANGE.c.note,
        _CHANGE.c.shared_at.is_not(None),
        _CHANGE.c.due_on,
    )
    .where(_CHANGE.c.guild_id == bindparam("guild_id"))
    .order_by(_CHANGE.c.milestone_id, _CHANGE.c.number)
)
_ALL_CHOICES = select(
    _CHOICE.c.milestone_id, _CHOICE.c.own_due, _CHOICE.c.hidden, _CHOICE.c.link, _CHOICE.c.note
).where(_CHOICE.c.guild_id == bindparam("guild_id"))
_ALL_OWNS = (
    select(_OWN.c.number, _OWN.c.title, _OWN.c.under, _OWN.c.block)
    .where(_OWN.c.guild_id == bindparam("guild_id"), _OWN.c.dropped_at.is_(None))
    .order_by(_OWN.c.number)
)
_CHANGES = _ALL_CHANGES.where(_CHANGE.c.user_id == bindparam("user_id"))
_CHOICES = _ALL_CHOICES.where(_CHOICE.c.user_id == bindparam("user_id"))
_OWNS = _ALL_OWNS.where(_OWN.c.user_id == bindparam("user_id"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did. ``item`` and ``section`` stand as they are after it."""

    board: Board
    item: Item
    section: Section
    changed: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a board is made of."""

    member: groups.Member
    plan: Plan
    stored: Stored

    def board(
        self, now: datetime, *, start: date | None = None, pace_days: int | None = None
    ) -> Board:
        """The member's board; with another start or pace, as it would be then."""
        member = self.member
        return lay_out(
            self.plan,
            self.stored,
            path=member.path,
            start=start or member.started_on,
            today=member.today(now),
            zone=member.zone,
            pace_days=member.pace_days if pace_days is None else pace_days,
        )


async def board(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Board:
    """Where a member stands. The number of statements does not depend on anybody's data.

    Raises:
        NotSetUp: the server has no group, or they are not in it.
    """
    return (await sheet(session, guild_id, user_id)).board(now)


async def board_of(session: AsyncSession, member: groups.Member, *, now: datetime) -> Board:
    """The same for a member at hand."""
    return (await sheet_of(session, member)).board(now)


async def sheet(session: AsyncSession, guild_id: int, user_id: int) -> Sheet:
    """All that a member's board is made of.

    Raises:
        NotSetUp: the server has no group, or they are not in it.
    """
    return await sheet_of(session, await groups.get_member(session, guild_id, user_id))


async def sheet_of(session: AsyncSession, member: groups.Member) -> Sheet:
    """The same for a member at hand."""
    plan = await plans.current(session, member.guild_id)
    whose = {"guild_id": member.guild_id, "user_id": member.user_id}
    # Plain rows need nothing of the session, and asking its connection costs half as much.
    connection = await session.connection()
    changes, choices, owns = [
        tuple(map(tuple, (await connection.execute(query, whose)).all()))
        for query in (_CHANGES, _CHOICES, _OWNS)
    ]
    return Sheet(member, plan, _kept(changes, choices, owns))


async def sheets_of(
    session: AsyncSession, guild_id: int, members: Sequence[groups.Member]
) -> list[Sheet]:
    """The same for members of one group at hand, in as many statements as for one of them."""
    plan = await plans.current(session, guild_id)
    connection = await session.connection()
    user_ids = [member.user_id for member in members]
    found: list[dict[int, list[Sequence[Any]]]] = []
    for statement, table in ((_ALL_CHANGES, _CHANGE), (_ALL_CHOICES, _CHOICE), (_ALL_OWNS, _OWN)):
        by_member: dict[int, list[Sequence[Any]]] = {}
        asked = statement.add_columns(table.c.user_id).where(table.c.user_id.in_(user_ids))
        for *row, user_id in (await connection.execute(asked, {"guild_id": guild_id})).all():
            by_member.setdefault(user_id, []).append(row)
        found.append(by_member)
    return [
        Sheet(member, plan, _stored(*(rows.get(member.user_id, ()) for rows in found)))
        for member in members
    ]


def outcome_of(view: Board, milestone_id: str, changed: bool) -> Outcome:
    """An act's outcome, on the board as it is after it; the milestone may be hidden."""
    items = (*view.items, *view.hidden)
    item = next(each for each in items if each.id == milestone_id)
    section = view.section(item.block)
    assert section is not None, "items stand in sections"
    return Outcome(view, item, section, changed)


def _stored(
    changes: Iterable[Sequence[Any]],
    choices: Iterable[Sequence[Any]],
    owns: Iterable[Sequence[Any]],
) -> Stored:
    history: dict[str, tuple[Change, ...]] = {}
    for milestone_id, *change in changes:
        history[milestone_id] = (*history.get(milestone_id, ()), Change(*change))
    chosen = {name: Choice(*choice) for name, *choice in choices}
    return Stored(history, tuple(Own(*entry) for entry in owns), chosen)


# Who pages through a list, types into a suggestion or acts has a board made again and again: of
# the same rows it is made once.
_kept = lru_cache(maxsize=KEPT_BOARDS)(_stored)
