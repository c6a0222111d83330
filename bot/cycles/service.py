"""Use cases of a group's cycles: the present one, closing it, announcing the next (P9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles.models import CycleRow
from bot.cycles.rules import check_next
from bot.cycles.snapshots import closed_cycles, freeze_all
from bot.cycles.values import Closed, closed_from
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.inputs.dates import parse_date
from bot.milestones import queries as milestones
from bot.milestones.progress import GroupProgress, group_progress
from bot.milestones.values import Board
from bot.scheduling import put_now

BEGUN_KIND = "cycles.begun"


@dataclass(frozen=True, slots=True)
class Present:
    """The present cycle as a member stands in it; ``closed`` are the earlier ones, newest first.

    ``today`` is the group's local date.
    """

    group: groups.Group
    today: date
    board: Board
    closed: tuple[Closed, ...]

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return len(self.closed) + 1


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing the present cycle, ``number``, would do. ``start`` is the next one's first day.

    ``progress`` are counts without names, None where too few are in the group.
    """

    group: groups.Group
    number: int
    start: date
    members: int
    progress: GroupProgress | None


@dataclass(frozen=True, slots=True)
class Begun:
    """The cycle that began when ``closed`` was closed; ``is_new`` tells whether that was now."""

    group: groups.Group
    closed: Closed
    is_new: bool
    progress: GroupProgress | None = None

    @property
    def number(self) -> int:
        """Its number."""
        return self.closed.number + 1


async def present(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Present:
    """The present cycle, and where the member stands in it.

    Raises:
        NotSetUp: they are not in a group here.
    """
    member = await groups.get_member(session, guild_id, user_id)
    group = await groups.get_group(session, guild_id)
    board = await milestones.board_of(session, member, now=now)
    return Present(group, group.today(now), board, await closed_cycles(session, guild_id))


async def look_before_close(
    session: AsyncSession, guild_id: int, *, start: str | None, now: datetime
) -> Closing:
    """What closing the present cycle would do. ``start`` as somebody types it, None is today.

    Raises:
        UserError: it says no date, or none on which the next cycle can begin; it carries it.
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, guild_id)
    number = len(await closed_cycles(session, guild_id)) + 1
    today = group.today(now)
    try:
        first_day = today if start is None else parse_date(start, today=today)
        check_next(first_day, began=group.start_date, today=today, number=number)
    except UserError as error:
        error.typed = start
        raise
    return Closing(
        group=group,
        number=number,
        start=first_day,
        members=len(await groups.members(session, guild_id)),
        progress=await group_progress(session, guild_id),
    )


async def close(
    session: AsyncSession, guild_id: int, number: int, *, start: date, now: datetime
) -> Begun:
    """Close cycle ``number``: freeze how each member stands, begin the next one on ``start`` (P9).

    No date of any member moves. Closed already, nothing happens: two organisers close it once.

    Raises:
        NotFound: the group is not as far yet.
        UserError: the next cycle cannot begin on that day.
        NotSetUp: the server has no group.
    """
    group, members = await groups.lock_everybody(session, guild_id)
    earlier = await closed_cycles(session, guild_id)
    for closed in earlier:
        if closed.number == number:
            return Begun(group, closed, is_new=False)
    if number != len(earlier) + 1:
        raise NotFound(f"Your group has no cycle {number} that could be closed.")
    today = group.today(now)
    check_next(start, began=group.start_date, today=today, number=number)
    row = CycleRow(
        guild_id=guild_id,
        number=number,
        started_on=group.start_date,
        ended_on=today,
        closed_at=now,
    )
    session.add(row)
    await session.flush()
    await freeze_all(session, guild_id, number, members, now=now)
    group = await groups.begin_on(session, guild_id, start, now=now)
    await put_now(session, guild_id, kind=BEGUN_KIND, zone=group.zone, now=now, subject=str(number))
    return Begun(group, closed_from(row), is_new=True)


async def begun(session: AsyncSession, guild_id: int, closed_number: int) -> Begun | None:
    """What is announced once a cycle is closed, or None if there is nothing to announce any more.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, guild_id)
    closed = await closed_cycles(session, guild_id)
    if not closed or closed[0].number != closed_number:
        return None
    progress = await group_progress(session, guild_id)
    return Begun(group, closed[0], is_new=False, progress=progress)
