"""Tables of deadline files: those that a group named, what stands in them, and what it took."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.community.rules import MAX_NAME
from bot.db import Base, RowId, Snowflake, enum_column
from bot.deadline_files.rules import KEY_LENGTH, MAX_SAID, MAX_TROUBLE
from bot.deadline_files.values import FileKind
from bot.inputs import links

_ZONE, _VALIDATOR = 64, 200


class DeadlineFileRow(Base):
    """A file that a group's organisers named; ``key`` is of its address in any spelling.

    It is read daily once something was taken from it (``kept_at``), and otherwise goes when it
    would be due. ``next_read_at`` is since when it is due, also while it is being read, which
    nobody else does before ``leased_until``. ``failing_since`` is when the first of its last
    ``failures`` readings was of no use.
    """

    __tablename__ = "deadline_files"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(links.KEY_LENGTH))
    url: Mapped[str] = mapped_column(String(links.MAX_LINK))
    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind, name="file_kind"))
    kept_at: Mapped[datetime | None]
    read_at: Mapped[datetime]
    next_read_at: Mapped[datetime] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    etag: Mapped[str | None] = mapped_column(String(_VALIDATOR))
    last_modified: Mapped[str | None] = mapped_column(String(_VALIDATOR))
    over: Mapped[int]
    undated: Mapped[int]
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(MAX_TROUBLE))
    is_trouble_told: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "key"),
    )


class FileEntryRow(Base):
    """A deadline in a file, as the last reading found it: ahead, or unclear."""

    __tablename__ = "deadline_file_entries"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    file_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    family: Mapped[str] = mapped_column(String(KEY_LENGTH))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    said: Mapped[str] = mapped_column(String(MAX_SAID))
    deadline_at: Mapped[datetime | None]
    zone: Mapped[str | None] = mapped_column(String(_ZONE))
    trouble: Mapped[str] = mapped_column(String(MAX_TROUBLE))
    asks: Mapped[bool]
    link: Mapped[str | None] = mapped_column(String(links.MAX_LINK))

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "file_id"],
            ["deadline_files.guild_id", "deadline_files.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("(deadline_at IS NULL) = (zone IS NULL)", name="moment"),
    )


class FollowedRow(Base):
    """A conference whose deadline a group took from a file; see `values.Followed`.

    ``gone_at`` is since when no date in the file is surely its own. ``was_at`` is the deadline
    before the last of its ``moves`` by the file, at ``moved_at``.
    """

    __tablename__ = "deadline_file_conferences"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    conference_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    file_id: Mapped[Snowflake]
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    family: Mapped[str] = mapped_column(String(KEY_LENGTH))
    applied_at: Mapped[datetime]
    applied_zone: Mapped[str] = mapped_column(String(_ZONE))
    seen_at: Mapped[datetime | None]
    seen_zone: Mapped[str | None] = mapped_column(String(_ZONE))
    seen_since: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    is_gone_told: Mapped[bool] = mapped_column(default=False)
    was_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    moves: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "conference_id"],
            ["conferences.guild_id", "conferences.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "file_id"],
            ["deadline_files.guild_id", "deadline_files.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("(seen_at IS NULL) = (seen_zone IS NULL)", name="seen"),
        CheckConstraint("(moved_at IS NULL) = (was_at IS NULL)", name="moved"),
        Index("ix_deadline_file_conferences_file", "guild_id", "file_id"),
    )
