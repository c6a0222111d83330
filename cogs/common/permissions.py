"""What features need in the group's channels, what is missing there, and what stops without it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups import queries as groups
from bot.groups.channel_uses import channel_ids
from bot.groups.values import Group, MemberCaller
from cogs.common.callers import as_member
from cogs.common.group_fields import server
from cogs.common.routes import Interaction

WRITE = ("view_channel", "send_messages")
"""To post, as discord.py names the permissions."""

POST_ONCE = (*WRITE, "read_message_history")
"""To post, and to find again what an earlier try posted."""

THREADS = (*POST_ONCE, "create_public_threads", "send_messages_in_threads")
"""To post once, with a thread below."""

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "attach_files": "Attach Files",
    "create_events": "Create Events",
    "create_private_threads": "Create Private Threads",
}
_LONGEST = 500
NO_CHANNEL = "another channel, since this one is gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Permissions, as discord.py names them, that a feature needs for ``purpose``.

    ``channel`` is the use of the group's channel that they are needed in, None for the whole
    server. ``when`` tells whether the group has switched on what needs them, ``used`` whether it
    uses that, by the server's id; without them, all do.
    """

    permissions: tuple[str, ...]
    purpose: str
    channel: str | None
    when: Callable[[Group], bool] | None = None
    used: Callable[[AsyncSession, int], Awaitable[bool]] | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Permissions that I lack, as Discord's settings call them, and what cannot be without them.

    ``channel`` is as in `Needs`; where the channel itself is gone, `NO_CHANNEL` is what is missing.
    """

    channel: str | None
    permissions: tuple[str, ...]
    purposes: tuple[str, ...]


def lacking(
    needs: Sequence[Needs], guild: discord.Guild, group: Group, channel_ids: Mapping[str, int]
) -> list[Lacking]:
    """What I lack of what the group's features need, by channel in the order of their uses."""
    wanted = [each for each in needs if each.when is None or each.when(group)]
    found: list[Lacking] = []
    for use in (*channel_ids, None):
        here = [each for each in wanted if each.channel == use]
        if here:
            found += _lacking_in(guild, use, here, None if use is None else channel_ids[use])
    return found


def _lacking_in(
    guild: discord.Guild, use: str | None, needs: Sequence[Needs], channel_id: int | None
) -> list[Lacking]:
    if channel_id is None:
        mine = guild.me.guild_permissions
    else:
        channel = guild.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return [Lacking(use, (NO_CHANNEL,), tuple(each.purpose for each in needs))]
        mine = channel.permissions_for(guild.me)
    return lacking_of(use, needs, mine)


def lacking_of(use: str | None, needs: Sequence[Needs], mine: discord.Permissions) -> list[Lacking]:
    """What ``mine`` lacks; permissions that stop the same things stand together."""
    stopped: dict[str, list[str]] = {}
    for each in needs:
        for name in each.permissions:
            if not getattr(mine, name):
                stopped.setdefault(name, []).append(each.purpose)
    together: dict[tuple[str, ...], list[str]] = {}
    for name, purposes in stopped.items():
        together.setdefault(tuple(purposes), []).append(_NAMES[name])
    return [Lacking(use, tuple(names), purposes) for purposes, names in together.items()]


def problems_text(found: Sequence[Lacking], channel_ids: Mapping[str, int]) -> str | None:
    """Each thing that is missing, with what cannot be without it; None where all is there.

    Where so much is missing that it does not fit, it is named alone.
    """
    if not found:
        return None
    whole = [
        f"{_place(each.channel, channel_ids)} I still need: {', '.join(each.permissions)}. Without "
        f"that there is no {', no '.join(each.purposes)}."
        for each in found
    ]
    if sum(map(len, whole)) > _LONGEST:
        names: dict[str | None, list[str]] = {}
        for each in found:
            names.setdefault(each.channel, []).extend(each.permissions)
        whole = [
            f"{_place(use, channel_ids)} I still need: {', '.join(dict.fromkeys(permissions))}."
            for use, permissions in names.items()
        ]
    ending = "Give them to me in Discord's settings, then press *Check again*."
    return "\n".join(["**Missing permissions**", *whole, ending])


def _place(use: str | None, channel_ids: Mapping[str, int]) -> str:
    return "In the server" if use is None else f"In <#{channel_ids[use]}>"


def missing(channel: discord.abc.GuildChannel, needed: Iterable[str]) -> list[str]:
    """Those of ``needed`` that I lack in ``channel``, as Discord's settings call them."""
    mine = channel.permissions_for(channel.guild.me)
    return [_NAMES[name] for name in needed if not getattr(mine, name)]


def missing_in(
    bot: Syllabot, guild_id: int, channel_id: int, needed: Iterable[str]
) -> list[str] | None:
    """The same by ids, as far as Discord has told; None when the channel is gone."""
    guild = bot.get_guild(guild_id)
    channel = guild.get_channel(channel_id) if guild else None
    return None if channel is None else missing(channel, needed)


async def writable_announcements(interaction: Interaction) -> int:
    """The announcements channel of the group of whoever acts, once I may write there.

    For what a delivery will post: it would find out too late.

    Raises:
        UserError: the channel is gone, or I may not write in it.
    """
    group = await as_member(interaction).read(_group)
    channel_id = group.announcements_channel_id
    lacking = missing_in(interaction.client, group.guild_id, channel_id, WRITE)
    if lacking is None:
        raise UserError("The announcements channel is gone. An organiser can choose another.")
    if lacking:
        raise UserError(
            f"I may not write in <#{channel_id}>, so nothing was shared. "
            "An organiser can give me *View Channel* and *Send Messages* there."
        )
    return channel_id


async def _group(session: AsyncSession, caller: MemberCaller) -> Group:
    return await groups.get_group(session, caller.guild_id)


async def problems_in(interaction: Interaction, group: Group) -> str | None:
    """What I lack here of what the features that run need, as `problems_text` says it."""
    ids, bot = channel_ids(group), interaction.client
    async with bot.db.read() as session:
        needs = [
            each
            for feature in bot.features
            for each in feature.needs
            if each.used is None or await each.used(session, group.guild_id)
        ]
    return problems_text(lacking(needs, server(interaction), group, ids), ids)
