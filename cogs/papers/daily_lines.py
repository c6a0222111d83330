"""What papers add to the daily message and `/today`: a ballot that is not cast, on its last day."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.papers.uncast import KIND, Uncast, to_name, uncast
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items, button, row
from cogs.common.text import stamp
from cogs.papers.routes import VOTE


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The vote that closes today, if the caller has not voted; none in a pause."""
    if caller.member.paused(caller.now):
        return []
    found = await uncast(session, caller.member, caller.now)
    return [_row(found)] if found is not None and found.due == caller.today else []


def _row(found: Uncast) -> discord.ui.Section[discord.ui.LayoutView]:
    closes = f"{stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    return row(
        f"**The week's paper** · the vote closes {closes}, and you have not voted yet.",
        button("Vote", VOTE(found.round_id)),
    )


def _line(found: Uncast) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=found.key,
        rows=[_row(found)],
        urgency=Urgency.AHEAD,
        due=found.due,
        more_in="`/paper vote`",
        worth_a_message=False,
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    sent = await message.once(session, named)
    found = await to_name(session, message.member, sent, next_day=message.next_day, now=message.now)
    return [] if found is None else [_line(found)]


async def _again(
    session: AsyncSession, caller: MemberCaller, delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    """The vote while it still waits for their ballot."""
    found = await uncast(session, caller.member, caller.now)
    is_same = found is not None and str(found.round_id) in {key.thing_id for key in keys}
    return [_line(found)] if found is not None and is_same else []


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
