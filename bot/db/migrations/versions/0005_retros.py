"""Retros, cards and actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _retros()
    _actions()
    _retro_columns()
    _retro_cards()


def _retros() -> None:
    op.create_table(
        "retros",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column(
            "anonymity",
            sa.Enum(
                "named",
                "anonymous",
                name="anonymity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scheduled_for", sa.Date(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("reveal_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("summary_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("summary_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_retros_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retros")),
        sa.UniqueConstraint(
            "guild_id", "id", "anonymity", name=op.f("uq_retros_guild_id_id_anonymity")
        ),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_retros_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id", "scheduled_for", name=op.f("uq_retros_guild_id_scheduled_for")
        ),
    )
    op.create_index(
        "uq_retros_open",
        "retros",
        ["guild_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("retro_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(length=150), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "done",
                "dropped",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("kept_in_retro_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (finished_at IS NULL)", name=op.f("ck_actions_finished")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "kept_in_retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_actions_guild_id_kept_in_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "owner_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_actions_guild_id_owner_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_actions_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_actions_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_actions_guild_id_id")),
    )
    op.create_index("ix_actions_list", "actions", ["guild_id", "status", "due_on"], unique=False)


def _retro_columns() -> None:
    op.create_table(
        "retro_columns",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=45), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_retro_columns_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "retro_id", "position", name=op.f("pk_retro_columns")),
    )


def _retro_cards() -> None:
    op.create_table(
        "retro_cards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("retro_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "anonymity",
            sa.Enum(
                "named",
                "anonymous",
                name="anonymity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "anonymity = 'named' OR (author_id IS NULL AND added_at IS NULL)",
            name=op.f("ck_retro_cards_no_trace"),
        ),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 4000", name=op.f("ck_retro_cards_length")),
        sa.ForeignKeyConstraint(
            ["guild_id", "author_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_retro_cards_guild_id_author_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id", "anonymity"],
            ["retros.guild_id", "retros.id", "retros.anonymity"],
            name=op.f("fk_retro_cards_guild_id_retro_id_anonymity_retros"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id", "position"],
            ["retro_columns.guild_id", "retro_columns.retro_id", "retro_columns.position"],
            name=op.f("fk_retro_cards_guild_id_retro_id_position_retro_columns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_cards")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_retro_cards_guild_id_id")),
    )
    op.create_index(
        "ix_retro_cards_retro", "retro_cards", ["guild_id", "retro_id", "position"], unique=False
    )
