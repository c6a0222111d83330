"""A world as one plain document, and back: msgspec turns the records to JSON values.

Records name one another by id, so the document is a tree: guilds hold their channels, channels
their messages. What a record cannot carry is replaced: the world it belongs to by null, the bytes
of a file by the id of its attachment and their length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec

from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.composing import files
from sandbox.world.guild import Guild
from sandbox.world.model import Channel, Directory, Message, Messages
from sandbox.world.parts import Attachment, FileData
from sandbox.world.users import User
from sandbox.world.world import World

ReadFile = Callable[[int, int], bytes]
"""Gives the bytes kept apart for an attachment's id, which must be of that size."""


class DocumentError(ValueError):
    """Not the document of a world."""


@dataclass(slots=True, eq=False)
class Document:
    """Everything a world holds. Fields added later need a default, for folders that lack them."""

    instant: datetime
    last_ids: tuple[int, int]
    cdn_url: str
    operator_id: int
    application_id: int
    users: list[User]
    applications: list[Application]
    guilds: list[Guild]
    directs: list[Channel]
    uploads: list[Attachment]
    """Files that no message shows."""

    @property
    def channels(self) -> Iterator[Channel]:
        """Every channel, threads and direct ones too."""
        yield from self.directs
        for guild in self.guilds:
            yield from chain(guild.channels.values(), guild.threads.values())

    @property
    def messages(self) -> Iterator[Message]:
        """Every message, also those that only one user sees."""
        for channel in self.channels:
            yield from chain(channel.messages, *channel.ephemeral.values())


def capture(world: World) -> tuple[Json, dict[int, bytes]]:
    """The document of a world as JSON values, and the bytes of files by their attachment's id."""
    shown = {
        attachment.id
        for channel in world.channels.values()
        for message in chain(channel.messages, *channel.ephemeral.values())
        for attachment in message.attachments
    }
    document = Document(
        instant=world.clock.now(),
        last_ids=world.ids.last,
        cdn_url=world.cdn_url,
        operator_id=world.operator.id,
        application_id=world.application.id,
        users=list(world.users.values()),
        applications=list(world.applications.values()),
        guilds=list(world.guilds.values()),
        directs=[channel for channel in world.channels.values() if channel.is_dm],
        uploads=[each for each in world.files.values() if each.id not in shown],
    )
    apart: dict[int, bytes] = {}

    def replace(value: object) -> object:
        match value:
            case Directory():
                return None
            case Messages():
                return list(value)
            case FileData():
                apart[value.attachment_id] = value
                return [value.attachment_id, len(value)]
        raise TypeError(f"{type(value).__qualname__} cannot be kept")

    return msgspec.to_builtins(document, str_keys=True, enc_hook=replace), apart


def read(values: Any, world: World, read_file: ReadFile) -> Document:
    """The document that :func:`capture` made, with its records bound to ``world``.

    DocumentError for something else. Nothing in the world changes.
    """

    def bring_back(kind: type, value: Any) -> object:
        if issubclass(kind, Directory):
            return world
        if kind is Messages:
            messages = Messages()
            for message in convert(value, list[Message]):
                messages.add(message)
            return messages
        if kind is FileData:
            attachment_id, size = convert(value, tuple[int, int])
            return FileData.of(attachment_id, read_file(attachment_id, size))
        raise TypeError(f"{kind.__qualname__} cannot be read")

    def convert(value: Any, kind: Any) -> Any:
        return msgspec.convert(value, kind, str_keys=True, dec_hook=bring_back)

    try:
        document: Document = convert(values, Document)
    except (msgspec.ValidationError, RecursionError) as problem:
        raise DocumentError(str(problem)) from problem
    _check_ids(document)
    return document


def _check_ids(document: Document) -> None:
    """DocumentError where a record names a user or an application that is not there."""
    users = {user.id for user in document.users}
    named = {document.operator_id}
    for application in document.applications:
        named |= {application.id, application.owner_id}
    for guild in document.guilds:
        named |= {guild.owner_id, *guild.members, *guild.bots}
        for event in guild.events.values():
            named |= {event.creator_id, *event.subscriber_ids}
    for channel in document.directs:
        named |= {*channel.recipient_ids}
    for message in document.messages:
        named |= {message.author_id, *message.mention_ids}
        for reaction in message.reactions.values():
            named |= {*reaction.user_ids}
        for answer in message.poll.answers.values() if message.poll else ():
            named |= {*answer.voter_ids}
    if not named <= users:
        raise DocumentError(f"nobody has the id {min(named - users)}")
    if document.application_id not in {each.id for each in document.applications}:
        raise DocumentError(f"no application has the id {document.application_id}")
    guilds = {guild.id for guild in document.guilds}
    if not all(guilds.issuperset(user.guild_ids) for user in document.users):
        raise DocumentError("somebody is in a guild that is not there")


def replace(world: World, document: Document) -> None:
    """Replace everything ``world`` holds by a document's records; whoever listens to it stays."""
    world.users = {user.id: user for user in document.users}
    world.applications = {each.id: each for each in document.applications}
    world.guilds = {guild.id: guild for guild in document.guilds}
    channels = sorted(document.channels, key=lambda channel: channel.id)
    world.channels = {channel.id: channel for channel in channels}
    shown = (each for message in document.messages for each in message.attachments)
    attachments = sorted(chain(shown, document.uploads), key=lambda attachment: attachment.id)
    world.files = {attachment.path: attachment for attachment in attachments}
    world.operator = world.users[document.operator_id]
    world.application = world.applications[document.application_id]
    world.ids.go_on_after(document.last_ids)
    world.replaced()
    files.move(world, document.cdn_url)
