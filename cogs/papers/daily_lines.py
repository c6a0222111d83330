"""What papers add to the daily message and `/today`: a ballot that is not cast, on its last day."""

from __future__ import annotations

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.papers.uncast import Uncast, uncast
from bot.reminders.closing import to_name
from bot.reminders.queries import named
from cogs.common.closing_votes import ClosingVotes
from cogs.common.daily_message import DailyMessage
from cogs.common.panels import button, row
from cogs.common.text import stamp
from cogs.papers.routes import VOTE


def _row(found: Uncast) -> discord.ui.Section[discord.ui.LayoutView]:
    closes = f"{stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    return row(
        f"**The week's paper** · the vote closes {closes}, and you have not voted yet.",
        button("Vote", VOTE(found.thing_id)),
    )


async def _to_name(session: AsyncSession, message: DailyMessage) -> Uncast | None:
    member, now = message.member, message.now
    sent = await message.once(session, named)
    found = await uncast(session, member, now)
    return to_name(found, member, sent, next_day=message.next_day, now=now)


VOTES = ClosingVotes(Uncast.kind, uncast, _to_name, _row, more_in="`/paper vote`")
