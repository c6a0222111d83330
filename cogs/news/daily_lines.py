"""What newsletters add to the daily message: headlines, on the plan's days of news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.news import queries
from bot.news.service import record_told
from bot.news.values import Headline
from bot.scheduling import deliveries_of
from bot.scheduling.models import DeliveryRow, ScheduleRow
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, SentLines
from cogs.common.panels import Items
from cogs.news.panels import HEADING, headlines_line, told_in_message

Told = Sequence[Headline]


async def _to_send(session: AsyncSession, message: DailyMessage) -> Sequence[DailyLine[Told]]:
    """Beside the day's prompt alone: headlines are no reason for a message."""
    guild_id, day = message.member.guild_id, message.day
    if not message.asks or not await queries.is_news_day(session, guild_id, day):
        return []
    return _lines(await queries.headlines(session, guild_id, message.now, day), day)


async def _on_sent(session: AsyncSession, message: DailyMessage, keys: Sequence[Told]) -> None:
    for told in keys:
        await record_told(session, message.member.guild_id, message.day, told, message.now)


async def _sent(
    session: AsyncSession, caller: MemberCaller, delivery_id: int
) -> SentLines[Told] | None:
    """What the group's messages of that date held."""
    day = await _day_of(session, caller, delivery_id)
    if day is None:
        return None
    lines = _lines(await queries.told_on(session, caller.guild_id, day), day)
    return SentLines(day=day, asks=True, lines=lines) if lines else None


async def _day_of(session: AsyncSession, caller: MemberCaller, delivery_id: int) -> date | None:
    """The local date that a message to the caller was for; a snooze's has no lines."""
    found = await session.execute(
        deliveries_of(
            caller.guild_id, DeliveryRow.period, ScheduleRow.subject, user_id=caller.user_id
        ).where(DeliveryRow.id == delivery_id)
    )
    row = found.one_or_none()
    return None if row is None or row.subject else row.period


def _lines(headlines: Sequence[Headline], day: date) -> list[DailyLine[Told]]:
    told = told_in_message(headlines)
    return [headlines_line(told, day)] if told else []


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """Today's headlines in ``/today``, for those too whose direct messages are closed."""
    if not await queries.is_news_day(session, caller.guild_id, caller.today):
        return []
    found = await queries.headlines(session, caller.guild_id, caller.now, caller.today)
    return [item for each in _lines(found, caller.today) for item in (HEADING, *each.rows)]


DAILY_LINES = DailyLines(to_send=_to_send, on_sent=_on_sent, sent=_sent)
