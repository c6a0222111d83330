"""Finding what a path names, and refusing what the caller may not see or do, as Discord does.

What does not exist is 404; what the bot cannot see is 403 Missing Access (50001); what it sees but
may not do is 403 Missing Permissions (50013).
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sandbox.rest import wire
from sandbox.rules.errors import DiscordError, missing_access, missing_permissions, unknown
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.guild import Guild
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Channel, Member, Message
from sandbox.world.parts import Role
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

P = Permissions

_SPEAKABLE = frozenset(ChannelType) - {
    ChannelType.CATEGORY,
    ChannelType.FORUM,
    ChannelType.MEDIA,
}
BLANKED: Json = {"content": "", "embeds": [], "attachments": [], "components": []}
"""What a bot without the message-content intent reads of a stranger's guild message."""


def bot(request: web.Request) -> User:
    """The bot's account."""
    return wire.caller(request).bot_user


def channel(request: web.Request, *needed: Permissions) -> Channel:
    """The channel that the path names, if the bot views it and has the ``needed`` permissions."""
    found = wire.sandbox_of(request).world.channels.get(wire.snowflake(request, "channel_id"))
    if found is None:
        raise unknown("channel")
    require(found, bot(request), *needed)
    return found


def require(channel: Channel, user: User, *needed: Permissions) -> None:
    """Raise 50001 if ``user`` does not see the channel, 50013 if it lacks one of ``needed``."""
    bits = channel.permissions_of(user)
    if P.VIEW_CHANNEL not in bits:
        raise missing_access()
    if any(permission not in bits for permission in needed):
        raise missing_permissions()


def speakable(channel: Channel) -> None:
    """Raise 40058 for a forum and 50008 for another channel that holds no messages."""
    if channel.is_forum:
        raise DiscordError(400, 40058, "Cannot send a message in a forum channel")
    if channel.type not in _SPEAKABLE:
        raise DiscordError(400, 50008, "Cannot send messages in a non-text channel")


def may_send(channel: Channel, user: User) -> Permissions:
    """Raise unless ``user`` may write here now; gives what else it may do here."""
    require(channel, user)
    speakable(channel)
    if channel.is_dm:
        for other in channel.recipients:
            if other is not user and not other.accepts_dm_from(user):
                raise DiscordError(403, 50007, "Cannot send messages to this user")
        return channel.permissions_of(user)
    require(channel, user, P.SEND_MESSAGES_IN_THREADS if channel.is_thread else P.SEND_MESSAGES)
    bits = channel.permissions_of(user)
    thread = channel.thread
    if thread is not None and thread.locked and P.MANAGE_THREADS not in bits:
        raise DiscordError(400, 50083, "Thread is archived")
    return bits


def message(request: web.Request, channel: Channel) -> Message:
    """The message that the path names, in that channel."""
    found = channel.messages.get(wire.snowflake(request, "message_id"))
    if found is None:
        raise unknown("message")
    return found


def guild(request: web.Request, *needed: Permissions) -> Guild:
    """The guild that the path names; one the bot is not in is 10004, as if it did not exist."""
    found = wire.sandbox_of(request).world.guilds.get(wire.snowflake(request, "guild_id"))
    account = bot(request)
    if found is None or account.id not in found.members:
        raise unknown("guild")
    bits = found.permissions_of(found.members[account.id])
    if any(permission not in bits for permission in needed):
        raise missing_permissions()
    return found


def guild_of(request: web.Request, channel: Channel) -> Guild:
    """The guild of a channel; 50024 for a direct message."""
    found = wire.sandbox_of(request).world.guild_of(channel)
    if found is None:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    return found


def member(request: web.Request, guild: Guild) -> Member:
    """The member that the path names by user id (``@me`` is the bot)."""
    user_id = wire.snowflake(request, "user_id")
    found = guild.members.get(user_id)
    if found is None:
        known = user_id in wire.sandbox_of(request).world.users
        raise unknown("member") if known else unknown("user")
    return found


def role(request: web.Request, guild: Guild) -> Role:
    """The role that the path names."""
    found = guild.roles.get(wire.snowflake(request, "role_id"))
    if found is None:
        raise unknown("role")
    return found


def below(guild: Guild, actor: User, role: Role) -> None:
    """Raise 50013 unless ``role`` stands below the actor's highest (the owner is above all)."""
    position = guild.top_position(guild.members[actor.id])
    if guild.owner_id != actor.id and role.position >= position:
        raise missing_permissions()


def readable(message: Message, application: Application) -> Json:
    """A message as the bot may read it: blank without the content intent, unless it concerns it."""
    account = application.bot_user
    data = payloads.message(message, account.id)
    if (
        Intents.MESSAGE_CONTENT in application.privileged_intents
        or message.channel.is_dm
        or message.author_id == account.id
        or account.id in message.mention_ids
    ):
        return data
    data.pop("poll", None)
    return data | BLANKED


def options(body: Any) -> Json:
    """A body whose nulls mean the same as absence."""
    return {key: value for key, value in body.items() if value is not None}
