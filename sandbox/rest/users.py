"""Accounts and the bot's own application."""

from __future__ import annotations

from aiohttp import web

from sandbox.rest import wire
from sandbox.rules.errors import DiscordError, Problems, not_this_application, unknown
from sandbox.rules.limits import check_text
from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.guild import Guild
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.payloads import objects as payloads

routes = web.RouteTableDef()

_MAX_GUILDS = 200


@routes.get("/users/@me")
async def own_user(request: web.Request) -> web.Response:
    """The bot's own account."""
    return wire.answer(payloads.own_user(wire.caller(request).bot_user))


@routes.patch("/users/@me")
async def edit_own_user(request: web.Request) -> web.Response:
    """Rename the bot. Pictures are accepted and not kept."""
    account = wire.caller(request).bot_user
    changes = wire.json_object(request)
    name = changes.get("username")
    if name is not None:
        problems = Problems()
        check_text(problems, "username", name, 2, 32)
        problems.raise_if_any()
        account.username = name
    return wire.answer(payloads.own_user(account))


@routes.get("/users/@me/guilds")
async def own_guilds(request: web.Request) -> web.Response:
    """A page of the guilds that the bot is in, by id."""
    world = wire.sandbox_of(request).world
    account = wire.caller(request).bot_user
    limit = wire.query_int(request.query, "limit", _MAX_GUILDS, 1, _MAX_GUILDS)
    ids = sorted(account.guild_ids)
    if "after" in request.query:
        after = wire.parse_snowflake(request.query["after"], "after")
        ids = [guild_id for guild_id in ids if guild_id > after]
    elif "before" in request.query:
        before = wire.parse_snowflake(request.query["before"], "before")
        ids = [guild_id for guild_id in ids if guild_id < before][-limit:]
    counted = request.query.get("with_counts", "").lower() in ("1", "true")
    page = [world.guilds[guild_id] for guild_id in ids[:limit]]
    return wire.answer([_own_guild(guild, account.id, counted=counted) for guild in page])


def _own_guild(guild: Guild, user_id: int, *, counted: bool) -> Json:
    member = guild.members[user_id]
    data: Json = {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "banner": None,
        "owner": guild.owner_id == user_id,
        "permissions": str(int(guild.permissions_of(member))),
        "features": [],
    }
    if counted:
        data["approximate_member_count"] = len(guild.members)
        data["approximate_presence_count"] = len(guild.members)
    return data


@routes.delete("/users/@me/guilds/{guild_id}")
async def leave_guild(request: web.Request) -> web.Response:
    """Let the bot leave a guild."""
    application = wire.caller(request)
    guild = wire.sandbox_of(request).world.guilds.get(wire.snowflake(request, "guild_id"))
    if guild is None or application.id not in guild.members:
        raise unknown("guild")
    guild.kick_bot(application)
    return wire.no_content()


@routes.post("/users/@me/channels")
async def open_direct_message(request: web.Request) -> web.Response:
    """The direct message channel with a user. Whether messages get through shows on sending."""
    world = wire.sandbox_of(request).world
    account = wire.caller(request).bot_user
    recipient_id = wire.json_object(request).get("recipient_id")
    if recipient_id is None:
        raise unknown("user")
    recipient = world.users.get(wire.parse_snowflake(recipient_id, "recipient_id"))
    if recipient is None:
        raise unknown("user")
    if recipient is account:
        raise DiscordError(400, 50033, "Invalid Recipient(s)")
    if recipient.bot:
        raise DiscordError(403, 50007, "Cannot send messages to this user")
    channel = world.direct_channel(account, recipient)
    return wire.answer(payloads.channel(channel, account.id))


@routes.get("/users/{user_id}")
async def any_user(request: web.Request) -> web.Response:
    """Any account."""
    account = wire.sandbox_of(request).world.users.get(wire.snowflake(request, "user_id"))
    if account is None:
        raise unknown("user")
    return wire.answer(payloads.user(account))


@routes.get("/applications/@me")
@routes.get("/oauth2/applications/@me")
async def own_application(request: web.Request) -> web.Response:
    """The bot's own application."""
    return wire.answer(_application(wire.caller(request)))


def _application(application: Application) -> Json:
    return guild_payloads.application(application, len(application.bot_user.guild_ids))


@routes.get("/applications/{application_id}/emojis")
async def application_emojis(request: web.Request) -> web.Response:
    """The custom emojis of the bot's own application."""
    application = wire.caller(request)
    if wire.snowflake(request, "application_id") != application.id:
        raise not_this_application()
    return wire.answer({"items": [payloads.emoji(each) for each in application.emojis.values()]})


@routes.get("/gateway")
async def gateway(request: web.Request) -> web.Response:
    """Where the gateway is."""
    return wire.answer({"url": wire.sandbox_of(request).gateway_url})


@routes.get("/gateway/bot")
async def gateway_for_bot(request: web.Request) -> web.Response:
    """Where the gateway is, how many shards Discord advises, and how often one may identify."""
    sandbox = wire.sandbox_of(request)
    return wire.answer(
        {
            "url": sandbox.gateway_url,
            "shards": sandbox.recommended_shards(wire.caller(request)),
            "session_start_limit": {
                "total": 1000,
                "remaining": 1000,
                "reset_after": 0,
                "max_concurrency": 1,
            },
        }
    )
