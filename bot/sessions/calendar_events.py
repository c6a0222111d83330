"""The meetings that a member goes to, as entries of their calendar (D3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member
from bot.sessions.queries import joined
from bot.sessions.values import Meeting

SESSION = "session"

_BACK = timedelta(days=62)


def entries(meetings: Iterable[Meeting]) -> Iterator[CalendarEvent]:
    """The meetings as instants; one that was called off is taken out."""
    for each in meetings:
        details = [each.topic.link, each.place]
        yield CalendarEvent(
            SESSION,
            str(each.id),
            f"Session: {each.topic.title}",
            each.starts_at,
            tuple(detail for detail in details if detail),
            each.voice_id,
            each.is_cancelled,
        )


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    return list(entries(await joined(session, member, since=now - _BACK, cancelled=True)))


CALENDAR = CalendarSource(titles={SESSION: "Sessions that you join"}, events=_events)
