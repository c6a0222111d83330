"""What tells the owner of an action: rows in ``/today`` and ``/me``, lines of the daily message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import open_actions_of, owned_actions, to_remind
from bot.actions.values import KIND
from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.actions.panels import daily_line, due_rows, standing
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage
from cogs.common.feature import MeRows
from cogs.common.panels import Items

_SOON = timedelta(days=7)


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The caller's open actions with a date up to a week ahead; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    owned = await open_actions_of(session, caller.guild_id, caller.user_id)
    return due_rows([each for each in owned if each.due_on <= caller.today + _SOON])


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """How many of the caller's actions are open, and which is due first."""
    owned = await open_actions_of(session, caller.guild_id, caller.user_id)
    text = standing(owned, is_due=not caller.member.paused(caller.now))
    return MeRows(standing=(text,) if text else ())


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    sent = await message.once(session, named)
    found = await to_remind(
        session, message.member, sent, next_day=message.next_day, now=message.now
    )
    today = message.member.today(message.now)
    return [daily_line(action, key, message.delivery_id, today=today) for action, key in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that are still the caller's."""
    owned = await owned_actions(session, caller.guild_id, caller.user_id)
    by_id = {str(action.id): action for action in owned}
    today, rests = caller.today, caller.member.rests_on(caller.today)
    return [
        daily_line(by_id[key.thing_id], key, delivery_id, today=today, rests=rests)
        for key in keys
        if key.thing_id in by_id
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
