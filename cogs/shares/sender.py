"""Posting released shares, and naming them in the week's round-up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.scheduling import Delivery, Receipt
from bot.shares import queries, service
from bot.shares.values import POSTED_SHARE
from bot.wins.queries import round_up_span
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.common.public_panels import refresh
from cogs.common.sender import post_if_wanted
from cogs.shares.panels import post_marker, post_panel, round_up_rows


class ShareSender:
    """Sends `shares.post`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def post(self, delivery: Delivery) -> Receipt:
        """Post a share, once; what an earlier try posted and nobody wants any more is deleted."""
        share_id, _release, channel_id = queries.read_subject(delivery.subject)
        marker = post_marker(share_id)
        async with self.bot.db.read() as session:
            share = await queries.to_post(session, delivery)
        panel = None if share is None else post_panel(share)
        receipt, message_id = await post_if_wanted(
            self.bot, delivery, channel_id, panel, marker=marker
        )
        async with self.bot.db.begin() as session:
            now = await service.posted(
                session, delivery.guild_id, delivery.subject, message_id, self.bot.clock.now()
            )
        is_old = share is not None and now is not None and now.text != share.text
        if is_old or (now is not None and delivery.attempt > 1):
            await refresh(self.bot, POSTED_SHARE, delivery.guild_id, share_id)
        return receipt


async def show_post(
    session: AsyncSession, guild_id: int, share_id: int, _addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The post of a released share.

    Raises:
        NotFound: this group has no such share, or it was taken back.
    """
    share = await queries.released(session, guild_id, share_id)
    return ShownPanel(post_panel(share), share.post)


async def round_up_addition(
    session: AsyncSession, guild_id: int, delivery_id: int, _now: datetime
) -> PanelAddition:
    """The shares that were released since the round-up before this one."""
    span = await round_up_span(session, guild_id, delivery_id)
    shares = () if span is None else await queries.released_between(session, guild_id, *span)
    return PanelAddition(rows=round_up_rows(shares), is_empty=not shares)
