"""Schedules and deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _schedules()
    _deliveries()


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column(
            "cadence",
            sa.Enum(
                "weekly",
                "monthly",
                "once",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("weekdays", sa.Integer(), nullable=True),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("local_time", sa.Time(), nullable=True),
        sa.Column("once_at", UtcDateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(cadence = 'weekly') = (weekdays IS NOT NULL) AND (cadence = 'monthly') = (month_day IS NOT NULL) AND (cadence = 'once') = (once_at IS NOT NULL) AND (cadence = 'once') = (local_time IS NULL)",
            name=op.f("ck_schedules_rule"),
        ),
        sa.CheckConstraint("month_day BETWEEN 1 AND 28", name=op.f("ck_schedules_month_day")),
        sa.CheckConstraint("weekdays BETWEEN 0 AND 127", name=op.f("ck_schedules_weekdays")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_schedules_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id",
            "user_id",
            "kind",
            "subject",
            name=op.f("uq_schedules_guild_id_user_id_kind_subject"),
        ),
    )
    op.create_index(
        "ix_schedules_due",
        "schedules",
        ["next_due_at", "kind"],
        unique=False,
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence", sa.String(length=32), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "due",
                "sending",
                "retry",
                "sent",
                "undeliverable",
                "missed",
                "cancelled",
                name="deliverystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(next_try_at IS NOT NULL) = (status IN ('due', 'sending', 'retry'))",
            name=op.f("ck_deliveries_open"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "schedule_id"],
            ["schedules.guild_id", "schedules.id"],
            name=op.f("fk_deliveries_guild_id_schedule_id_schedules"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "schedule_id", "occurrence", name=op.f("uq_deliveries_schedule_id_occurrence")
        ),
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_try_at IS NOT NULL"),
        postgresql_where=sa.text("next_try_at IS NOT NULL"),
    )
