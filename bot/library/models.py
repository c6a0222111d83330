"""Tables of the library: what members suggest, which links they report, and what replaced one."""

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

from bot.db import Base, RowId, Snowflake, enum_column
from bot.inputs.links import KEY_LENGTH, MAX_LINK
from bot.library.rules import MAX_TEXT, MAX_TITLE, MAX_URL
from bot.library.values import Decision, ResourceKind


class SuggestionRow(Base):
    """Something to learn from that a member suggested; each link once a group.

    ``block`` is a block's id in the plan, or empty.
    """

    __tablename__ = "library_suggestions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    url: Mapped[str] = mapped_column(String(MAX_LINK))
    kind: Mapped[ResourceKind] = mapped_column(enum_column(ResourceKind))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    text: Mapped[str] = mapped_column(String(MAX_TEXT))
    block: Mapped[str] = mapped_column(String(40))
    decision: Mapped[Decision] = mapped_column(enum_column(Decision))
    suggested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "link_key"),
        CheckConstraint("(decision = 'waiting') = (decided_at IS NULL)", name="decided"),
        Index("ix_library_suggestions_list", "guild_id", "decision"),
    )


class SuggesterRow(Base):
    """Who suggested something. Without this row, once they are gone, it is the group's."""

    __tablename__ = "library_suggesters"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    suggestion_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "suggestion_id"],
            ["library_suggestions.guild_id", "library_suggestions.id"],
            # By our convention it would be longer than PostgreSQL keeps a name.
            name="fk_library_suggesters_suggestion",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        Index(None, "guild_id", "user_id"),
    )


class ReportRow(Base):
    """A member says that a link is dead; ``proposed`` is where they say it is now."""

    __tablename__ = "library_reports"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    url: Mapped[str] = mapped_column(String(MAX_URL))
    proposed: Mapped[str | None] = mapped_column(String(MAX_LINK))
    reported_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class ReplacementRow(Base):
    """What an organiser put in the place of a link of the plan or of a suggestion.

    ``link_key`` is of the address that was given there; without ``url`` it is called dead.
    """

    __tablename__ = "library_replacements"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    url: Mapped[str | None] = mapped_column(String(MAX_LINK))
    replaced_at: Mapped[datetime]
