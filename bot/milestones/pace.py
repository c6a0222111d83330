"""Use cases of a member's own time and direction: pace, start, path (P6, P8, U13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.rules import check_start
from bot.groups.values import MemberCaller
from bot.milestones.board import Board, Choice, Item
from bot.milestones.boards import Sheet, board_of, sheet
from bot.milestones.choices import choice_row
from bot.milestones.layout import DISMISSED, Stored
from bot.milestones.locking import lock
from bot.milestones.models import ChoiceRow
from bot.milestones.rules import check_pace


@dataclass(frozen=True, slots=True)
class Move:
    """An open milestone or step whose date moves."""

    item: Item
    was: date
    now: date


@dataclass(frozen=True, slots=True)
class Shift:
    """Another pace or start, and what it moves. ``kept`` counts what is done or skipped with a
    date: those keep theirs."""

    member: groups.Member
    days: int
    start: date
    moves: tuple[Move, ...]
    kept: int
    today: date

    @property
    def overdue(self) -> int:
        """How many of the moved dates would be over already."""
        return sum(move.now < self.today for move in self.moves)


async def look_before_shift(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    days: int,
    start: date,
    own_dates: bool = True,
    now: datetime,
) -> Shift:
    """What another pace (days after the plan's dates) or start would move; nothing changes.

    Without ``own_dates`` the dates that the member set themselves stay.

    Raises:
        UserError: the pace or the start is out of bounds.
        NotSetUp: they are not in a group here.
    """
    return _shift(await sheet(session, guild_id, user_id), days, start, own_dates, now)


async def shift(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    days: int,
    start: date,
    was: int,
    own_dates: bool = True,
    now: datetime,
) -> Shift:
    """Take another pace and start: open dates move, own ones with the pace; others stay (P6).

    Without ``own_dates`` those that the member set themselves stay too.
    ``was`` is the pace that the preview started from; pressed twice, the second does nothing.

    Raises:
        UserError: the pace has changed since the preview, or something is out of bounds.
        NotSetUp: they are not in a group here.
    """
    await lock(session, guild_id, user_id)
    found = await sheet(session, guild_id, user_id)
    member = found.member
    done = _shift(found, days, start, own_dates, now)
    if (member.pace_days, member.started_on) == (days, start):
        return done
    if member.pace_days != was:
        raise UserError(
            "Your pace has changed since that preview. Open *Pace* in `/me` again to see what "
            "would move now."
        )
    by = _by(member, days, own_dates)
    for row in await session.scalars(
        select(ChoiceRow).where(
            ChoiceRow.guild_id == guild_id,
            ChoiceRow.user_id == user_id,
            ChoiceRow.own_due.is_not(None),
        )
    ):
        if row.own_due is not None and found.stored.status(row.milestone_id).is_open:
            row.own_due += by
    caller = MemberCaller(guild_id, user_id, False, now, done.member)
    changed = await groups.change_member(session, caller, pace_days=days, started_on=start)
    return replace(done, member=changed)


async def choose_path(
    session: AsyncSession, guild_id: int, user_id: int, path: str | None, *, now: datetime
) -> tuple[groups.Member, Board]:
    """Show one path's milestones only, or with None all; the history of every path stays (P8).

    Raises:
        NotFound: the plan has no such path.
        NotSetUp: they are not in a group here.
    """
    found = await sheet(session, guild_id, user_id)
    if path is not None and found.plan.path(path) is None:
        raise NotFound("The plan has no such path now. *Path* in `/me` shows those it has.")
    caller = MemberCaller(guild_id, user_id, False, now, found.member)
    member = await groups.change_member(session, caller, path=path)
    return member, await board_of(session, member, now=now)


async def decline_rotation(
    session: AsyncSession, guild_id: int, user_id: int, path: str, *, now: datetime
) -> Board:
    """Propose no other path after this one any more (U13).

    Raises:
        NotFound: the plan has no such path.
        NotSetUp: they are not in a group here.
    """
    await lock(session, guild_id, user_id)
    found = await sheet(session, guild_id, user_id)
    if found.plan.path(path) is None:
        raise NotFound("The plan has no such path now, so nothing is proposed after it.")
    row = await choice_row(session, guild_id, user_id, f"{DISMISSED}{path}")
    row.hidden = True
    await session.flush()
    return await board_of(session, found.member, now=now)


def _by(member: groups.Member, days: int, own_dates: bool) -> timedelta:
    """By how much another pace moves the dates that the member set themselves."""
    return timedelta(days=days - member.pace_days if own_dates else 0)


def _shift(found: Sheet, days: int, start: date, own_dates: bool, now: datetime) -> Shift:
    member = found.member
    today = member.today(now)
    check_pace(days)
    if start != member.started_on:
        check_start(start, today=today)
    before = found.board(now)
    by = _by(member, days, own_dates)
    moved = replace(found, stored=_with_own_dates(found.stored, by))
    after = {item.id: item.due for item in moved.board(now, start=start, pace_days=days).items}
    moves = tuple(
        Move(item, item.due, later)
        for item in before.items
        if item.status.is_open
        and item.due is not None
        and (later := after[item.id]) is not None
        and later != item.due
    )
    kept = sum(not item.status.is_open and item.due is not None for item in before.items)
    return Shift(member, days, start, moves, kept, today)


def _with_own_dates(stored: Stored, by: timedelta) -> Stored:
    """With the own dates moved; those of what is closed show nowhere."""
    choices: Mapping[str, Choice] = {
        name: replace(choice, own_due=choice.own_due and choice.own_due + by)
        for name, choice in stored.choices.items()
    }
    return replace(stored, choices=choices)
