"""What files of deadlines add to the daily message: that a watched deadline moved, once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.deadline_files.queries import moved
from bot.deadline_files.values import MovedDeadline
from bot.groups.values import Member, MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage
from cogs.deadline_files.panels import moved_line

KIND = "deadline_move"
"""What reminders call a deadline that a file moved."""


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member = message.member
    found = await moved(session, member.guild_id, member.user_id, now=message.now)
    if not found:
        return []
    told = await message.once(session, named)
    return [_line(each, member) for each in found if _key(each) not in told]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that stand as they were told."""
    found = await moved(session, caller.guild_id, caller.user_id, now=caller.now)
    return [_line(each, caller.member) for each in found if _key(each) in keys]


def _line(moved: MovedDeadline, member: Member) -> DailyLine[ReminderKey]:
    return moved_line(moved, _key(moved), due=local_date(moved.at, member.zone))


def _key(moved: MovedDeadline) -> ReminderKey:
    """What tells one move from another; its date is the same wherever the member is.

    The number alone does not: it begins anew with a file that was switched off in between.
    """
    return ReminderKey(KIND, str(moved.conference_id), moved.at.date(), str(moved.number))


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
