"""Answers to interactions."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sandbox.interactions.interaction import CallbackType, Interaction
from sandbox.rest import wire
from sandbox.world.payloads import objects as payloads

routes = web.RouteTableDef()

_WITH_MESSAGE = (CallbackType.MESSAGE, CallbackType.UPDATE)


@routes.post("/interactions/{interaction_id}/{interaction_token}/callback")
async def callback(request: web.Request) -> web.Response:
    """The first answer: message, deferral, update, choices or form."""
    sandbox = wire.sandbox_of(request)
    interaction = sandbox.interactions.to_answer(
        wire.snowflake(request, "interaction_id"), request.match_info["interaction_token"]
    )
    sandbox.answering.callback(interaction, wire.json_object(request), wire.files(request))
    if request.query.get("with_response", "").lower() not in ("1", "true"):
        return wire.no_content()
    return wire.answer(_outcome(interaction))


def _outcome(interaction: Interaction) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": int(interaction.type)}
    outcome: dict[str, Any] = {"interaction": about}
    message = interaction.original
    if message is not None:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = interaction.thinking
        about["response_message_ephemeral"] = message.ephemeral
        if interaction.answer in _WITH_MESSAGE:
            outcome["resource"] = {
                "type": int(interaction.answer),
                "message": payloads.message(message, interaction.application.bot_user.id),
            }
    return outcome
