"""The two deliveries of retros: the panel at the opening, the summary at the reveal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups import service as groups
from bot.retros import posting
from bot.retros import service as retros
from bot.retros.rules import OPEN_LATENESS, REVEAL_LATENESS
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus, NothingToSend, Receipt
from cogs.common.panels import Panel
from cogs.common.routes import custom_id
from cogs.common.sender import post
from cogs.retros.messages import refresh_panel, render_panel, render_summary

Note = Callable[[AsyncSession, int, int, retros.Message], Awaitable[None]]


class RetroSender:
    """Posts to the group's retros channel, once each, however often it is tried."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    def register(self) -> None:
        """Send what falls due of retros."""
        for kind, sender, lateness in (
            (retros.OPEN, self.open, OPEN_LATENESS),
            (retros.REVEAL, self.reveal, REVEAL_LATENESS),
        ):
            self.bot.deliveries.register(kind, sender, lateness=lateness, on_failed=_not_posted)

    async def open(self, delivery: Delivery) -> Receipt:
        """Post the panel of the retro that somebody opened, or open this month's and post it."""
        guild_id, now = delivery.guild_id, self.bot.clock.now()
        async with self.bot.db.begin() as session:
            if delivery.subject:
                retro = await retros.find_retro(session, guild_id, int(delivery.subject))
            else:
                retro = await retros.open_on_schedule(session, guild_id, delivery.period, now=now)
        if retro is None or retro.panel is not None or not retro.is_open:
            raise NothingToSend
        panel = await render_panel(self.bot, guild_id, retro.id)
        # The first column's button: every panel has one.
        receipt = await self._post(delivery, panel, custom_id("retro:card", retro.id, 0))
        await self._record(posting.panel_posted, retro, receipt)
        await self._count_early_cards(retro)
        return receipt

    async def reveal(self, delivery: Delivery) -> Receipt:
        """Close the retro, if nobody has, and post the summary."""
        guild_id, now = delivery.guild_id, self.bot.clock.now()
        async with self.bot.db.begin() as session:
            retro = await retros.reveal(session, guild_id, int(delivery.subject), now=now)
        if retro is None or retro.summary is not None:
            raise NothingToSend
        summary = await render_summary(self.bot, guild_id, retro.id)
        receipt = await self._post(delivery, summary, custom_id("action:add", retro.id))
        await self._record(posting.summary_posted, retro, receipt)
        await refresh_panel(self.bot, guild_id, retro.id)
        return receipt

    async def _count_early_cards(self, retro: retros.Retro) -> None:
        """Cards may have come in by command before it was known where the panel stands."""
        async with self.bot.db.read() as session:
            now = await retros.get_retro(session, retro.guild_id, retro.id)
        if now.cards != retro.cards:
            await refresh_panel(self.bot, retro.guild_id, retro.id)

    async def _post(self, delivery: Delivery, panel: Panel, marker: str) -> Receipt:
        async with self.bot.db.read() as session:
            group = await groups.get_group(session, delivery.guild_id)
        return await post(self.bot, delivery, group.retros_channel_id, panel, marker=marker)

    async def _record(self, note: Note, retro: retros.Retro, receipt: Receipt) -> None:
        if receipt.message_id is None:
            return
        message = retros.Message(receipt.channel_id, receipt.message_id)
        async with self.bot.db.begin() as session:
            await note(session, retro.guild_id, retro.id, message)


async def _not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    if failure.status is not DeliveryStatus.UNDELIVERABLE:
        return
    delivery = failure.delivery
    await posting.not_posted(
        session,
        delivery.guild_id,
        subject=delivery.subject,
        period=delivery.period,
        reason=failure.reason,
    )
