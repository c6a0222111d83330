"""Talks, and feedback on them: anonymous, who gave some until it closes, and signed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_LEVELS = "clarity BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5"


def upgrade() -> None:
    op.create_table(
        "talks",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("about", sa.String(500), nullable=True),
        sa.Column("minutes", WholeNumber, nullable=False),
        sa.Column("slides", sa.String(400), nullable=True),
        sa.Column("recording", sa.String(400), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("position", WholeNumber, nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("has_result", sa.Boolean(), nullable=False),
        sa.CheckConstraint("closed_at IS NOT NULL OR NOT has_result", name=op.f("ck_talks_result")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_talks_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["session_meetings.guild_id", "session_meetings.id"],
            name=op.f("fk_talks_guild_id_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_talks_guild_id_id")),
    )
    op.create_index("ix_talks_meeting", "talks", ["guild_id", "meeting_id"])
    op.create_table(
        "talk_feedback",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("talk_id", sa.BigInteger(), nullable=False),
        *_said(),
        sa.CheckConstraint(_LEVELS, name=op.f("ck_talk_feedback_levels")),
        _of_talk("talk_feedback"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_feedback")),
    )
    op.create_index("ix_talk_feedback_talk", "talk_feedback", ["guild_id", "talk_id"])
    for table in ("talk_feedback_marks", "signed_talk_feedback"):
        _of_person(table)


def _of_person(table: str) -> None:
    is_signed = table == "signed_talk_feedback"
    levels = sa.CheckConstraint(_LEVELS, name=op.f(f"ck_{table}_levels"))
    op.create_table(
        table,
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("talk_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *((*_said(), levels) if is_signed else ()),
        _of_talk(table),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f(f"fk_{table}_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "talk_id", "user_id", name=op.f(f"pk_{table}")),
    )


def _said() -> tuple[sa.Column[Any], ...]:
    listener = sa.Enum(
        "technical",
        "other",
        name="listener",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    return (
        sa.Column("listener", listener, nullable=False),
        sa.Column("clarity", WholeNumber, nullable=False),
        sa.Column("impact", WholeNumber, nullable=False),
        sa.Column("keep", sa.String(500), nullable=True),
    )


def _of_talk(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["guild_id", "talk_id"],
        ["talks.guild_id", "talks.id"],
        name=op.f(f"fk_{table}_guild_id_talk_id_talks"),
        ondelete="CASCADE",
    )
