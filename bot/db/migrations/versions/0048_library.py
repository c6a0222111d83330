"""The library: what members suggest, which links they report, what replaced one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _suggestions()
    _suggesters()
    _links()


def _links() -> None:
    op.create_table(
        "library_replacements",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=True),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_library_replacements_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "link_key", name=op.f("pk_library_replacements")),
    )
    op.create_table(
        "library_reports",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("proposed", sa.String(length=400), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_library_reports_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "link_key", "user_id", name=op.f("pk_library_reports")),
    )


def _suggestions() -> None:
    op.create_table(
        "library_suggestions",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "course",
                "docs",
                "forum",
                "newsletter",
                "book",
                "article",
                "paper",
                name="resourcekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "waiting",
                "accepted",
                "declined",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("suggested_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(decision = 'waiting') = (decided_at IS NULL)",
            name=op.f("ck_library_suggestions_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_library_suggestions_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_suggestions")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_library_suggestions_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id", "link_key", name=op.f("uq_library_suggestions_guild_id_link_key")
        ),
    )
    op.create_index("ix_library_suggestions_list", "library_suggestions", ["guild_id", "decision"])


def _suggesters() -> None:
    op.create_table(
        "library_suggesters",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("suggestion_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "suggestion_id"],
            ["library_suggestions.guild_id", "library_suggestions.id"],
            name=op.f("fk_library_suggesters_suggestion"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_library_suggesters_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "suggestion_id", name=op.f("pk_library_suggesters")),
    )
    op.create_index(
        op.f("ix_library_suggesters_guild_id_user_id"),
        "library_suggesters",
        ["guild_id", "user_id"],
    )
