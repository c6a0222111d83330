"""The things a world is made of: plain records. What happens to them is in ``world``."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from sandbox.rules import component_tree
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Overwrite, Permissions
from sandbox.types import Json

if TYPE_CHECKING:
    from sandbox.world.channel import Channel
    from sandbox.world.guild import Guild


class ChannelType(IntEnum):
    """Kinds of channel."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    FORUM = 15
    MEDIA = 16


THREADS = frozenset(
    {ChannelType.ANNOUNCEMENT_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}
)
FORUMS = frozenset({ChannelType.FORUM, ChannelType.MEDIA})


class MessageType(IntEnum):
    """Kinds of message that the sandbox makes."""

    DEFAULT = 0
    PINNED = 6
    USER_JOIN = 7
    THREAD_CREATED = 18
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    THREAD_STARTER = 21
    CONTEXT_MENU_COMMAND = 23
    POLL_RESULT = 46


class MessageFlags(IntFlag):
    """Flags of a message."""

    NONE = 0
    CROSSPOSTED = 1 << 0
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    IS_VOICE_MESSAGE = 1 << 13
    IS_COMPONENTS_V2 = 1 << 15


@dataclass(slots=True, eq=False)
class User:
    """An account: a person or a bot. ``guilds`` are those it is a member of, by id."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"
    zone: str = "UTC"
    """The IANA zone that this person's devices show."""
    dms_open: bool = True
    avatar: str | None = None
    guilds: dict[int, Guild] = field(default_factory=dict, repr=False)
    read: dict[int, int] = field(default_factory=dict, repr=False)
    """The last message read, by channel."""

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return f"<@{self.id}>"

    @property
    def display_name(self) -> str:
        """The name that others see outside guilds."""
        return self.global_name or self.username


@dataclass(slots=True, eq=False)
class Command:
    """A registered application command. ``payload`` is its JSON as the API returns it."""

    id: int
    application_id: int
    guild_id: int | None
    payload: Json

    @property
    def name(self) -> str:
        """Its name, unique among commands of one type and scope."""
        return str(self.payload["name"])

    @property
    def type(self) -> int:
        """1 chat input, 2 user, 3 message."""
        return int(self.payload["type"])


@dataclass(slots=True, eq=False)
class Emoji:
    """A custom emoji of a guild or an application."""

    id: int
    name: str
    animated: bool = False


@dataclass(slots=True, eq=False)
class Application:
    """An application with its bot account, token and commands (by scope: None is global)."""

    id: int
    name: str
    token: str = field(repr=False)
    bot_user: User
    owner: User
    description: str = ""
    privileged_intents: Intents = Intents.NONE
    commands: dict[int | None, dict[int, Command]] = field(default_factory=dict, repr=False)
    emojis: dict[int, Emoji] = field(default_factory=dict, repr=False)

    def commands_in(self, guild_id: int | None) -> Iterable[Command]:
        """The commands registered in a scope: a guild's own, or the global ones for None."""
        return self.commands.get(guild_id, {}).values()


def make_token(user_id: int, salt: str) -> str:
    """A bot token in the real shape: the user id, a stamp and a signature, in base64."""

    def encode(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    digest = hashlib.sha256(f"{user_id}:{salt}".encode()).digest()
    return f"{encode(str(user_id).encode())}.{encode(digest[:4])}.{encode(digest[4:])}"


@dataclass(slots=True, eq=False)
class Role:
    """A role of a guild; the one with the guild's id is @everyone."""

    id: int
    guild: Guild = field(repr=False)
    name: str
    permissions: Permissions
    position: int = 0
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed_by: int | None = None
    """The bot user this role came with, if it belongs to one."""

    @property
    def mention(self) -> str:
        """The text that mentions this role."""
        return f"<@&{self.id}>"


@dataclass(slots=True, eq=False)
class Member:
    """A user in a guild. ``roles`` holds role ids without @everyone."""

    user: User
    guild: Guild = field(repr=False)
    joined_at: datetime
    roles: set[int] = field(default_factory=set)
    nick: str | None = None
    timed_out_until: datetime | None = None

    @property
    def display_name(self) -> str:
        """The name shown in the guild."""
        return self.nick or self.user.display_name

    @property
    def permissions(self) -> Permissions:
        """What the member may do in the guild, before any channel's overwrites."""
        return self.guild.permissions_of(self)


@dataclass(slots=True, eq=False)
class Attachment:
    """A file of a message. ``path`` is where the CDN serves it, below its base address."""

    id: int
    filename: str
    data: bytes = field(repr=False)
    content_type: str | None
    path: str
    description: str | None = None
    title: str | None = None
    ephemeral: bool = False
    duration_secs: float | None = None
    waveform: str | None = None
    size_px: tuple[int, int] | None = None
    """Width and height of a picture."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


@dataclass(slots=True, eq=False)
class Reaction:
    """One emoji under a message and who chose it, in order. ``key`` is its id or character."""

    key: str
    emoji: Json
    users: dict[int, User] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class PollAnswer:
    """One answer of a poll and its voters, in order of voting."""

    id: int
    media: Json
    voters: dict[int, User] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Poll:
    """A native poll. Votes are public, as on Discord."""

    question: str
    answers: dict[int, PollAnswer]
    expires_at: datetime
    multiselect: bool
    layout: int = 1
    closed: bool = False

    @property
    def total(self) -> int:
        """All votes on all answers."""
        return sum(len(answer.voters) for answer in self.answers.values())


@dataclass(slots=True, eq=False)
class Message:
    """A message. ``embeds`` and ``components`` are stored as the API returns them.

    ``visible_to`` is set on ephemeral messages, which exist for one user and are in no channel's
    history. ``starts_thread`` is the thread made from this message.
    """

    id: int
    channel: Channel = field(repr=False)
    author: User
    timestamp: datetime
    content: str = ""
    type: MessageType = MessageType.DEFAULT
    flags: MessageFlags = MessageFlags.NONE
    tts: bool = False
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: datetime | None = None
    nonce: str | int | None = None
    pinned_at: datetime | None = None
    reference: Json | None = None
    referenced: Message | None = field(default=None, repr=False)
    application_id: int | None = None
    webhook_id: int | None = None
    interaction: Json | None = None
    """The deprecated ``interaction`` object, on an answer to a command."""
    interaction_metadata: Json | None = None
    resolved: Json | None = None
    poll: Poll | None = None
    reactions: dict[str, Reaction] = field(default_factory=dict)
    starts_thread: Channel | None = field(default=None, repr=False)
    position: int | None = None
    visible_to: int | None = None
    deleted: bool = False

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
        return (self.channel.id, self.id)


@dataclass(slots=True, eq=False)
class ThreadState:
    """What a channel has beyond others when it is a thread."""

    owner_id: int
    created_at: datetime
    archive_changed_at: datetime
    auto_archive_minutes: int = 1440
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    members: dict[int, datetime] = field(default_factory=dict)
    """Joined users and when they joined."""
    applied_tags: list[int] = field(default_factory=list)
    messages_sent: int = 0
    starter: Message | None = field(default=None, repr=False)


@dataclass(slots=True, eq=False)
class ForumTag:
    """A tag that posts of a forum can carry."""

    id: int
    name: str
    moderated: bool = False
    emoji_name: str | None = None


@dataclass(slots=True, eq=False)
class ScheduledEvent:
    """A guild's scheduled event. ``kind``: 1 stage, 2 voice, 3 external. ``status``: 1 to 4."""

    id: int
    guild: Guild = field(repr=False)
    creator: User
    name: str
    kind: int
    starts_at: datetime
    ends_at: datetime | None = None
    description: str | None = None
    channel_id: int | None = None
    location: str | None = None
    status: int = 1
    recurrence_rule: Json | None = None
    subscribers: dict[int, User] = field(default_factory=dict)


def overwrites_by_id(overwrites: Iterable[Overwrite]) -> dict[int, Overwrite]:
    """Overwrites keyed by what they are about."""
    return {overwrite.id: overwrite for overwrite in overwrites}
