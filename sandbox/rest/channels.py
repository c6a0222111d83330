"""Channels: reading, creating, changing, deleting, and their permission overwrites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rest.threads import ARCHIVE_MINUTES, MAX_SLOWMODE, checked_tags
from sandbox.rules.errors import DiscordError, Problems, invalid, missing_permissions, unknown
from sandbox.rules.limits import check_choice, check_int, check_text
from sandbox.rules.permissions import Overwrite, OverwriteKind, Permissions
from sandbox.types import Json
from sandbox.world import threads
from sandbox.world.guild import Guild
from sandbox.world.kinds import THREADS, ChannelType
from sandbox.world.model import Channel, visible_to
from sandbox.world.parts import ForumTag
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

routes = web.RouteTableDef()

P = Permissions

MAX_CHANNELS: Final = 500
_MAX_POSITION: Final = 2**31 - 1
_CREATABLE: Final = frozenset(ChannelType) - THREADS - {ChannelType.DM}


@routes.get("/channels/{channel_id}")
async def one_channel(request: web.Request) -> web.Response:
    """Any channel that the bot may view."""
    return wire.answer(payloads.channel(access.channel(request), access.bot(request).id))


@routes.get("/guilds/{guild_id}/channels")
async def guild_channels(request: web.Request) -> web.Response:
    """The guild's channels without its threads."""
    guild = access.guild(request)
    seen = visible_to(access.bot(request), guild.channels.values())
    return wire.answer([payloads.channel(channel) for channel in seen])


@routes.post("/guilds/{guild_id}/channels")
async def create_channel(request: web.Request) -> web.Response:
    """A new channel."""
    guild = access.guild(request, P.MANAGE_CHANNELS)
    body = access.options(wire.json_object(request))
    problems = Problems()
    if "name" not in body:
        problems.required("name")
    check_choice(problems, "type", body.get("type", 0), _CREATABLE)
    _check(problems, body)
    problems.raise_if_any()
    if len(guild.channels) >= MAX_CHANNELS:
        raise DiscordError(400, 30013, f"Maximum number of guild channels reached ({MAX_CHANNELS})")
    channel = guild.create_channel(
        body["name"],
        ChannelType(body.get("type", 0)),
        topic=body.get("topic"),
        category=_category(guild, body.get("parent_id")),
        nsfw=bool(body.get("nsfw")),
        slowmode_seconds=body.get("rate_limit_per_user", 0),
        position=body.get("position"),
        tags=_tags(guild, body.get("available_tags")),
        overwrites=_overwrites(guild, access.bot(request), body.get("permission_overwrites")),
    )
    return wire.answer(payloads.channel(channel), 201)


@routes.patch("/channels/{channel_id}")
async def edit_channel(request: web.Request) -> web.Response:
    """Change a channel or a thread."""
    channel = access.channel(request)
    guild = access.guild_of(request, channel)
    body = wire.json_object(request)
    problems = Problems()
    _check(problems, access.options(body))
    problems.raise_if_any()
    if channel.thread is not None:
        _edit_thread(channel, access.bot(request), body)
    else:
        access.require(channel, access.bot(request), P.MANAGE_CHANNELS)
        _edit(channel, guild, access.bot(request), body)
    channel.world.channel_updated(channel)
    return wire.answer(payloads.channel(channel, access.bot(request).id))


def _check(problems: Problems, body: Json) -> None:
    if "name" in body:
        check_text(problems, "name", body["name"], 1, 100)
    if "topic" in body:
        forum = body.get("type") in (ChannelType.FORUM, ChannelType.MEDIA)
        check_text(problems, "topic", body["topic"], 0, 4096 if forum else 1024)
    for name, high in (
        ("rate_limit_per_user", MAX_SLOWMODE),
        ("position", _MAX_POSITION),
        ("flags", 2**31),
    ):
        if name in body:
            check_int(problems, name, body[name], 0, high)
    for name in ("auto_archive_duration", "default_auto_archive_duration"):
        if name in body:
            check_choice(problems, name, body[name], ARCHIVE_MINUTES)
    for index, tag in enumerate(wire.objects(body.get("available_tags"), "available_tags")):
        check_text(problems, f"available_tags.{index}.name", tag.get("name"), 1, 20)


def _edit(channel: Channel, guild: Guild, actor: User, body: Json) -> None:
    setters: dict[str, Callable[[Any], None]] = {
        "name": lambda value: setattr(channel, "name", value or channel.name),
        "topic": lambda value: setattr(channel, "topic", value),
        "position": lambda value: setattr(channel, "position", value or 0),
        "nsfw": lambda value: setattr(channel, "nsfw", bool(value)),
        "rate_limit_per_user": lambda value: setattr(channel, "slowmode_seconds", value or 0),
        "default_auto_archive_duration": lambda value: setattr(
            channel, "default_auto_archive_minutes", value
        ),
        "flags": lambda value: setattr(channel, "requires_tag", bool((value or 0) & 1 << 4)),
    }
    if "permission_overwrites" in body:
        listed = _overwrites(guild, actor, body["permission_overwrites"])
        channel.overwrites = {overwrite.id: overwrite for overwrite in listed}
    if "parent_id" in body:
        category = _category(guild, body["parent_id"])
        channel.parent_id = category.id if category else None
    if "available_tags" in body:
        channel.tags = _tags(guild, body["available_tags"])
    for name, value in body.items():
        if name in setters:
            setters[name](value)


def _edit_thread(thread: Channel, actor: User, body: Json) -> None:
    """Owners rename, tag and archive their thread; the rest needs MANAGE_THREADS."""
    state = threads.state_of(thread)
    bits = thread.permissions_of(actor)
    moderator = P.MANAGE_THREADS in bits
    owner = state.owner_id == actor.id
    reopening = set(body) == {"archived"} and body["archived"] is False and not state.locked
    if not moderator:
        if {"locked", "rate_limit_per_user", "flags"} & body.keys() or state.locked:
            raise missing_permissions()
        if not owner and not (reopening and P.SEND_MESSAGES_IN_THREADS in bits):
            raise missing_permissions()
    stays_archived = state.archived and body.get("archived") is not False
    if stays_archived and set(body) - {"archived", "locked"}:
        raise DiscordError(400, 50083, "Thread is archived")
    if "applied_tags" in body and thread.parent is not None:
        state.applied_tags = checked_tags(thread.parent, actor, body["applied_tags"])
    if body.get("name") is not None:
        thread.name = body["name"]
    if body.get("rate_limit_per_user") is not None:
        thread.slowmode_seconds = body["rate_limit_per_user"]
    if body.get("auto_archive_duration") is not None:
        state.auto_archive_minutes = body["auto_archive_duration"]
    if body.get("locked") is not None:
        state.locked = bool(body["locked"])
    if body.get("invitable") is not None:
        state.invitable = bool(body["invitable"])
    if body.get("archived") is not None:
        threads.set_archived(thread, bool(body["archived"]))


@routes.delete("/channels/{channel_id}")
async def delete_channel(request: web.Request) -> web.Response:
    """Delete a channel or thread; a direct message is only closed, and opens again on use."""
    channel = access.channel(request)
    if not channel.is_dm:
        needed = P.MANAGE_THREADS if channel.is_thread else P.MANAGE_CHANNELS
        access.require(channel, access.bot(request), needed)
        channel.delete()
    return wire.answer(payloads.channel(channel, access.bot(request).id))


@routes.patch("/guilds/{guild_id}/channels")
async def move_channels(request: web.Request) -> web.Response:
    """Change positions and categories of several channels."""
    guild = access.guild(request, P.MANAGE_CHANNELS)
    for entry in wire.objects(wire.body(request), ""):
        channel = guild.channels.get(wire.parse_snowflake(entry.get("id"), "id"))
        if channel is None:
            raise unknown("channel")
        _edit(channel, guild, access.bot(request), {k: v for k, v in entry.items() if k != "id"})
        channel.world.channel_updated(channel)
    return wire.no_content()


@routes.put("/channels/{channel_id}/permissions/{overwrite_id}")
async def set_overwrite(request: web.Request) -> web.Response:
    """Set what a role or member may do in a channel."""
    channel = access.channel(request, P.MANAGE_ROLES)
    guild = _guild_of(request, channel)
    entry = {**wire.json_object(request), "id": wire.snowflake(request, "overwrite_id")}
    overwrite = _overwrite(guild, access.bot(request), entry)
    channel.overwrites[overwrite.id] = overwrite
    channel.world.channel_updated(channel)
    return wire.no_content()


@routes.delete("/channels/{channel_id}/permissions/{overwrite_id}")
async def remove_overwrite(request: web.Request) -> web.Response:
    """Remove what was set for a role or member."""
    channel = access.channel(request, P.MANAGE_ROLES)
    _guild_of(request, channel)
    if channel.overwrites.pop(wire.snowflake(request, "overwrite_id"), None) is None:
        raise unknown("overwrite")
    channel.world.channel_updated(channel)
    return wire.no_content()


def _guild_of(request: web.Request, channel: Channel) -> Guild:
    if channel.is_thread:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    return access.guild_of(request, channel)


def _category(guild: Guild, category_id: Any) -> Channel | None:
    if category_id is None:
        return None
    category = guild.channels.get(wire.parse_snowflake(category_id, "parent_id"))
    if category is None or category.type is not ChannelType.CATEGORY:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
    return category


def _tags(guild: Guild, listed: Any) -> list[ForumTag]:
    return [
        ForumTag(
            wire.parse_snowflake(tag.get("id") or 0, "id") or guild.world.ids.next(),
            tag["name"],
            bool(tag.get("moderated")),
            tag.get("emoji_name"),
        )
        for tag in wire.objects(listed, "available_tags")
    ]


def _overwrites(guild: Guild, actor: User, listed: Any) -> list[Overwrite]:
    entries = wire.objects(listed, "permission_overwrites")
    return [_overwrite(guild, actor, entry) for entry in entries]


def _overwrite(guild: Guild, actor: User, entry: Json) -> Overwrite:
    """An overwrite that ``actor`` may set: only permissions that it has in the guild itself."""
    target = wire.parse_snowflake(entry.get("id"), "id")
    kind = entry.get("type")
    if kind is None:
        kind = OverwriteKind.ROLE if target in guild.roles else OverwriteKind.MEMBER
    if kind not in tuple(OverwriteKind):
        raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of (0, 1).")
    allow, deny = (
        wire.parse_permissions(entry.get("allow") or 0, "allow"),
        wire.parse_permissions(entry.get("deny") or 0, "deny"),
    )
    own = guild.permissions_of(guild.members[actor.id])
    if (allow | deny) & ~own:
        raise missing_permissions()
    return Overwrite(target, OverwriteKind(kind), allow, deny)
