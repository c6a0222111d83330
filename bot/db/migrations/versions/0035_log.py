"""Minutes of entries, which days were planned for members, and what they wrote of their weeks."""

from __future__ import annotations

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_LONG_AGO = date(2000, 1, 1)
_MEMBERS = sa.table(
    "members",
    sa.column("guild_id", sa.BigInteger()),
    sa.column("user_id", sa.BigInteger()),
    sa.column("weekdays", WholeNumber),
    sa.column("paused_from", sa.Date()),
    sa.column("paused_until", sa.Date()),
    sa.column("rests", sa.Text()),
)


def upgrade() -> None:
    with op.batch_alter_table("entries") as table:
        table.add_column(sa.Column("minutes", WholeNumber, nullable=True))
        table.create_check_constraint("minutes", "minutes BETWEEN 1 AND 1440")
    planned = op.create_table(
        "planned_days",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("weekdays", WholeNumber, nullable=False),
        sa.Column("skips", sa.Text(), nullable=True),
        sa.CheckConstraint("weekdays BETWEEN 0 AND 127", name=op.f("ck_planned_days_weekdays")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_planned_days_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "since", name=op.f("pk_planned_days")),
    )
    op.create_table(
        "week_logs",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("better", sa.String(1000), nullable=True),
        sa.Column("to_change", sa.String(1000), nullable=True),
        sa.Column("ahead", sa.String(1000), nullable=True),
        sa.Column("line", sa.String(150), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "released_at IS NULL OR line IS NOT NULL", name=op.f("ck_week_logs_released")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_week_logs_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "week", name=op.f("pk_week_logs")),
    )
    op.create_index("ix_week_logs_released", "week_logs", ["guild_id", "released_at"])
    # Of days before, no more is known than what is in force: a pause that is over covers them.
    known = [
        {
            "guild_id": row.guild_id,
            "user_id": row.user_id,
            "since": _LONG_AGO,
            "weekdays": row.weekdays,
            "skips": _skips(row),
        }
        for row in op.get_bind().execute(sa.select(_MEMBERS))
    ]
    if known:
        op.bulk_insert(planned, known)


def _skips(row: sa.Row[tuple[object, ...]]) -> str | None:
    """The member's pause and rest as `bot.scheduling.skips` wrote them when this was made."""
    rests = json.loads(row.rests) if row.rests else []
    parts = [json.dumps(each, separators=(",", ":")) for each in rests]
    if row.paused_until is not None:
        pause = {"since": row.paused_from, "until": row.paused_until}
        said = {name: day.isoformat() for name, day in pause.items() if day is not None}
        parts.append(json.dumps(said, separators=(",", ":")))
    return f"[{','.join(sorted(parts))}]" if parts else None
