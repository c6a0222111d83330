"""Figures that stay as they were counted: of blocks of the plan, and of open votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _block_figures()
    _block_standings()
    _vote_figures()


def _block_figures() -> None:
    op.create_table(
        "block_figures",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_id", sa.String(length=40), nullable=False),
        sa.Column("made_of", sa.JSON(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        *(
            sa.Column(name, WholeNumber, nullable=True)
            for name in ("members", "done", "in_progress", "skipped", "total")
        ),
        sa.Column("gone", WholeNumber, nullable=False),
        sa.CheckConstraint("members >= 4", name=op.f("ck_block_figures_floor")),
        sa.CheckConstraint("gone = 0 OR members IS NULL", name=op.f("ck_block_figures_withheld")),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_block_figures_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "block_id", name=op.f("pk_block_figures")),
    )


def _block_standings() -> None:
    op.create_table(
        "block_standings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *(
            sa.Column(name, WholeNumber, nullable=False)
            for name in ("done", "in_progress", "skipped", "total")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "block_id"],
            ["block_figures.guild_id", "block_figures.block_id"],
            name=op.f("fk_block_standings_guild_id_block_id_block_figures"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_block_standings_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "block_id", "user_id", name=op.f("pk_block_standings")),
    )
    op.create_index(
        op.f("ix_block_standings_guild_id_user_id"), "block_standings", ["guild_id", "user_id"]
    )


def _vote_figures() -> None:
    op.create_table(
        "paper_vote_figures",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_vote_figures_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", name=op.f("pk_paper_vote_figures")),
    )
    op.add_column("paper_ballots", sa.Column("is_counted", sa.Boolean(), nullable=True))
    # Totals of an open vote were seen up to its newest ballot: those that are there are not new.
    op.execute(
        "UPDATE paper_ballots SET is_counted = TRUE WHERE EXISTS (SELECT 1 FROM paper_rounds"
        " WHERE paper_rounds.guild_id = paper_ballots.guild_id"
        " AND paper_rounds.id = paper_ballots.round_id"
        " AND paper_rounds.closed_at IS NULL AND NOT paper_rounds.hides_totals)"
    )
