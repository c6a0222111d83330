"""What is kept for a time ends in small portions that hold nobody up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.db import Database, Retention, purge_all, with_ended
from bot.db.acts import RETENTION, ActRow

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
OLD, PORTION = NOW - timedelta(days=2), 3


async def keep(db: Database, *ages: timedelta) -> None:
    async with db.begin() as session:
        rows = [
            {"key": str(number), "interaction_id": number, "done_at": NOW - age}
            for number, age in enumerate(ages)
        ]
        await session.execute(insert(ActRow), rows)


async def purge_small(db: Database) -> int:
    return await purge_all(db, RETENTION, NOW, portion=PORTION)


async def left(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(ActRow)) or 0


async def test_only_what_is_over_ends_the_oldest_first(db: Database) -> None:
    day = timedelta(days=1)
    await keep(db, day, day + timedelta(seconds=1), 3 * day, 4 * day, 5 * day)
    async with db.begin() as session:
        assert await RETENTION.purge(session, NOW, limit=2) == 2
    async with db.read() as session:
        kept = set(await session.scalars(select(ActRow.key)))
    assert kept == {"0", "1", "2"}
    assert await purge_small(db) == 2
    assert await purge_small(db) == 0
    assert await left(db) == 1


async def test_it_is_asked_first_where_anything_is_over(db: Database) -> None:
    assert await with_ended(db, [], NOW) == []
    await keep(db, timedelta(days=1))
    assert await with_ended(db, [RETENTION], NOW) == []
    later = NOW + timedelta(seconds=1)
    assert await with_ended(db, [RETENTION], later) == [RETENTION]


async def test_cut_off_after_a_portion_it_goes_on_where_it_was(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(db, *(timedelta(days=3) for _ in range(8)))
    done, purge = 0, Retention.purge

    async def cut_off(*args: object, **kwargs: object) -> int:
        nonlocal done
        gone = await purge(*args, **kwargs)  # type: ignore[arg-type]
        done += 1
        if done == 2:
            raise RuntimeError("killed before it was committed")
        return gone

    monkeypatch.setattr(Retention, "purge", cut_off)
    with pytest.raises(RuntimeError):
        await purge_small(db)
    assert await left(db) == 8 - PORTION
    assert await purge_small(db) == 8 - PORTION


async def test_others_write_between_two_portions(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for the database has it before the next portion."""
    await keep(db, *(timedelta(days=3) for _ in range(4 * PORTION)))
    order: list[str] = []
    purge = Retention.purge

    async def write() -> None:
        async with db.begin() as session:
            await session.execute(insert(ActRow).values(key="mine", interaction_id=1, done_at=NOW))
        order.append("written")

    async def noted(*args: object, **kwargs: object) -> int:
        if not order:
            writing.append(asyncio.create_task(write()))
            # It has begun to wait, or to write.
            await asyncio.sleep(0)
        gone = await purge(*args, **kwargs)  # type: ignore[arg-type]
        order.append("portion")
        if len(order) == 1:
            await asyncio.sleep(0)
        return gone

    writing: list[asyncio.Task[None]] = []
    monkeypatch.setattr(Retention, "purge", noted)
    await purge_small(db)
    await asyncio.gather(*writing)
    assert order.index("written") < len(order) - 1, order
    assert await left(db) == 1


async def test_a_row_that_somebody_holds_is_left_for_the_next_run(db: Database) -> None:
    if db.is_sqlite:
        pytest.skip("SQLite has one writer at a time, which the purge waits for")
    await keep(db, *(timedelta(days=3) for _ in range(3)))
    async with db.begin() as session:
        await session.execute(select(ActRow.key).where(ActRow.key == "1").with_for_update())
        assert await asyncio.wait_for(purge_small(db), 5) == 2
    assert await purge_small(db) == 1
