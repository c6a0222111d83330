"""Guilds and their roles."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rules.errors import DiscordError, Problems, missing_permissions
from sandbox.rules.intents import Intents
from sandbox.rules.limits import check_int, check_text
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.guild import Guild
from sandbox.world.parts import Role
from sandbox.world.payloads import guilds as guild_payloads
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

routes = web.RouteTableDef()

P = Permissions

MAX_ROLES: Final = 250


@routes.get("/guilds/{guild_id}")
async def one_guild(request: web.Request) -> web.Response:
    """A guild that the bot is in."""
    guild = access.guild(request)
    data = guild_payloads.guild(guild)
    if request.query.get("with_counts", "").lower() in ("1", "true"):
        data["approximate_member_count"] = len(guild.members)
        data["approximate_presence_count"] = len(guild.members)
    return wire.answer(data)


@routes.patch("/guilds/{guild_id}")
async def edit_guild(request: web.Request) -> web.Response:
    """Rename a guild. Other settings are accepted and not kept."""
    guild = access.guild(request, P.MANAGE_GUILD)
    body = access.options(wire.json_object(request))
    if "name" in body:
        problems = Problems()
        check_text(problems, "name", body["name"], 2, 100)
        problems.raise_if_any()
        guild.name = body["name"]
    data = guild_payloads.guild(guild)
    guild.world.announce_to_guild("GUILD_UPDATE", guild, data, Intents.GUILDS)
    return wire.answer(data)


@routes.get("/guilds/{guild_id}/roles")
async def guild_roles(request: web.Request) -> web.Response:
    """All roles."""
    return wire.answer([payloads.role(role) for role in access.guild(request).roles.values()])


@routes.get("/guilds/{guild_id}/roles/member-counts")
async def role_counts(request: web.Request) -> web.Response:
    """How many members have each role but @everyone."""
    guild = access.guild(request)
    counts = dict.fromkeys((str(role_id) for role_id in guild.roles if role_id != guild.id), 0)
    for member in guild.members.values():
        for role_id in member.roles:
            counts[str(role_id)] += 1
    return wire.answer(counts)


@routes.get("/guilds/{guild_id}/roles/{role_id}")
async def one_role(request: web.Request) -> web.Response:
    """One role."""
    return wire.answer(payloads.role(access.role(request, access.guild(request))))


@routes.post("/guilds/{guild_id}/roles")
async def create_role(request: web.Request) -> web.Response:
    """A new role at the bottom, with no permission that the bot lacks."""
    guild = access.guild(request, P.MANAGE_ROLES)
    body = access.options(wire.json_object(request))
    _check(body)
    if len(guild.roles) >= MAX_ROLES:
        raise DiscordError(400, 30005, f"Maximum number of guild roles reached ({MAX_ROLES})")
    everyone = guild.everyone.permissions
    permissions = everyone
    if "permissions" in body:
        permissions = wire.parse_permissions(body["permissions"], "permissions")
    _grantable(guild, access.bot(request), permissions & ~everyone)
    role = guild.create_role(
        body.get("name", "new role"),
        permissions,
        color=body.get("color", 0),
        hoist=body.get("hoist", False),
        mentionable=body.get("mentionable", False),
        position=1,
    )
    return wire.answer(payloads.role(role))


@routes.patch("/guilds/{guild_id}/roles/{role_id}")
async def edit_role(request: web.Request) -> web.Response:
    """Change a role below the bot's highest."""
    guild = access.guild(request, P.MANAGE_ROLES)
    role = access.role(request, guild)
    account = access.bot(request)
    access.below(guild, account, role)
    body = access.options(wire.json_object(request))
    _check(body)
    if "permissions" in body:
        permissions = wire.parse_permissions(body["permissions"], "permissions")
        _grantable(guild, account, permissions & ~role.permissions)
        role.permissions = permissions
    for name in ("name", "color", "hoist", "mentionable"):
        if name in body:
            setattr(role, name, body[name])
    guild.role_updated(role)
    return wire.answer(payloads.role(role))


@routes.patch("/guilds/{guild_id}/roles")
async def move_roles(request: web.Request) -> web.Response:
    """Change the positions of roles below the bot's highest."""
    guild = access.guild(request, P.MANAGE_ROLES)
    for entry in wire.objects(wire.body(request), ""):
        role = guild.roles.get(wire.parse_snowflake(entry.get("id"), "id"))
        if role is not None and entry.get("position") is not None:
            access.below(guild, access.bot(request), role)
            problems = Problems()
            check_int(problems, "position", entry["position"], 0, MAX_ROLES)
            problems.raise_if_any()
            role.position = entry["position"]
            guild.role_updated(role)
    return wire.answer([payloads.role(role) for role in guild.roles.values()])


@routes.delete("/guilds/{guild_id}/roles/{role_id}")
async def delete_role(request: web.Request) -> web.Response:
    """Delete a role below the bot's highest, unless it belongs to a bot or is @everyone."""
    guild = access.guild(request, P.MANAGE_ROLES)
    role = access.role(request, guild)
    if role.id == guild.id or role.managed_by is not None:
        raise DiscordError(400, 50028, "Invalid Role")
    access.below(guild, access.bot(request), role)
    guild.delete_role(role)
    return wire.no_content()


def _check(body: Json) -> None:
    problems = Problems()
    if "name" in body:
        check_text(problems, "name", body["name"], 1, 100)
    check_int(problems, "color", body.get("color", 0), 0, 0xFFFFFF)
    problems.raise_if_any()


def _grantable(guild: Guild, actor: User, wanted: Permissions) -> None:
    if wanted not in guild.permissions_of(guild.members[actor.id]):
        raise missing_permissions()


def assignable(guild: Guild, actor: User, role: Role) -> None:
    """Raise unless ``actor`` may give or take this role: below its own, and nobody's by right."""
    if role.id == guild.id or role.managed_by is not None:
        raise missing_permissions()
    access.below(guild, actor, role)
