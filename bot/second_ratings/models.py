"""The tables of second ratings."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake


class SecondRatingRow(Base):
    """A member asked ``mentor_id`` to rate them too, for one of their ratings.

    ``accepted`` is empty until they were answered. The levels of one that is not finished may come
    in parts.
    """

    __tablename__ = "second_ratings"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    number: Mapped[int]
    mentor_id: Mapped[Snowflake]
    asked_on: Mapped[date]
    accepted: Mapped[bool | None]
    finished_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "user_id", "number"),
        ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["self_ratings.guild_id", "self_ratings.user_id", "self_ratings.number"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "mentor_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("user_id <> mentor_id", name="by_another"),
        CheckConstraint("finished_on IS NULL OR accepted", name="finished_by_consent"),
        Index(None, "guild_id", "mentor_id"),
    )


class SecondLevelRow(Base):
    """The level that a mentor gives on an axis of the rating that it is about."""

    __tablename__ = "second_rating_levels"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    second_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    axis: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "second_id"],
            ["second_ratings.guild_id", "second_ratings.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("level BETWEEN 1 AND 10", name="level"),
    )
