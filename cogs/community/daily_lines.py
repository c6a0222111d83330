"""What conferences add to the daily message: watched deadlines, 30, 7 and 1 days ahead."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.queries import to_remind, watched
from bot.community.values import KIND, DeadlineReminder
from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage
from cogs.community.panels import deadline_line


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    now = message.now
    sent = await message.once(session, named)
    found = await to_remind(session, message.member, sent, next_day=message.next_day, now=now)
    return [deadline_line(each, today=message.member.today(now)) for each in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that are still watched and ahead."""
    ahead = await watched(session, caller.guild_id, caller.user_id, now=caller.now)
    by_id = {str(deadline.id): deadline for deadline in ahead}
    return [
        deadline_line(DeadlineReminder(by_id[key.thing_id], key.due, key), today=caller.today)
        for key in keys
        if key.thing_id in by_id
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
