"""The table of mini-retros."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake
from bot.db.types import WholeNumber
from bot.mini_retros.values import MAX_PART


class MiniRetroRow(Base):
    """What a member wrote when they looked back on a month, known by its first; one of each.

    ``written_on`` is their local date when they first did. ``counted_number`` is the change of the
    milestone ``counted_as`` that counted it.
    """

    __tablename__ = "mini_retros"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    worked: Mapped[str | None] = mapped_column(String(MAX_PART))
    adjust: Mapped[str | None] = mapped_column(String(MAX_PART))
    written_on: Mapped[date]
    counted_as: Mapped[str | None] = mapped_column(String(40))
    counted_number: Mapped[int | None] = mapped_column(WholeNumber)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("worked IS NOT NULL OR adjust IS NOT NULL", name="says_something"),
        CheckConstraint("(counted_as IS NULL) = (counted_number IS NULL)", name="counted"),
    )
