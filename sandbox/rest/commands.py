"""Application commands, global and per guild."""

from __future__ import annotations

from aiohttp import web

from sandbox.rest import wire
from sandbox.rules import commands as command_rules
from sandbox.rules.errors import missing_access, not_this_application, unknown
from sandbox.types import Json
from sandbox.world.applications import GLOBAL, Application, Command
from sandbox.world.journal import Topic

routes = web.RouteTableDef()

_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


def _scope(request: web.Request) -> tuple[Application, int | None, dict[int, Command]]:
    """The application, the guild (None: global) and the commands registered there."""
    application = wire.caller(request)
    if wire.snowflake(request, "application_id") != application.id:
        raise not_this_application()
    guild_id = None
    if "guild_id" in request.match_info:
        guild_id = wire.snowflake(request, "guild_id")
        if guild_id not in application.bot_user.guild_ids:
            raise missing_access()
    return application, guild_id, application.commands.setdefault(guild_id or GLOBAL, {})


def _command(request: web.Request, registered: dict[int, Command]) -> Command:
    found = registered.get(wire.snowflake(request, "command_id"))
    if found is None:
        raise unknown("application command")
    return found


def _register(
    request: web.Request,
    application: Application,
    guild_id: int | None,
    data: Json,
    command_id: int | None,
) -> Command:
    """A command under its old id, or a new one, with a new version."""
    world = wire.sandbox_of(request).world
    world.journal.note(Topic.PLACES)
    ids = world.ids
    command_id = command_id or ids.next()
    payload = {
        **data,
        "id": str(command_id),
        "application_id": str(application.id),
        "version": str(ids.next()),
    }
    if guild_id is not None:
        payload["guild_id"] = str(guild_id)
        del payload["dm_permission"], payload["contexts"]
    return Command(command_id, application.id, guild_id, payload)


def _same(registered: dict[int, Command], data: Json) -> int | None:
    """The id under which a command of this kind and name is registered."""
    for command in registered.values():
        if (command.type, command.name) == (data["type"], data["name"]):
            return command.id
    return None


@routes.get(_GLOBAL)
@routes.get(_GUILD)
async def list_commands(request: web.Request) -> web.Response:
    """All commands of a scope."""
    _, _, registered = _scope(request)
    return wire.answer([command.payload for command in registered.values()])


@routes.put(_GLOBAL)
@routes.put(_GUILD)
async def replace_commands(request: web.Request) -> web.Response:
    """Replace all commands of a scope; one that keeps its kind and name keeps its id."""
    application, guild_id, registered = _scope(request)
    normal = command_rules.check_all(wire.body(request))
    commands = [
        _register(request, application, guild_id, data, _same(registered, data)) for data in normal
    ]
    application.commands[guild_id or GLOBAL] = {command.id: command for command in commands}
    return wire.answer([command.payload for command in commands])


@routes.post(_GLOBAL)
@routes.post(_GUILD)
async def add_command(request: web.Request) -> web.Response:
    """Add a command (201), or replace the one of its kind and name (200)."""
    application, guild_id, registered = _scope(request)
    data = command_rules.check_one(wire.body(request))
    old = _same(registered, data)
    if old is None:
        command_rules.check_counts([data, *(each.payload for each in registered.values())])
    command = _register(request, application, guild_id, data, old)
    registered[command.id] = command
    return wire.answer(command.payload, 201 if old is None else 200)


@routes.get(f"{_GLOBAL}/{{command_id}}")
@routes.get(f"{_GUILD}/{{command_id}}")
async def one_command(request: web.Request) -> web.Response:
    """One command."""
    _, _, registered = _scope(request)
    return wire.answer(_command(request, registered).payload)


@routes.patch(f"{_GLOBAL}/{{command_id}}")
@routes.patch(f"{_GUILD}/{{command_id}}")
async def edit_command(request: web.Request) -> web.Response:
    """Change a command; absent parts stay."""
    application, guild_id, registered = _scope(request)
    old = _command(request, registered)
    data = command_rules.check_one({**old.payload, **wire.json_object(request)})
    command = _register(request, application, guild_id, data, old.id)
    registered[command.id] = command
    return wire.answer(command.payload)


@routes.delete(f"{_GLOBAL}/{{command_id}}")
@routes.delete(f"{_GUILD}/{{command_id}}")
async def delete_command(request: web.Request) -> web.Response:
    """Remove a command."""
    _, _, registered = _scope(request)
    wire.sandbox_of(request).world.journal.note(Topic.PLACES)
    del registered[_command(request, registered).id]
    return wire.no_content()
