"""Members of guilds and the roles they have."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from sandbox.rest import access, wire
from sandbox.rest.guilds import assignable
from sandbox.rules.errors import Problems, invalid, missing_access, missing_permissions
from sandbox.rules.intents import Intents
from sandbox.rules.limits import check_text
from sandbox.rules.permissions import Permissions
from sandbox.types import Json
from sandbox.world.guild import Guild
from sandbox.world.model import Member
from sandbox.world.payloads import objects as payloads
from sandbox.world.users import User

routes = web.RouteTableDef()

P = Permissions

_PAGE: Final = 1000


@routes.get("/guilds/{guild_id}/members")
async def list_members(request: web.Request) -> web.Response:
    """A page of members by user id. Needs the members intent, else 50001."""
    guild = access.guild(request)
    if Intents.GUILD_MEMBERS not in wire.caller(request).privileged_intents:
        raise missing_access()
    limit = wire.query_int(request.query, "limit", 1, 1, _PAGE)
    after = wire.parse_snowflake(request.query.get("after", "0"), "after")
    ids = sorted(user_id for user_id in guild.members if user_id > after)[:limit]
    return wire.answer([payloads.member(guild.members[user_id]) for user_id in ids])


@routes.get("/guilds/{guild_id}/members/search")
async def search_members(request: web.Request) -> web.Response:
    """Members whose username or nickname begins with ``query``."""
    guild = access.guild(request)
    text = request.query.get("query", "").lower()
    if not text:
        problems = Problems()
        problems.required("query")
        raise problems.error()
    limit = wire.query_int(request.query, "limit", 1, 1, _PAGE)
    found = [
        payloads.member(member)
        for member in guild.members.values()
        if any(
            name.lower().startswith(text) for name in (member.user.username, member.display_name)
        )
    ]
    return wire.answer(found[:limit])


@routes.get("/users/@me/guilds/{guild_id}/member")
async def own_member(request: web.Request) -> web.Response:
    """The bot's own membership."""
    return wire.answer(payloads.member(_own(request, access.guild(request))))


@routes.patch("/guilds/{guild_id}/members/@me")
async def edit_own_member(request: web.Request) -> web.Response:
    """Change the bot's own nickname."""
    guild = access.guild(request)
    member = _own(request, guild)
    body = wire.json_object(request)
    if "nick" in body:
        if P.CHANGE_NICKNAME not in guild.permissions_of(member):
            raise missing_permissions()
        _set_nick(member, body["nick"])
    guild.member_updated(member)
    return wire.answer(payloads.member(member))


def _own(request: web.Request, guild: Guild) -> Member:
    return guild.members[access.bot(request).id]


def _set_nick(member: Member, nick: str | None) -> None:
    problems = Problems()
    if nick:
        check_text(problems, "nick", nick, 1, 32)
    problems.raise_if_any()
    member.nick = nick or None


@routes.get("/guilds/{guild_id}/members/{user_id}")
async def one_member(request: web.Request) -> web.Response:
    """One member; this needs no intent."""
    return wire.answer(payloads.member(access.member(request, access.guild(request))))


@routes.patch("/guilds/{guild_id}/members/{user_id}")
async def edit_member(request: web.Request) -> web.Response:
    """Change a member's nickname, roles or time-out."""
    guild = access.guild(request)
    member = access.member(request, guild)
    account = access.bot(request)
    body = wire.json_object(request)
    own = guild.permissions_of(guild.members[account.id])
    if "nick" in body:
        _require(own, P.MANAGE_NICKNAMES)
        _reachable(guild, account, member)
        _set_nick(member, body["nick"])
    if "communication_disabled_until" in body:
        _require(own, P.MODERATE_MEMBERS)
        _reachable(guild, account, member)
        until = body["communication_disabled_until"]
        path = "communication_disabled_until"
        member.timed_out_until = wire.parse_instant(until, path) if until else None
    if "roles" in body:
        _require(own, P.MANAGE_ROLES)
        _replace_roles(guild, account, member, body)
    guild.member_updated(member)
    return wire.answer(payloads.member(member))


def _replace_roles(guild: Guild, account: User, member: Member, body: Json) -> None:
    wanted = set(wire.ids(body["roles"], "roles")) - {guild.id}
    for role_id in wanted ^ member.roles:
        role = guild.roles.get(role_id)
        if role is None:
            raise invalid("roles", "GUILD_ROLE_UNKNOWN", "Unknown Role")
        assignable(guild, account, role)
    member.roles = wanted


@routes.delete("/guilds/{guild_id}/members/{user_id}")
async def kick_member(request: web.Request) -> web.Response:
    """Remove a member from the guild."""
    guild = access.guild(request, P.KICK_MEMBERS)
    member = access.member(request, guild)
    _reachable(guild, access.bot(request), member)
    guild.remove_member(member.user)
    return wire.no_content()


@routes.put("/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
async def add_role(request: web.Request) -> web.Response:
    """Give a member a role."""
    guild, member, role_id = _role_change(request)
    if role_id not in member.roles:
        guild.set_roles(member, member.roles | {role_id})
    return wire.no_content()


@routes.delete("/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
async def remove_role(request: web.Request) -> web.Response:
    """Take a role from a member."""
    guild, member, role_id = _role_change(request)
    if role_id in member.roles:
        guild.set_roles(member, member.roles - {role_id})
    return wire.no_content()


def _role_change(request: web.Request) -> tuple[Guild, Member, int]:
    guild = access.guild(request, P.MANAGE_ROLES)
    member = access.member(request, guild)
    role = access.role(request, guild)
    assignable(guild, access.bot(request), role)
    return guild, member, role.id


def _require(own: Permissions, needed: Permissions) -> None:
    if needed not in own:
        raise missing_permissions()


def _reachable(guild: Guild, actor: User, member: Member) -> None:
    """Raise unless the member stands below the actor."""
    above = guild.top_position(guild.members[actor.id])
    if member.user_id == guild.owner_id or guild.top_position(member) >= above:
        raise missing_permissions()
