"""The world: every account, guild, channel and message, and the announcements of what changes.

All look-ups are by id in dictionaries; a world of thousands of guilds costs no scans. Whoever wants
to know of changes subscribes with :meth:`World.listen` (the gateway does). Nothing here checks
permissions: the REST routes and the acting users do that before they call.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from sandbox.clock import Clock
from sandbox.rules import permissions
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.applications import Application, make_token
from sandbox.world.composing import compose
from sandbox.world.guild import Guild
from sandbox.world.journal import Topic
from sandbox.world.kinds import ChannelType, MessageType
from sandbox.world.model import Channel, Message
from sandbox.world.parts import Emoji, Role, ThreadState
from sandbox.world.payloads import objects as payloads
from sandbox.world.registry import Registry
from sandbox.world.users import User

_MESSAGES = (Intents.GUILD_MESSAGES, Intents.DIRECT_MESSAGES)


class World(Registry):
    """One Discord. ``application`` is the default application; its bot joins every new guild."""

    def __init__(self, clock: Clock, application_name: str = "Sandbox Bot") -> None:
        super().__init__(clock)
        self._direct: dict[frozenset[int], Channel] = {}
        self.operator = self.create_user("Operator")
        """Owns the applications, and the guilds that were given no owner."""
        self.application = self.create_application(application_name)

    def replaced(self) -> None:
        """Look things up in the new contents, and tell the hooks, after all was replaced."""
        every = self.applications.values()
        self.applications_by_token = {each.token: each for each in every}
        self._direct = {
            frozenset(channel.recipient_ids): channel
            for channel in self.channels.values()
            if channel.is_dm
        }
        self.journal.note(Topic.PLACES)
        for hook in self._on_replaced:
            hook()

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
            owner_id=self.operator.id,
            world=self,
            privileged_intents=privileged_intents,
        )
        self.applications[application.id] = application
        self.applications_by_token[application.token] = application
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
        guild = Guild(self.ids.next_guild(), self, name, owner.id, self.clock.now(), locale, zone)
        guild.roles[guild.id] = Role(guild.id, "@everyone", permissions.MEMBER)
        self.guilds[guild.id] = guild
        guild.add_member(owner)
        if with_bot:
            guild.add_bot(permissions=bot_permissions)
        return guild

    def delete_guild(self, guild: Guild) -> None:
        """Delete a guild with everything in it; every bot in it is told."""
        bots = frozenset(guild.bots)
        for channel in [*guild.channels.values(), *guild.threads.values()]:
            self._drop(channel)
        for member in guild.members.values():
            member.user.guild_ids.remove(guild.id)
        del self.guilds[guild.id]
        self.journal.note(Topic.PLACES)
        self.announce("GUILD_DELETE", {"id": str(guild.id)}, bots, guild_id=guild.id)

    # Channels

    def add_channel(self, channel: Channel) -> None:
        """Put a guild channel into the world and announce it."""
        guild = self.guild_of(channel)
        assert guild is not None
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        self._announce_channel("CHANNEL_CREATE", channel)

    def add_thread(self, thread: Channel) -> None:
        """Put a thread into the world; whoever announces it does that afterwards."""
        guild = self.guild_of(thread)
        assert guild is not None
        guild.threads[thread.id] = thread
        self.channels[thread.id] = thread
        self.thread_opened(thread)

    def channel_updated(self, channel: Channel) -> None:
        """Announce a changed channel or thread."""
        name = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self._announce_channel(name, channel)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a guild channel with its threads and messages, or a thread; announced."""
        guild = self.guild_of(channel)
        if guild is None:
            raise ValueError("A direct message cannot be deleted, only closed.")
        if channel.is_thread:
            self._announce_thread_delete(channel)
            guild.threads.pop(channel.id, None)
            self._drop(channel)
            return
        for thread in [each for each in guild.threads.values() if each.parent_id == channel.id]:
            guild.threads.pop(thread.id)
            self._drop(thread)
        self._announce_channel("CHANNEL_DELETE", channel)
        guild.channels.pop(channel.id, None)
        self._drop(channel)
        for child in guild.channels.values():
            if child.parent_id == channel.id:
                child.parent_id = None

    def _drop(self, channel: Channel) -> None:
        """Forget a channel; nobody can act on what was written in it any more."""
        self.channels.pop(channel.id, None)
        for message in chain(channel.messages, *channel.ephemeral.values()):
            message.deleted = True

    def _announce_channel(self, name: str, channel: Channel) -> None:
        self.journal.note(Topic.PLACES)
        guild = self.guild_of(channel)
        if self._listeners and guild is not None:
            data = payloads.channel(channel)
            bots = self.watching_bots(channel) if channel.is_thread else frozenset(guild.bots)
            self.announce(name, data, bots, guild_id=guild.id, intents=Intents.GUILDS)

    def _announce_thread_delete(self, thread: Channel) -> None:
        self.journal.note(Topic.PLACES)
        data = {
            "id": str(thread.id),
            "guild_id": str(thread.guild_id),
            "parent_id": str(thread.parent_id),
            "type": int(thread.type),
        }
        self.announce_to_channel("THREAD_DELETE", thread, data, (Intents.GUILDS, Intents.NONE))

    def direct_channel(self, one: User, other: User) -> Channel:
        """The direct message channel of two users, made on first use."""
        key = frozenset({one.id, other.id})
        channel = self._direct.get(key)
        if channel is None:
            channel = Channel(
                self.ids.next(), ChannelType.DM, self, recipient_ids=[one.id, other.id]
            )
            self._direct[key] = channel
            self.channels[channel.id] = channel
        return channel

    def find_direct_channel(self, one: User, other: User) -> Channel | None:
        """Their direct message channel if it exists."""
        return self._direct.get(frozenset({one.id, other.id}))

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
            author = self.member_in(message.channel, message.author_id)
            data = payloads.dispatched_message(message, author)
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
        data = {"id": str(message.id), "channel_id": str(message.channel_id)}
        if message.channel.guild_id is not None:
            data["guild_id"] = str(message.channel.guild_id)
        self.announce_to_channel("MESSAGE_DELETE", message.channel, data, _MESSAGES)

    def delete_messages(self, channel: Channel, messages: Iterable[Message]) -> None:
        """Delete several messages of one guild channel with a single announcement."""
        gone = [message for message in messages if not message.deleted]
        for message in gone:
            self._forget(message)
        if gone and channel.guild_id is not None:
            data: Json = {
                "ids": [str(message.id) for message in gone],
                "channel_id": str(channel.id),
                "guild_id": str(channel.guild_id),
            }
            self.announce_to_channel("MESSAGE_DELETE_BULK", channel, data, _MESSAGES)

    def _forget(self, message: Message) -> None:
        message.deleted = True
        self.touch(message)
        message.channel.messages.remove(message.id)
        if message.id in message.channel.pins:
            message.channel.pins.remove(message.id)
        for attachment in message.attachments:
            self.files.pop(attachment.path, None)
