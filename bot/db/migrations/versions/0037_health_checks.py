"""Health checks: answers and who gave one, apart, and the figures made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "health_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("retro_id", sa.BigInteger(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("levels", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_health_answers_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_answers")),
        sa.UniqueConstraint(
            "guild_id",
            "retro_id",
            "secret_hash",
            name=op.f("uq_health_answers_guild_id_retro_id_secret_hash"),
        ),
    )
    op.create_table(
        "health_marks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_health_marks_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_health_marks_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "retro_id", "user_id", name=op.f("pk_health_marks")),
    )
    _create_figures()


def _create_figures() -> None:
    op.create_table(
        "health_figures",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("members", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("answers BETWEEN 4 AND members", name=op.f("ck_health_figures_floor")),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_health_figures_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "retro_id", name=op.f("pk_health_figures")),
    )
    op.create_table(
        "health_totals",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["health_figures.guild_id", "health_figures.retro_id"],
            name=op.f("fk_health_totals_guild_id_retro_id_health_figures"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "retro_id", "item", name=op.f("pk_health_totals")),
    )
