"""Tables of what members want more of, and what they think of papers.

Their names are from when both were part of the weekly paper's feature.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake, enum_column
from bot.interests.rules import LONGEST_KEY, LONGEST_VALUE
from bot.interests.values import InterestKind, WhyNot


class OpinionRow(Base):
    """What a member thinks of a paper: whether they like it, why it is not for the group, or both.

    One that says neither is not there.
    """

    __tablename__ = "paper_opinions"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"), primary_key=True)
    likes: Mapped[bool | None]
    why_not: Mapped[WhyNot | None] = mapped_column(enum_column(WhyNot, name="why_not"))
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("likes IS NOT NULL OR why_not IS NOT NULL", name="says_something"),
        Index(None, "arxiv_id"),
    )


class InterestRow(Base):
    """A word, an author or a category that a member follows, or leaves out.

    ``key`` is the value as it is compared, so that no spelling of it stands twice.
    """

    __tablename__ = "paper_interests"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[InterestKind] = mapped_column(enum_column(InterestKind), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    value: Mapped[str] = mapped_column(String(LONGEST_VALUE))
    is_left_out: Mapped[bool]
    added_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )
