"""The table of entries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake, enum_column
from bot.routine.values import MAX_NOTE, EntryOutcome


class EntryRow(Base):
    """A member's answer to the prompt of one local date; there is at most one."""

    __tablename__ = "entries"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    outcome: Mapped[EntryOutcome] = mapped_column(enum_column(EntryOutcome, name="outcome"))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))
    answered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )
