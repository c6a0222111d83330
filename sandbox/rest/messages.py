"""Messages: reading, sending, editing, deleting; typing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rules.errors import DiscordError, invalid, missing_permissions
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world import snowflake
from sandbox.world.applications import Application
from sandbox.world.composing import compose
from sandbox.world.composing.uploads import Upload
from sandbox.world.kinds import ChannelType, MessageFlags, MessageType
from sandbox.world.model import Channel, Message
from sandbox.world.payloads import objects as payloads

routes = web.RouteTableDef()

P = Permissions

NONCE_WINDOW: Final = timedelta(minutes=5)
"""How long an enforced nonce brings back the message it made."""
BULK_AGE: Final = timedelta(days=14)
_PAGE: Final = 50
_FORWARD: Final = 1
_WRITTEN: Final = frozenset(
    {
        MessageType.DEFAULT,
        MessageType.REPLY,
        MessageType.CHAT_INPUT_COMMAND,
        MessageType.CONTEXT_MENU_COMMAND,
    }
)
_TYPING = (Intents.GUILD_MESSAGE_TYPING, Intents.DIRECT_MESSAGE_TYPING)


@routes.get("/channels/{channel_id}/messages")
async def list_messages(request: web.Request) -> web.Response:
    """A page of messages, newest first. Without READ_MESSAGE_HISTORY it is empty."""
    channel = access.channel(request)
    access.speakable(channel)
    limit = wire.query_int(request.query, "limit", _PAGE, 1, 100)
    marks = {
        name: wire.parse_snowflake(request.query[name], name)
        for name in ("before", "after", "around")
        if name in request.query
    }
    if len(marks) > 1:
        raise invalid("", "MESSAGE_QUERY_EXCLUSIVE", "Only one of before, after, around is allowed")
    application = wire.caller(request)
    if not channel.can(application.bot_user, P.READ_MESSAGE_HISTORY):
        return wire.answer([])
    page = channel.messages.page(limit, **marks)
    return wire.answer([access.readable(message, application) for message in page])


@routes.get("/channels/{channel_id}/messages/{message_id}")
async def one_message(request: web.Request) -> web.Response:
    """One message."""
    channel = access.channel(request, P.READ_MESSAGE_HISTORY)
    return wire.answer(access.readable(access.message(request, channel), wire.caller(request)))


@routes.post("/channels/{channel_id}/messages")
async def send_message(request: web.Request) -> web.Response:
    """Write a message. With ``enforce_nonce`` a repeated nonce gives the message it made before."""
    channel = access.channel(request)
    body, uploads = wire.json_object(request), wire.files(request)
    application = wire.caller(request)
    bits = access.may_send(channel, application.bot_user)
    earlier = _made_before(channel, application, body)
    if earlier is not None:
        return wire.answer(payloads.message(earlier, application.bot_user.id))
    message = create(channel, application, body, uploads, bits)
    channel.world.post(message)
    return wire.answer(payloads.message(message, application.bot_user.id))


def create(
    channel: Channel,
    application: Application,
    body: Mapping[str, Any],
    uploads: Mapping[str, Upload],
    bits: Permissions,
) -> Message:
    """A bot's message for ``channel``, checked against its permissions there; not yet posted."""
    _check_parts(body, uploads, bits)
    message = compose.new_message(
        channel,
        application.bot_user,
        body,
        uploads,
        permissions=bits,
        referenced=_referenced(channel, body, bits),
    )
    if message.nonce is not None:
        channel.nonces.setdefault(application.id, {})[str(message.nonce)] = message.id
    return message


def _check_parts(body: Mapping[str, Any], uploads: Mapping[str, Upload], bits: Permissions) -> None:
    needed = P.NONE
    if body.get("embeds"):
        needed |= P.EMBED_LINKS
    if uploads:
        needed |= P.ATTACH_FILES
    if body.get("poll"):
        needed |= P.SEND_POLLS
    if needed not in bits:
        raise missing_permissions()


def _made_before(
    channel: Channel, application: Application, body: Mapping[str, Any]
) -> Message | None:
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    made = channel.messages.get(channel.nonces.get(application.id, {}).get(str(nonce), 0))
    if made is None or channel.world.clock.now() - made.timestamp >= NONCE_WINDOW:
        return None
    return made


def _referenced(channel: Channel, body: Mapping[str, Any], bits: Permissions) -> Message | None:
    reference = body.get("message_reference")
    if not reference:
        return None
    if not isinstance(reference, dict):
        raise invalid("message_reference", "DICT_TYPE_CONVERT", "Only dictionaries may be used")
    if P.READ_MESSAGE_HISTORY not in bits:
        text = "Cannot reply without permission to read message history"
        raise DiscordError(403, 160002, text)
    if reference.get("type") == _FORWARD:
        raise DiscordError(501, 0, "The sandbox does not forward messages")
    path = "message_reference"
    message_id = wire.parse_snowflake(reference.get("message_id"), f"{path}.message_id")
    elsewhere = reference.get("channel_id")
    if elsewhere is not None and str(elsewhere) != str(channel.id):
        code = "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL"
        raise invalid(path, code, "Cannot reply to a message in another channel")
    found = channel.messages.get(message_id)
    if found is None and reference.get("fail_if_not_exists") is not False:
        raise invalid(path, "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
    return found


@routes.patch("/channels/{channel_id}/messages/{message_id}")
async def edit_message(request: web.Request) -> web.Response:
    """Change an own message; of others' messages only the embed flag, with MANAGE_MESSAGES."""
    channel = access.channel(request)
    message = access.message(request, channel)
    body, uploads = wire.json_object(request), wire.files(request)
    account = wire.caller(request).bot_user
    bits = channel.permissions_of(account)
    if message.author_id != account.id:
        _edit_others(message, body, bits)
    else:
        _check_editable(message)
        _check_parts(body, uploads, bits)
        compose.edit_message(message, body, uploads, permissions=bits)
    channel.world.message_updated(message)
    return wire.answer(payloads.message(message, account.id))


def _check_editable(message: Message) -> None:
    if message.type not in _WRITTEN:
        raise DiscordError(403, 50021, "Cannot execute action on a system message")
    if message.poll is not None:
        raise DiscordError(400, 520003, "Cannot edit a poll message")


def _edit_others(message: Message, body: Mapping[str, Any], bits: Permissions) -> None:
    if set(body) - {"flags"}:
        raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
    if P.MANAGE_MESSAGES not in bits:
        raise missing_permissions()
    suppress = compose.flags_of(body) & MessageFlags.SUPPRESS_EMBEDS
    message.flags = message.flags & ~MessageFlags.SUPPRESS_EMBEDS | suppress


@routes.delete("/channels/{channel_id}/messages/{message_id}")
async def delete_message(request: web.Request) -> web.Response:
    """Delete an own message, or another's with MANAGE_MESSAGES (never in a direct message)."""
    channel = access.channel(request)
    message = access.message(request, channel)
    account = wire.caller(request).bot_user
    if message.author_id != account.id:
        if channel.is_dm:
            raise DiscordError(403, 50003, "Cannot execute action on a DM channel")
        access.require(channel, account, P.MANAGE_MESSAGES)
    wire.sandbox_of(request).world.delete_message(message)
    return wire.no_content()


@routes.post("/channels/{channel_id}/messages/bulk-delete")
async def delete_messages(request: web.Request) -> web.Response:
    """Delete 2 to 100 messages of a guild channel that are younger than two weeks."""
    channel = access.channel(request)
    if channel.is_dm:
        raise DiscordError(403, 50003, "Cannot execute action on a DM channel")
    access.require(channel, access.bot(request), P.MANAGE_MESSAGES)
    ids = wire.ids(wire.json_object(request).get("messages"), "messages")
    if not 2 <= len(ids) <= 100:
        text = "Provided too few or too many messages to delete. Must provide between 2 and 100."
        raise DiscordError(400, 50016, text)
    oldest = channel.world.clock.now() - BULK_AGE
    if any(snowflake.instant_of(message_id) < oldest for message_id in ids):
        text = "A message provided was too old to bulk delete"
        raise DiscordError(400, 50034, text)
    found = [message for each in ids if (message := channel.messages.get(each))]
    wire.sandbox_of(request).world.delete_messages(channel, found)
    return wire.no_content()


@routes.post("/channels/{channel_id}/messages/{message_id}/crosspost")
async def crosspost(request: web.Request) -> web.Response:
    """Mark an announcement as published to followers (there are none here)."""
    channel = access.channel(request, P.SEND_MESSAGES)
    message = access.message(request, channel)
    if channel.type is not ChannelType.ANNOUNCEMENT:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    if message.author_id != access.bot(request).id:
        access.require(channel, access.bot(request), P.MANAGE_MESSAGES)
    message.flags |= MessageFlags.CROSSPOSTED
    channel.world.message_updated(message)
    return wire.answer(payloads.message(message, access.bot(request).id))


@routes.post("/channels/{channel_id}/typing")
async def typing(request: web.Request) -> web.Response:
    """Show that the bot is writing."""
    channel = access.channel(request)
    account = access.bot(request)
    access.may_send(channel, account)
    data: Json = {
        "channel_id": str(channel.id),
        "user_id": str(account.id),
        "timestamp": int(channel.world.clock.now().timestamp()),
    }
    member = channel.world.member_in(channel, account.id)
    if member is not None:
        data["guild_id"] = str(member.guild_id)
        data["member"] = payloads.member(member)
    channel.world.announce_to_channel("TYPING_START", channel, data, _TYPING)
    return wire.no_content()
