"""Sends prompts, snoozes and follow-ups to direct messages, and nowhere else."""

from __future__ import annotations

from bot.client import Syllabot
from bot.groups import service as groups
from bot.routine.schedules import put_follow_up
from bot.scheduling import Delivery, MessagesClosed, Receipt
from cogs.common.access import group_name
from cogs.common.sender import send_dm
from cogs.routine.daily import outgoing, record_sent
from cogs.routine.panels import message_panel
from cogs.routine.routes import STOP, origin_of


class PromptSender:
    """Sends one member's prompt of one date."""

    def __init__(self, bot: Syllabot) -> None:
        """Send as ``bot``."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it; after three refusals in a row it waits in ``/today`` without being tried."""
        bot, now = self.bot, self.bot.clock.now()
        async with bot.db.read() as session:
            found = await outgoing(session, bot.features, delivery, now=now)
        member = found.message.member
        if member.dms_given_up:
            raise MessagesClosed
        panel = message_panel(
            found.day,
            found.words,
            found.lines,
            asks=found.message.asks,
            delivery_id=delivery.id,
            follows_up=found.follows_up,
            group_name=group_name(bot, member.guild_id),
            now=now,
        )
        marker = STOP(member.guild_id, found.day.date, origin_of(delivery.id))
        receipt = await send_dm(bot, delivery, member, panel, marker=marker)
        if found.is_recorded or member.dms_refused or found.may_follow_up:
            async with bot.db.begin() as session:
                await record_sent(session, found)
                if member.dms_refused:
                    await groups.mark_dms_open(session, member.guild_id, member.user_id)
                if found.may_follow_up:
                    await put_follow_up(session, member, found.day.date, now=now)
        return receipt
