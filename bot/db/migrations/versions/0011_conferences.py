"""Conferences with their deadlines, who added each, and who aims for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conferences()
    _conference_adders()
    _conference_watches()


def _conferences() -> None:
    op.create_table(
        "conferences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded_name", sa.String(length=240), nullable=False),
        sa.Column("deadline_at", UtcDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_conferences_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conferences")),
        sa.UniqueConstraint(
            "guild_id", "folded_name", name=op.f("uq_conferences_guild_id_folded_name")
        ),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_conferences_guild_id_id")),
    )
    op.create_index("ix_conferences_coming", "conferences", ["guild_id", "deadline_at"])


def _conference_adders() -> None:
    op.create_table(
        "conference_adders",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conference_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "conference_id"],
            ["conferences.guild_id", "conferences.id"],
            name=op.f("fk_conference_adders_guild_id_conference_id_conferences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_conference_adders_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "conference_id", name=op.f("pk_conference_adders")),
    )


def _conference_watches() -> None:
    op.create_table(
        "conference_watches",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conference_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "conference_id"],
            ["conferences.guild_id", "conferences.id"],
            name=op.f("fk_conference_watches_guild_id_conference_id_conferences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_conference_watches_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "conference_id", name=op.f("pk_conference_watches")
        ),
    )
