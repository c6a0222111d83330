"""Conferences and meetups that members went to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attended_events",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("folded_name", sa.String(240), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("attended_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(400), nullable=True),
        sa.Column("counted_as", sa.String(40), nullable=True),
        sa.Column("counted_number", WholeNumber, nullable=True),
        sa.CheckConstraint(
            "kind IN ('conference', 'meetup')", name=op.f("ck_attended_events_eventkind")
        ),
        sa.CheckConstraint(
            "(counted_as IS NULL) = (counted_number IS NULL)",
            name=op.f("ck_attended_events_counted"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_attended_events_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attended_events")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_attended_events_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id",
            "user_id",
            "folded_name",
            "attended_on",
            name=op.f("uq_attended_events_guild_id_user_id_folded_name_attended_on"),
        ),
    )
