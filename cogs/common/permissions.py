"""What I need in a channel, and what is missing there."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.client import Syllabot

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
