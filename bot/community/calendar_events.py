"""The conference deadlines that a member watches, as entries of their calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.queries import watched
from bot.community.values import Deadline
from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member

DEADLINE = "deadline"


def deadlines(watched: Iterable[Deadline]) -> Iterator[CalendarEvent]:
    """The deadlines as instants."""
    for each in watched:
        details = (each.link,) if each.link else ()
        yield CalendarEvent(DEADLINE, str(each.id), f"Deadline: {each.name}", each.at, details)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    return list(deadlines(await watched(session, member.guild_id, member.user_id, now=now)))


CALENDAR = CalendarSource(titles={DEADLINE: "Deadlines that you watch"}, events=_events)
