"""The actions that a member has taken on, as entries of their calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import owned_actions
from bot.actions.values import Action, ActionStatus
from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member

ACTION = "action"


def actions(owned: Iterable[Action]) -> Iterator[CalendarEvent]:
    """What a member has taken on."""
    for action in owned:
        yield CalendarEvent(
            ACTION,
            str(action.id),
            f"● {action.text}" if action.status is ActionStatus.DONE else action.text,
            action.due_on,
            ("Action from a retro",) if action.retro_id is not None else (),
            cancelled=action.status is ActionStatus.DROPPED,
        )


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    return list(actions(await owned_actions(session, member.guild_id, member.user_id)))


CALENDAR = CalendarSource(titles={ACTION: "Actions you took on"}, events=_events)
