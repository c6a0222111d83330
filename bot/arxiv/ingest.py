"""Use cases of feeds: whose turn it is, taking a batch in, and how each category is doing.

Papers belong to no group, so these take no guild id. Taking the same batch in again changes
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.feed_queries import feed_from
from bot.arxiv.models import FeedRow, ListingRow, PaperRow
from bot.arxiv.rules import health
from bot.arxiv.rules.calendar import latest_batch, next_rebuild
from bot.arxiv.rules.identifiers import is_category
from bot.arxiv.values import AnnounceType, Batch, Feed, FeedEntry, FoundPaper, Health
from bot.db import insert
from bot.fetch import LONGEST_WAIT
from bot.groups.models import GroupRow
from bot.inputs.text import cut, folded

LEASE = timedelta(minutes=10)
"""How long one process has a feed to itself; a killed one's turn comes back after it."""

_LONGEST_GAP = 10
# A feed can have two thousand papers: others get their turn after so many.
_ROWS_AT_ONCE = 50
# Empty answers about missing dates before they are believed, and when the API is asked again.
_EMPTY_ANSWERS, _ASKED_AGAIN = 3, timedelta(hours=1)

_PAPERS = PaperRow.metadata.tables[PaperRow.__tablename__]
# For many papers at once. What an older version says comes too late.
_DESCRIBED = (
    update(_PAPERS)
    .where(
        _PAPERS.c.arxiv_id == bindparam("key"),
        func.coalesce(_PAPERS.c.described_version, 0) <= bindparam("newest"),
    )
    .values(venue=bindparam("where_accepted"), described_version=bindparam("newest"))
)


async def follow(session: AsyncSession, categories: Iterable[str], now: datetime) -> None:
    """See that the feeds of ``categories`` are read from now on; nothing changes for others."""
    new = [
        {
            "category": category,
            "next_poll_at": now,
            "health": Health.UNREAD,
            "batch_size": 0,
            "failures": 0,
        }
        for category in sorted(set(categories))
        if is_category(category)
    ]
    if new:
        await session.execute(
            insert(session, FeedRow)
            .values(new)
            .on_conflict_do_update(
                index_elements=["category"],
                set_={"next_poll_at": func.coalesce(FeedRow.next_poll_at, now)},
            )
        )


async def claim(session: AsyncSession, now: datetime) -> Feed | None:
    """A feed that is due and that nobody else is reading, or None. Unfollowed ones come to rest.

    The one that is due for the longest time comes first.
    """
    followed = {
        category for row in await session.scalars(select(GroupRow.categories)) for category in row
    }
    # One row at a time: another process may take the next one meanwhile.
    due = (
        select(FeedRow)
        .where(
            FeedRow.next_poll_at <= now,
            or_(FeedRow.leased_until.is_(None), FeedRow.leased_until <= now),
        )
        .order_by(FeedRow.next_poll_at, FeedRow.category)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (row := await session.scalar(due)) is not None:
        if row.category in followed:
            row.leased_until = now + LEASE
            return feed_from(row)
        row.next_poll_at = None
        await session.flush()
    return None


async def release(session: AsyncSession, feed: Feed) -> None:
    """Give back a feed that was claimed; one that was not read stays due since when it was."""
    await session.execute(
        update(FeedRow)
        .where(FeedRow.category == feed.category)
        .values(leased_until=None)
        .execution_options(synchronize_session=False)
    )


async def set_right(session: AsyncSession, now: datetime) -> None:
    """Feeds that a clock which stood ahead has put off are read now, as if nothing newer was seen.

    No feed waits for longer than until its next batch, or for a day when it fails.
    """
    latest = latest_batch(now)
    await session.execute(
        update(FeedRow)
        .where(FeedRow.next_poll_at > max(next_rebuild(now), now + LONGEST_WAIT))
        .values(next_poll_at=now)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(FeedRow)
        .where(FeedRow.leased_until > now + LEASE)
        .values(leased_until=None)
        .execution_options(synchronize_session=False)
    )
    for column in (FeedRow.batch_on, FeedRow.covered_until):
        await session.execute(
            update(FeedRow)
            .where(column > latest)
            .values({column: latest})
            .execution_options(synchronize_session=False)
        )


async def take_in(
    session: AsyncSession,
    feed: Feed,
    batch: Batch,
    *,
    etag: str | None,
    last_modified: str | None,
    now: datetime,
) -> health.Verdict:
    """Store a batch and what it says about the feed's health; gives back that verdict."""
    verdict = health.judge(batch, feed, now)
    row = await _row(session, feed)
    row.etag, row.last_modified = etag, last_modified
    if batch.entries and verdict.covers and batch.digest != feed.batch_digest:
        await store(session, feed.category, batch.entries, verdict.covers, now)
        row.batch_on, row.batch_digest = verdict.covers, batch.digest
    row.batch_size = len(batch.entries)
    _settle(row, verdict, now)
    return verdict


async def unchanged(session: AsyncSession, feed: Feed, now: datetime) -> health.Verdict:
    """Record that the feed is as it was the last time."""
    verdict = health.judge_unchanged(feed, now)
    _settle(await _row(session, feed), verdict, now)
    return verdict


async def failed(
    session: AsyncSession, feed: Feed, note: str, *, wait: timedelta | None, now: datetime
) -> None:
    """Record that the feed could not be used; it is tried again after a growing time.

    ``wait`` is how long the other side asks to be left alone, if it does.
    """
    row = await _row(session, feed)
    _count_useless(row, now)
    row.health, row.note = Health.FAILING, cut(note, 200)
    row.next_poll_at = now + max(health.backoff(row.failures), wait or timedelta())
    row.leased_until = None


async def fill_gap(
    session: AsyncSession, feed: Feed, found: Sequence[tuple[FeedEntry, date]], now: datetime
) -> None:
    """Store papers that the API had for the missing dates, each with its date, oldest first.

    What is still missing begins with the last of these dates: the next page may have more of it.
    """
    for day in sorted({day for _entry, day in found}):
        entries = [entry for entry, entry_day in found if entry_day == day]
        await store(session, feed.category, entries, day, now)
    row = await _row(session, feed)
    if found and row.missing_from is not None and row.missing_until is not None:
        reached = max(day for _entry, day in found)
        row.missing_from = min(max(row.missing_from, reached), row.missing_until)


async def end_gap(session: AsyncSession, feed: Feed, now: datetime, *, was_empty: bool) -> None:
    """Forget the gap: the API had no more papers for it.

    It is kept, and asked about again, until as many answers as are believed had none at all.
    """
    row = await _row(session, feed)
    if was_empty:
        row.empty_answers += 1
    if not was_empty or row.empty_answers >= _EMPTY_ANSWERS:
        row.covered_until = max(filter(None, (row.covered_until, row.missing_until)), default=None)
        row.missing_from = row.missing_until = None
        row.empty_answers = 0
    else:
        _ask_again(row, now)


async def keep_gap(session: AsyncSession, feed: Feed, now: datetime) -> None:
    """Ask the API about the missing dates again soon: it did not answer."""
    _ask_again(await _row(session, feed), now)


def _ask_again(row: FeedRow, now: datetime) -> None:
    if row.next_poll_at is not None:
        row.next_poll_at = min(row.next_poll_at, now + _ASKED_AGAIN)


async def store(
    session: AsyncSession, category: str, entries: Iterable[FeedEntry], day: date, now: datetime
) -> None:
    """Store what a category announced on ``day``.

    Only ``new`` and ``cross`` make a paper known here; replacements raise the version of papers
    that are known (A2). A paper stays one, however often it comes (A3).
    """
    entries = sorted(entries, key=lambda entry: (entry.key, entry.version))
    announced = [e for e in entries if e.announce_type in (AnnounceType.NEW, AnnounceType.CROSS)]
    for start in range(0, len(announced), _ROWS_AT_ONCE):
        piece = announced[start : start + _ROWS_AT_ONCE]
        papers = {entry.key: _paper_values(entry, now) for entry in piece}
        await session.execute(
            insert(session, PaperRow).on_conflict_do_nothing(), list(papers.values())
        )
        listings = {
            entry.key: {
                "category": category,
                "arxiv_id": entry.key,
                "announce_type": entry.announce_type,
                "announced_on": day,
                "listed_at": now,
            }
            for entry in piece
        }
        await session.execute(
            insert(session, ListingRow).on_conflict_do_nothing(), list(listings.values())
        )
    await _raise_versions(session, entries)


async def unknown(session: AsyncSession, keys: Collection[str]) -> list[str]:
    """Those of ``keys`` that no feed and nobody brought yet."""
    known = await session.scalars(select(PaperRow.arxiv_id).where(PaperRow.arxiv_id.in_(keys)))
    missing = set(keys) - set(known)
    return [key for key in keys if key in missing]


async def undescribed(session: AsyncSession, keys: Collection[str]) -> list[str]:
    """Those of the papers ``keys`` about whose newest version the API was not asked yet."""
    asked = await session.scalars(
        select(PaperRow.arxiv_id).where(
            PaperRow.arxiv_id.in_(keys), PaperRow.described_version >= PaperRow.version
        )
    )
    done = set(asked)
    return [key for key in keys if key not in done]


async def store_details(session: AsyncSession, found: Iterable[FoundPaper], now: datetime) -> None:
    """Store what the API says of papers: their venues, newest versions and withdrawals.

    Those that nobody brought before are known from then on. A paper that the API left out stays as
    it is, to be asked about again. The number of statements does not depend on how many there are.
    """
    newest = {paper.entry.key: paper for paper in found}
    if not newest:
        return
    await remember(session, [paper.entry for paper in newest.values()], now)
    connection = await session.connection()
    await connection.execute(
        _DESCRIBED,
        [
            {"key": key, "where_accepted": paper.venue, "newest": paper.entry.version}
            for key, paper in newest.items()
        ],
    )


async def remember(session: AsyncSession, entries: Sequence[FeedEntry], now: datetime) -> None:
    """Store papers that no feed brought."""
    await session.execute(
        insert(session, PaperRow).on_conflict_do_nothing(),
        [_paper_values(entry, now) for entry in entries],
    )
    await _raise_versions(session, entries)


async def _raise_versions(session: AsyncSession, entries: Sequence[FeedEntry]) -> None:
    """Raise stored versions to those of ``entries``; never lowers one, never adds a paper.

    The newest version says whether the paper is withdrawn; a later one can bring it back.
    """
    newest = {entry.key: entry for entry in entries if entry.version > 1 or entry.is_withdrawn}
    if not newest:
        return
    known = await session.execute(
        select(PaperRow.arxiv_id, PaperRow.version, PaperRow.is_withdrawn).where(
            PaperRow.arxiv_id.in_(newest)
        )
    )
    behind = [
        newest[key]
        for key, version, is_withdrawn in known.all()
        if (newest[key].version, newest[key].is_withdrawn) > (version, is_withdrawn)
    ]
    for entry in behind:
        await session.execute(
            update(PaperRow)
            .where(PaperRow.arxiv_id == entry.key, PaperRow.version <= entry.version)
            .values(version=entry.version, is_withdrawn=entry.is_withdrawn)
            .execution_options(synchronize_session=False)
        )


def _paper_values(entry: FeedEntry, now: datetime) -> dict[str, Any]:
    """The columns of a paper's row."""
    return {
        "arxiv_id": entry.key,
        "version": entry.version,
        "title": entry.title,
        "folded_title": folded(entry.title),
        "authors": list(entry.authors),
        "folded_authors": folded(", ".join(entry.authors)),
        "abstract": entry.abstract,
        "categories": list(entry.categories),
        "seen_at": now,
        "is_withdrawn": entry.is_withdrawn,
    }


def _settle(row: FeedRow, verdict: health.Verdict, now: datetime) -> None:
    """Write a verdict into the feed's row, with the next poll and the gap it shows, if any."""
    row.health, row.note, row.read_at = verdict.health, verdict.note, now
    if verdict.health is Health.STALE:
        _count_useless(row, now)
    else:
        row.failures, row.failing_since = 0, None
    row.next_poll_at = next_rebuild(now)
    if verdict.again_after is not None:
        row.next_poll_at = min(now + verdict.again_after, row.next_poll_at)
    if verdict.missed:
        row.missing_from = row.missing_from or verdict.missed[-_LONGEST_GAP:][0]
        row.missing_until, row.empty_answers = verdict.missed[-1], 0
    row.covered_until = max(filter(None, (row.covered_until, verdict.covers)), default=None)


def _count_useless(row: FeedRow, now: datetime) -> None:
    """Count a reading that was of no use."""
    row.failures += 1
    row.failing_since = row.failing_since or now


async def _row(session: AsyncSession, feed: Feed) -> FeedRow:
    row = await session.get(FeedRow, feed.category, with_for_update=True)
    assert row is not None, "feeds are never deleted"
    return row
