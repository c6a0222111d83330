"""What themes add to the daily message and `/today`: on its last day, a vote without theirs."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.themes.waiting import KIND, WaitingVote, to_name, waiting
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items, button, row
from cogs.common.text import fit, plural, stamp
from cogs.themes.routes import BALLOT


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The vote that ends today, if the caller has given none; nothing in a pause."""
    if caller.member.paused(caller.now):
        return []
    found = await waiting(session, caller.member, now=caller.now)
    return [_row(found)] if found is not None and found.due == caller.today else []


def _row(found: WaitingVote) -> discord.ui.Section[discord.ui.LayoutView]:
    ends = f"{stamp(found.ends_at, 'F')} ({stamp(found.ends_at, 'R')})"
    have = "your vote waits" if found.votes == 1 else f"your {plural(found.votes, 'vote')} wait"
    return row(
        f"The vote on what to talk about in *{fit(found.title, 100)}* ends {ends}; {have}.",
        button("Vote", BALLOT(found.retro_id, 0)),
    )


def _line(found: WaitingVote) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=found.key,
        rows=[_row(found)],
        urgency=Urgency.AHEAD,
        due=found.due,
        more_in="`/today`",
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
    """The vote while it still waits for them."""
    found = await waiting(session, caller.member, now=caller.now)
    is_same = found is not None and str(found.retro_id) in {key.thing_id for key in keys}
    return [_line(found)] if found is not None and is_same else []


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
