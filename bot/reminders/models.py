"""The table of reminders."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake


class ReminderRow(Base):
    """That a message named a thing of some kind for a date, at some stage before or after it.

    ``delivery_id`` is the delivery whose message did, ``named_on`` the local date it was for;
    ``alone`` says that it held no prompt.
    """

    __tablename__ = "reminders"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    thing_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(String(10), primary_key=True)
    delivery_id: Mapped[Snowflake]
    named_on: Mapped[date]
    alone: Mapped[bool]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )
