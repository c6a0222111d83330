"""Tables of plans."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake


class PlanVersionRow(Base):
    """One version of a group's plan, as its text. The highest number is in force."""

    __tablename__ = "plan_versions"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    loaded_by: Mapped[Snowflake | None]
    loaded_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("number >= 1", name="number"),)
