"""Follow-ups and edits by an interaction's token. Other webhooks do not exist here (10015)."""

from __future__ import annotations

from aiohttp import web

from sandbox.interactions.interaction import Interaction
from sandbox.rest import wire
from sandbox.rules.errors import unknown
from sandbox.world.model import Message
from sandbox.world.payloads import objects as payloads

routes = web.RouteTableDef()

# Decorators apply from below: @original must be tried before any id.
_TOKEN = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_TOKEN}/messages/@original"
_MESSAGE = f"{_TOKEN}/messages/{{message_id}}"


@routes.post(_TOKEN)
async def follow_up(request: web.Request) -> web.Response:
    """A further message. As with every interaction's token, ``wait`` counts as true."""
    interaction = _interaction(request)
    answering = wire.sandbox_of(request).answering
    message = answering.follow_up(interaction, wire.json_object(request), wire.files(request))
    return _answer(interaction, message)


@routes.get(_MESSAGE)
@routes.get(_ORIGINAL)
async def read(request: web.Request) -> web.Response:
    """A message of this interaction."""
    interaction = _interaction(request)
    return _answer(interaction, _message(request, interaction))


@routes.patch(_MESSAGE)
@routes.patch(_ORIGINAL)
async def edit(request: web.Request) -> web.Response:
    """Change a message of this interaction; a deferred answer appears with it."""
    interaction = _interaction(request)
    message = _message(request, interaction)
    wire.sandbox_of(request).answering.edit(
        interaction, message, wire.json_object(request), wire.files(request)
    )
    return _answer(interaction, message)


@routes.delete(_MESSAGE)
@routes.delete(_ORIGINAL)
async def delete(request: web.Request) -> web.Response:
    """Delete a message of this interaction."""
    interaction = _interaction(request)
    wire.sandbox_of(request).answering.delete(interaction, _message(request, interaction))
    return wire.no_content()


def _interaction(request: web.Request) -> Interaction:
    return wire.sandbox_of(request).interactions.by_token(
        wire.snowflake(request, "webhook_id"), request.match_info["webhook_token"]
    )


def _message(request: web.Request, interaction: Interaction) -> Message:
    if "message_id" not in request.match_info:
        return wire.sandbox_of(request).answering.original(interaction)
    message = interaction.message_by(wire.snowflake(request, "message_id"))
    if message is None:
        raise unknown("message")
    return message


def _answer(interaction: Interaction, message: Message) -> web.Response:
    return wire.answer(payloads.message(message, interaction.application.bot_user.id))
