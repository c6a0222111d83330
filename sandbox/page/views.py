"""What one person's client knows, as JSON: places, people, messages, commands.

Ids are strings and parts that Discord has (messages, commands, components) are Discord's own JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sandbox.backend import Backend
from sandbox.clock import SettableClock, runs
from sandbox.people.command_scope import check_usable, commands_at
from sandbox.people.response_view import Modal
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import SandboxUsageError
from sandbox.types import Json
from sandbox.world import snowflake
from sandbox.world.guild import Guild
from sandbox.world.model import Channel, Member, Message, visible_to
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

PAGE_OF_MESSAGES = 50

P = Permissions


def milliseconds(instant: datetime) -> int:
    """An instant as scripts count it, since 1970."""
    return round(instant.timestamp() * 1000)


def people(sandbox: Backend) -> list[User]:
    """Whom a visitor can be: every human account that is in a guild."""
    return [user for user in sandbox.world.users.values() if not user.bot and user.guild_ids]


def world(sandbox: Backend, viewer: User) -> Json:
    """All but the messages."""
    application, page = sandbox.world.application, sandbox.page
    guilds = sandbox.world.guilds_of(viewer)
    known = {member.user.id: member.user for guild in guilds for member in guild.members.values()}
    known |= {application.bot_user.id: application.bot_user, viewer.id: viewer}
    return {
        "me": str(viewer.id),
        "title": page.title,
        "guide": [{"text": step.text, "command": step.command} for step in page.guide],
        "controls": [control.label for control in page.controls],
        "bot": {
            "id": str(application.bot_user.id),
            "name": application.bot_user.display_name,
            "connected": bool(sandbox.gateway.sessions),
        },
        "people": [_person(sandbox, user) for user in people(sandbox)],
        "users": {str(user.id): _user(user) for user in known.values()},
        "guilds": [_guild(guild, viewer) for guild in guilds],
        "directs": [
            {"id": str(channel.id), "user": str(other.id), "unread": unread(channel, viewer)}
            for other, channel in _directs(sandbox, viewer)
        ],
    }


def marks(sandbox: Backend, viewer: User, channels: Iterable[Channel]) -> Json:
    """What is unread: for the viewer in these channels, and for each person in their own."""
    shown = {channel.id: channel for channel in visible_to(viewer, channels)}
    return {
        "channels": {str(key): unread(channel, viewer) for key, channel in shown.items()},
        "people": {str(user.id): direct_unread(sandbox, user) for user in people(sandbox)},
    }


def clock(sandbox: Backend) -> Json:
    """The present instant, whether time runs by itself, and whether it can be turned."""
    return {
        "now": milliseconds(sandbox.clock.now()),
        "runs": runs(sandbox.clock),
        "turns": isinstance(sandbox.clock, SettableClock),
    }


def unread(channel: Channel, viewer: User) -> int:
    """How many messages came since the viewer looked; for a newcomer, since they joined."""
    mark = viewer.read.get(channel.id)
    if mark is None:
        member = channel.world.member_in(channel, viewer.id)
        mark = snowflake.at(member.joined_at) if member else 0
    return channel.messages.after(mark)


def messages(
    sandbox: Backend, viewer: User, channel: Channel, before: int | None = None
) -> tuple[list[Json], bool]:
    """The latest messages that the viewer sees, oldest first, and whether there are older ones."""
    seen = sandbox.acting(viewer).visible(channel)
    if before is not None:
        seen = [message for message in seen if message.id < before]
    latest = seen[-PAGE_OF_MESSAGES:]
    return [message(each, viewer) for each in latest], len(seen) > len(latest)


def message(message: Message, viewer: User) -> Json:
    """A message as the viewer's client gets it."""
    return payloads.message(message, viewer.id)


def sees(message: Message, viewer: User) -> bool:
    """Whether the message is, or while it was there was, for the viewer to see."""
    mine = message.visible_to in (None, viewer.id)
    channel = message.world.channels.get(message.channel_id)
    return mine and channel is not None and channel.can(viewer, P.VIEW_CHANNEL)


def commands(sandbox: Backend, viewer: User, channel: Channel) -> list[Json]:
    """The commands that the viewer's client offers in a channel, of all three kinds."""
    offered = []
    for command in commands_at(sandbox.world.application, channel):
        try:
            check_usable(viewer, command, channel)
        except SandboxUsageError:
            continue
        offered.append(command.payload)
    return offered


def modal(form: Modal) -> Json:
    """A form that a bot opened."""
    return {
        "interaction": str(form.interaction.id),
        "channel": str(form.interaction.channel.id),
        "title": form.title,
        "components": form.components,
    }


def direct_unread(sandbox: Backend, user: User) -> int:
    """How many direct messages wait for somebody."""
    return sum(unread(channel, user) for _, channel in _directs(sandbox, user))


def _directs(sandbox: Backend, viewer: User) -> Iterable[tuple[User, Channel]]:
    """The viewer's direct channels with bots: those with messages, and those they opened."""
    for application in sandbox.world.applications.values():
        channel = sandbox.world.find_direct_channel(viewer, application.bot_user)
        if channel is not None and (len(channel.messages) or channel.id in viewer.read):
            yield application.bot_user, channel


def _user(user: User) -> Json:
    return {"id": str(user.id), "name": user.display_name, "bot": user.bot}


def _person(sandbox: Backend, user: User) -> Json:
    return {
        **_user(user),
        "zone": user.zone,
        "open": user.dms_open,
        "unread": direct_unread(sandbox, user),
    }


def _guild(guild: Guild, viewer: User) -> Json:
    shown = visible_to(viewer, [*guild.channels.values(), *guild.threads.values()])
    return {
        "id": str(guild.id),
        "name": guild.name,
        "zone": guild.zone,
        "owner": str(guild.owner_id),
        "channels": [_channel(channel, viewer) for channel in shown],
        "roles": [
            {"id": str(role.id), "name": role.name, "color": _color(role.color)}
            for role in sorted(guild.roles.values(), key=lambda role: -role.position)
        ],
        "members": [_member(guild, member) for member in guild.members.values()],
    }


def _member(guild: Guild, member: Member) -> Json:
    roles = sorted(
        (guild.roles[role_id] for role_id in member.roles), key=lambda role: -role.position
    )
    return {
        "id": str(member.user.id),
        "name": member.display_name,
        "roles": [str(role.id) for role in roles],
        "color": next((_color(role.color) for role in roles if role.color), None),
    }


def _channel(channel: Channel, viewer: User) -> Json:
    write = P.SEND_MESSAGES_IN_THREADS if channel.is_thread else P.SEND_MESSAGES
    return {
        "id": str(channel.id),
        "name": channel.name,
        "type": int(channel.type),
        "topic": channel.topic,
        "parent": payloads.optional(channel.parent_id),
        "position": channel.position,
        "archived": channel.thread is not None and channel.thread.archived,
        "writable": channel.holds_messages and channel.can(viewer, write),
        "unread": unread(channel, viewer),
    }


def _color(color: int) -> str | None:
    return f"#{color:06x}" if color else None
