"""Posting released shares, and naming them in the week's round-up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.scheduling import Delivery, Receipt
from bot.shares import queries, service
from bot.shares.values import POSTED_SHARE, Share, ShareText
from bot.wins.queries import round_up_span
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.common.releases import ReleasedPost, post_release
from cogs.shares.panels import post_marker, post_panel, round_up_rows


def _revision(share: Share) -> ShareText:
    return share.text


_POST = ReleasedPost(
    kind=POSTED_SHARE,
    to_post=queries.to_post,
    panel=post_panel,
    marker=post_marker,
    posted=service.posted,
    revision=_revision,
)


class ShareSender:
    """Sends `shares.post`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def post(self, delivery: Delivery) -> Receipt:
        """Post a share, once."""
        return await post_release(self.bot, delivery, _POST)


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
