"""Scheduled events of guilds."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rules.errors import DiscordError, Problems, invalid, missing_permissions, unknown
from sandbox.rules.intents import Intents
from sandbox.rules.limits import check_text
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.guild import Guild, ScheduledEvent
from sandbox.world.kinds import ChannelType
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.payloads import objects as payloads
from sandbox.world.payloads.guilds import EXTERNAL

routes = web.RouteTableDef()

P = Permissions

MAX_EVENTS: Final = 100
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
_NEXT: Final = {SCHEDULED: (ACTIVE, CANCELED), ACTIVE: (COMPLETED,)}
_CHANNELS: Final = {1: ChannelType.STAGE, 2: ChannelType.VOICE}
_ONE = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"


def _counted(request: web.Request) -> bool:
    return request.query.get("with_user_count", "").lower() in ("1", "true")


def _event(request: web.Request, guild: Guild) -> ScheduledEvent:
    found = guild.events.get(wire.snowflake(request, "guild_scheduled_event_id"))
    if found is None:
        raise unknown("guild scheduled event")
    return found


def _require(request: web.Request, guild: Guild, event: ScheduledEvent | None = None) -> None:
    """MANAGE_EVENTS, or CREATE_EVENTS for making and for what one made oneself."""
    account = access.bot(request)
    bits = guild.permissions_of(guild.members[account.id])
    own = event is None or event.creator_id == account.id
    if P.MANAGE_EVENTS not in bits and not (own and P.CREATE_EVENTS in bits):
        raise missing_permissions()


@routes.get("/guilds/{guild_id}/scheduled-events")
async def list_events(request: web.Request) -> web.Response:
    """All scheduled and active events."""
    guild, counted = access.guild(request), _counted(request)
    return wire.answer([_payload(guild, each, counted=counted) for each in guild.events.values()])


@routes.get(_ONE)
async def one_event(request: web.Request) -> web.Response:
    """One event."""
    guild = access.guild(request)
    return wire.answer(_payload(guild, _event(request, guild), counted=_counted(request)))


@routes.post("/guilds/{guild_id}/scheduled-events")
async def create_event(request: web.Request) -> web.Response:
    """A new event: in a stage or voice channel, or elsewhere with a place and an end."""
    guild = access.guild(request)
    _require(request, guild)
    body = access.options(wire.json_object(request))
    if len(guild.events) >= MAX_EVENTS:
        text = f"Maximum number of guild scheduled events reached ({MAX_EVENTS})"
        raise DiscordError(400, 30038, text)
    problems = Problems()
    for name in ("name", "scheduled_start_time", "privacy_level", "entity_type"):
        if name not in body:
            problems.required(name)
    problems.raise_if_any()
    event = ScheduledEvent(
        id=guild.world.ids.next(),
        guild_id=guild.id,
        creator_id=access.bot(request).id,
        name=body["name"],
        kind=body["entity_type"],
        starts_at=wire.parse_instant(body["scheduled_start_time"], "scheduled_start_time"),
    )
    _apply(event, body)
    _check(event, guild)
    guild.events[event.id] = event
    _announce("GUILD_SCHEDULED_EVENT_CREATE", guild, event)
    return wire.answer(_payload(guild, event))


@routes.patch(_ONE)
async def edit_event(request: web.Request) -> web.Response:
    """Change an event, start it, end it or call it off."""
    guild = access.guild(request)
    event = _event(request, guild)
    _require(request, guild, event)
    body = wire.json_object(request)
    before = {name: getattr(event, name) for name in _CHANGING}
    try:
        _apply(event, body)
        _check(event, guild, starting="scheduled_start_time" in body)
        status = body.get("status")
        if status is not None and status != event.status:
            if status not in _NEXT[event.status]:
                text = "Invalid Guild Scheduled Event Status Transition"
                raise invalid("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", text)
            event.status = status
    except DiscordError:
        for name, value in before.items():
            setattr(event, name, value)
        raise
    if event.status in (COMPLETED, CANCELED):
        del guild.events[event.id]
    _announce("GUILD_SCHEDULED_EVENT_UPDATE", guild, event)
    return wire.answer(_payload(guild, event))


_CHANGING: Final = (
    "name",
    "kind",
    "starts_at",
    "ends_at",
    "description",
    "channel_id",
    "location",
    "status",
    "recurrence_rule",
)


@routes.delete(_ONE)
async def delete_event(request: web.Request) -> web.Response:
    """Delete an event."""
    guild = access.guild(request)
    event = _event(request, guild)
    _require(request, guild, event)
    del guild.events[event.id]
    _announce("GUILD_SCHEDULED_EVENT_DELETE", guild, event)
    return wire.no_content()


@routes.get(f"{_ONE}/users")
async def subscribers(request: web.Request) -> web.Response:
    """Who is interested in an event."""
    guild = access.guild(request)
    event = _event(request, guild)
    limit = wire.query_int(request.query, "limit", 100, 1, 100)
    return wire.answer(
        [
            {
                "guild_scheduled_event_id": str(event.id),
                "user_id": str(user_id),
                "user": payloads.user(guild.world.users[user_id]),
                "response": 1,
            }
            for user_id in event.subscriber_ids[:limit]
        ]
    )


def _apply(event: ScheduledEvent, body: Json) -> None:
    if "entity_type" in body and body["entity_type"] is not None:
        event.kind = body["entity_type"]
    for name in ("name", "description", "recurrence_rule"):
        if name in body:
            setattr(event, name, body[name])
    if body.get("scheduled_start_time") is not None:
        event.starts_at = wire.parse_instant(body["scheduled_start_time"], "scheduled_start_time")
    if "scheduled_end_time" in body:
        ends = body["scheduled_end_time"]
        event.ends_at = None if ends is None else wire.parse_instant(ends, "scheduled_end_time")
    if "channel_id" in body:
        channel: Any = body["channel_id"]
        event.channel_id = None if channel is None else wire.parse_snowflake(channel, "channel_id")
    if "entity_metadata" in body:
        place = body["entity_metadata"]
        event.location = place.get("location") if isinstance(place, dict) else None


def _check(event: ScheduledEvent, guild: Guild, *, starting: bool = True) -> None:
    problems = Problems()
    check_text(problems, "name", event.name, 1, 100)
    if event.description is not None:
        check_text(problems, "description", event.description, 0, 1000)
    if event.kind == EXTERNAL:
        if not event.location:
            problems.required("entity_metadata.location")
        else:
            check_text(problems, "entity_metadata.location", event.location, 1, 100)
        if event.ends_at is None:
            problems.required("scheduled_end_time")
        if event.channel_id is not None:
            problems.add("channel_id", "BASE_TYPE_NONE", "An external event has no channel.")
    elif event.kind in tuple(_CHANNELS):
        channel = guild.channels.get(event.channel_id or 0)
        if channel is None:
            problems.required("channel_id")
        elif channel.type is not _CHANNELS[event.kind]:
            text = "The channel is not of the kind that the event needs."
            problems.add("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL_TYPE", text)
    else:
        problems.choice("entity_type", "(1, 2, 3)")
    if starting and event.starts_at <= guild.world.clock.now():
        text = "Cannot schedule event in the past."
        problems.add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", text)
    if event.ends_at is not None and event.ends_at <= event.starts_at:
        text = "The end must be after the start."
        problems.add("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", text)
    problems.raise_if_any()


def _payload(guild: Guild, event: ScheduledEvent, *, counted: bool = False) -> Json:
    creator = guild.world.users[event.creator_id]
    return guild_payloads.scheduled_event(event, creator, with_count=counted)


def _announce(name: str, guild: Guild, event: ScheduledEvent) -> None:
    data = _payload(guild, event)
    guild.world.announce_to_guild(name, guild, data, Intents.GUILD_SCHEDULED_EVENTS)
