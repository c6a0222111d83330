"""What papers add to the daily message and `/today`: a ballot that is not cast, on its last day."""

from __future__ import annotations

import discord

from bot.papers.uncast import Uncast, uncast
from cogs.common.closing_votes import ClosingVotes
from cogs.common.panels import button, row
from cogs.common.text import stamp
from cogs.papers.routes import VOTE


def _row(found: Uncast) -> discord.ui.Section[discord.ui.LayoutView]:
    closes = f"{stamp(found.closes_at, 'F')} ({stamp(found.closes_at, 'R')})"
    return row(
        f"**The week's paper** · the vote closes {closes}, and you have not voted yet.",
        button("Vote", VOTE(found.thing_id)),
    )


VOTES = ClosingVotes(Uncast.kind, uncast, _row, more_in="`/paper vote`")
