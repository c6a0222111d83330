"""The world: every account, guild, channel and message, and the announcements of what changes.

All look-ups are by id in dictionaries; a world of thousands of guilds costs no scans. Whoever wants
to know of changes subscribes with :meth:`World.listen` (the gateway does). Nothing here checks
permissions: the REST routes and the acting users do that before they call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sandbox.clock import Clock
from sandbox.rules import permissions
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.channel import Channel
from sandbox.world.composing import compose
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.journal import Journal, Topic
from sandbox.world.model import (
    Application,
    Attachment,
    ChannelType,
    Emoji,
    Message,
    MessageType,
    Role,
    ThreadState,
    User,
    make_token,
)
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.payloads import objects as payloads
from sandbox.world.snowflake import Snowflakes

Listener = Callable[[Event], None]

_MESSAGES = (Intents.GUILD_MESSAGES, Intents.DIRECT_MESSAGES)


class World:
    """One Discord. ``application`` is the default application; its bot joins every new guild."""

    def __init__(self, clock: Clock, application_name: str = "Sandbox Bot") -> None:
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
        self.applications_by_bot: dict[int, Application] = {}
        self.files: dict[str, Attachment] = {}
        """Uploaded files by their path on the CDN."""
        self._direct: dict[frozenset[int], Channel] = {}
        self._listeners: list[Listener] = []
        self._on_post: list[Callable[[Message], None]] = []
        self._on_thread: list[Callable[[Channel], None]] = []
        self._on_replaced: list[Callable[[], None]] = []
        self.operator = self.create_user("Operator")
        """Owns the applications, and the guilds that were given no owner."""
        self.application = self.create_application(application_name)

    # Announcements

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

    def replaced(self) -> None:
        """Look things up in the new contents, and tell the hooks, after all was replaced."""
        every = self.applications.values()
        self.applications_by_token = {each.token: each for each in every}
        self.applications_by_bot = {each.bot_user.id: each for each in every}
        self._direct = {
            frozenset(user.id for user in channel.recipients): channel
            for channel in self.channels.values()
            if channel.is_dm
        }
        self.journal.note(Topic.PLACES)
        for hook in self._on_replaced:
            hook()

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
        guild_id = channel.guild.id if channel.guild else None
        intent = intents[1] if channel.guild is None else intents[0]
        self.announce(name, data, channel.watching_bots(), guild_id=guild_id, intents=intent)

    def announce_guild(self, guild: Guild, bot_id: int) -> None:
        """Send GUILD_CREATE to one bot, as it does on joining and after an outage."""
        if self._listeners:
            data = guild_payloads.guild_create(guild, bot_id)
            self.announce("GUILD_CREATE", data, frozenset({bot_id}), guild_id=guild.id)

    # Accounts

    def create_user(
        self,
        name: str,
        *,
        locale: str = "en-US",
        zone: str = "UTC",
        bot: bool = False,
        dms_open: bool = True,
    ) -> User:
        """A new account. ``name`` is the display name; the username is made from it."""
        username = "".join(c for c in name.lower() if c.isascii() and (c.isalnum() or c in "._"))
        account = User(
            id=self.ids.next(),
            username=username or "user",
            global_name=None if bot else name,
            bot=bot,
            locale=locale,
            zone=zone,
            dms_open=dms_open,
        )
        if bot:
            account.username = name
        self.users[account.id] = account
        return account

    def create_application(
        self, name: str, *, privileged_intents: Intents = Intents.NONE
    ) -> Application:
        """A new application with its bot account; it is in no guild yet."""
        bot_user = self.create_user(name, bot=True)
        application = Application(
            id=bot_user.id,
            name=name,
            token=make_token(bot_user.id, name),
            bot_user=bot_user,
            owner=self.operator,
            privileged_intents=privileged_intents,
        )
        self.applications[application.id] = application
        self.applications_by_token[application.token] = application
        self.applications_by_bot[bot_user.id] = application
        return application

    def create_application_emoji(self, name: str, application: Application | None = None) -> Emoji:
        """A custom emoji of an application (the default one)."""
        emoji = Emoji(self.ids.next(), name)
        (application or self.application).emojis[emoji.id] = emoji
        return emoji

    # Guilds

    def create_guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        locale: str = "en-US",
        zone: str = "UTC",
        with_bot: bool = True,
        bot_permissions: Permissions = Permissions.NONE,
    ) -> Guild:
        """A new guild where @everyone has ordinary permissions and the bot is a member.

        ``bot_permissions`` become the bot's own role, as an invitation that asks for them would do.
        """
        owner = owner or self.operator
        guild = Guild(self.ids.next_guild(), self, name, owner, self.clock.now(), locale, zone)
        guild.roles[guild.id] = Role(guild.id, guild, "@everyone", permissions.MEMBER)
        self.guilds[guild.id] = guild
        guild.add_member(owner)
        if with_bot:
            guild.add_bot(permissions=bot_permissions)
        return guild

    def delete_guild(self, guild: Guild) -> None:
        """Delete a guild with everything in it; every bot in it is told."""
        bots = frozenset(guild.bots)
        for channel in [*guild.channels.values(), *guild.threads.values()]:
            del self.channels[channel.id]
        for member in guild.members.values():
            member.user.guilds.pop(guild.id, None)
        del self.guilds[guild.id]
        self.journal.note(Topic.PLACES)
        self.announce("GUILD_DELETE", {"id": str(guild.id)}, bots, guild_id=guild.id)

    # Channels

    def add_channel(self, channel: Channel) -> None:
        """Put a guild channel into the world and announce it."""
        assert channel.guild is not None
        channel.guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        self._announce_channel("CHANNEL_CREATE", channel)

    def channel_updated(self, channel: Channel) -> None:
        """Announce a changed channel or thread."""
        name = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self._announce_channel(name, channel)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a guild channel with its threads and messages, or a thread; announced."""
        guild = channel.guild
        if guild is None:
            raise ValueError("A direct message cannot be deleted, only closed.")
        if channel.is_thread:
            self._announce_thread_delete(channel)
            guild.threads.pop(channel.id, None)
            self.channels.pop(channel.id, None)
            return
        for thread in [each for each in guild.threads.values() if each.parent_id == channel.id]:
            guild.threads.pop(thread.id)
            self.channels.pop(thread.id, None)
        self._announce_channel("CHANNEL_DELETE", channel)
        guild.channels.pop(channel.id, None)
        self.channels.pop(channel.id, None)
        for child in guild.channels.values():
            if child.parent_id == channel.id:
                child.parent_id = None

    def _announce_channel(self, name: str, channel: Channel) -> None:
        self.journal.note(Topic.PLACES)
        if self._listeners and channel.guild:
            data = payloads.channel(channel)
            bots = channel.watching_bots() if channel.is_thread else frozenset(channel.guild.bots)
            self.announce(name, data, bots, guild_id=channel.guild.id, intents=Intents.GUILDS)

    def _announce_thread_delete(self, thread: Channel) -> None:
        assert thread.guild is not None
        self.journal.note(Topic.PLACES)
        data = {
            "id": str(thread.id),
            "guild_id": str(thread.guild.id),
            "parent_id": str(thread.parent_id),
            "type": int(thread.type),
        }
        self.announce_to_channel("THREAD_DELETE", thread, data, (Intents.GUILDS, Intents.NONE))

    def direct_channel(self, one: User, other: User) -> Channel:
        """The direct message channel of two users, made on first use."""
        key = frozenset({one.id, other.id})
        channel = self._direct.get(key)
        if channel is None:
            channel = Channel(self.ids.next(), ChannelType.DM, self, recipients=(one, other))
            self._direct[key] = channel
            self.channels[channel.id] = channel
        return channel

    def find_direct_channel(self, one: User, other: User) -> Channel | None:
        """Their direct message channel if it exists."""
        return self._direct.get(frozenset({one.id, other.id}))

    def accepts_dm(self, recipient: User, sender: User) -> bool:
        """Whether a message from ``sender`` would reach ``recipient`` (else Discord says 50007)."""
        if recipient.bot or not recipient.dms_open:
            return False
        return any(guild_id in sender.guilds for guild_id in recipient.guilds)

    # Messages

    def post(self, message: Message) -> Message:
        """Put a finished message into its channel and announce it."""
        channel = message.channel
        channel.messages.add(message)
        channel.last_message_id = message.id
        if channel.thread is not None:
            self._count_in_thread(channel, channel.thread, message)
        for hook in self._on_post:
            hook(message)
        self.touch(message)
        if channel.is_dm and len(channel.messages) == 1:
            # Clients list a direct channel from its first message on.
            self.journal.note(Topic.PLACES)
        self._announce_message("MESSAGE_CREATE", message)
        return message

    def say(self, channel: Channel, author: User, content: str) -> Message:
        """Post a plain text as ``author``. Raises like :func:`.compose.new_message`."""
        permissions = channel.permissions_of(author)
        body = {"content": content}
        return self.post(compose.new_message(channel, author, body, {}, permissions=permissions))

    def _count_in_thread(self, channel: Channel, thread: ThreadState, message: Message) -> None:
        message.position = thread.messages_sent
        if message.type is not MessageType.THREAD_STARTER:
            thread.messages_sent += 1
        if thread.archived:
            thread.archived = False
            thread.archive_changed_at = self.clock.now()
            self.channel_updated(channel)
            self.thread_opened(channel)

    def touch(self, message: Message) -> None:
        """Note that a message looks different from now on, or is gone."""
        self.journal.note(Topic.MESSAGE, message)

    def _announce_message(self, name: str, message: Message) -> None:
        if self._listeners:
            data = payloads.dispatched_message(message)
            self.announce_to_channel(name, message.channel, data, _MESSAGES)

    def message_updated(self, message: Message) -> None:
        """Announce an edited message. Ephemeral ones are no bot's business."""
        self.touch(message)
        if not message.ephemeral and not message.deleted:
            self._announce_message("MESSAGE_UPDATE", message)

    def delete_message(self, message: Message) -> None:
        """Delete a message, announced; the thread made from it stays."""
        if message.deleted:
            return
        self._forget(message)
        data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild:
            data["guild_id"] = str(message.channel.guild.id)
        self.announce_to_channel("MESSAGE_DELETE", message.channel, data, _MESSAGES)

    def delete_messages(self, channel: Channel, messages: Iterable[Message]) -> None:
        """Delete several messages of one guild channel with a single announcement."""
        gone = [message for message in messages if not message.deleted]
        for message in gone:
            self._forget(message)
        if gone and channel.guild:
            data: Json = {
                "ids": [str(message.id) for message in gone],
                "channel_id": str(channel.id),
                "guild_id": str(channel.guild.id),
            }
            self.announce_to_channel("MESSAGE_DELETE_BULK", channel, data, _MESSAGES)

    def _forget(self, message: Message) -> None:
        message.deleted = True
        self.touch(message)
        message.channel.messages.remove(message.id)
        message.channel.pins.pop(message.id, None)
        for attachment in message.attachments:
            self.files.pop(attachment.path, None)
