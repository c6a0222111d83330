"""The tables of members' ratings of themselves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.competency.values import MAX_ANSWER
from bot.db import Base, Snowflake
from bot.db.types import WholeNumber


class SelfRatingRow(Base):
    """A rating by a member of themselves; ``number`` counts theirs.

    It is open while ``finished_on`` is empty, their local date when every axis had its level;
    ``quarter`` is the first day of that date's quarter, of which there is one rating.
    ``finished_at`` is the instant, empty where it was not kept.
    ``counted_number`` is the change of the milestone ``counted_as`` that counted it.
    """

    __tablename__ = "self_ratings"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quarter: Mapped[date | None]
    finished_on: Mapped[date | None]
    finished_at: Mapped[datetime | None]
    grown: Mapped[str | None] = mapped_column(String(MAX_ANSWER))
    focus: Mapped[str | None] = mapped_column(String(MAX_ANSWER))
    counted_as: Mapped[str | None] = mapped_column(String(40))
    counted_number: Mapped[int | None] = mapped_column(WholeNumber)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        UniqueConstraint("guild_id", "user_id", "quarter"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(finished_on IS NULL) = (quarter IS NULL)", name="finished"),
        CheckConstraint("(counted_as IS NULL) = (counted_number IS NULL)", name="counted"),
    )


class SelfLevelRow(Base):
    """The level of an axis in a rating, with the axis as it was: ``scale`` has its levels' words.

    ``place`` is where the axis stood among the plan's.
    """

    __tablename__ = "self_rating_levels"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    axis: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    scale: Mapped[list[str]] = mapped_column(JSON)
    level: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["self_ratings.guild_id", "self_ratings.user_id", "self_ratings.number"],
            ondelete="CASCADE",
        ),
        CheckConstraint("level BETWEEN 1 AND 10", name="level"),
    )
