"""What is in the world, who is where, and who is told of what changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.clock import Clock
from sandbox.rules import permissions
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.events import Event
from sandbox.world.guild import Guild, GuildDirectory
from sandbox.world.journal import Journal, Topic
from sandbox.world.model import Channel, Member, Message
from sandbox.world.parts import Attachment, Role
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.snowflake import Snowflakes
from sandbox.world.users import User

Listener = Callable[[Event], None]


class Registry(GuildDirectory):
    """The tables of a world, look-ups in them, and its listeners."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.journal = Journal()
        self.cdn_url = "http://127.0.0.1/cdn"
        """Base address of files; the server sets it when it knows its port."""
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        """Every channel: of guilds, threads and direct messages."""
        self.applications: dict[int, Application] = {}
        self.applications_by_token: dict[str, Application] = {}
        self.files: dict[str, Attachment] = {}
        """Uploaded files by their path on the CDN."""
        self._listeners: list[Listener] = []
        self._on_post: list[Callable[[Message], None]] = []
        self._on_thread: list[Callable[[Channel], None]] = []
        self._on_replaced: list[Callable[[], None]] = []

    # Who is where

    def guilds_of(self, user: User) -> list[Guild]:
        """The guilds that a user is in, in order of joining."""
        return [self.guilds[guild_id] for guild_id in user.guild_ids]

    def guild_of(self, channel: Channel) -> Guild | None:
        """The guild of a channel; None for a direct message."""
        return None if channel.guild_id is None else self.guilds.get(channel.guild_id)

    def member_in(self, channel: Channel, user_id: int) -> Member | None:
        """A user's membership in the guild of a channel; None outside and in direct messages."""
        guild = self.guild_of(channel)
        return None if guild is None else guild.members.get(user_id)

    def roles_in(self, channel: Channel) -> Mapping[int, Role]:
        """The roles of the guild of a channel, by id; none in direct messages."""
        guild = self.guild_of(channel)
        return {} if guild is None else guild.roles

    def permissions_in(self, channel: Channel, user: User) -> Permissions:
        """What ``user`` may do in a channel now: nothing for someone outside."""
        if channel.is_dm:
            inside = user.id in channel.recipient_ids
            return permissions.DIRECT_MESSAGE if inside else Permissions.NONE
        guild = self.guild_of(channel)
        return Permissions.NONE if guild is None else guild.permissions_in(channel, user.id)

    def watching_bots(self, channel: Channel) -> frozenset[int]:
        """User ids of the bots that see a channel."""
        guild = self.guild_of(channel)
        if guild is None:
            return frozenset(user.id for user in channel.recipients if user.bot)
        return frozenset(
            bot_id
            for bot_id in guild.bots
            if Permissions.VIEW_CHANNEL in guild.permissions_in(channel, bot_id)
        )

    # Registry

    def listen(self, listener: Listener) -> None:
        """Hand every event to ``listener``, in the order of the changes."""
        self._listeners.append(listener)

    def on_post(self, hook: Callable[[Message], None]) -> None:
        """Hand every message to ``hook`` as it is posted."""
        self._on_post.append(hook)

    def on_thread(self, hook: Callable[[Channel], None]) -> None:
        """Hand every thread to ``hook`` as it is started or opened again."""
        self._on_thread.append(hook)

    def on_replaced(self, hook: Callable[[], None]) -> None:
        """Call ``hook`` whenever everything in the world has been replaced."""
        self._on_replaced.append(hook)

    def thread_opened(self, thread: Channel) -> None:
        """Tell the hooks of a thread that is open from now on."""
        self.journal.note(Topic.PLACES)
        for hook in self._on_thread:
            hook(thread)

    def dispatch(self, event: Event) -> None:
        """Hand an event to every listener."""
        for listener in self._listeners:
            listener(event)

    def announce(
        self,
        name: str,
        data: Json,
        bots: frozenset[int],
        *,
        guild_id: int | None = None,
        intents: Intents = Intents.NONE,
    ) -> None:
        """Dispatch an event to these bots, if there are any."""
        if bots and self._listeners:
            self.dispatch(Event(name, data, bots, guild_id, intents))

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
        self.journal.note(Topic.PLACES)
        bots = frozenset(guild.bots) - {without}
        self.announce(name, data, bots, guild_id=guild.id, intents=intents)

    def announce_to_channel(
        self, name: str, channel: Channel, data: Json, intents: tuple[Intents, Intents]
    ) -> None:
        """Dispatch an event to the bots that see a channel; ``intents`` for guilds and for DMs."""
        if not self._listeners:
            return
        intent = intents[1] if channel.is_dm else intents[0]
        bots = self.watching_bots(channel)
        self.announce(name, data, bots, guild_id=channel.guild_id, intents=intent)

    def announce_guild(self, guild: Guild, bot_id: int) -> None:
        """Send GUILD_CREATE to one bot, as it does on joining and after an outage."""
        if self._listeners:
            data = guild_payloads.guild_create(guild, bot_id)
            self.announce("GUILD_CREATE", data, frozenset({bot_id}), guild_id=guild.id)
