"""The two deliveries of retros: the panel at the opening, the summary at the reveal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups.queries import get_group
from bot.public_panels import PostedMessage, PublicPanel
from bot.retros import queries, service
from bot.retros.values import PANEL, SUMMARY, Retro
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common import public_panels
from cogs.common.routes import CustomId
from cogs.common.sender import post
from cogs.retros.routes import ADD_CARD, READ

Note = Callable[[AsyncSession, int, int, PostedMessage], Awaitable[None]]


class RetroSender:
    """Posts to the group's retros channel, once each, however often it is tried."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def open(self, delivery: Delivery) -> Receipt:
        """Post the panel of the retro that somebody opened, or open this month's and post it."""
        guild_id, now = delivery.guild_id, self.bot.clock.now()
        async with self.bot.db.begin() as session:
            if delivery.subject:
                retro = await queries.find_retro(session, guild_id, int(delivery.subject))
            else:
                retro = await service.open_on_schedule(session, guild_id, delivery.period, now=now)
        if retro is None or retro.panel is not None or not retro.is_open:
            raise NothingToSend
        # The first column's button: every panel has one.
        marker = ADD_CARD(retro.id, 0)
        receipt = await self._post(delivery, PANEL, retro, marker, service.panel_posted)
        await self._count_early_cards(retro)
        return receipt

    async def reveal(self, delivery: Delivery) -> Receipt:
        """Close the retro, if nobody has, and post the summary."""
        guild_id, now = delivery.guild_id, self.bot.clock.now()
        async with self.bot.db.begin() as session:
            retro = await service.reveal(session, guild_id, int(delivery.subject), now=now)
        if retro is None or retro.summary is not None:
            raise NothingToSend
        marker = READ(retro.id)
        receipt = await self._post(delivery, SUMMARY, retro, marker, service.summary_posted)
        await public_panels.refresh(self.bot, PANEL, guild_id, retro.id)
        return receipt

    async def _count_early_cards(self, retro: Retro) -> None:
        """Cards may have come in by command before it was known where the panel stands."""
        async with self.bot.db.read() as session:
            now = await queries.get_retro(session, retro.guild_id, retro.id)
        if now.cards != retro.cards:
            await public_panels.refresh(self.bot, PANEL, retro.guild_id, retro.id)

    async def _post(
        self, delivery: Delivery, kind: PublicPanel, retro: Retro, marker: CustomId, note: Note
    ) -> Receipt:
        panel = await public_panels.render(self.bot, kind, retro.guild_id, retro.id)
        async with self.bot.db.read() as session:
            group = await get_group(session, retro.guild_id)
        receipt = await post(self.bot, delivery, group.retros_channel_id, panel, marker=marker)
        if receipt.message_id is not None:
            message = PostedMessage(receipt.channel_id, receipt.message_id)
            async with self.bot.db.begin() as session:
                await note(session, retro.guild_id, retro.id, message)
        return receipt
