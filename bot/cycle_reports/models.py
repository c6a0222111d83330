"""Tables of cycle reports: what members answer, and the sums of a group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.cycle_reports.values import MAX_ANSWER
from bot.db import Base, Snowflake


class ReflectionRow(Base):
    """What a member answered to the plan's questions about cycle ``number``, for themselves."""

    __tablename__ = "cycle_reflections"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    progress: Mapped[str | None] = mapped_column(String(MAX_ANSWER))
    drained: Mapped[str | None] = mapped_column(String(MAX_ANSWER))
    party: Mapped[str | None] = mapped_column(String(MAX_ANSWER))
    written_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["cycle_snapshots.guild_id", "cycle_snapshots.user_id", "cycle_snapshots.number"],
            ondelete="CASCADE",
        ),
    )


class SumsRow(Base):
    """How a group stood when cycle ``number`` was closed; written once, then only read.

    ``blocks`` has each block's number, id, title, how many members were counted, and the counts of
    done, in progress, skipped and in all. It is empty where too few people were in any figure.
    """

    __tablename__ = "cycle_sums"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    blocks: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "number"], ["cycles.guild_id", "cycles.number"], ondelete="CASCADE"
        ),
    )
