"""What leads a member to their rating: the daily message and `/today`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency.queries import last_finish, offered, to_name
from bot.competency.values import KIND
from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items
from cogs.competency.panels import offer_row


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The one that is offered while it is not finished; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    if not await offered(session, caller.member, caller.now):
        return []
    return [offer_row(caller.guild_id, is_done=False)]


def _line(key: ReminderKey, guild_id: int, *, is_done: bool) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=key,
        rows=[offer_row(guild_id, is_done=is_done)],
        urgency=Urgency.PAST,  # an offer that `/today` has too gives way to any date
        due=key.due,
        more_in="`/today`",
        worth_a_message=False,
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member = message.member
    key = await to_name(session, member, await message.once(session, named), now=message.now)
    return [] if key is None else [_line(key, member.guild_id, is_done=False)]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """The offer as it stands now: it was taken up, or not yet."""
    last = await last_finish(session, caller.member)
    done = [last is not None and last.isoformat() >= key.thing_id for key in keys]
    return [
        _line(key, caller.guild_id, is_done=is_done)
        for key, is_done in zip(keys, done, strict=True)
    ]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
