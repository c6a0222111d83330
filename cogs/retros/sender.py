"""The two deliveries of retros: the panel at the opening, and what each end of a phase brings."""

from __future__ import annotations

import logging

from discord import ui

from bot.client import Syllabot
from bot.groups.queries import get_group
from bot.public_panels import PostedMessage
from bot.retros import queries, service, steering
from bot.retros.values import PANEL, SUMMARY, Phase, PhaseEnd, Retro
from bot.scheduling import Delivery, NothingToSend, Receipt, TryLater, Undeliverable
from cogs.common import public_panels
from cogs.common.panels import Panel
from cogs.common.refusals import sending
from cogs.common.sender import edit_panel, post
from cogs.retros.routes import ADD_CARD, READ, STEER
from cogs.retros.summary_panels import moved_on_panel

log = logging.getLogger(__name__)


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
        if retro is None or retro.panel is not None or not retro.takes_cards:
            raise NothingToSend
        # The first column's button: every panel has one.
        panel = await public_panels.render(self.bot, PANEL, guild_id, retro.id)
        receipt = await post(
            self.bot,
            delivery,
            await self._channel(guild_id),
            panel,
            marker=ADD_CARD(retro.id, 0),
        )
        if receipt.message_id is not None:
            message = PostedMessage(receipt.channel_id, receipt.message_id)
            async with self.bot.db.begin() as session:
                await service.panel_posted(session, guild_id, retro.id, message)
        await self._count_early_cards(retro)
        return receipt

    async def phase_over(self, delivery: Delivery) -> Receipt:
        """Let the phase end, if its time is up, and post the summary for the one that is now.

        Where it stands for that phase already, it is brought up to date; and once the retro is
        closed, unless what came before the end could not be posted.
        """
        guild_id, now = delivery.guild_id, self.bot.clock.now()
        end = PhaseEnd.read(delivery.subject)
        async with self.bot.db.begin() as session:
            retro = await steering.phase_over(session, guild_id, end, now=now)
        if retro is None:
            raise NothingToSend
        is_asked = end.phase is Phase.CLOSED or retro.is_behind
        is_shown = retro.shown_phase is retro.phase or not (retro.is_open or is_asked)
        if retro.takes_cards or (retro.summary is not None and is_shown):
            await self._refresh(retro)
            raise NothingToSend
        receipt = await self._post_summary(delivery, retro)
        await public_panels.refresh(self.bot, PANEL, guild_id, retro.id)
        return receipt

    async def _post_summary(self, delivery: Delivery, retro: Retro) -> Receipt:
        panel = await public_panels.render(self.bot, SUMMARY, retro.guild_id, retro.id)
        channel_id = await self._channel(retro.guild_id)
        receipt = await post(self.bot, delivery, channel_id, panel, marker=_marker(retro, panel))
        if receipt.message_id is not None:
            message = PostedMessage(receipt.channel_id, receipt.message_id)
            async with self.bot.db.begin() as session:
                await service.summary_posted(session, retro.guild_id, retro.id, message)
            await self._retire(retro, message)
        return receipt

    async def _retire(self, retro: Retro, now_at: PostedMessage) -> None:
        """Leave a link where the summary stood for the phase before."""
        former = retro.summary
        if former is None or former == now_at:
            return
        panel = moved_on_panel(retro, now_at)
        try:
            with sending():
                await edit_panel(self.bot, former.channel_id, former.message_id, panel)
        except (TryLater, Undeliverable) as error:
            log.info("A former summary stays as it was: %s", error)

    async def _refresh(self, retro: Retro) -> None:
        await public_panels.refresh(self.bot, PANEL, retro.guild_id, retro.id)
        if retro.summary is not None:
            await public_panels.refresh(self.bot, SUMMARY, retro.guild_id, retro.id)

    async def _count_early_cards(self, retro: Retro) -> None:
        """Cards may have come in by command before it was known where the panel stands."""
        async with self.bot.db.read() as session:
            now = await queries.get_retro(session, retro.guild_id, retro.id)
        if now.cards != retro.cards:
            await public_panels.refresh(self.bot, PANEL, retro.guild_id, retro.id)

    async def _channel(self, guild_id: int) -> int:
        async with self.bot.db.read() as session:
            return (await get_group(session, guild_id)).retros_channel_id


def _marker(retro: Retro, panel: Panel) -> str:
    """What only the summary for this phase has; with too few cards, what another feature added."""
    if retro.is_open:
        return STEER(retro.id, retro.phase)
    buttons = (each for each in panel.walk_children() if isinstance(each, ui.Button))
    ids = [each.custom_id for each in buttons if each.custom_id]
    return READ(retro.id) if READ(retro.id) in ids else next(iter(ids), "")
