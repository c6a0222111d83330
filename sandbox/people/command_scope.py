"""Where a user can act, with which commands, and what Discord keeps from them there."""

from __future__ import annotations

from sandbox.interactions.payloads import BOT_DM_CONTEXT, GUILD_CONTEXT
from sandbox.people.response_view import Seen
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import SandboxUsageError
from sandbox.types import Json
from sandbox.world.applications import GLOBAL, Application, Command
from sandbox.world.guild import Guild
from sandbox.world.kinds import ChannelType
from sandbox.world.model import Channel, Message
from sandbox.world.users import User
from sandbox.world.world import World

_COMMANDS = Permissions.VIEW_CHANNEL | Permissions.USE_APPLICATION_COMMANDS


def place_for(world: World, account: User, guild: Guild | None, channel: Channel | None) -> Channel:
    """The channel of an act: the one named, else the first usable one of the guild (the only one).

    SandboxUsageError where the user cannot use commands.
    """
    if channel is None:
        return _usual_channel(account, guild or _only_guild(world, account))
    if guild is not None and channel.guild_id != guild.id:
        raise SandboxUsageError(f"#{channel.name} is not in {guild.name}")
    if not channel.holds_messages or not channel.can(account, _COMMANDS):
        raise SandboxUsageError(f"{account.display_name} cannot use commands in #{channel.name}")
    return channel


def _only_guild(world: World, account: User) -> Guild:
    bot_id = world.application.id
    shared = [guild for guild in world.guilds_of(account) if bot_id in guild.members]
    if len(shared) != 1:
        names = ", ".join(guild.name for guild in shared) or "none"
        raise SandboxUsageError(
            f"Say which guild; {account.display_name} shares with the bot: {names}"
        )
    return shared[0]


def _usual_channel(account: User, guild: Guild) -> Channel:
    for channel in guild.channels.values():
        if channel.type is ChannelType.TEXT and channel.can(account, _COMMANDS):
            return channel
    raise SandboxUsageError(f"{account.display_name} can use commands nowhere in {guild.name}")


def commands_at(application: Application, place: Channel) -> list[Command]:
    """The commands that a client offers in a place, by their contexts."""
    scopes = [GLOBAL]
    if place.guild_id is not None:
        if place.guild_id not in application.bot_user.guild_ids:
            return []
        scopes.append(place.guild_id)
    found = [command for scope in scopes for command in application.commands_in(scope)]
    return [command for command in found if _offered(command.payload, dm=place.is_dm)]


def _offered(command: Json, *, dm: bool) -> bool:
    contexts = command.get("contexts")
    if contexts is not None:
        return (BOT_DM_CONTEXT if dm else GUILD_CONTEXT) in contexts
    return not dm or command.get("dm_permission") is not False


def check_usable(account: User, command: Command, place: Channel) -> None:
    """SandboxUsageError for a command hidden from this member by default_member_permissions."""
    wanted = command.payload.get("default_member_permissions")
    if wanted is None or place.is_dm:
        return
    own = place.permissions_of(account)
    needed = Permissions(int(wanted)) or Permissions.ADMINISTRATOR
    if needed not in own:
        raise SandboxUsageError(f"{account.display_name} may not use /{command.name} by default")


def visible_message(account: User, on: Seen | Message) -> Message:
    """The message to act on; SandboxUsageError if it is gone or not this user's to see."""
    message = on.message if isinstance(on, Seen) else on
    if message is None or message.deleted:
        raise SandboxUsageError("There is no message any more to act on")
    others = message.visible_to not in (None, account.id)
    if others or not message.channel.can(account, Permissions.VIEW_CHANNEL):
        raise SandboxUsageError(f"{account.display_name} does not see this message")
    return message
