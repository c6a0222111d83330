"""Feeds as they are read: whose turn it is, what an answer brought, and how each is doing.

They belong to no group, so these take no guild id. Taking the same answer in again changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.inputs.links import address_key
from bot.inputs.text import cut
from bot.news.models import MAX_TROUBLE, NewsFeedRow, NewsFollowRow, NewsItemRow
from bot.news.rules import pace
from bot.news.values import DueFeed, FoundFeed, ParsedFeed

LEASE = timedelta(minutes=5)
"""How long one process has a feed to itself; a killed one's turn comes back after it."""


async def know(session: AsyncSession, address: str, found: FoundFeed, now: datetime) -> int:
    """The id of the feed that was found at ``address``, taken in, whoever else follows it."""
    # A feed that moved is the one to which it leads; its own address may lead elsewhere tomorrow.
    key = address_key(found.url)
    known = await session.scalar(
        select(NewsFeedRow.id).where(NewsFeedRow.key == key).with_for_update()
    )
    if known is None:
        await session.execute(
            insert(session, NewsFeedRow)
            .values(
                key=key,
                url=address,
                title=found.feed.title,
                read_at=now,
                next_read_at=now + pace.EVERY,
                failures=0,
            )
            .on_conflict_do_nothing(index_elements=["key"])
        )
        known = await session.scalar(
            select(NewsFeedRow.id).where(NewsFeedRow.key == key).with_for_update()
        )
        assert known is not None, "it was just made"
    await take_in(session, known, found, now)
    return known


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next feed can be read: when it is due and nobody else is reading it."""
    free_at = case(
        (NewsFeedRow.leased_until > NewsFeedRow.next_read_at, NewsFeedRow.leased_until),
        else_=NewsFeedRow.next_read_at,
    )
    found: datetime | None = await session.scalar(select(func.min(free_at)))
    return found


async def claim(session: AsyncSession, now: datetime) -> DueFeed | None:
    """A feed that is due and that nobody else reads, or None. Those that nobody follows go."""
    # One row at a time: another process may take the next one meanwhile.
    due = (
        select(NewsFeedRow)
        .where(
            NewsFeedRow.next_read_at <= now,
            or_(NewsFeedRow.leased_until.is_(None), NewsFeedRow.leased_until <= now),
        )
        # A feed that fails lets those of its site go first, or it would keep them all waiting.
        .order_by(NewsFeedRow.next_read_at, NewsFeedRow.failures, NewsFeedRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (row := await session.scalar(due)) is not None:
        is_followed = await session.scalar(
            select(NewsFollowRow.feed_id).where(NewsFollowRow.feed_id == row.id).limit(1)
        )
        if is_followed is not None:
            row.leased_until = now + LEASE
            return DueFeed(
                row.id, row.url, row.etag, row.last_modified, row.failures, row.failing_since
            )
        await session.execute(delete(NewsItemRow).where(NewsItemRow.feed_id == row.id))
        await session.delete(row)
        await session.flush()
    return None


async def take_in(session: AsyncSession, feed_id: int, found: FoundFeed, now: datetime) -> None:
    """Store what a reading brought, and when to read the feed again."""
    await _store_items(session, feed_id, found.feed, now)
    await _read(
        session,
        feed_id,
        now,
        title=found.feed.title,
        etag=found.etag,
        last_modified=found.last_modified,
    )


async def unchanged(session: AsyncSession, feed: DueFeed, now: datetime) -> None:
    """The feed answered that nothing is new."""
    await _read(session, feed.id, now)


async def failed(
    session: AsyncSession, feed: DueFeed, trouble: str, wait: timedelta | None, now: datetime
) -> None:
    """A reading was of no use; ``wait`` is how long the site asks to be left alone."""
    since = feed.failing_since or now
    pause = pace.retry_after(feed.failures + 1, since, now)
    await _set(
        session,
        feed.id,
        failures=feed.failures + 1,
        failing_since=since,
        trouble=cut(trouble, MAX_TROUBLE),
        next_read_at=now + max(pause, wait or timedelta()),
        leased_until=None,
    )


async def put_off(session: AsyncSession, feed: DueFeed, until: datetime | None) -> None:
    """Give back a feed that was not read; it stays due, or is due at ``until``."""
    if until is None:
        await _set(session, feed.id, leased_until=None)
    else:
        await _set(session, feed.id, leased_until=None, next_read_at=until)


async def set_right(session: AsyncSession, now: datetime) -> None:
    """Feeds that a clock which stood ahead has put off are read now."""
    for column, longest, value in (
        (NewsFeedRow.next_read_at, pace.LONGEST, now),
        (NewsFeedRow.leased_until, LEASE, None),
    ):
        await session.execute(
            update(NewsFeedRow)
            .where(column > now + longest)
            .values({column: value})
            .execution_options(synchronize_session=False)
        )


async def _store_items(
    session: AsyncSession, feed_id: int, feed: ParsedFeed, now: datetime
) -> None:
    """Add what is new, and drop what is neither new nor still there without a date."""
    kept = [
        {
            "feed_id": feed_id,
            "key": item.key,
            "link_key": item.link_key,
            "title": item.title,
            "link": item.link,
            "appeared_at": pace.appeared(item.published, now),
            "place": place,
        }
        for place, item in enumerate(feed.items)
        if item.published is None or pace.is_fresh(item.published, now)
    ]
    if kept:
        statement = insert(session, NewsItemRow).values(kept)
        # When it appeared, and what it is known by, stay: what is edited is no news again.
        changed = {name: statement.excluded[name] for name in ("title", "link", "place")}
        await session.execute(
            statement.on_conflict_do_update(index_elements=["feed_id", "key"], set_=changed)
        )
    await session.execute(
        delete(NewsItemRow).where(
            NewsItemRow.feed_id == feed_id,
            NewsItemRow.appeared_at < now - pace.FRESH,
            NewsItemRow.key.not_in([item.key for item in feed.items]),
        )
    )


async def _read(session: AsyncSession, feed_id: int, now: datetime, **also: str | None) -> None:
    await _set(
        session,
        feed_id,
        read_at=now,
        next_read_at=now + pace.EVERY,
        leased_until=None,
        failures=0,
        failing_since=None,
        trouble=None,
        **also,
    )


async def _set(session: AsyncSession, feed_id: int, **values: object) -> None:
    await session.execute(
        update(NewsFeedRow)
        .where(NewsFeedRow.id == feed_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )
