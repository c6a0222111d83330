"""What reminders add to the daily message."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones.queries import board_source
from bot.reminders import queries as reminders
from bot.reminders.rules import due_reminders
from bot.reminders.values import MILESTONE, ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage
from cogs.reminders.panels import reminder_line


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member, now = message.member, message.now
    board = (await message.once(session, board_source)).board(message.now)
    sent = await message.once(session, reminders.named)
    found = due_reminders(board, sent, next_day=message.next_day)
    today = member.today(now)
    return [reminder_line(each, member, message.delivery_id, today=today) for each in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    return [
        reminder_line(each, caller.member, delivery_id, today=caller.today)
        for each in await reminders.as_they_stand(session, caller, keys)
    ]


DAILY_LINES = DailyLines(kind=MILESTONE, to_send=_to_send, again=_again)
