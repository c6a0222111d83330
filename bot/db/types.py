"""Column types that all tables share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, String
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.inputs.date_patterns import DatePattern, read_date_pattern, write_date_pattern


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; always gives back aware UTC.

    PostgreSQL keeps it as ``timestamptz``; SQLite as naive UTC text, which sorts as it should.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """``timestamptz`` where the database has one."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive value is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware: give it a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """From SQLite's text in one step: a board reads hundreds."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda text: None if text is None else datetime.fromisoformat(text + "+00:00")

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From PostgreSQL's instant, which comes in any zone."""
        return None if value is None else value.astimezone(UTC)


class PatternText(TypeDecorator[DatePattern]):
    """Dates that come again, as a short text such as ``15`` or ``lastfri``."""

    impl = String(16)
    cache_ok = True

    def process_bind_param(self, value: DatePattern | None, dialect: Dialect) -> str | None:
        """To the text."""
        return None if value is None else write_date_pattern(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> DatePattern | None:
        """From the text; one that says no pattern is an error."""
        return None if value is None else read_date_pattern(value)


Snowflake = Annotated[int, mapped_column(BigInteger)]
"""An id that Discord gave: 64 bits."""

WholeNumber = BigInteger().with_variant(Integer, "sqlite")
"""A number of 64 bits; SQLite's type INTEGER has as many."""

RowId = Annotated[int, mapped_column(WholeNumber, primary_key=True)]
"""Our own id. SQLite counts up only a column of type INTEGER."""


def weekday_bits(weekdays: Iterable[int]) -> int:
    """A set of weekdays (0 = Monday) as a column holds it: a bit each."""
    return sum(1 << day for day in weekdays)


def weekdays_in(bits: int) -> frozenset[int]:
    """The weekdays that :func:`weekday_bits` made ``bits`` of."""
    return frozenset(day for day in range(7) if bits >> day & 1)


def enum_column(kind: type[StrEnum], *, name: str | None = None) -> Enum:
    """A column that holds the values of ``kind`` as text, with a CHECK against anything else.

    ``name`` is what databases call that CHECK where it is not the name of the class.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
