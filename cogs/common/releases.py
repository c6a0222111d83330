"""Posting what a member released to the group, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.public_panels import PublicPanel
from bot.releases import read_release
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.panels import Panel
from cogs.common.public_panels import refresh
from cogs.common.routes import CustomId
from cogs.common.sender import post, sent_before

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedPost(Generic[T]):
    """How a feature posts what is released: the public panel ``kind``.

    ``to_post`` gives what a delivery is to post, None where nothing is (any more); ``marker`` the
    custom id by which the post of the thing with that id is found again. ``posted`` records where
    it stands, and gives it as it is by then, None where it is not wanted any more. ``revision`` is
    another one where what the post shows has changed.
    """

    kind: PublicPanel
    to_post: Callable[[AsyncSession, Delivery], Awaitable[T | None]]
    panel: Callable[[T], Panel]
    marker: Callable[[int], CustomId]
    posted: Callable[[AsyncSession, int, str, int, datetime], Awaitable[T | None]]
    revision: Callable[[T], object]


async def post_release(bot: Syllabot, delivery: Delivery, how: ReleasedPost[T]) -> Receipt:
    """Post it, once; what an earlier try posted and nobody wants any more is deleted.

    Raises:
        NothingToSend: there is nothing to post, and nothing was.
    """
    release = read_release(delivery.subject)
    marker = how.marker(release.thing_id)
    async with bot.db.read() as session:
        found = await how.to_post(session, delivery)
    if found is None:
        message_id = await sent_before(bot, delivery, release.channel_id, marker=marker)
        if message_id is None:
            raise NothingToSend
        receipt = Receipt(release.channel_id, message_id)
    else:
        panel = how.panel(found)
        receipt = await post(bot, delivery, release.channel_id, panel, marker=marker)
    assert receipt.message_id is not None
    async with bot.db.begin() as session:
        now = await how.posted(
            session, delivery.guild_id, delivery.subject, receipt.message_id, bot.clock.now()
        )
    is_old = found is not None and now is not None and how.revision(now) != how.revision(found)
    if is_old or (now is not None and delivery.attempt > 1):
        await refresh(bot, how.kind, delivery.guild_id, release.thing_id)
    return receipt
