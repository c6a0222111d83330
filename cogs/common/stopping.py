"""Ending all messages at once, from a message that no daily one is (R7)."""

from __future__ import annotations

from bot.groups import service as groups
from cogs.common.access import group_name
from cogs.common.callers import as_member
from cogs.common.panels import Accent, Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction
from cogs.common.text import escape


async def stop_messages(interaction: Interaction, guild_id: int) -> None:
    """Let nothing more come to the person from this group, and say so in place of the message."""
    await as_member(interaction, guild_id).act(groups.change_member, prompts_stopped=True)
    name = escape(group_name(interaction.client, guild_id))
    text = f"**Messages are off.** Nothing more comes from *{name}*. `/me` turns them on again."
    await rerender(interaction, Panel(Accent.SETTINGS, text))
