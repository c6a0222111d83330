"""Members, messages and channels: plain records that name one another by id.

What they are made of is in ``parts``, what happens to them in ``world``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.clock import Clock
from sandbox.rules import component_tree
from sandbox.rules.errors import unknown
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Overwrite, OverwriteKind, Permissions
from sandbox.types import Json
from sandbox.world.journal import Journal
from sandbox.world.kinds import FORUMS, THREADS, ChannelType, MessageFlags, MessageType
from sandbox.world.parts import Attachment, ForumTag, Poll, Reaction, Role, ThreadState
from sandbox.world.snowflake import Snowflakes
from sandbox.world.users import User


class Directory(ABC):
    """The world as its members, messages and channels know it: they find one another by id here.

    :class:`sandbox.world.world.World` is the one there is.
    """

    clock: Clock
    ids: Snowflakes
    journal: Journal
    cdn_url: str
    users: dict[int, User]
    channels: dict[int, Channel]
    files: dict[str, Attachment]

    @abstractmethod
    def permissions_in(self, channel: Channel, user: User) -> Permissions:
        """What ``user`` may do in a channel now: nothing for someone outside."""

    @abstractmethod
    def member_in(self, channel: Channel, user_id: int) -> Member | None:
        """A user's membership in the guild of a channel; None outside and in direct messages."""

    @abstractmethod
    def roles_in(self, channel: Channel) -> Mapping[int, Role]:
        """The roles of the guild of a channel, by id; none in direct messages."""

    @abstractmethod
    def watching_bots(self, channel: Channel) -> frozenset[int]:
        """User ids of the bots that see a channel."""

    @abstractmethod
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

    @abstractmethod
    def announce_to_channel(
        self, name: str, channel: Channel, data: Json, intents: tuple[Intents, Intents]
    ) -> None:
        """Dispatch an event to the bots that see a channel; ``intents`` for guilds and for DMs."""

    @abstractmethod
    def post(self, message: Message) -> Message:
        """Put a finished message into its channel and announce it."""

    @abstractmethod
    def touch(self, message: Message) -> None:
        """Note that a message looks different from now on, or is gone."""

    @abstractmethod
    def message_updated(self, message: Message) -> None:
        """Announce an edited message. Ephemeral ones are no bot's business."""

    @abstractmethod
    def add_thread(self, thread: Channel) -> None:
        """Put a thread into the world; whoever announces it does that afterwards."""

    @abstractmethod
    def thread_opened(self, thread: Channel) -> None:
        """Tell the hooks of a thread that is open from now on."""

    @abstractmethod
    def channel_updated(self, channel: Channel) -> None:
        """Announce a changed channel or thread."""

    @abstractmethod
    def delete_channel(self, channel: Channel) -> None:
        """Delete a guild channel with its threads and messages, or a thread; announced."""


@dataclass(slots=True, eq=False)
class Member:
    """A user in a guild. ``roles`` holds role ids without @everyone."""

    user_id: int
    guild_id: int
    joined_at: datetime
    world: Directory = field(repr=False)
    roles: set[int] = field(default_factory=set)
    nick: str | None = None
    timed_out_until: datetime | None = None

    @property
    def user(self) -> User:
        """The account."""
        return self.world.users[self.user_id]

    @property
    def display_name(self) -> str:
        """The name shown in the guild."""
        return self.nick or self.user.display_name


@dataclass(slots=True, eq=False)
class Message:
    """A message. ``embeds`` and ``components`` are stored as the API returns them.

    ``visible_to`` is set on ephemeral messages, which exist for one user and are in no channel's
    history. ``starts_thread`` is the id of the thread made from this message.
    """

    id: int
    channel_id: int
    author_id: int
    timestamp: datetime
    world: Directory = field(repr=False)
    content: str = ""
    type: MessageType = MessageType.DEFAULT
    flags: MessageFlags = MessageFlags.NONE
    tts: bool = False
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mention_ids: list[int] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: datetime | None = None
    nonce: str | int | None = None
    pinned_at: datetime | None = None
    reference: Json | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    interaction: Json | None = None
    """The deprecated ``interaction`` object, on an answer to a command."""
    interaction_metadata: Json | None = None
    resolved: Json | None = None
    poll: Poll | None = None
    reactions: dict[str, Reaction] = field(default_factory=dict)
    starts_thread: int | None = None
    position: int | None = None
    visible_to: int | None = None
    deleted: bool = False

    @property
    def channel(self) -> Channel:
        """Where it is. 10003 once the channel is deleted."""
        if self.channel_id not in self.world.channels:
            raise unknown("channel")
        return self.world.channels[self.channel_id]

    @property
    def author(self) -> User:
        """Who wrote it."""
        return self.world.users[self.author_id]

    @property
    def mentions(self) -> list[User]:
        """Whom it pings by name."""
        return [self.world.users[user_id] for user_id in self.mention_ids]

    @property
    def referenced(self) -> Message | None:
        """The message that its ``reference`` names, if it is still there."""
        if self.reference is None or "message_id" not in self.reference:
            return None
        channel = self.world.channels.get(int(self.reference["channel_id"]))
        return channel.find(int(self.reference["message_id"])) if channel else None

    @property
    def text(self) -> str:
        """All that it says, in reading order: its content, then every text display in it."""
        parts = [self.content, *component_tree.texts(self.components)]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [
            component_tree.label_of(button) for button in component_tree.buttons(self.components)
        ]

    @property
    def ephemeral(self) -> bool:
        """Whether only one user sees it."""
        return MessageFlags.EPHEMERAL in self.flags

    @property
    def uses_components_v2(self) -> bool:
        """Whether its content is made of components alone."""
        return MessageFlags.IS_COMPONENTS_V2 in self.flags

    @property
    def jump_id(self) -> tuple[int, int]:
        """Channel id and message id: what it takes to find the message again."""
        return (self.channel_id, self.id)


class Messages:
    """The messages of one channel, oldest first, found by id or paged in O(log n)."""

    def __init__(self) -> None:
        self._by_id: dict[int, Message] = {}
        self._order: list[int] = []

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Message]:
        return iter([self._by_id[key] for key in self._order])

    def __contains__(self, message_id: int) -> bool:
        return message_id in self._by_id

    def get(self, message_id: int) -> Message | None:
        """The message with that id, or None."""
        return self._by_id.get(message_id)

    @property
    def last(self) -> Message | None:
        """The newest message, or None."""
        return self._by_id[self._order[-1]] if self._order else None

    def add(self, message: Message) -> None:
        """Keep a message."""
        self._by_id[message.id] = message
        if not self._order or self._order[-1] < message.id:
            self._order.append(message.id)
        else:
            insort(self._order, message.id)

    def remove(self, message_id: int) -> None:
        """Forget a message; an unknown id is ignored."""
        if self._by_id.pop(message_id, None):
            del self._order[bisect_left(self._order, message_id)]

    def after(self, message_id: int) -> int:
        """How many messages are newer than that id."""
        return len(self._order) - bisect_right(self._order, message_id)

    def page(
        self,
        limit: int,
        *,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
    ) -> list[Message]:
        """At most ``limit`` messages, newest first, as the API pages them.

        ``before`` and ``after`` are exclusive ids; ``around`` puts its id in the middle.
        """
        if around is not None:
            middle = bisect_left(self._order, around)
            start = max(0, middle - limit // 2)
            ids = self._order[start : start + limit]
        elif after is not None:
            start = bisect_right(self._order, after)
            ids = self._order[start : start + limit]
        else:
            end = len(self._order) if before is None else bisect_left(self._order, before)
            ids = self._order[max(0, end - limit) : end]
        return [self._by_id[key] for key in reversed(ids)]


@dataclass(slots=True, eq=False)
class Channel:
    """A guild's channel, a thread (with ``thread``) or a direct message (``recipient_ids``)."""

    id: int
    type: ChannelType
    world: Directory = field(repr=False)
    guild_id: int | None = None
    name: str = ""
    parent_id: int | None = None
    topic: str | None = None
    position: int = 0
    nsfw: bool = False
    slowmode_seconds: int = 0
    default_auto_archive_minutes: int | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict, repr=False)
    tags: list[ForumTag] = field(default_factory=list)
    requires_tag: bool = False
    recipient_ids: list[int] = field(default_factory=list)
    thread: ThreadState | None = field(default=None, repr=False)
    messages: Messages = field(default_factory=Messages, repr=False)
    ephemeral: dict[int, list[Message]] = field(default_factory=dict, repr=False)
    """Messages that only one user sees, by that user, oldest first."""
    pins: list[int] = field(default_factory=list, repr=False)
    last_message_id: int | None = None
    last_pin_at: datetime | None = None
    nonces: dict[int, dict[str, int]] = field(default_factory=dict, repr=False)
    """Ids of messages by author and nonce, for ``enforce_nonce``."""

    @property
    def mention(self) -> str:
        """The text that mentions this channel."""
        return f"<#{self.id}>"

    @property
    def is_dm(self) -> bool:
        """Whether it is a direct message."""
        return self.guild_id is None

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread (a forum post is one)."""
        return self.type in THREADS

    @property
    def is_forum(self) -> bool:
        """Whether it holds posts only, no messages."""
        return self.type in FORUMS

    @property
    def holds_messages(self) -> bool:
        """Whether messages can be in it: not in a category, nor directly in a forum."""
        return self.type is not ChannelType.CATEGORY and not self.is_forum

    @property
    def recipients(self) -> list[User]:
        """Both sides of a direct message."""
        return [self.world.users[user_id] for user_id in self.recipient_ids]

    @property
    def parent(self) -> Channel | None:
        """A thread's channel, or a channel's category."""
        return None if self.parent_id is None else self.world.channels.get(self.parent_id)

    def find(self, message_id: int) -> Message | None:
        """The message with that id, private ones included, unless it is deleted."""
        found = self.messages.get(message_id)
        if found is not None:
            return found
        private = (message for kept in self.ephemeral.values() for message in kept)
        return next((m for m in private if m.id == message_id and not m.deleted), None)

    def permissions_of(self, user: User) -> Permissions:
        """What ``user`` may do here now: nothing for someone outside."""
        return self.world.permissions_in(self, user)

    def can(self, user: User, needed: Permissions) -> bool:
        """Whether ``user`` has every one of the ``needed`` bits here."""
        return needed in self.permissions_of(user)

    def set_overwrite(
        self,
        target: User | Member | Role,
        *,
        allow: Permissions = Permissions.NONE,
        deny: Permissions = Permissions.NONE,
    ) -> None:
        """Replace what this channel allows and denies to a user or role, and announce it."""
        kind = OverwriteKind.ROLE if isinstance(target, Role) else OverwriteKind.MEMBER
        target_id = target.user_id if isinstance(target, Member) else target.id
        self.overwrites[target_id] = Overwrite(target_id, kind, allow, deny)
        self.world.channel_updated(self)

    def delete(self) -> None:
        """Remove the channel with its threads and messages, and announce it."""
        self.world.delete_channel(self)


def visible_to(user: User, channels: Iterable[Channel]) -> list[Channel]:
    """Those of ``channels`` that ``user`` may view."""
    return [channel for channel in channels if channel.can(user, Permissions.VIEW_CHANNEL)]
