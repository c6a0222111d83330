"""Whether the retros channel can be posted to, before anything is promised."""

from __future__ import annotations

from bot.errors import UserError
from bot.retros import service
from cogs.common.callers import as_organiser
from cogs.common.permissions import POST_ONCE, missing
from cogs.common.routes import Interaction


async def postable_channel(interaction: Interaction) -> int:
    """The retros channel, of an organiser; as far as Discord has told, messages to it will arrive.

    Raises:
        NotAllowed, NotSetUp: they are no organiser, or there is no group.
        UserError: the channel is gone, or a permission is missing; says which and what to do.
    """
    channel_id = await as_organiser(interaction).read(service.retros_channel)
    guild = interaction.guild
    if guild is None or guild.me is None:
        return channel_id
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
    return channel_id
