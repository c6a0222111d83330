"""Tables of projects."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake
from bot.inputs.links import MAX_LINK
from bot.projects.rules import (
    MAX_PART,
    MAX_REASON,
    MAX_STEP,
    MAX_SUMMARY,
    MAX_TITLE,
    MAX_WORDS,
)

_MAX_ID = 40


class ProjectRow(Base):
    """A member's project.

    It is in work while ``published_at`` is empty; ``published_on`` is its member's local date then.
    The group sees it from ``released_at`` on; ``releases`` counts how often that was, ``revision``
    its texts. ``channel_id`` and ``message_id`` are its post. ``answers`` are by the question's id.
    """

    __tablename__ = "projects"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    summary: Mapped[str] = mapped_column(String(MAX_SUMMARY))
    repository: Mapped[str | None] = mapped_column(String(MAX_LINK))
    pain_points: Mapped[list[str]] = mapped_column(JSON)
    block: Mapped[str | None] = mapped_column(String(_MAX_ID))
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    next_step: Mapped[str] = mapped_column(String(MAX_STEP))
    stage: Mapped[str] = mapped_column(String(_MAX_ID))
    risks: Mapped[str] = mapped_column(String(MAX_PART))
    mitigations: Mapped[str] = mapped_column(String(MAX_PART))
    no_risks_because: Mapped[str] = mapped_column(String(MAX_REASON))
    demo: Mapped[str | None] = mapped_column(String(MAX_LINK))
    results: Mapped[str] = mapped_column(String(MAX_PART))
    tradeoffs: Mapped[str] = mapped_column(String(MAX_PART))
    postmortem: Mapped[str] = mapped_column(String(MAX_PART))
    begun_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_on: Mapped[date | None]
    released_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    releases: Mapped[int] = mapped_column(default=0)
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))
    counted_as: Mapped[str | None] = mapped_column(String(_MAX_ID))
    counted_number: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "user_id", "id"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("title <> ''", name="has_title"),
        CheckConstraint("(published_at IS NULL) = (published_on IS NULL)", name="published"),
        CheckConstraint("released_at IS NULL OR published_at IS NOT NULL", name="release"),
        CheckConstraint(
            "published_at IS NULL OR (risks <> '' AND mitigations <> '') OR no_risks_because <> ''",
            name="risks_are_settled",
        ),
        CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="posted"),
        CheckConstraint("message_id IS NULL OR released_at IS NOT NULL", name="post_is_released"),
        CheckConstraint("(counted_as IS NULL) = (counted_number IS NULL)", name="counted"),
        Index("ix_projects_released", "guild_id", "released_at"),
    )


class StageRow(Base):
    """That a project came to a stage; those that it came to are numbered from 1."""

    __tablename__ = "project_stages"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    project_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(_MAX_ID))
    entered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id", "project_id"],
            ["projects.guild_id", "projects.user_id", "projects.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("number >= 1", name="from_one"),
    )


class CheckpointRow(Base):
    """What a member looked at of ethics and bias in a stage of a project."""

    __tablename__ = "project_checkpoints"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    project_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(_MAX_ID), primary_key=True)
    words: Mapped[str] = mapped_column(String(MAX_WORDS))
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    written_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id", "project_id"],
            ["projects.guild_id", "projects.user_id", "projects.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("words <> '' OR link IS NOT NULL", name="says_something"),
    )
