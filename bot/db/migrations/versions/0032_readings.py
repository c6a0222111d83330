"""What follows a chosen paper: attempts to reproduce it, a question a week after, ratings, actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _follow_ups()
    _rating_figures()
    _ratings()
    _reproductions()
    _actions()


def _follow_ups() -> None:
    op.create_table(
        "paper_follow_ups",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asks_at", UtcDateTime(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_follow_ups_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", name=op.f("pk_paper_follow_ups")),
    )


def _rating_figures() -> None:
    op.create_table(
        "paper_rating_figures",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ratings", WholeNumber, nullable=False),
        sa.Column("stars", WholeNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_rating_figures_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", name=op.f("pk_paper_rating_figures")),
    )


def _ratings() -> None:
    op.create_table(
        "paper_ratings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stars", WholeNumber, nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("rated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_paper_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_ratings_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_ratings_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", "user_id", name=op.f("pk_paper_ratings")),
    )


def _reproductions() -> None:
    op.create_table(
        "paper_reproductions",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("tried", sa.String(length=300), nullable=False),
        sa.Column("repository", sa.String(length=400), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "reproduced",
                "partly",
                "failed",
                "not-tried",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["papers.arxiv_id"], name=op.f("fk_paper_reproductions_arxiv_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_reproductions_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_reproductions")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_paper_reproductions_guild_id_id")),
    )
    op.create_index(op.f("ix_paper_reproductions_arxiv_id"), "paper_reproductions", ["arxiv_id"])
    op.create_index(
        op.f("ix_paper_reproductions_guild_id_user_id"),
        "paper_reproductions",
        ["guild_id", "user_id"],
    )


def _actions() -> None:
    op.create_table(
        "paper_actions",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=150), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "action_id"],
            ["actions.guild_id", "actions.id"],
            name=op.f("fk_paper_actions_guild_id_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "owner_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_actions_guild_id_owner_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_actions_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_actions")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_paper_actions_guild_id_id")),
    )
    op.create_index(
        op.f("ix_paper_actions_guild_id_action_id"), "paper_actions", ["guild_id", "action_id"]
    )
    op.create_index(
        op.f("ix_paper_actions_guild_id_owner_id"), "paper_actions", ["guild_id", "owner_id"]
    )
    op.create_index(
        op.f("ix_paper_actions_guild_id_round_id"), "paper_actions", ["guild_id", "round_id"]
    )
