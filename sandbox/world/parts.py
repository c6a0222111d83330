"""The small things that guilds and messages are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from sandbox.rules.permissions import Permissions
from sandbox.types import Json


@dataclass(slots=True, eq=False)
class Role:
    """A role of a guild; the one with the guild's id is @everyone."""

    id: int
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
class Emoji:
    """A custom emoji of a guild or an application."""

    id: int
    name: str
    animated: bool = False


@dataclass(slots=True, eq=False)
class ForumTag:
    """A tag that posts of a forum can carry."""

    id: int
    name: str
    moderated: bool = False
    emoji_name: str | None = None


class FileData(bytes):
    """The bytes of a file, and the id of the attachment they belong to."""

    attachment_id: int

    @classmethod
    def of(cls, attachment_id: int, data: bytes) -> Self:
        """These bytes, marked as that attachment's."""
        made = cls(data)
        made.attachment_id = attachment_id
        return made


@dataclass(slots=True, eq=False)
class Attachment:
    """A file of a message. ``path`` is where the CDN serves it, below its base address."""

    id: int
    filename: str
    data: FileData = field(repr=False)
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
    user_ids: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class PollAnswer:
    """One answer of a poll and its voters, in order of voting."""

    id: int
    media: Json
    voter_ids: list[int] = field(default_factory=list)


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
        return sum(len(answer.voter_ids) for answer in self.answers.values())


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
