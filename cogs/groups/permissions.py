"""What I need in a group's channels, and what is missing there."""

from __future__ import annotations

import discord

_WRITE = ("view_channel", "send_messages")
_THREADS = (*_WRITE, "read_message_history", "create_public_threads", "send_messages_in_threads")

NEEDED = {"announcements": _WRITE, "papers": _THREADS, "retros": _THREADS}
"""The smallest permissions by the channel's use, as discord.py names them."""

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}


def missing(channel: discord.TextChannel, use: str) -> list[str]:
    """The permissions that I lack in ``channel`` for ``use``, as Discord's settings call them."""
    mine = channel.permissions_for(channel.guild.me)
    return [_NAMES[name] for name in NEEDED[use] if not getattr(mine, name)]
