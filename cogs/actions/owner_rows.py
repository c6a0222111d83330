"""What tells the owner of an action: rows in ``/today`` and ``/me``, lines of the daily message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import actions_named, open_actions_of, to_remind, without_owner
from bot.actions.values import KIND
from bot.groups.values import MemberCaller, OrganiserCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.actions.owner_panels import asked_rows, daily_line, due_rows, standing
from cogs.actions.panels import nobodys
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage
from cogs.common.feature import MeRows
from cogs.common.panels import Items

_SOON = timedelta(days=7)


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """What the caller is asked, and their open actions with a date up to a week ahead.

    In a pause nothing of theirs is due.
    """
    found = await open_actions_of(session, caller.guild_id, caller.user_id)
    asked = asked_rows([each for each in found if each.asked_id is not None])
    if caller.member.paused(caller.now):
        return asked
    soon = caller.today + _SOON
    return asked + due_rows(
        [each for each in found if each.owner_id is not None and each.due_on <= soon]
    )


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """How many of the caller's actions are open, which is due first, and what they are asked."""
    found = await open_actions_of(session, caller.guild_id, caller.user_id)
    text = standing(found, is_due=not caller.member.paused(caller.now))
    return MeRows(standing=(text,) if text else ())


async def for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """The open actions that nobody has."""
    return nobodys(await without_owner(session, caller.guild_id))


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member = message.member
    sent = await message.once(session, named)
    found = await to_remind(session, member, sent, next_day=message.next_day, now=message.now)
    today = member.today(message.now)
    return [
        daily_line(action, key, message.delivery_id, member.user_id, today=today)
        for action, key in found
    ]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """Those that are still there; what was handed back says so."""
    ids = [int(key.thing_id) for key in keys]
    found = await actions_named(session, caller.guild_id, ids)
    by_id = {str(action.id): action for action in found}
    today, rests = caller.today, caller.member.rests_on(caller.today)
    return [
        daily_line(by_id[key.thing_id], key, delivery_id, caller.user_id, today=today, rests=rests)
        for key in keys
        if key.thing_id in by_id
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
