"""Takes the names of the forgotten out of messages, and tells leavers what waits for them."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.client import Syllabot
from bot.errors import UserError
from bot.forgetting import grace
from bot.forgetting.rules import read_post_subject
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.access import group_name
from cogs.common.public_panels import render
from cogs.common.refusals import sending
from cogs.common.sender import edit_panel, send_dm_after_leaving
from cogs.forgetting.panels import grace_panel
from cogs.forgetting.routes import LOOK


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


class GraceSender:
    """Sends `forgetting.grace`: until when what somebody entered waits for them."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Tell them; nobody who is back, and nobody for whom nothing waits."""
        bot, user_id = self.bot, delivery.user_id
        assert user_id is not None, "it is put for people alone"
        async with bot.db.read() as session:
            found = await grace.waiting(session, delivery.guild_id, user_id)
        if found is None or (found.is_absent and bot.get_guild(delivery.guild_id) is not None):
            raise NothingToSend
        until = found.since + timedelta(days=bot.settings.privacy.grace_days)
        if until <= bot.clock.now():
            raise NothingToSend
        name = group_name(bot, delivery.guild_id)
        panel = grace_panel(delivery.guild_id, name, until=until, is_absent=found.is_absent)
        marker = LOOK(delivery.guild_id)
        return await send_dm_after_leaving(bot, delivery, found.member, panel, marker=marker)
