"""What a day of papers is for while the group votes: the week's shortlist."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.papers.open_vote import OpenVote, open_vote
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords
from cogs.common.panels import button, row
from cogs.common.text import one_line, plural, stamp
from cogs.papers.routes import VOTE

_SHOWN, _TITLE = 5, 90


async def _words(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    found = await open_vote(session, message.member, now=message.now)
    return None if found is None else vote_words(found)


def vote_words(found: OpenVote) -> DayWords[None]:
    """The titles to choose from, and until when."""
    count, closes = plural(len(found.titles), "paper"), stamp(found.closes_at, "F")
    if found.has_voted:
        text = f"Your vote is in, and can change until {closes}. Read the paper you hope for."
    else:
        text = f"The week's shortlist has {count}: read one, and vote until {closes}."
    lines = [f"{n}. {one_line(each, _TITLE)}" for n, each in enumerate(found.titles[:_SHOWN], 1)]
    if len(found.titles) > _SHOWN:
        lines.append(f"and {len(found.titles) - _SHOWN} more in `/paper picks`")
    return DayWords(
        text=text, rows=[row("\n".join(lines), button("Vote", VOTE(found.round_id)))], key=None
    )


SHORTLIST = DailyTopic(words=_words)
