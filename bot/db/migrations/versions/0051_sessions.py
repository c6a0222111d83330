"""Sessions: what was planned, each time that the group meets, who comes, and notes of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_sessions",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", WholeNumber, nullable=True),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("minutes", WholeNumber, nullable=False),
        sa.Column("about", sa.String(80), nullable=True),
        sa.Column("topic", sa.String(300), nullable=False),
        sa.Column("place", sa.String(100), nullable=True),
        sa.Column("voice_id", sa.BigInteger(), nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_study_sessions_weekday")),
        sa.CheckConstraint("minutes BETWEEN 15 AND 480", name=op.f("ck_study_sessions_minutes")),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_study_sessions_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_sessions")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_study_sessions_guild_id_id")),
    )
    _meetings()
    _people()


def _meetings() -> None:
    op.create_table(
        "session_meetings",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("topic", sa.String(300), nullable=False),
        sa.Column("link", sa.String(400), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("revision", WholeNumber, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_session_meetings_lasts")),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR NOT is_cancelled",
            name=op.f("ck_session_meetings_cancelled"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "session_id"],
            ["study_sessions.guild_id", "study_sessions.id"],
            name=op.f("fk_session_meetings_guild_id_session_id_study_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_meetings")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_session_meetings_guild_id_id")),
    )
    with op.batch_alter_table("session_meetings") as table:
        table.create_index(
            "uq_session_meetings_open",
            ["guild_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        table.create_index("ix_session_meetings_when", ["guild_id", "starts_at"])


def _people() -> None:
    op.create_table(
        "session_notes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number", WholeNumber, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["session_meetings.guild_id", "session_meetings.id"],
            name=op.f("fk_session_notes_guild_id_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "author_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_session_notes_guild_id_author_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "meeting_id", name=op.f("pk_session_notes")),
    )
    op.create_table(
        "session_answers",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comes", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["session_meetings.guild_id", "session_meetings.id"],
            name=op.f("fk_session_answers_guild_id_meeting_id_session_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_session_answers_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "meeting_id", "user_id", name=op.f("pk_session_answers")
        ),
    )
    with op.batch_alter_table("session_answers") as table:
        table.create_index("ix_session_answers_of", ["guild_id", "user_id"])
