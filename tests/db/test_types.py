"""Column types: instants, ids that Discord gave, enumerations, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.db import Database, RowId, Snowflake, UtcDateTime, enum_column


class Colour(StrEnum):
    DARK_RED = "dark red"
    BLUE = "blue"


class LocalBase(DeclarativeBase):
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class Thing(LocalBase):
    __tablename__ = "things"

    id: Mapped[RowId]
    at: Mapped[datetime | None]
    snowflake: Mapped[Snowflake | None]
    colour: Mapped[Colour | None] = mapped_column(enum_column(Colour))


@pytest.fixture
async def things(empty_db_url: str) -> AsyncIterator[Database]:
    database = Database(empty_db_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(LocalBase.metadata.create_all)
    yield database
    await database.close()


async def stored(database: Database, **values: object) -> Thing:
    async with database.begin() as session:
        thing = Thing(**values)
        session.add(thing)
    async with database.read() as session:
        return (await session.scalars(select(Thing).where(Thing.id == thing.id))).one()


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 1, 3, 30, tzinfo=UTC),
        datetime(2026, 3, 1, 3, 30, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-5))),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
async def test_instants_come_back_as_the_same_instant_in_utc(
    things: Database, instant: datetime
) -> None:
    at = (await stored(things, at=instant)).at
    assert at == instant
    assert at is not None
    assert at.tzinfo is UTC


async def test_naive_instants_are_refused_in_rows_and_in_questions(things: Database) -> None:
    naive = datetime(2026, 3, 1, 3, 30)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="must be aware"):
        await stored(things, at=naive)
    async with things.read() as session:
        with pytest.raises(StatementError, match="must be aware"):
            await session.execute(select(Thing).where(Thing.at < naive))


async def test_instants_sort_as_time_does(things: Database) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    instants = [start + timedelta(microseconds=step) for step in (0, 1, 999_999, 1_000_000, 10**9)]
    for instant in reversed(instants):
        await stored(things, at=instant)
    async with things.read() as session:
        assert list(await session.scalars(select(Thing.at).order_by(Thing.at))) == instants
        before = select(Thing.at).where(Thing.at < instants[2]).order_by(Thing.at)
        assert list(await session.scalars(before)) == instants[:2]


@pytest.mark.parametrize("snowflake", [0, 2**32, 2**53 + 1, 2**63 - 1])
async def test_snowflakes_keep_all_their_bits(things: Database, snowflake: int) -> None:
    assert (await stored(things, snowflake=snowflake)).snowflake == snowflake


async def test_row_ids_count_up_by_themselves(things: Database) -> None:
    first, second = await stored(things), await stored(things)
    assert second.id > first.id


async def test_enumerations_are_kept_by_value_and_nothing_else_gets_in(things: Database) -> None:
    assert (await stored(things, colour=Colour.DARK_RED)).colour is Colour.DARK_RED
    async with things.read() as session:
        assert await session.scalar(text("SELECT colour FROM things")) == "dark red"
    with pytest.raises(IntegrityError):
        async with things.begin() as session:
            await session.execute(text("INSERT INTO things (colour) VALUES ('green')"))
    with pytest.raises(StatementError):
        async with things.begin() as session:
            await session.execute(insert(Thing).values(colour="green"))
