"""Posting wins that members released, and the weekly round-up of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.public_panels import PostedMessage
from bot.scheduling import Delivery, NothingToSend, Receipt
from bot.wins import queries
from bot.wins.values import ROUND_UP
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.common.public_panels import additions
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
        """Post the week's wins, with what else was shared; a week without any is silent."""
        bot, guild_id, now = self.bot, delivery.guild_id, self.bot.clock.now()
        async with bot.db.read() as session:
            found = await queries.round_up(session, delivery)
            also = await additions(session, bot.features, ROUND_UP, guild_id, delivery.id, now)
        if not found.wins and also.is_empty:
            raise NothingToSend
        panel, marker = round_up_panel(found, delivery.id, also), round_up_marker(delivery.id)
        return await post(self.bot, delivery, found.channel_id, panel, marker=marker)


async def show_round_up(
    session: AsyncSession, guild_id: int, delivery_id: int, addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """A round-up that was posted, with what is still shared of it.

    Raises:
        NotFound: there is no such round-up.
    """
    found, sent = await queries.posted_round_up(session, guild_id, delivery_id)
    message = PostedMessage(sent.channel_id, sent.message_id)
    return ShownPanel(round_up_panel(found, delivery_id, addition), message)
