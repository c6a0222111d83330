"""Guilds: members, roles, channels, scheduled events, and what can happen to them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.rules import permissions
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Overwrite, OverwriteKind, Permissions
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Channel, Directory, Member
from sandbox.world.parts import Emoji, ForumTag, Role
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User


class GuildDirectory(Directory):
    """The world as its guilds know it."""

    application: Application
    guilds: dict[int, Guild]

    @abstractmethod
    def add_channel(self, channel: Channel) -> None:
        """Put a guild channel into the world and announce it."""

    @abstractmethod
    def delete_guild(self, guild: Guild) -> None:
        """Delete a guild with everything in it; every bot in it is told."""

    @abstractmethod
    def announce_to_guild(
        self,
        name: str,
        guild: Guild,
        data: Json,
        intents: Intents,
        *,
        without: int | None = None,
    ) -> None:
        """Dispatch an event to the bots of a guild, but not to the user id ``without``."""

    @abstractmethod
    def announce_guild(self, guild: Guild, bot_id: int) -> None:
        """Send GUILD_CREATE to one bot, as it does on joining and after an outage."""


@dataclass(slots=True, eq=False)
class ScheduledEvent:
    """A guild's scheduled event. ``kind``: 1 stage, 2 voice, 3 external. ``status``: 1 to 4."""

    id: int
    guild_id: int
    creator_id: int
    name: str
    kind: int
    starts_at: datetime
    ends_at: datetime | None = None
    description: str | None = None
    channel_id: int | None = None
    location: str | None = None
    status: int = 1
    recurrence_rule: Json | None = None
    subscriber_ids: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Guild:
    """A server. Its methods do what an administrator could do, and announce it to the bots.

    ``channels`` holds all but threads, which are in ``threads``; ``bots`` are the ids of those
    ``members`` that are bots. Make guilds with :meth:`sandbox.world.world.World.create_guild`.
    """

    id: int
    world: GuildDirectory = field(repr=False)
    name: str
    owner_id: int
    created_at: datetime
    locale: str = "en-US"
    zone: str = "UTC"
    """The IANA zone that its people call the server's; Discord itself has none."""
    available: bool = True
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    bots: list[int] = field(default_factory=list, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    threads: dict[int, Channel] = field(default_factory=dict, repr=False)
    emojis: dict[int, Emoji] = field(default_factory=dict, repr=False)
    events: dict[int, ScheduledEvent] = field(default_factory=dict, repr=False)
    system_channel_id: int | None = None

    @property
    def owner(self) -> User:
        """Who owns it."""
        return self.world.users[self.owner_id]

    @property
    def everyone(self) -> Role:
        """The @everyone role."""
        return self.roles[self.id]

    @property
    def bot_member(self) -> Member | None:
        """The default application's bot as a member, or None when it was kicked."""
        return self.members.get(self.world.application.id)

    def permissions_of(self, member: Member) -> Permissions:
        """What a member may do in the guild, before any channel's overwrites."""
        roles = [self.everyone.permissions]
        roles += [self.roles[role_id].permissions for role_id in member.roles]
        return permissions.in_guild(owner=member.user_id == self.owner_id, roles=roles)

    def top_position(self, member: Member) -> int:
        """The position of the member's highest role; roles above it are out of reach."""
        return max((self.roles[role_id].position for role_id in member.roles), default=0)

    def permissions_in(self, channel: Channel, user_id: int) -> Permissions:
        """What a user may do in one of the guild's channels now: nothing for someone outside."""
        member = self.members.get(user_id)
        if member is None:
            return Permissions.NONE
        place = channel.parent or channel if channel.is_thread else channel
        until = member.timed_out_until
        bits = permissions.in_channel(
            self.permissions_of(member),
            place.overwrites,
            guild_id=self.id,
            role_ids=member.roles,
            member_id=user_id,
            timed_out=until is not None and until > self.world.clock.now(),
            thread=channel.is_thread,
        )
        return Permissions.NONE if _is_closed_to(user_id, channel, bits) else bits

    # Channels

    def create_text_channel(
        self,
        name: str,
        *,
        topic: str | None = None,
        category: Channel | None = None,
        nsfw: bool = False,
        overwrites: Iterable[Overwrite] = (),
        deny: Permissions = Permissions.NONE,
        allow: Permissions = Permissions.NONE,
    ) -> Channel:
        """A new text channel. ``deny`` and ``allow`` are an overwrite for the bot itself."""
        return self.create_channel(
            name,
            ChannelType.TEXT,
            topic=topic,
            category=category,
            nsfw=nsfw,
            overwrites=[*overwrites, *self._for_bot(allow, deny)],
        )

    def create_forum_channel(
        self,
        name: str,
        *,
        tags: Iterable[str] = (),
        requires_tag: bool = False,
        topic: str | None = None,
        category: Channel | None = None,
        overwrites: Iterable[Overwrite] = (),
        deny: Permissions = Permissions.NONE,
        allow: Permissions = Permissions.NONE,
    ) -> Channel:
        """A new forum with the named tags. ``deny`` and ``allow`` are for the bot itself."""
        return self.create_channel(
            name,
            ChannelType.FORUM,
            topic=topic,
            category=category,
            tags=[ForumTag(self.world.ids.next(), tag) for tag in tags],
            requires_tag=requires_tag,
            overwrites=[*overwrites, *self._for_bot(allow, deny)],
        )

    def create_channel(
        self,
        name: str,
        type: ChannelType = ChannelType.TEXT,
        *,
        topic: str | None = None,
        category: Channel | None = None,
        nsfw: bool = False,
        slowmode_seconds: int = 0,
        position: int | None = None,
        tags: Iterable[ForumTag] = (),
        requires_tag: bool = False,
        overwrites: Iterable[Overwrite] = (),
    ) -> Channel:
        """A new channel of any kind but a thread; announced to the bots that see it."""
        channel = Channel(
            id=self.world.ids.next(),
            type=type,
            world=self.world,
            guild_id=self.id,
            name=name,
            parent_id=category.id if category else None,
            topic=topic,
            position=len(self.channels) if position is None else position,
            nsfw=nsfw,
            slowmode_seconds=slowmode_seconds,
            overwrites={overwrite.id: overwrite for overwrite in overwrites},
            tags=list(tags),
            requires_tag=requires_tag,
        )
        self.world.add_channel(channel)
        return channel

    def _for_bot(self, allow: Permissions, deny: Permissions) -> list[Overwrite]:
        if not allow and not deny:
            return []
        bot_id = self.world.application.id
        return [Overwrite(bot_id, OverwriteKind.MEMBER, allow, deny)]

    # Roles

    def create_role(
        self,
        name: str,
        permissions: Permissions = Permissions.NONE,
        *,
        color: int = 0,
        hoist: bool = False,
        mentionable: bool = False,
        managed_by: int | None = None,
        position: int | None = None,
    ) -> Role:
        """A new role above the existing ones; with a ``position``, those from there on move up."""
        if position is None:
            position = max((role.position for role in self.roles.values()), default=-1) + 1
        for other in self.roles.values():
            if other.position >= position:
                other.position += 1
        role = Role(
            id=self.world.ids.next(),
            name=name,
            permissions=permissions,
            position=position,
            color=color,
            hoist=hoist,
            mentionable=mentionable,
            managed_by=managed_by,
        )
        self.roles[role.id] = role
        self._announce_role("GUILD_ROLE_CREATE", role)
        return role

    def role_updated(self, role: Role) -> None:
        """Announce a changed role."""
        self._announce_role("GUILD_ROLE_UPDATE", role)

    def delete_role(self, role: Role) -> None:
        """Remove a role, also from everyone who has it. ValueError for @everyone, which stays."""
        if role.id == self.id:
            raise ValueError("@everyone cannot be deleted.")
        del self.roles[role.id]
        for member in self.members.values():
            member.roles.discard(role.id)
        for channel in self.channels.values():
            channel.overwrites.pop(role.id, None)
        data = {"guild_id": str(self.id), "role_id": str(role.id)}
        self.world.announce_to_guild("GUILD_ROLE_DELETE", self, data, Intents.GUILDS)

    def _announce_role(self, name: str, role: Role) -> None:
        data = {"guild_id": str(self.id), "role": payloads.role(role)}
        self.world.announce_to_guild(name, self, data, Intents.GUILDS)

    # Members

    def add_member(self, user: User, roles: Iterable[Role] = (), nick: str | None = None) -> Member:
        """Let a user join; someone who is already here gets the roles added."""
        member = self.members.get(user.id)
        if member is not None:
            self.set_roles(member, member.roles | {role.id for role in roles})
            return member
        member = Member(
            user_id=user.id,
            guild_id=self.id,
            joined_at=self.world.clock.now(),
            world=self.world,
            roles={role.id for role in roles},
            nick=nick,
        )
        self.members[user.id] = member
        user.guild_ids.append(self.id)
        if user.bot:
            self.bots.append(user.id)
        data = {**payloads.member(member), "guild_id": str(self.id)}
        self.world.announce_to_guild(
            "GUILD_MEMBER_ADD", self, data, Intents.GUILD_MEMBERS, without=user.id
        )
        return member

    def remove_member(self, user: User) -> None:
        """Let a user leave (or be kicked); a stranger is ignored."""
        if self.members.pop(user.id, None) is None:
            return
        user.guild_ids.remove(self.id)
        if user.bot:
            self.bots.remove(user.id)
        for thread in self.threads.values():
            if thread.thread is not None:
                thread.thread.members.pop(user.id, None)
        data = {"guild_id": str(self.id), "user": payloads.user(user)}
        self.world.announce_to_guild("GUILD_MEMBER_REMOVE", self, data, Intents.GUILD_MEMBERS)

    def set_roles(self, member: Member, role_ids: Iterable[int]) -> None:
        """Replace a member's roles by these ids (of this guild's roles)."""
        member.roles = {role_id for role_id in role_ids if role_id in self.roles} - {self.id}
        self.member_updated(member)

    def time_out(self, user: User, until: datetime | timedelta | None) -> None:
        """Silence a member until an instant or for a while; None ends it."""
        member = self.members[user.id]
        if isinstance(until, timedelta):
            until = self.world.clock.now() + until
        member.timed_out_until = until
        self.member_updated(member)

    def member_updated(self, member: Member) -> None:
        """Announce a changed member; a bot hears of its own changes without the members intent."""
        data = {**payloads.member(member), "guild_id": str(self.id)}
        own = member.user_id
        self.world.announce_to_guild(
            "GUILD_MEMBER_UPDATE", self, data, Intents.GUILD_MEMBERS, without=own
        )
        if own in self.bots:
            self.world.announce("GUILD_MEMBER_UPDATE", data, frozenset({own}), guild_id=self.id)

    # Bots

    def add_bot(
        self, application: Application | None = None, permissions: Permissions = Permissions.NONE
    ) -> Member:
        """Invite an application's bot (the default one). ``permissions`` become its own role."""
        application = application or self.world.application
        member = self.add_member(application.bot_user)
        if permissions:
            role = self.create_role(
                application.name, permissions, managed_by=application.bot_user.id
            )
            member.roles.add(role.id)
        self.world.announce_guild(self, application.bot_user.id)
        return member

    def kick_bot(self, application: Application | None = None) -> None:
        """Remove an application's bot (the default one) from the guild, with its managed role."""
        bot = (application or self.world.application).bot_user
        if bot.id not in self.bots:
            return
        for role in [role for role in self.roles.values() if role.managed_by == bot.id]:
            self.delete_role(role)
        self.remove_member(bot)
        self.world.announce(
            "GUILD_DELETE", {"id": str(self.id)}, frozenset({bot.id}), guild_id=self.id
        )

    def set_available(self, available: bool) -> None:
        """Begin or end an outage of this guild, as the bots see it."""
        if available == self.available:
            return
        self.available = available
        if available:
            for bot_id in self.bots:
                self.world.announce_guild(self, bot_id)
        else:
            data = {"id": str(self.id), "unavailable": True}
            self.world.announce_to_guild("GUILD_DELETE", self, data, Intents.NONE)

    def delete(self) -> None:
        """Delete the guild with everything in it."""
        self.world.delete_guild(self)


def _is_closed_to(user_id: int, channel: Channel, bits: Permissions) -> bool:
    return (
        channel.type is ChannelType.PRIVATE_THREAD
        and channel.thread is not None
        and user_id not in channel.thread.members
        and Permissions.MANAGE_THREADS not in bits
    )
