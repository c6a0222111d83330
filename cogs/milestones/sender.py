"""Posting wins that members released."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.milestones import service as milestones
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.sender import post
from cogs.milestones.panels import win_marker, win_panel

_LATENESS = timedelta(days=1)


class WinSender:
    """Sends `milestones.win` deliveries to the announcements channel."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    def register(self) -> None:
        """Send what members share."""
        self.bot.deliveries.register(
            milestones.WIN_KIND, self.send, lateness=_LATENESS, on_undeliverable=_not_posted
        )

    async def send(self, delivery: Delivery) -> Receipt:
        """Post the win, unless it was taken back meanwhile."""
        async with self.bot.db.read() as session:
            win = await milestones.win(
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


async def _not_posted(
    session: AsyncSession, delivery: Delivery, _reason: str, _now: datetime
) -> None:
    """Let the member share it again once the channel is mended."""
    await milestones.unshare(session, delivery.guild_id, delivery.user_id or 0, delivery.subject)
