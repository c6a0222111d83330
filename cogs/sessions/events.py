"""A meeting as a scheduled event of the server, where that is permitted.

An event is made, changed and deleted by deliveries that can be tried again. What a killed process
made without recording it is found again by its maker, its name and its time.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.client import Syllabot
from bot.inputs.links import host_of
from bot.inputs.text import cut
from bot.scheduling import Delivery, NothingToSend, Receipt, Undeliverable
from bot.sessions import meetings
from bot.sessions.queries import get_meeting
from bot.sessions.rules import link_in
from bot.sessions.values import Meeting
from cogs.common.refusals import sending

_MAX_NAME, _MAX_PLACE = 100, 100
_REFUSED = "I may not make events there"
_NO_SUCH_EVENT = 10070


class EventSender:
    """Sends `sessions.event`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Bring a meeting's event to what the database says now."""
        meeting_id = int(delivery.subject.partition(":")[0])
        async with self.bot.db.read() as session:
            meeting = await get_meeting(session, delivery.guild_id, meeting_id)
        guild = self.bot.get_guild(delivery.guild_id)
        if guild is None or guild.me is None:
            raise NothingToSend
        is_ahead = not meeting.is_over and not meeting.has_begun(self.bot.clock.now())
        # One that is there is tried without the permission too: that it stays wrong has to be said.
        is_shown = guild.me.guild_permissions.create_events or meeting.event_id is not None
        with sending():
            try:
                if not is_ahead:
                    await self._take_away(guild, meeting)
                elif is_shown:
                    await self._show(guild, meeting, delivery)
            except discord.Forbidden as error:
                raise Undeliverable(_REFUSED) from error
        # Where the permission is missing, `/setup` says so by the feature's needs.
        raise NothingToSend

    async def _show(self, guild: discord.Guild, meeting: Meeting, delivery: Delivery) -> None:
        """Change the event, or make it where there is none (any more)."""
        event = await self._find(guild, meeting)
        if event is not None:
            await event.edit(**_fields(guild, meeting))
            return
        if delivery.attempt > 1:
            event = await _made_before(guild, meeting)
        made = event or await guild.create_scheduled_event(
            privacy_level=discord.PrivacyLevel.guild_only, **_fields(guild, meeting)
        )
        async with self.bot.db.begin() as session:
            is_kept = await meetings.event_made(session, guild.id, meeting.id, made.id)
        if not is_kept:
            await made.delete()

    async def _take_away(self, guild: discord.Guild, meeting: Meeting) -> None:
        """Delete the event of a meeting that was called off; Discord ends that of one held."""
        if not meeting.is_cancelled:
            return
        event = await self._find(guild, meeting)
        if event is not None:
            await event.delete()
            await self._forget(meeting, event.id)

    async def _find(self, guild: discord.Guild, meeting: Meeting) -> discord.ScheduledEvent | None:
        """The event as Discord has it; None where there was none, or it was deleted."""
        if meeting.event_id is None:
            return None
        try:
            return await guild.fetch_scheduled_event(meeting.event_id, with_counts=False)
        except discord.NotFound as error:
            if error.code != _NO_SUCH_EVENT:
                raise
        await self._forget(meeting, meeting.event_id)
        return None

    async def _forget(self, meeting: Meeting, event_id: int) -> None:
        async with self.bot.db.begin() as session:
            await meetings.event_gone(session, meeting.guild_id, meeting.id, event_id)


def _fields(guild: discord.Guild, meeting: Meeting) -> dict[str, Any]:
    """The event's own words and times; a voice channel that is gone becomes a place in words."""
    fields: dict[str, Any] = {
        "name": cut(meeting.topic.title, _MAX_NAME),
        "start_time": meeting.starts_at,
        "end_time": meeting.ends_at,
        "description": "\n".join(part for part in (meeting.topic.link, meeting.place) if part),
    }
    voice = None if meeting.voice_id is None else guild.get_channel(meeting.voice_id)
    if isinstance(voice, discord.VoiceChannel):
        return {**fields, "channel": voice, "entity_type": discord.EntityType.voice}
    place = meeting.place or guild.name
    link = link_in(place)
    if link is not None and len(link) > _MAX_PLACE:
        # The description has it whole; cut it would lead nowhere.
        place = host_of(link)
    place = cut(place, _MAX_PLACE)
    return {**fields, "location": place, "entity_type": discord.EntityType.external}


async def _made_before(guild: discord.Guild, meeting: Meeting) -> discord.ScheduledEvent | None:
    """What an earlier try made, which was cut off before it could record it."""
    name = cut(meeting.topic.title, _MAX_NAME)
    for event in await guild.fetch_scheduled_events(with_counts=False):
        mine = event.creator_id == guild.me.id
        if mine and event.name == name and event.start_time == meeting.starts_at:
            return event
    return None
