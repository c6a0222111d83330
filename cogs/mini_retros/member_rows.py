"""What leads a member to their mini-retro: the daily message, `/today` and the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.mini_retros.queries import offered, standing, to_name, written_of
from bot.mini_retros.values import KIND
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items
from cogs.mini_retros.panels import log_row, offer_row


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The one that is offered while it is not written; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    span = await offered(session, caller.member, caller.now)
    return [] if span is None else [offer_row(span.month, caller.guild_id, is_written=False)]


async def log_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The one to write now, at any time."""
    found = await standing(session, caller.member, caller.now)
    return [log_row(found, caller.guild_id)]


def _line(key: ReminderKey, guild_id: int, *, is_written: bool) -> DailyLine[ReminderKey]:
    month = date.fromisoformat(key.thing_id)
    return DailyLine(
        key=key,
        rows=[offer_row(month, guild_id, is_written=is_written)],
        urgency=Urgency.ONCE,
        due=key.due,
        more_in="`/today`",
        worth_a_message=False,
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    member, now = message.member, message.now
    sent = await message.once(session, named)
    key = await to_name(session, member, sent, next_day=message.next_day, now=now)
    return [] if key is None else [_line(key, member.guild_id, is_written=False)]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """The offer as it stands now: it was taken up, or not yet."""
    months = {date.fromisoformat(key.thing_id) for key in keys}
    written = {each.isoformat() for each in await written_of(session, caller.member, months)}
    return [_line(key, caller.guild_id, is_written=key.thing_id in written) for key in keys]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
