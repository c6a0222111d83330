"""Whether the retros channel can be posted to, before anything is promised."""

from __future__ import annotations

from bot.errors import UserError
from cogs.common.permissions import POST_ONCE, missing
from cogs.common.routes import Interaction


def require_postable(interaction: Interaction, channel_id: int) -> None:
    """Check, as far as Discord has told, that messages to the channel will arrive.

    Raises:
        UserError: the channel is gone, or a permission is missing; says which and what to do.
    """
    guild = interaction.guild
    if guild is None or guild.me is None:
        return
    channel = guild.get_channel(channel_id)
    if channel is None:
        raise UserError(
            "The channel for retros is gone. Pick another with `/setup`, then try again."
        )
    lacking = missing(channel, POST_ONCE)
    if lacking:
        raise UserError(
            f"In <#{channel_id}> I lack the permission *{', '.join(lacking)}*. Allow it in the "
            "channel's settings, or pick another channel with `/setup`, then try again."
        )
