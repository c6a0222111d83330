"""Tables of schedules and of their deliveries."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, PatternText, RandomText, RowId, Snowflake, enum_column
from bot.inputs.date_patterns import DatePattern


class Cadence(StrEnum):
    """How a schedule repeats."""

    WEEKLY = "weekly"
    PERIODIC = "periodic"
    ONCE = "once"


class DeliveryStatus(StrEnum):
    """Where a delivery stands. The first three are open: ``next_try_at`` is set."""

    DUE = "due"
    SENDING = "sending"
    RETRY = "retry"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    MISSED = "missed"
    CANCELLED = "cancelled"


class ScheduleRow(Base):
    """A rule in wall time and zone, and the next instant at which it falls due.

    ``user_id`` is 0 for the group itself, so that the key is unique on every database.
    A schedule that was dropped, or a single one that has fired, has no ``next_due_at``; its row
    stays as long as the deliveries that prove what was sent already, which belong to it. It never
    falls due before ``starts_at``, where that is set, nor on a date that ``skips`` names.
    """

    __tablename__ = "schedules"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    cadence: Mapped[Cadence] = mapped_column(enum_column(Cadence))
    weekdays: Mapped[int | None]
    pattern: Mapped[DatePattern | None] = mapped_column(PatternText)
    local_time: Mapped[time | None]
    once_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(String(64))
    skips: Mapped[str | None] = mapped_column(Text)
    next_due_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "user_id", "kind", "subject"),
        UniqueConstraint("guild_id", "id"),
        CheckConstraint("weekdays BETWEEN 0 AND 127", name="weekdays"),
        CheckConstraint(
            "(cadence = 'weekly') = (weekdays IS NOT NULL)"
            " AND (cadence = 'periodic') = (pattern IS NOT NULL)"
            " AND (cadence = 'once') = (once_at IS NOT NULL)"
            " AND (cadence = 'once') = (local_time IS NULL)",
            name="rule",
        ),
        # A tick walks this from its left end and stops at now.
        Index(
            "ix_schedules_due",
            "next_due_at",
            "kind",
            sqlite_where=text("next_due_at IS NOT NULL"),
            postgresql_where=text("next_due_at IS NOT NULL"),
        ),
        # The purge walks these two from their left ends.
        Index(
            "ix_schedules_spent",
            "once_at",
            sqlite_where=text("once_at IS NOT NULL AND next_due_at IS NULL"),
            postgresql_where=text("once_at IS NOT NULL AND next_due_at IS NULL"),
        ),
    )


class DeliveryRow(Base):
    """One occurrence of a schedule on its way to becoming a message.

    ``next_try_at`` is when the row is to be looked at next: its due instant at first, the end of
    the lease while somebody sends it, the next attempt after a failure, None once it is over.
    ``nonce`` is random: a fresh or restored database counts its ids from one again.
    """

    __tablename__ = "deliveries"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    schedule_id: Mapped[Snowflake]
    occurrence: Mapped[str] = mapped_column(String(32))
    period: Mapped[date]
    due_at: Mapped[datetime]
    status: Mapped[DeliveryStatus] = mapped_column(enum_column(DeliveryStatus))
    attempt: Mapped[int]
    nonce: Mapped[str] = mapped_column(String(25), default=RandomText())
    next_try_at: Mapped[datetime | None]
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("schedule_id", "occurrence"),
        ForeignKeyConstraint(
            ["guild_id", "schedule_id"],
            ["schedules.guild_id", "schedules.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "(next_try_at IS NOT NULL) = (status IN ('due', 'sending', 'retry'))", name="open"
        ),
        Index(
            "ix_deliveries_open",
            "next_try_at",
            "id",
            sqlite_where=text("next_try_at IS NOT NULL"),
            postgresql_where=text("next_try_at IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_over",
            "due_at",
            sqlite_where=text("next_try_at IS NULL"),
            postgresql_where=text("next_try_at IS NULL"),
        ),
    )
