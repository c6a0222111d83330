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
    """What is to be done, until ``due_on`` (a local date).

    Whose it is stands in `ActionOwnerRow`. Once that has a step in their plan, status and date are
    the step's, and those here are what it began with. ``kept_in_retro_id`` is the latest retro
    whose opening decided to keep it; the message is the one that it was made of.
    """

    __tablename__ = "actions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    retro_id: Mapped[Snowflake | None]
    text: Mapped[str] = mapped_column(String(MAX_ACTION))
    due_on: Mapped[date]
    status: Mapped[ActionStatus] = mapped_column(enum_column(ActionStatus))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    kept_in_retro_id: Mapped[Snowflake | None]
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        ForeignKeyConstraint(
            ["guild_id", "retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "kept_in_retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
        CheckConstraint("(status = 'open') = (finished_at IS NULL)", name="finished"),
        CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="message"),
        Index("ix_actions_list", "guild_id", "status", "due_on"),
    )


class ActionOwnerRow(Base):
    """With whom an action is: who took it on, or who was asked and has not answered.

    ``step`` is the number of their own milestone that it is. An action that was finished before
    actions were steps has none, nor has one that is only asked.
    """

    __tablename__ = "action_owners"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    action_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake]
    is_accepted: Mapped[bool]
    since: Mapped[datetime]
    step: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "action_id"], ["actions.guild_id", "actions.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("step IS NULL OR is_accepted", name="step"),
        Index(None, "guild_id", "user_id"),
    )
