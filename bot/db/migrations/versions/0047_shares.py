"""Knowledge shares: what members publish for others to learn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        _choice("kind", "sharekind", "blog", "talk", "video", "code", "other"),
        _choice("audience", "audience", "technical", "non-technical"),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("releases", WholeNumber, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("counted_as", sa.String(length=40), nullable=True),
        sa.Column("counted_number", WholeNumber, nullable=True),
        sa.CheckConstraint(
            "(channel_id IS NULL) = (message_id IS NULL)", name=op.f("ck_shares_posted")
        ),
        sa.CheckConstraint(
            "(counted_as IS NULL) = (counted_number IS NULL)", name=op.f("ck_shares_counted")
        ),
        sa.CheckConstraint(
            "message_id IS NULL OR released_at IS NOT NULL", name=op.f("ck_shares_post_is_released")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_shares_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_shares_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id", "user_id", "link_key", name=op.f("uq_shares_guild_id_user_id_link_key")
        ),
    )
    op.create_index("ix_shares_released", "shares", ["guild_id", "released_at"])


def _choice(name: str, type_name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=type_name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)
