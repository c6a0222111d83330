"""Competency: members rate themselves on the plan's axes, and ask for a second rating."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _ratings()
    _levels()
    _second_ratings()
    _second_levels()


def _ratings() -> None:
    """Ratings by members of themselves."""
    op.create_table(
        "self_ratings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "number",
            WholeNumber,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("quarter", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("grown", sa.String(length=1000), nullable=True),
        sa.Column("focus", sa.String(length=1000), nullable=True),
        sa.Column("counted_as", sa.String(length=40), nullable=True),
        sa.Column("counted_number", WholeNumber, nullable=True),
        sa.CheckConstraint(
            "(counted_as IS NULL) = (counted_number IS NULL)", name=op.f("ck_self_ratings_counted")
        ),
        sa.CheckConstraint(
            "(finished_on IS NULL) = (quarter IS NULL)", name=op.f("ck_self_ratings_finished")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_self_ratings_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_self_ratings_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "number", name=op.f("pk_self_ratings")),
        sa.UniqueConstraint(
            "guild_id", "user_id", "quarter", name=op.f("uq_self_ratings_guild_id_user_id_quarter")
        ),
    )


def _levels() -> None:
    """Their levels, with the axes as they were."""
    op.create_table(
        "self_rating_levels",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "number",
            WholeNumber,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("place", WholeNumber, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("scale", sa.JSON(), nullable=False),
        sa.Column("level", WholeNumber, nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 10", name=op.f("ck_self_rating_levels_level")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["self_ratings.guild_id", "self_ratings.user_id", "self_ratings.number"],
            name=op.f("fk_self_rating_levels_guild_id_user_id_number_self_ratings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "number", "axis", name=op.f("pk_self_rating_levels")
        ),
    )


def _second_ratings() -> None:
    """Second ratings by whom they ask."""
    op.create_table(
        "second_ratings",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("number", WholeNumber, nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "finished_on IS NULL OR accepted", name=op.f("ck_second_ratings_finished_by_consent")
        ),
        sa.CheckConstraint("user_id <> mentor_id", name=op.f("ck_second_ratings_by_another")),
        sa.ForeignKeyConstraint(
            ["guild_id", "mentor_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_second_ratings_guild_id_mentor_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["self_ratings.guild_id", "self_ratings.user_id", "self_ratings.number"],
            name=op.f("fk_second_ratings_guild_id_user_id_number_self_ratings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_ratings")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_second_ratings_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id", "user_id", "number", name=op.f("uq_second_ratings_guild_id_user_id_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_second_ratings_guild_id_mentor_id"), "second_ratings", ["guild_id", "mentor_id"]
    )


def _second_levels() -> None:
    """The levels that these give."""
    op.create_table(
        "second_rating_levels",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("second_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("level", WholeNumber, nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 10", name=op.f("ck_second_rating_levels_level")),
        sa.ForeignKeyConstraint(
            ["guild_id", "second_id"],
            ["second_ratings.guild_id", "second_ratings.id"],
            name=op.f("fk_second_rating_levels_guild_id_second_id_second_ratings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "second_id", "axis", name=op.f("pk_second_rating_levels")
        ),
    )
