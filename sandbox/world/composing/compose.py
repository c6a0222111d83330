"""From a request body to a message: checks everything Discord checks, then makes or changes it.

Used by the message routes, by answers to interactions and by webhook follow-ups alike. Nothing here
looks at whether the author may write in the channel; ``permissions`` only decide what a message may
contain (mass mentions).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sandbox.rules import components, limits
from sandbox.rules.component_tree import texts
from sandbox.rules.errors import DiscordError, Problems
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.composing import files, mentions
from sandbox.world.composing.rendering import Rendering
from sandbox.world.composing.uploads import Upload
from sandbox.world.kinds import MessageFlags, MessageType
from sandbox.world.model import Channel, Message
from sandbox.world.parts import Poll, PollAnswer
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

F = MessageFlags

MAY_SET: Final = F.SUPPRESS_EMBEDS | F.SUPPRESS_NOTIFICATIONS | F.IS_COMPONENTS_V2
MAY_EDIT: Final = F.SUPPRESS_EMBEDS | F.IS_COMPONENTS_V2
_LEGACY: Final = ("content", "embeds", "poll", "sticker_ids")


def new_message(
    channel: Channel,
    author: User,
    body: Mapping[str, Any],
    uploads: Mapping[str, Upload],
    *,
    permissions: Permissions,
    ephemeral: bool = False,
    referenced: Message | None = None,
) -> Message:
    """A message made from a body, not yet posted. Raises 50035 with every problem, or 50006.

    ``ephemeral`` lets the body ask for that flag (answers to interactions only).
    """
    may_set = MAY_SET | F.EPHEMERAL if ephemeral else MAY_SET
    flags = flags_of(body) & may_set
    _check(body, uploads, layout=F.IS_COMPONENTS_V2 in flags)
    if not _says_something(body, uploads):
        raise DiscordError(400, 50006, "Cannot send an empty message")
    world = channel.world
    message = Message(
        id=world.ids.next(),
        channel_id=channel.id,
        author_id=author.id,
        timestamp=world.clock.now(),
        world=world,
        flags=flags,
        tts=bool(body.get("tts")),
        nonce=body.get("nonce"),
    )
    if referenced is not None:
        _refer(message, referenced)
    hidden = F.EPHEMERAL in flags
    message.attachments = files.store(channel, body.get("attachments"), uploads, ephemeral=hidden)
    if body.get("poll"):
        message.poll = _poll(message, body["poll"])
    _apply(message, body, permissions, referenced=referenced)
    return message


def edit_message(
    message: Message,
    body: Mapping[str, Any],
    uploads: Mapping[str, Upload],
    *,
    permissions: Permissions,
    first_edit: bool = False,
) -> None:
    """Change a message as a body says: absent parts stay, null empties them.

    ``first_edit`` is the one that fills a "thinking…" placeholder: it may still choose the
    Components V2 flag, and the message does not count as edited. Raises like :func:`new_message`.
    """
    flags = message.flags
    if body.get("flags") is not None:
        flags = flags & ~F.SUPPRESS_EMBEDS | flags_of(body) & MAY_EDIT
    known = frozenset(str(attachment.id) for attachment in message.attachments)
    layout = F.IS_COMPONENTS_V2 in flags
    old_names = frozenset(attachment.filename for attachment in message.attachments)
    after = _after(message, body)
    _check(after, uploads, layout=layout, known=known, old_names=old_names)
    keeps = files.kept(message.attachments, body.get("attachments"))
    if not _says_something(after, uploads) and not keeps:
        raise DiscordError(400, 50006, "Cannot send an empty message")
    for attachment in message.attachments:
        if attachment not in keeps:
            message.world.files.pop(attachment.path, None)
    stored = files.store(
        message.channel, body.get("attachments"), uploads, ephemeral=message.ephemeral
    )
    message.attachments = keeps + stored
    message.flags = flags & ~F.LOADING
    if not first_edit:
        message.edited_at = message.world.clock.now()
    if body.get("poll") and first_edit:
        message.poll = _poll(message, body["poll"])
    _apply(message, body, permissions)


def flags_of(body: Mapping[str, Any]) -> MessageFlags:
    """The flags that a body asks for; 50035 for something that is no number."""
    value = body.get("flags")
    if value is None:
        return F.NONE
    problems = Problems()
    limits.check_int(problems, "flags", value, 0, 2**53)
    problems.raise_if_any()
    return F(value)


def _after(message: Message, body: Mapping[str, Any]) -> Json:
    """The parts that the message will have, as far as they decide whether it is allowed."""
    after = dict(body)
    after.setdefault("content", message.content)
    if "embeds" not in body and message.embeds:
        after["embeds"] = _Unchanged(message.embeds)
    if "components" not in body and message.components:
        after["components"] = _Unchanged(message.components)
    return after


class _Unchanged(list[Json]):
    """Parts that were checked when they came; not checked again."""


def _check(
    body: Mapping[str, Any],
    uploads: Mapping[str, Upload],
    *,
    layout: bool,
    known: frozenset[str] = frozenset(),
    old_names: frozenset[str] = frozenset(),
) -> None:
    problems = Problems()
    limits.check_content(problems, body.get("content"))
    limits.check_nonce(problems, body.get("nonce"))
    limits.check_allowed_mentions(problems, body.get("allowed_mentions"))
    limits.check_poll(problems, body.get("poll"))
    if not isinstance(body.get("embeds"), _Unchanged):
        limits.check_embeds(problems, body.get("embeds"))
    files.check(problems, body.get("attachments"), uploads, known)
    problems.raise_if_any()
    if not isinstance(body.get("components"), _Unchanged):
        names = files.names(body.get("attachments"), uploads) | old_names
        components.check(problems, body.get("components"), layout=layout, filenames=names)
    if layout:
        _check_no_legacy(problems, body)
    problems.raise_if_any()


def _check_no_legacy(problems: Problems, body: Mapping[str, Any]) -> None:
    for name in _LEGACY:
        if body.get(name):
            problems.add(
                name,
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _says_something(body: Mapping[str, Any], uploads: Mapping[str, Upload]) -> bool:
    content = body.get("content") or ""
    parts = (content.strip(), body.get("embeds"), body.get("components"), body.get("poll"))
    return any(parts) or bool(uploads)


def _apply(
    message: Message,
    body: Mapping[str, Any],
    permissions: Permissions,
    *,
    referenced: Message | None = None,
) -> None:
    """Put the checked parts of a body into the message. Lists are replaced, never changed."""
    world = message.world
    rendering = Rendering(message.attachments, world.cdn_url, world.ids)
    if "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = rendering.embeds(body["embeds"] or [])
    if "components" in body:
        message.components = rendering.components(body["components"] or [])
    found = mentions.find(
        message.channel,
        world.roles_in(message.channel),
        "\n".join([message.content, *texts(message.components)]),
        body.get("allowed_mentions"),
        permissions,
        replied_to=referenced.author_id if referenced else None,
    )
    message.mention_ids = found.users
    message.mention_roles = found.roles
    message.mention_everyone = found.everyone


def _refer(message: Message, referenced: Message) -> None:
    message.type = MessageType.REPLY
    message.reference = payloads.reference(referenced)


def _poll(message: Message, poll: Mapping[str, Any]) -> Poll:
    hours = int(poll.get("duration") or limits.POLL_DEFAULT_HOURS)
    return Poll(
        question=poll["question"]["text"],
        answers={
            number: PollAnswer(number, _poll_media(answer["poll_media"]))
            for number, answer in enumerate(poll["answers"], start=1)
        },
        expires_at=message.timestamp + timedelta(hours=hours),
        multiselect=bool(poll.get("allow_multiselect")),
        layout=poll.get("layout_type") or 1,
    )


def _poll_media(media: Mapping[str, Any]) -> Json:
    rendered: Json = {"text": media["text"]}
    emoji = media.get("emoji")
    if emoji:
        rendered["emoji"] = {"id": emoji.get("id"), "name": emoji.get("name")}
    return rendered
