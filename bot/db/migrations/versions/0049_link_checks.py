"""The weekly check of links: which groups have it, their links, and the turns of hosts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_hosts",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("free_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_link_hosts")),
    )
    op.create_index(op.f("ix_link_hosts_free_at"), "link_hosts", ["free_at"])
    op.create_table(
        "link_checks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_link_checks_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_link_checks")),
    )
    op.create_index(op.f("ix_link_checks_next_at"), "link_checks", ["next_at"])
    _links()


def _links() -> None:
    op.create_table(
        "checked_links",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("step_url", sa.String(length=1000), nullable=False),
        sa.Column("step_method", sa.String(length=4), nullable=False),
        sa.Column("step_hops", WholeNumber, nullable=False),
        sa.Column("failed_days", WholeNumber, nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "step_method IN ('HEAD', 'GET')", name=op.f("ck_checked_links_step_method")
        ),
        sa.CheckConstraint(
            "(failed_days = 0) = (failed_on IS NULL)", name=op.f("ck_checked_links_failed")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["link_checks.guild_id"],
            name=op.f("fk_checked_links_guild_id_link_checks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "link_key", name=op.f("pk_checked_links")),
    )
    op.create_index("ix_checked_links_dead", "checked_links", ["guild_id", "failed_days"])
    op.create_index(op.f("ix_checked_links_due_at"), "checked_links", ["due_at"])
