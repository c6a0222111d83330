"""Study partners: who takes part, rounds, pairs, and whom somebody avoids."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rounds()
    _settings()
    _not_with()
    _pairs()
    _profiles()
    _waits()
    _partners()


def _rounds() -> None:
    op.create_table(
        "partner_rounds",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", WholeNumber, nullable=False),
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_partner_rounds_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_rounds")),
        sa.UniqueConstraint(
            "guild_id", "delivery_id", name=op.f("uq_partner_rounds_guild_id_delivery_id")
        ),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_partner_rounds_guild_id_id")),
    )
    op.create_index("ix_partner_rounds_made_at", "partner_rounds", ["made_at"])


def _settings() -> None:
    op.create_table(
        "partner_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("weeks", WholeNumber, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_partner_settings_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_partner_settings")),
    )


def _not_with() -> None:
    op.create_table(
        "partner_not_with",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("user_id <> other_id", name=op.f("ck_partner_not_with_another")),
        sa.ForeignKeyConstraint(
            ["guild_id", "other_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_partner_not_with_guild_id_other_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_partner_not_with_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "other_id", name=op.f("pk_partner_not_with")
        ),
    )


def _pairs() -> None:
    op.create_table(
        "partner_pairs",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mentoring",
                "peers",
                name="pair_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("is_introduced", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["partner_rounds.guild_id", "partner_rounds.id"],
            name=op.f("fk_partner_pairs_guild_id_round_id_partner_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_pairs")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_partner_pairs_guild_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_partner_pairs_guild_id_round_id", "partner_pairs", ["guild_id", "round_id"])


def _profiles() -> None:
    op.create_table(
        "partner_profiles",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("roles", sa.String(length=30), nullable=False),
        sa.Column("capacity", WholeNumber, nullable=False),
        sa.Column("topics", sa.String(length=150), nullable=False),
        sa.Column("shows_axes", sa.Boolean(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND 5", name=op.f("ck_partner_profiles_capacity")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_partner_profiles_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_partner_profiles")),
    )


def _waits() -> None:
    op.create_table(
        "partner_waits",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "alone",
                "no_mentor_free",
                "no_peer_free",
                "no_mentee_free",
                "no_role",
                name="wait_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["partner_rounds.guild_id", "partner_rounds.id"],
            name=op.f("fk_partner_waits_guild_id_round_id_partner_rounds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_partner_waits_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", "user_id", name=op.f("pk_partner_waits")),
    )
    op.create_index("ix_partner_waits_guild_id_user_id", "partner_waits", ["guild_id", "user_id"])


def _partners() -> None:
    op.create_table(
        "partners",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pair_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", WholeNumber, nullable=False),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        sa.Column("asks_on", sa.Date(), nullable=False),
        sa.Column(
            "met",
            sa.Enum(
                "yes",
                "not_yet",
                "no",
                name="met",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["partner_pairs.guild_id", "partner_pairs.id"],
            name=op.f("fk_partners_guild_id_pair_id_partner_pairs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_partners_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "pair_id", "user_id", name=op.f("pk_partners")),
    )
    op.create_index("ix_partners_guild_id_user_id", "partners", ["guild_id", "user_id"])
