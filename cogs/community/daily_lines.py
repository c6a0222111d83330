"""What conferences add to the daily message: watched deadlines, 30, 7 and 1 days ahead."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.queries import to_remind, watched
from bot.community.values import KIND, DeadlineReminder
from bot.groups.values import MemberCaller
from bot.reminders.queries import named, named_by
from bot.reminders.service import record_sent
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, SentLines
from cogs.community.panels import deadline_line


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    now = message.now
    sent = await message.once(session, named)
    found = await to_remind(session, message.member, sent, next_day=message.next_day, now=now)
    return [deadline_line(each, today=message.member.today(now)) for each in found]


async def _on_sent(
    session: AsyncSession, message: DailyMessage, keys: Sequence[ReminderKey]
) -> None:
    member, asks = message.member, message.asks
    await record_sent(session, member, message.delivery_id, keys, day=message.day, alone=not asks)


async def _sent(
    session: AsyncSession, caller: MemberCaller, delivery_id: int
) -> SentLines[ReminderKey] | None:
    """Those that are still watched and ahead."""
    sent = await named_by(session, caller, KIND, delivery_id)
    if sent is None:
        return None
    ahead = await watched(session, caller.guild_id, caller.user_id, now=caller.now)
    by_id = {str(deadline.id): deadline for deadline in ahead}
    lines = [
        deadline_line(DeadlineReminder(by_id[key.thing_id], key.due, key), today=caller.today)
        for key in sent.keys
        if key.thing_id in by_id
    ]
    return SentLines(day=sent.day, asks=not sent.alone, lines=lines)


DAILY_LINES = DailyLines(to_send=_to_send, on_sent=_on_sent, sent=_sent)
