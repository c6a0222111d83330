"""The actions that a member has taken on, as entries of their calendar.

An action's entry is its own, whatever step it is: milestones leave given ones out, so there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import owned_actions
from bot.actions.rules import action_in
from bot.actions.values import Action, ActionStatus
from bot.feature import CalendarEvent, CalendarSource
from bot.groups.values import Member
from bot.milestones.given import taken_back_since
from bot.milestones.values import OwnMilestone

ACTION = "action"

# Whoever imports less often than this takes the rest out by hand.
_BACK = timedelta(days=366)


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


def handed_back(
    steps: Iterable[tuple[OwnMilestone, date]], owned: Iterable[Action]
) -> Iterator[CalendarEvent]:
    """Takes out what a member took on once and has no more; each once."""
    known = {action.id for action in owned}
    for step, due in steps:
        action_id = action_in(step.origin or "")
        if action_id is not None and action_id not in known:
            known.add(action_id)
            yield CalendarEvent(ACTION, str(action_id), step.title, due, cancelled=True)


async def _events(session: AsyncSession, member: Member, now: datetime) -> list[CalendarEvent]:
    owned = await owned_actions(session, member.guild_id, member.user_id)
    gone = await taken_back_since(session, member, now - _BACK)
    return [*actions(owned), *handed_back(gone, owned)]


CALENDAR = CalendarSource(titles={ACTION: "Actions you took on"}, events=_events)
