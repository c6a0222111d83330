"""What a day of looking back is for: the plan's words, and the days of the week that are done."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts.words import listed, weekday_name
from bot.routine.log_queries import days_done
from bot.routine.week_values import week_of
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords


async def _words(session: AsyncSession, message: DailyMessage) -> DayWords[None] | None:
    """The days done before this one; a week without any is not held against anybody."""
    done = await days_done(session, message.member, since=week_of(message.day), until=message.day)
    if not done:
        return None
    named = listed([weekday_name(day) for day in done])
    return DayWords(text=None, rows=[f"-# Done so far this week: {named}."], key=None)


REFLECT = DailyTopic(words=_words)
