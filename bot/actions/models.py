"""The table of actions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.actions.rules import MAX_ACTION
from bot.actions.values import ActionStatus
from bot.db import Base, RowId, Snowflake, enum_column


class ActionRow(Base):
    """What somebody takes on, until ``due_on`` (a local date).

    ``kept_in_retro_id`` is the latest retro whose opening decided to keep it.
    """

    __tablename__ = "actions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    retro_id: Mapped[Snowflake | None]
    text: Mapped[str] = mapped_column(String(MAX_ACTION))
    owner_id: Mapped[Snowflake]
    due_on: Mapped[date]
    status: Mapped[ActionStatus] = mapped_column(enum_column(ActionStatus))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    kept_in_retro_id: Mapped[Snowflake | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        ForeignKeyConstraint(
            ["guild_id", "retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "kept_in_retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "owner_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("(status = 'open') = (finished_at IS NULL)", name="finished"),
        Index("ix_actions_list", "guild_id", "status", "due_on"),
    )
