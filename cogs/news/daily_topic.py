"""What a day of news is for: the newest headlines, beside the block that a member is in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.milestones.queries import board_source
from bot.milestones.rules.next_up import block_now
from bot.news import queries
from bot.news.service import record_told
from bot.news.values import Headline
from cogs.common.daily_message import DailyMessage, DailyTopic, DayWords
from cogs.news.panels import news_words, told_in_message

Told = Sequence[Headline]


async def _words(session: AsyncSession, message: DailyMessage) -> DayWords[Told] | None:
    """What the group's messages of the date hold; the plan speaks where there is nothing to add."""
    guild_id, day = message.member.guild_id, message.day
    if message.is_today:
        found = await queries.headlines(session, guild_id, message.now, day)
    else:
        found = await queries.told_on(session, guild_id, day)
    told = told_in_message(found)
    board = (await message.once(session, board_source)).board(message.now)
    return news_words(told, block_now(board))


async def _on_sent(session: AsyncSession, message: DailyMessage, told: Told) -> None:
    if told:
        await record_told(session, message.member.guild_id, message.day, told, message.now)


NEWS = DailyTopic(words=_words, on_sent=_on_sent)
