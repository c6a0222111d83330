"""Tables of plans."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake


class PlanVersionRow(Base):
    """One version of a group's plan, as its text. The highest number is in force.

    ``loaded_by`` is its maker, None where nobody is on record: for the version that a group begins
    with, one from the command line, or one whose maker was forgotten. ``undoes`` is the version
    that this one took back.
    """

    __tablename__ = "plan_versions"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    loaded_by: Mapped[Snowflake | None]
    loaded_at: Mapped[datetime]
    undoes: Mapped[int | None]

    __table_args__ = (CheckConstraint("number >= 1", name="number"),)


class PlanDraftRow(Base):
    """A change of the plan that waits for its organiser to confirm it; one a person.

    ``based_on`` is the version that it was compared with when they last saw it.
    """

    __tablename__ = "plan_drafts"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    based_on: Mapped[int]
    made_at: Mapped[datetime]
