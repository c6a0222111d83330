"""Reactions and pins."""

from __future__ import annotations

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rules.errors import unknown
from sandbox.rules.permissions import Permissions
from sandbox.world import reactions
from sandbox.world.model import Channel, Message
from sandbox.world.payloads import objects as payloads

routes = web.RouteTableDef()

P = Permissions

_ALL = "/channels/{channel_id}/messages/{message_id}/reactions"
_EMOJI = f"{_ALL}/{{emoji_name}}"


def _message(request: web.Request, *needed: Permissions) -> Message:
    channel = access.channel(request, P.READ_MESSAGE_HISTORY, *needed)
    return access.message(request, channel)


@routes.put(f"{_EMOJI}/@me")
async def add_reaction(request: web.Request) -> web.Response:
    """React. The first of a kind needs ADD_REACTIONS."""
    message = _message(request)
    emoji = reactions.parse_emoji(request.match_info["emoji_name"])
    if (emoji["id"] or emoji["name"]) not in message.reactions:
        access.require(message.channel, access.bot(request), P.ADD_REACTIONS)
    reactions.react(message, access.bot(request), emoji)
    return wire.no_content()


@routes.delete(f"{_EMOJI}/@me")
async def remove_own_reaction(request: web.Request) -> web.Response:
    """Take the bot's reaction away."""
    emoji = reactions.parse_emoji(request.match_info["emoji_name"])
    reactions.unreact(_message(request), access.bot(request), emoji)
    return wire.no_content()


@routes.delete(f"{_EMOJI}/{{user_id}}")
async def remove_reaction(request: web.Request) -> web.Response:
    """Take another user's reaction away."""
    message = _message(request, P.MANAGE_MESSAGES)
    user = message.world.users.get(wire.snowflake(request, "user_id"))
    if user is None:
        raise unknown("user")
    reactions.unreact(message, user, reactions.parse_emoji(request.match_info["emoji_name"]))
    return wire.no_content()


@routes.get(_EMOJI)
async def list_reactors(request: web.Request) -> web.Response:
    """Who reacted with an emoji, by id."""
    message = _message(request)
    limit = wire.query_int(request.query, "limit", 25, 1, 100)
    after = wire.parse_snowflake(request.query.get("after", "0"), "after")
    emoji = reactions.parse_emoji(request.match_info["emoji_name"])
    ids = [each for each in sorted(reactions.find(message, emoji).user_ids) if each > after]
    return wire.answer([payloads.user(message.world.users[each]) for each in ids[:limit]])


@routes.delete(_EMOJI)
async def clear_emoji(request: web.Request) -> web.Response:
    """Take all reactions with one emoji away."""
    emoji = reactions.parse_emoji(request.match_info["emoji_name"])
    reactions.clear(_message(request, P.MANAGE_MESSAGES), emoji)
    return wire.no_content()


@routes.delete(_ALL)
async def clear_reactions(request: web.Request) -> web.Response:
    """Take all reactions away."""
    reactions.clear(_message(request, P.MANAGE_MESSAGES))
    return wire.no_content()


@routes.get("/channels/{channel_id}/messages/pins")
async def list_pins(request: web.Request) -> web.Response:
    """A page of the pinned messages, latest pin first."""
    channel = access.channel(request)
    limit = wire.query_int(request.query, "limit", 50, 1, 50)
    items = []
    if channel.can(access.bot(request), P.READ_MESSAGE_HISTORY):
        items = [
            {
                "pinned_at": payloads.timestamp(message.pinned_at),
                "message": access.readable(message, wire.caller(request)),
            }
            for message in _pinned(channel)
            if message.pinned_at is not None
        ]
    before = request.query.get("before")
    if before is not None:
        items = [item for item in items if str(item["pinned_at"]) < before]
    return wire.answer({"items": items[:limit], "has_more": len(items) > limit})


@routes.get("/channels/{channel_id}/pins")
async def list_pins_plainly(request: web.Request) -> web.Response:
    """All pinned messages, latest pin first: the older form of the route."""
    channel = access.channel(request, P.READ_MESSAGE_HISTORY)
    application = wire.caller(request)
    return wire.answer([access.readable(each, application) for each in _pinned(channel)])


def _pinned(channel: Channel) -> list[Message]:
    pinned = [channel.messages.get(message_id) for message_id in reversed(channel.pins)]
    return [message for message in pinned if message is not None]


@routes.put("/channels/{channel_id}/messages/pins/{message_id}")
@routes.put("/channels/{channel_id}/pins/{message_id}")
async def pin(request: web.Request) -> web.Response:
    """Pin a message."""
    reactions.pin(_pinnable(request), access.bot(request))
    return wire.no_content()


@routes.delete("/channels/{channel_id}/messages/pins/{message_id}")
@routes.delete("/channels/{channel_id}/pins/{message_id}")
async def unpin(request: web.Request) -> web.Response:
    """Unpin a message."""
    reactions.unpin(_pinnable(request))
    return wire.no_content()


def _pinnable(request: web.Request) -> Message:
    channel = access.channel(request, P.PIN_MESSAGES)
    return access.message(request, channel)
