"""Takes the name of somebody who was forgotten out of messages to the group."""

from __future__ import annotations

import discord

from bot.client import Syllabot
from bot.errors import UserError
from bot.forgetting.rules import read_post_subject
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.public_panels import render
from cogs.common.refusals import sending
from cogs.common.sender import edit_panel


class PostSender:
    """Sends `forgetting.post`: deletes a message, or shows its panel as it is now."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Do it; a message that is gone already names nobody."""
        bot = self.bot
        panels = [panel for feature in bot.features for panel in feature.panels]
        post = read_post_subject(delivery.subject, panels)
        with sending():
            try:
                if post.panel is None:
                    channel = bot.get_partial_messageable(post.channel_id)
                    await channel.get_partial_message(post.message_id).delete()
                else:
                    panel = await render(bot, post.panel, delivery.guild_id, post.thing_id)
                    await edit_panel(bot, post.channel_id, post.message_id, panel)
            except (discord.NotFound, UserError):
                raise NothingToSend from None
        return Receipt(post.channel_id, None)
