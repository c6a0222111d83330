"""Channels of every kind and the messages in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.rules import permissions
from sandbox.rules.permissions import Overwrite, OverwriteKind, Permissions
from sandbox.world.model import (
    FORUMS,
    THREADS,
    ChannelType,
    ForumTag,
    Member,
    Message,
    Role,
    ThreadState,
    User,
)

if TYPE_CHECKING:
    from sandbox.world.guild import Guild
    from sandbox.world.world import World


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
    """A guild's channel, a thread (then ``thread`` is set) or a direct message (``recipients``)."""

    id: int
    type: ChannelType
    world: World = field(repr=False)
    guild: Guild | None = field(default=None, repr=False)
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
    recipients: tuple[User, ...] = ()
    thread: ThreadState | None = field(default=None, repr=False)
    messages: Messages = field(default_factory=Messages, repr=False)
    pins: dict[int, Message] = field(default_factory=dict, repr=False)
    last_message_id: int | None = None
    last_pin_at: datetime | None = None
    nonces: dict[tuple[int, str], tuple[datetime, Message]] = field(
        default_factory=dict, repr=False
    )
    """Messages by author and nonce, for ``enforce_nonce``."""

    @property
    def mention(self) -> str:
        """The text that mentions this channel."""
        return f"<#{self.id}>"

    @property
    def is_dm(self) -> bool:
        """Whether it is a direct message."""
        return self.guild is None

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
    def parent(self) -> Channel | None:
        """A thread's channel, or a channel's category."""
        if self.guild is None or self.parent_id is None:
            return None
        return self.guild.channels.get(self.parent_id)

    def permissions_of(self, user: User) -> Permissions:
        """What ``user`` may do here now: nothing for someone outside."""
        if self.guild is None:
            return permissions.DIRECT_MESSAGE if user in self.recipients else Permissions.NONE
        member = self.guild.members.get(user.id)
        if member is None:
            return Permissions.NONE
        place = self.parent or self if self.is_thread else self
        until = member.timed_out_until
        bits = permissions.in_channel(
            self.guild.permissions_of(member),
            place.overwrites,
            guild_id=self.guild.id,
            role_ids=member.roles,
            member_id=user.id,
            timed_out=until is not None and until > self.world.clock.now(),
            thread=self.is_thread,
        )
        if self._is_closed_to(user, bits):
            return Permissions.NONE
        return bits

    def _is_closed_to(self, user: User, bits: Permissions) -> bool:
        return (
            self.type is ChannelType.PRIVATE_THREAD
            and self.thread is not None
            and user.id not in self.thread.members
            and Permissions.MANAGE_THREADS not in bits
        )

    def can(self, user: User, needed: Permissions) -> bool:
        """Whether ``user`` has every one of the ``needed`` bits here."""
        return needed in self.permissions_of(user)

    def watching_bots(self) -> frozenset[int]:
        """User ids of the bots that see this channel."""
        if self.guild is None:
            return frozenset(user.id for user in self.recipients if user.bot)
        return frozenset(
            bot_id
            for bot_id, member in self.guild.bots.items()
            if Permissions.VIEW_CHANNEL in self.permissions_of(member.user)
        )

    def set_overwrite(
        self,
        target: User | Member | Role,
        *,
        allow: Permissions = Permissions.NONE,
        deny: Permissions = Permissions.NONE,
    ) -> None:
        """Replace what this channel allows and denies to a user or role, and announce it."""
        kind = OverwriteKind.ROLE if isinstance(target, Role) else OverwriteKind.MEMBER
        target_id = target.user.id if isinstance(target, Member) else target.id
        self.overwrites[target_id] = Overwrite(target_id, kind, allow, deny)
        self.world.channel_updated(self)

    def delete(self) -> None:
        """Remove the channel with its threads and messages, and announce it."""
        self.world.delete_channel(self)


def visible_to(user: User, channels: Iterable[Channel]) -> list[Channel]:
    """Those of ``channels`` that ``user`` may view."""
    return [channel for channel in channels if channel.can(user, Permissions.VIEW_CHANNEL)]
