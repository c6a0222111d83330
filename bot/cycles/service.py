"""Closing a group's cycle: how everybody stood is frozen, and the next one begins (P9)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles import queries
from bot.cycles.models import CycleRow, SnapshotRow
from bot.cycles.queries import closed_cycles, closed_from
from bot.cycles.rules import check_next
from bot.cycles.values import BegunCycle, ClosingPreview
from bot.errors import NotFound
from bot.feature import cycle_closed
from bot.groups import service as groups
from bot.groups.models import MemberRow
from bot.groups.values import OrganiserCaller
from bot.milestones.figures import count_anew
from bot.milestones.standing import standing
from bot.plans import service as plans
from bot.scheduling import put_now

BEGUN_KIND = "cycles.begun"


async def look_before_close(
    session: AsyncSession, caller: OrganiserCaller, *, start: str | None
) -> ClosingPreview:
    """What closing the present cycle would do, with the group counted anew where that may be (U5).

    Nothing else changes. Raises as `queries.look_before_close` does.
    """
    await count_anew(session, caller.guild_id, now=caller.now)
    return await queries.look_before_close(session, caller, start=start)


async def close(
    session: AsyncSession, caller: OrganiserCaller, number: int, *, start: date
) -> BegunCycle:
    """Close cycle ``number``: freeze how each member stands, begin the next one on ``start`` (P9).

    No date of any member moves. Closed already, nothing happens: two organisers close it once.
    Features hear of it in the same transaction.

    Raises:
        NotFound: the group is not as far yet.
        UserError: the next cycle cannot begin on that day.
        NotSetUp: the server has no group.
    """
    guild_id, now = caller.guild_id, caller.now
    group = await groups.lock_group(session, guild_id)
    earlier = await closed_cycles(session, guild_id)
    for closed in earlier:
        if closed.number == number:
            return BegunCycle(group, closed, is_new=False)
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
        plan_number=await plans.lock_version(session, guild_id, now=now),
    )
    session.add(row)
    await session.flush()
    await _freeze_all(session, guild_id, number)
    await count_anew(session, guild_id, now=now)
    await cycle_closed(session, guild_id, number, now)
    group = await groups.begin_on(session, caller, start)
    await put_now(session, guild_id, kind=BEGUN_KIND, zone=group.zone, now=now, subject=str(number))
    return BegunCycle(group, closed_from(row), is_new=True)


async def _freeze_all(session: AsyncSession, guild_id: int, number: int) -> None:
    """Write the snapshot of each member for cycle ``number``, which was just closed.

    It is one statement, and so of one moment: an act beside it is in the snapshot, or comes after.
    """
    stood = select(MemberRow.guild_id, MemberRow.user_id, literal(number), standing()).where(
        MemberRow.guild_id == guild_id, MemberRow.left_at.is_(None)
    )
    columns = ("guild_id", "user_id", "number", "stood")
    await session.execute(insert(SnapshotRow).from_select(columns, stood, include_defaults=False))
