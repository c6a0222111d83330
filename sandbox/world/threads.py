"""Threads: starting them, joining, archiving, and the announcements of it all."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sandbox.rules.errors import DiscordError
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.journal import Topic
from sandbox.world.kinds import ChannelType, MessageFlags, MessageType
from sandbox.world.model import Channel, Message
from sandbox.world.parts import ThreadState
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User
from sandbox.world.world import World

DEFAULT_ARCHIVE_MINUTES: Final = 4320
_INTENTS: Final = (Intents.GUILDS, Intents.NONE)


def start(
    parent: Channel,
    name: str,
    owner: User,
    *,
    message: Message | None = None,
    type: ChannelType = ChannelType.PUBLIC_THREAD,
    auto_archive_minutes: int | None = None,
    slowmode_seconds: int = 0,
    invitable: bool = True,
    tags: Iterable[int] = (),
) -> Channel:
    """A new thread below ``parent``, whose owner has joined it.

    From a ``message`` it takes that message's id; a message carries one thread only (160004).
    """
    world = parent.world
    if message is not None and (message.starts_thread or message.id in world.channels):
        text = "A thread has already been created for this message"
        raise DiscordError(400, 160004, text)
    now = world.clock.now()
    minutes = auto_archive_minutes or parent.default_auto_archive_minutes
    thread = Channel(
        id=message.id if message else world.ids.next(),
        type=type,
        world=world,
        guild_id=parent.guild_id,
        name=name,
        parent_id=parent.id,
        slowmode_seconds=slowmode_seconds,
        thread=ThreadState(
            owner_id=owner.id,
            created_at=now,
            archive_changed_at=now,
            auto_archive_minutes=minutes or DEFAULT_ARCHIVE_MINUTES,
            invitable=invitable,
            members={owner.id: now},
            applied_tags=list(tags),
        ),
    )
    world.add_thread(thread)
    data = {**payloads.channel(thread, owner.id), "newly_created": True}
    world.announce_to_channel("THREAD_CREATE", thread, data, _INTENTS)
    if message is not None:
        message.starts_thread = thread.id
        message.flags |= MessageFlags.HAS_THREAD
        world.message_updated(message)
        _post_starter(thread, message)
    elif not parent.is_forum and type is not ChannelType.PRIVATE_THREAD:
        _post_notice(parent, thread, owner)
    return thread


def _post_starter(thread: Channel, message: Message) -> None:
    world = thread.world
    starter = Message(
        id=world.ids.next(),
        channel_id=thread.id,
        author_id=message.author_id,
        timestamp=world.clock.now(),
        world=world,
        type=MessageType.THREAD_STARTER,
        reference=payloads.reference(message),
    )
    world.post(starter)


def _post_notice(parent: Channel, thread: Channel, owner: User) -> None:
    notice = Message(
        id=parent.world.ids.next(),
        channel_id=parent.id,
        author_id=owner.id,
        timestamp=parent.world.clock.now(),
        world=parent.world,
        type=MessageType.THREAD_CREATED,
        content=thread.name,
        reference={
            "type": 0,
            "channel_id": str(thread.id),
            "guild_id": str(parent.guild_id),
        },
    )
    parent.world.post(notice)


def state_of(channel: Channel) -> ThreadState:
    """The thread's own state; 50024 for a channel that is none."""
    if channel.thread is None:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    return channel.thread


def join(thread: Channel, user: User) -> None:
    """Make ``user`` a member of the thread; a second time changes nothing."""
    state = state_of(thread)
    if user.id not in state.members:
        state.members[user.id] = thread.world.clock.now()
        _members_updated(thread, added=user)


def leave(thread: Channel, user: User) -> None:
    """Take ``user`` out of the thread; someone outside stays outside."""
    state = state_of(thread)
    if state.members.pop(user.id, None):
        _members_updated(thread, removed=user)


def _members_updated(
    thread: Channel, *, added: User | None = None, removed: User | None = None
) -> None:
    """Tell of the change; without the members intent a bot hears of itself only."""
    assert thread.thread is not None
    thread.world.journal.note(Topic.PLACES)
    data: Json = {
        "id": str(thread.id),
        "guild_id": str(thread.guild_id),
        "member_count": len(thread.thread.members),
    }
    changed = added or removed
    assert changed is not None
    if added is not None:
        member = thread.world.member_in(thread, added.id)
        assert member is not None
        entry = payloads.thread_member(thread, added.id)
        data["added_members"] = [
            {**entry, "member": payloads.member(member), "presence": None},
        ]
    else:
        data["removed_member_ids"] = [str(changed.id)]
    world = thread.world
    if changed.bot:
        own = frozenset({changed.id})
        intent = Intents.GUILDS
        world.announce("THREAD_MEMBERS_UPDATE", data, own, guild_id=thread.guild_id, intents=intent)
    others = world.watching_bots(thread) - {changed.id}
    world.announce(
        "THREAD_MEMBERS_UPDATE",
        data,
        others,
        guild_id=thread.guild_id,
        intents=Intents.GUILD_MEMBERS,
    )


def set_archived(thread: Channel, archived: bool) -> None:
    """Archive or reopen a thread, without an announcement."""
    state = state_of(thread)
    if archived != state.archived:
        state.archived = archived
        state.archive_changed_at = thread.world.clock.now()
        if not archived:
            thread.world.thread_opened(thread)


def active(channels: Iterable[Channel], user: User) -> list[Channel]:
    """The threads that are not archived and that ``user`` may view, newest first."""
    found = [
        thread
        for thread in channels
        if thread.thread is not None
        and not thread.thread.archived
        and thread.can(user, Permissions.VIEW_CHANNEL)
    ]
    return sorted(found, key=lambda thread: thread.id, reverse=True)


class ThreadClock:
    """Archives threads in which nothing was written for their time. A follower of the clock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._due: list[tuple[datetime, int, Channel]] = []
        self._order = itertools.count()
        world.on_thread(self._remember)
        world.on_replaced(self._begin_again)

    def _remember(self, thread: Channel) -> None:
        due = _idle_until(thread)
        if due is not None:
            heapq.heappush(self._due, (due, next(self._order), thread))

    def _begin_again(self) -> None:
        self._due.clear()
        for channel in self._world.channels.values():
            self._remember(channel)

    async def next_due(self) -> datetime | None:
        """When the next thread falls asleep, as things stand."""
        while self._due:
            noted, _, thread = self._due[0]
            due = _idle_until(thread)
            if due == noted:
                return due
            heapq.heappop(self._due)
            self._remember(thread)
        return None

    async def run_due(self) -> None:
        """Archive every thread whose time has come."""
        while (due := await self.next_due()) is not None and due <= self._world.clock.now():
            thread = heapq.heappop(self._due)[2]
            set_archived(thread, True)
            self._world.channel_updated(thread)


def _idle_until(thread: Channel) -> datetime | None:
    """When an open thread is archived if nobody writes; None for one that is closed or gone."""
    state = thread.thread
    if state is None or state.archived or thread.world.channels.get(thread.id) is not thread:
        return None
    last = thread.messages.last
    active = max(state.archive_changed_at, last.timestamp if last else state.created_at)
    return active + timedelta(minutes=state.auto_archive_minutes)
