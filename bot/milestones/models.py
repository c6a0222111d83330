"""Tables of milestones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake, enum_column
from bot.milestones.rules import MAX_LINK, MAX_NOTE, Status


class ChangeRow(Base):
    """One change of a milestone's state by a member. The highest number tells how it stands now.

    ``milestone_id`` is the plan's stable id; plans are texts, so no foreign key can hold it.
    """

    __tablename__ = "milestone_changes"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    milestone_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[Status] = mapped_column(enum_column(Status))
    changed_at: Mapped[datetime]
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))
    shared_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("status <> 'not_started'", name="a_change"),
        CheckConstraint(
            "status = 'done' OR (link IS NULL AND note IS NULL AND shared_at IS NULL)",
            name="kept_with_done",
        ),
    )
