"""Tables of health checks: answers without their people, people without their answers, figures."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake


def _of_retro() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", "retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
    )


class HealthMarkRow(Base):
    """That a member has answered, until the reveal: so nobody does so twice."""

    __tablename__ = "health_marks"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        _of_retro(),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class HealthAnswerRow(Base):
    """An answer, until the reveal. Whoever gave it has the secret whose hash is stored.

    All answers and marks of a retro are written anew, in random order, with each answer: else the
    database's own marks of when a row was written would lead from one table to the other.
    """

    __tablename__ = "health_answers"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    retro_id: Mapped[Snowflake]
    secret_hash: Mapped[str] = mapped_column(String(64))
    levels: Mapped[str] = mapped_column(String(20))

    __table_args__ = (_of_retro(), UniqueConstraint("guild_id", "retro_id", "secret_hash"))


class HealthFigureRow(Base):
    """That a retro's health check has a figure: so many answers, of so many who were asked."""

    __tablename__ = "health_figures"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[int]
    members: Mapped[int]

    __table_args__ = (_of_retro(), CheckConstraint("answers BETWEEN 4 AND members", name="floor"))


class HealthTotalRow(Base):
    """The sum of all answers to one item, of a check that has a figure."""

    __tablename__ = "health_totals"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(20), primary_key=True)
    total: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["health_figures.guild_id", "health_figures.retro_id"],
            ondelete="CASCADE",
        ),
    )
