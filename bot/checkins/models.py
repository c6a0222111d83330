"""Tables of check-ins: what members answered, and how often they want to be asked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.checkins.values import LEAST_DAYS, MAX_NOTE, MOST_DAYS
from bot.db import Base, Snowflake


def _of_member() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
    )


class CheckInRow(Base):
    """What a member answered on a local date; one of each.

    ``version`` is that of the questions, ``levels`` a digit for each of them.
    """

    __tablename__ = "checkins"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    taken_on: Mapped[date] = mapped_column(primary_key=True, index=True)
    version: Mapped[int]
    levels: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))

    __table_args__ = (_of_member(), CheckConstraint("version >= 1", name="version"))


class CheckInPlanRow(Base):
    """How a member wants to be asked; without one it is as usual.

    ``skipped_on`` is the local date on which they last said *not this time*.
    """

    __tablename__ = "checkin_plans"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    cadence_days: Mapped[int]
    is_stopped: Mapped[bool]
    skipped_on: Mapped[date | None]

    __table_args__ = (
        _of_member(),
        CheckConstraint(f"cadence_days BETWEEN {LEAST_DAYS} AND {MOST_DAYS}", name="cadence"),
    )
