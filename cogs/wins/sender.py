"""Posting wins that members released, and the weekly round-up of them."""

from __future__ import annotations

from bot.client import Syllabot
from bot.scheduling import Delivery, NothingToSend, Receipt
from bot.wins import queries
from cogs.common.sender import post
from cogs.wins.panels import round_up_marker, round_up_panel, win_marker, win_panel


class WinSender:
    """Sends `milestones.win` and `milestones.round_up` to the announcements channel."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def win(self, delivery: Delivery) -> Receipt:
        """Post the win, unless it was taken back meanwhile."""
        async with self.bot.db.read() as session:
            win = await queries.win(session, delivery, now=self.bot.clock.now())
        if win is None:
            raise NothingToSend
        panel = win_panel(win, delivery.id)
        return await post(self.bot, delivery, win.channel_id, panel, marker=win_marker(delivery.id))

    async def round_up(self, delivery: Delivery) -> Receipt:
        """Post the week's wins; a week without any passes in silence."""
        async with self.bot.db.read() as session:
            found = await queries.round_up(session, delivery)
        if not found.wins:
            raise NothingToSend
        panel, marker = round_up_panel(found, delivery.id), round_up_marker(delivery.id)
        return await post(self.bot, delivery, found.channel_id, panel, marker=marker)
