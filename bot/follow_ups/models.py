"""Tables of what follows a chosen paper: when its thread is asked, ratings, actions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.actions.rules import MAX_ACTION
from bot.db import Base, RowId, Snowflake


def _of_round() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", "round_id"], ["paper_rounds.guild_id", "paper_rounds.id"], ondelete="CASCADE"
    )


def _of_member(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", name], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
    )


class FollowUpRow(Base):
    """A chosen paper whose thread is asked at ``asks_at``, and where the question stands.

    ``trouble`` says why it could not be posted; it is not tried again.
    """

    __tablename__ = "paper_follow_ups"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    asks_at: Mapped[datetime]
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (_of_round(),)


class RatingRow(Base):
    """How a member rates the reading of a chosen paper.

    ``counted_stars`` is what it said in the group's figure, NULL: it is not in it.
    """

    __tablename__ = "paper_ratings"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    stars: Mapped[int]
    counted_stars: Mapped[int | None]
    rated_at: Mapped[datetime]

    __table_args__ = (
        _of_round(),
        _of_member("user_id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    )


class RatingFigureRow(Base):
    """What the group sees of a chosen paper's ratings: how many they were, and their sum.

    It is made anew only when enough of them are new (`bot.follow_ups.ratings`).
    """

    __tablename__ = "paper_rating_figures"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    ratings: Mapped[int]
    stars: Mapped[int]

    __table_args__ = (_of_round(),)


class PaperActionRow(Base):
    """What somebody does with a chosen paper, until ``due_on``; an offer while it has no action."""

    __tablename__ = "paper_actions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    round_id: Mapped[Snowflake]
    text: Mapped[str] = mapped_column(String(MAX_ACTION))
    owner_id: Mapped[Snowflake]
    due_on: Mapped[date]
    offered_at: Mapped[datetime]
    action_id: Mapped[Snowflake | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        _of_round(),
        _of_member("owner_id"),
        ForeignKeyConstraint(
            ["guild_id", "action_id"], ["actions.guild_id", "actions.id"], ondelete="CASCADE"
        ),
        Index(None, "guild_id", "round_id"),
        Index(None, "guild_id", "owner_id"),
        Index(None, "guild_id", "action_id"),
    )
