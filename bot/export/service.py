"""The use case of a calendar: everything with a date that concerns one member."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.conferences import watched
from bot.export import sources
from bot.export.calendar import Event
from bot.groups import service as groups
from bot.milestones.calendar_events import CALENDAR
from bot.papers import archive
from bot.retros import actions, spans

_ROUNDS_BACK = timedelta(days=13)
_RETROS_BACK = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The events of a member in a group, as they stood at ``at``."""

    guild_id: int
    user_id: int
    at: datetime
    events: tuple[Event, ...]

    @property
    def channel_ids(self) -> frozenset[int]:
        """The channels where something happens."""
        return frozenset(event.channel_id for event in self.events if event.channel_id)

    def count(self, kind: str) -> int:
        """How many events of a kind there are, without cancelled ones."""
        return sum(event.kind == kind and not event.cancelled for event in self.events)

    @property
    def cancelled(self) -> int:
        """How many are only there to be taken out of a calendar."""
        return sum(event.cancelled for event in self.events)


async def agenda(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Agenda:
    """What concerns a member and has a date: milestones, votes, retros, actions, deadlines.

    Raises:
        NotSetUp: the server has no group, or they are not in it.
    """
    member = await groups.get_member(session, guild_id, user_id)
    group = await groups.get_group(session, guild_id)
    milestones = await CALENDAR.events(session, member, now)
    rounds = await archive.since(session, guild_id, group.today(now) - _ROUNDS_BACK)
    retros = await spans.spans_since(session, guild_id, now - _RETROS_BACK)
    owned = await actions.owned_actions(session, guild_id, user_id)
    events = (
        *(Event(**asdict(each)) for each in milestones),
        *sources.votes(group, rounds, now),
        *sources.retros(group, retros, now),
        *sources.actions(owned),
        *sources.deadlines(await watched(session, guild_id, user_id, now=now)),
    )
    return Agenda(guild_id, user_id, now, events)
