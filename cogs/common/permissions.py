"""What I need in a channel, and what is missing there."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups import queries as groups
from bot.groups.values import Group, MemberCaller
from cogs.common.callers import as_member
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
}


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
