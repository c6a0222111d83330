"""The talks that a member gives, as entries of their calendar (D3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member
from bot.talks.queries import own
from bot.talks.values import Talk

TALK = "talk"


def entries(talks: Iterable[Talk]) -> Iterator[CalendarEvent]:
    """The talks as instants: those of their evenings."""
    for each in talks:
        if each.starts_at is not None:
            details = (each.slides,) if each.slides else ()
            summary = f"Your talk: {each.title}"
            yield CalendarEvent(TALK, str(each.id), summary, each.starts_at, details)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    return list(entries(await own(session, member, now=now)))


CALENDAR = CalendarSource(titles={TALK: "Talks that you give"}, events=_events)
