"""Use cases of files to take along: what is stored about one member, and their dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import records_of_person
from bot.export.archive import Taken
from bot.feature import CalendarEvent, features_of
from bot.groups.values import MemberCaller


@dataclass(frozen=True, slots=True)
class Agenda:
    """The events of a member in a group, as they stood at ``at``.

    ``counts`` has the title of each kind of event with how many there are, without cancelled ones;
    ``hints`` are about the kinds of which the member has none.
    """

    guild_id: int
    user_id: int
    at: datetime
    events: tuple[CalendarEvent, ...]
    counts: tuple[tuple[str, int], ...]
    hints: tuple[str, ...]

    @property
    def channel_ids(self) -> frozenset[int]:
        """The channels where something happens."""
        return frozenset(event.channel_id for event in self.events if event.channel_id)

    @property
    def cancelled(self) -> int:
        """How many are only there to be taken out of a calendar."""
        return sum(event.cancelled for event in self.events)


async def everything(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Taken:
    """All that is stored about a person in a group, member or not."""
    features = await records_of_person(session, guild_id, user_id)
    return Taken(guild_id, user_id, now, features)


async def agenda(session: AsyncSession, caller: MemberCaller) -> Agenda:
    """What the features have for the caller's calendar, in the order of their list."""
    events: list[CalendarEvent] = []
    counts: list[tuple[str, int]] = []
    hints: list[str] = []
    for feature in features_of(session):
        source = feature.calendar
        if source is None:
            continue
        found = await source.events(session, caller.member, caller.now)
        events += found
        kinds = [event.kind for event in found if not event.cancelled]
        counts += [(title, kinds.count(kind)) for kind, title in source.titles.items()]
        if not kinds and source.when_empty is not None:
            hints.append(source.when_empty)
    return Agenda(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        at=caller.now,
        events=tuple(events),
        counts=tuple(counts),
        hints=tuple(hints),
    )
