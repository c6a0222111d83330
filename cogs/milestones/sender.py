"""Posting wins that members released, and the weekly round-up of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.milestones import wins
from bot.scheduling import Delivery, DeliveryFailure, NothingToSend, Receipt
from cogs.common.sender import post
from cogs.milestones.win_panels import round_up_marker, round_up_panel, win_marker, win_panel

_LATENESS = timedelta(days=1)
_ROUND_UP_LATENESS = timedelta(days=6)


class WinSender:
    """Sends `milestones.win` and `milestones.round_up` to the announcements channel."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    def register(self) -> None:
        """Send what members share."""
        register = self.bot.deliveries.register
        register(wins.WIN_KIND, self.win, lateness=_LATENESS, on_failed=_not_posted)
        register(wins.ROUND_UP_KIND, self.round_up, lateness=_ROUND_UP_LATENESS)

    async def win(self, delivery: Delivery) -> Receipt:
        """Post the win, unless it was taken back meanwhile."""
        async with self.bot.db.read() as session:
            win = await wins.win(
                session,
                delivery.guild_id,
                delivery.user_id or 0,
                delivery.subject,
                now=self.bot.clock.now(),
            )
        if win is None:
            raise NothingToSend
        panel = win_panel(win, delivery.id)
        return await post(self.bot, delivery, win.channel_id, panel, marker=win_marker(delivery.id))

    async def round_up(self, delivery: Delivery) -> Receipt:
        """Post the week's wins; a week without any passes in silence."""
        async with self.bot.db.read() as session:
            found = await wins.round_up(session, delivery)
        if not found.wins:
            raise NothingToSend
        panel, marker = round_up_panel(found, delivery.id), round_up_marker(delivery.id)
        return await post(self.bot, delivery, found.channel_id, panel, marker=marker)


async def _not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Let the member share it again, once the channel is mended or Discord answers again."""
    delivery = failure.delivery
    await wins.unshare(session, delivery.guild_id, delivery.user_id or 0, delivery.subject)
