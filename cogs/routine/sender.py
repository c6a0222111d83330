"""Sends prompts and snoozes to direct messages, and nowhere else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups import service as groups
from bot.routine import service as routine
from bot.routine.rules import LATENESS
from bot.routine.schedules import PROMPT, SNOOZE
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus, Receipt, Undeliverable
from cogs.common.access import group_name
from cogs.common.routes import custom_id
from cogs.common.sender import send_dm
from cogs.routine.panels import STOP, keys, message_panel, origin_of


class PromptSender:
    """Sends one member's prompt of one date."""

    def __init__(self, bot: Syllabot) -> None:
        """Send as ``bot``."""
        self.bot = bot

    def register(self) -> None:
        """Take on the deliveries of both kinds."""
        for kind in (PROMPT, SNOOZE):
            self.bot.deliveries.register(kind, self.send, lateness=LATENESS, on_failed=_refused)

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it; after three refusals in a row it waits in ``/today`` without being tried."""
        bot, now = self.bot, self.bot.clock.now()
        async with bot.db.read() as session:
            message = await routine.to_send(session, delivery, now=now)
        member = message.day.member
        if member.dms_given_up:
            raise Undeliverable("their direct messages are closed")
        panel = message_panel(
            message, delivery_id=delivery.id, group_name=group_name(bot, member.guild_id), now=now
        )
        marker = custom_id(STOP, *keys(message.day, origin_of(delivery.id)))
        receipt = await send_dm(bot, delivery, member, panel, marker=marker)
        if message.reminders or member.dms_refused:
            async with bot.db.begin() as session:
                await routine.sent(session, delivery, message)
                await groups.mark_dms_open(session, member.guild_id, member.user_id)
        return receipt


async def _refused(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Record for ``/me`` and ``/today`` that a direct message did not get through."""
    if failure.status is not DeliveryStatus.UNDELIVERABLE:
        return
    delivery = failure.delivery
    assert delivery.user_id is not None, "routine's schedules belong to members"
    await groups.mark_dms_refused(session, delivery.guild_id, delivery.user_id, now=now)
