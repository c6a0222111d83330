"""Native polls: their voters, and ending them early."""

from __future__ import annotations

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rules.errors import DiscordError, missing_permissions
from sandbox.rules.permissions import Permissions
from sandbox.world import polls
from sandbox.world.payloads import objects as payloads

routes = web.RouteTableDef()

P = Permissions


@routes.get("/channels/{channel_id}/polls/{message_id}/answers/{answer_id}")
async def answer_voters(request: web.Request) -> web.Response:
    """Who chose an answer, by id."""
    channel = access.channel(request, P.READ_MESSAGE_HISTORY)
    poll = polls.poll_of(access.message(request, channel))
    answer = poll.answers.get(wire.snowflake(request, "answer_id"))
    if answer is None:
        raise DiscordError(404, 0, "404: Not Found")
    limit = wire.query_int(request.query, "limit", 25, 1, 100)
    after = wire.parse_snowflake(request.query.get("after", "0"), "after")
    voters = [channel.world.users[user_id] for user_id in sorted(answer.voter_ids)]
    return wire.answer(
        {"users": [payloads.user(user) for user in voters if user.id > after][:limit]}
    )


@routes.post("/channels/{channel_id}/polls/{message_id}/expire")
async def expire(request: web.Request) -> web.Response:
    """End an own poll now."""
    channel = access.channel(request)
    message = access.message(request, channel)
    poll = polls.poll_of(message)
    if message.author is not access.bot(request):
        raise missing_permissions()
    if poll.closed:
        raise DiscordError(400, 520001, "Poll expired")
    polls.close(message)
    return wire.answer(payloads.message(message, access.bot(request).id))
