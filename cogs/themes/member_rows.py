"""What themes add to the daily message and `/today`: on its last day, a vote without theirs."""

from __future__ import annotations

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reminders.closing import to_name
from bot.reminders.queries import named
from bot.themes.waiting import WaitingVote, waiting
from cogs.common.closing_votes import ClosingVotes
from cogs.common.daily_message import DailyMessage
from cogs.common.panels import button, row
from cogs.common.text import fit, plural, stamp
from cogs.themes.routes import BALLOT


def _row(found: WaitingVote) -> discord.ui.Section[discord.ui.LayoutView]:
    ends = f"{stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    have = "your vote waits" if found.votes == 1 else f"your {plural(found.votes, 'vote')} wait"
    return row(
        f"The vote on what to talk about in *{fit(found.title, 100)}* ends {ends}; {have}.",
        button("Vote", BALLOT(found.thing_id, 0)),
    )


async def _to_name(session: AsyncSession, message: DailyMessage) -> WaitingVote | None:
    member, now = message.member, message.now
    sent = await message.once(session, named)
    found = await waiting(session, member, now)
    return to_name(found, member, sent, next_day=message.next_day, now=now)


VOTES = ClosingVotes(WaitingVote.kind, waiting, _to_name, _row, more_in="`/today`")
