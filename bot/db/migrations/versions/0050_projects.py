"""Projects of members with their stages and checkpoints, and contributions to open source."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _projects()
    _project_stages()
    _project_checkpoints()
    _contributions()


def _projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("repository", sa.String(length=400), nullable=True),
        sa.Column("pain_points", sa.JSON(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("next_step", sa.String(length=150), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("risks", sa.String(length=2000), nullable=False),
        sa.Column("mitigations", sa.String(length=2000), nullable=False),
        sa.Column("no_risks_because", sa.String(length=500), nullable=False),
        sa.Column("demo", sa.String(length=400), nullable=True),
        sa.Column("results", sa.String(length=2000), nullable=False),
        sa.Column("tradeoffs", sa.String(length=2000), nullable=False),
        sa.Column("postmortem", sa.String(length=2000), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("revision", WholeNumber, nullable=False),
        sa.Column("releases", WholeNumber, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("counted_as", sa.String(length=40), nullable=True),
        sa.Column("counted_number", WholeNumber, nullable=True),
        *_project_constraints(),
    )
    op.create_index("ix_projects_released", "projects", ["guild_id", "released_at"])


def _project_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "published_at IS NULL OR (risks <> '' AND mitigations <> '') OR no_risks_because <> ''",
            name=op.f("ck_projects_risks_are_settled"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_projects_has_title")),
        sa.CheckConstraint(
            "(channel_id IS NULL) = (message_id IS NULL)", name=op.f("ck_projects_posted")
        ),
        sa.CheckConstraint(
            "(counted_as IS NULL) = (counted_number IS NULL)", name=op.f("ck_projects_counted")
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_on IS NULL)", name=op.f("ck_projects_published")
        ),
        sa.CheckConstraint(
            "message_id IS NULL OR released_at IS NOT NULL",
            name=op.f("ck_projects_post_is_released"),
        ),
        sa.CheckConstraint(
            "released_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_projects_release")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_projects_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint(
            "guild_id", "user_id", "id", name=op.f("uq_projects_guild_id_user_id_id")
        ),
    ]


def _project_stages() -> None:
    op.create_table(
        "project_stages",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("project_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_project_stages_from_one")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id", "project_id"],
            ["projects.guild_id", "projects.user_id", "projects.id"],
            name=op.f("fk_project_stages_guild_id_user_id_project_id_projects"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "project_id", "number", name=op.f("pk_project_stages")
        ),
    )


def _project_checkpoints() -> None:
    op.create_table(
        "project_checkpoints",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("project_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "words <> '' OR link IS NOT NULL", name=op.f("ck_project_checkpoints_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id", "project_id"],
            ["projects.guild_id", "projects.user_id", "projects.id"],
            name=op.f("fk_project_checkpoints_guild_id_user_id_project_id_projects"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "project_id", "stage", name=op.f("pk_project_checkpoints")
        ),
    )


def _contributions() -> None:
    op.create_table(
        "contributions",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("about", sa.String(length=150), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "merged",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_contributions_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_contributions_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id", "user_id", "link", name=op.f("uq_contributions_guild_id_user_id_link")
        ),
    )
    op.create_index("ix_contributions_released", "contributions", ["guild_id", "is_released"])
