"""The talks that a member gives, as entries of their calendar (D3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member
from bot.talks.queries import called_off, own
from bot.talks.values import Talk

TALK = "talk"


def entries(talks: Iterable[Talk]) -> Iterator[CalendarEvent]:
    """The talks as instants: those of their evenings."""
    for each in talks:
        if each.starts_at is not None:
            details = (each.slides,) if each.slides else ()
            yield _entry(each.id, each.title, each.starts_at, details)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    """Those ahead; one whose evening was called off is taken out of a calendar that has it."""
    gone = await called_off(session, member, since=now)
    return [
        *entries(await own(session, member, now=now)),
        *(_entry(*each, cancelled=True) for each in gone),
    ]


def _entry(
    talk_id: int,
    title: str,
    at: datetime,
    details: tuple[str, ...] = (),
    *,
    cancelled: bool = False,
) -> CalendarEvent:
    summary = f"Your talk: {title}"
    return CalendarEvent(TALK, str(talk_id), summary, at, details, cancelled=cancelled)


CALENDAR = CalendarSource(titles={TALK: "Talks that you give"}, events=_events)
