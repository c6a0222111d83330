"""What leads a member to second ratings: the daily message and `/today`; no message of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.reminders.queries import named as named_before
from bot.reminders.values import ReminderKey
from bot.second_ratings.queries import asked_of, named, to_name
from bot.second_ratings.values import KIND, Second
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items
from cogs.second_ratings.panels import asked_row, given_row

_SHOWN = 3


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """Who waits for the caller's answer or view; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    asked = await asked_of(session, caller.member)
    waiting = [each for each in asked if not each.is_given][:_SHOWN]
    rows: Items = [asked_row(each, caller.guild_id) for each in waiting]
    return rows


def _line(key: ReminderKey, second: Second, guild_id: int, user_id: int) -> DailyLine[ReminderKey]:
    shown = asked_row if second.mentor_id == user_id else given_row
    return DailyLine(
        key=key,
        rows=[shown(second, guild_id)],
        urgency=Urgency.ONCE,
        due=key.due,
        more_in="`/competency compare`",
        worth_a_message=False,
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member = message.member
    sent = await message.once(session, named_before)
    found = await to_name(session, member, sent, message.now)
    return [_line(key, second, member.guild_id, member.user_id) for key, second in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that stand, as they are now; what was withdrawn or declined is gone."""
    found = await named(session, caller.member, keys)
    return [_line(key, second, caller.guild_id, caller.user_id) for key, second in found]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
