"""What a day of papers is for once one is chosen: the one that the member has not reviewed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.rules.identifiers import abstract_url
from bot.reviews.unreviewed import Unreviewed, unreviewed
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords
from cogs.common.panels import button, row
from cogs.common.text import link_to, one_line, stamp
from cogs.reviews.routes import WRITE

_TITLE = 150


async def _words(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    found = await unreviewed(session, message.member, now=message.now)
    return None if found is None else chosen_words(found)


def chosen_words(found: Unreviewed) -> DayWords[None]:
    """What to read or to finish, and where."""
    paper = link_to(one_line(found.title, _TITLE), abstract_url(found.key))
    text = f"Finish your review of {paper}." if found.has_draft else f"Read {paper}."
    about = f"-# Your group chose it {stamp(found.chosen_at, 'D')}; you have not reviewed it yet."
    return DayWords(text=text, rows=[row(about, button("Review", WRITE(found.key)))], key=None)


CHOSEN = DailyTopic(words=_words)
