"""A member's own time and direction: pace, start, path (P6, P8, U13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.rules import check_start
from bot.groups.values import Member, MemberCaller
from bot.milestones.models import OverrideRow
from bot.milestones.overrides import keep_override
from bot.milestones.queries import BoardSource, board_source
from bot.milestones.rules import check_pace
from bot.milestones.rules.build_board import DISMISSED
from bot.milestones.values import Board, Item, StoredMilestones

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Move:
    """An open milestone or step whose date moves."""

    item: Item
    was: date
    now: date


@dataclass(frozen=True, slots=True)
class Shift:
    """Another pace or start, and what it moves. ``kept`` counts what is done or skipped with a
    date: those keep theirs. ``board`` is the member's as it is then."""

    member: Member
    days: int
    start: date
    moves: tuple[Move, ...]
    kept: int
    today: date
    board: Board

    @property
    def overdue(self) -> int:
        """How many of the moved dates would be over already."""
        return sum(move.now < self.today for move in self.moves)

    def words(self, say: Callable[[str, date, date, str], str]) -> str:
        """What it moves: how many dates, with examples.

        ``say`` gives a line about a title, a former date and a later one in a zone.
        """
        if not self.moves:
            return "No open date moves."
        number, zone = len(self.moves), self.member.zone
        dates = "1 open date moves" if number == 1 else f"{number:,} open dates move"
        lines = [f"{dates}, for example:"]
        for move in self.moves[:_EXAMPLES]:
            lines.append(say(move.item.title, move.was, move.now, zone))
        if self.overdue:
            lines.append(f"{self.overdue} of them would lie in the past.")
        kept = f" ({self.kept})" if self.kept else ""
        lines.append(f"What is done or skipped keeps its date{kept}.")
        return "\n".join(lines)


async def look_before_shift(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    days: int,
    start: date,
    own_dates: bool = True,
) -> Shift:
    """What another pace (days after the plan's dates) or start would move; nothing changes.

    Without ``own_dates`` the dates that the member set themselves stay.

    Raises:
        UserError: the pace or the start is out of bounds.
    """
    source = await board_source(session, caller.member)
    return _shift(source, caller, days, start, own_dates)[0]


async def shift(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    days: int,
    start: date,
    was: int,
    own_dates: bool = True,
) -> Shift:
    """Take another pace and start: open dates move, own ones with the pace; others stay (P6).

    Without ``own_dates`` those that the member set themselves stay too.
    ``was`` is the pace that the preview started from; pressed twice, the second does nothing.

    Raises:
        UserError: the pace has changed since the preview, or something is out of bounds.
    """
    member = caller.member
    source = await board_source(session, member)
    done, stored = _shift(source, caller, days, start, own_dates)
    if (member.pace_days, member.started_on) == (days, start):
        return done
    if member.pace_days != was:
        raise UserError(
            "Your pace has changed since that preview. Open *Pace* in `/me` again to see what "
            "would move now."
        )
    moved = [
        {"its_id": name, "on": override.own_due}
        for name, override in stored.overrides.items()
        if override != source.stored.override(name)
    ]
    if moved:
        connection = await session.connection()
        table = OverrideRow.__table__
        await connection.execute(
            update(OverrideRow)
            .where(
                table.c.guild_id == member.guild_id,
                table.c.user_id == member.user_id,
                table.c.milestone_id == bindparam("its_id"),
            )
            .values(own_due=bindparam("on")),
            moved,
        )
    changed = await groups.change_member(session, caller, pace_days=days, started_on=start)
    return replace(done, member=changed)


async def choose_path(
    session: AsyncSession, caller: MemberCaller, path: str | None
) -> tuple[Member, Board]:
    """Show one path's milestones only, or with None all; the history of every path stays (P8).

    Raises:
        NotFound: the plan has no such path.
    """
    source = await board_source(session, caller.member)
    if path is not None and source.plan.path(path) is None:
        raise NotFound("The plan has no such path now. *Path* in `/me` shows those it has.")
    member = await groups.change_member(session, caller, path=path)
    return member, replace(source, member=member).board(caller.now)


async def decline_rotation(session: AsyncSession, caller: MemberCaller, path: str) -> Board:
    """Propose no other path after this one any more (U13).

    Raises:
        NotFound: the plan has no such path.
    """
    source = await board_source(session, caller.member)
    if source.plan.path(path) is None:
        raise NotFound("The plan has no such path now, so nothing is proposed after it.")
    name, stored = f"{DISMISSED}{path}", source.stored
    override = replace(stored.override(name), hidden=True)
    stored = await keep_override(session, caller.member, stored, name, override)
    return source.after(stored).board(caller.now)


def _shift(
    source: BoardSource, caller: MemberCaller, days: int, start: date, own_dates: bool
) -> tuple[Shift, StoredMilestones]:
    """What it moves, and what is stored after it."""
    member = source.member
    check_pace(days)
    if start != member.started_on:
        check_start(start, today=caller.today)
    before = source.board(caller.now)
    by = timedelta(days=days - member.pace_days if own_dates else 0)
    stored = _with_own_dates(source.stored, by)
    later = source.after(stored).board(caller.now, start=start, pace_days=days)
    after = {item.id: item.due for item in later.items}
    moves = tuple(
        Move(item, item.due, due)
        for item in before.items
        if item.status.is_open
        and item.due is not None
        and (due := after[item.id]) is not None
        and due != item.due
    )
    kept = sum(not item.status.is_open and item.due is not None for item in before.items)
    return Shift(member, days, start, moves, kept, caller.today, later), stored


def _with_own_dates(stored: StoredMilestones, by: timedelta) -> StoredMilestones:
    """With the own dates of what is open moved; what is closed keeps its own date.

    So does what the group waits for: a pace is one's own.
    """
    given = {own.id for own in stored.own if own.origin is not None}
    return replace(
        stored,
        overrides={
            name: replace(override, own_due=override.own_due + by)
            if override.own_due and stored.status(name).is_open and name not in given
            else override
            for name, override in stored.overrides.items()
        },
    )
