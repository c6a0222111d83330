"""Reads of the feeds, which belong to no group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import FeedRow
from bot.arxiv.rules.calendar import arxiv_date
from bot.arxiv.values import Feed, Health


async def next_poll(session: AsyncSession) -> datetime | None:
    """When the next feed can be read: when it is due and nobody else is reading it."""
    free_at = case(
        (FeedRow.leased_until > FeedRow.next_poll_at, FeedRow.leased_until),
        else_=FeedRow.next_poll_at,
    )
    found: datetime | None = await session.scalar(
        select(func.min(free_at)).where(FeedRow.next_poll_at.is_not(None))
    )
    return found


async def is_behind(session: AsyncSession, categories: Sequence[str], now: datetime) -> bool:
    """Whether a feed of ``categories`` is due, or being read by whatever process."""
    found = await session.scalar(
        select(FeedRow.category)
        .where(
            FeedRow.category.in_(categories),
            or_(FeedRow.next_poll_at <= now, FeedRow.leased_until > now),
        )
        .limit(1)
    )
    return found is not None


async def feeds(session: AsyncSession, categories: Sequence[str]) -> list[Feed]:
    """How the feeds of ``categories`` are, in that order; unknown ones are left out.

    An empty feed on a weekday is a quiet day of that category when others had a batch, else one of
    arXiv's holidays.
    """
    last_batch = await session.scalar(select(func.max(FeedRow.batch_on)))
    rows = await session.scalars(select(FeedRow).where(FeedRow.category.in_(categories)))
    known = {row.category: feed_from(row) for row in rows}
    for category, feed in known.items():
        if feed.health is not Health.HOLIDAY or last_batch is None or feed.read_at is None:
            continue
        if last_batch >= arxiv_date(feed.read_at):
            known[category] = replace(feed, health=Health.QUIET)
    return [known[category] for category in categories if category in known]


def feed_from(row: FeedRow) -> Feed:
    """The value of a feed's row."""
    gap = None
    if row.missing_from is not None and row.missing_until is not None:
        gap = (row.missing_from, row.missing_until)
    return Feed(
        category=row.category,
        etag=row.etag,
        last_modified=row.last_modified,
        read_at=row.read_at,
        batch_on=row.batch_on,
        batch_digest=row.batch_digest,
        batch_size=row.batch_size,
        covered_until=row.covered_until,
        missing=gap,
        failures=row.failures,
        failing_since=row.failing_since,
        health=row.health,
        note=row.note,
    )
