"""The table of contributions to open source."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.contributions.rules import MAX_ABOUT
from bot.contributions.values import State
from bot.db import Base, RowId, Snowflake, enum_column
from bot.inputs.links import MAX_LINK


class ContributionRow(Base):
    """A member's pull request. The group sees it only where it ``is_released``."""

    __tablename__ = "contributions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    link: Mapped[str] = mapped_column(String(MAX_LINK))
    about: Mapped[str] = mapped_column(String(MAX_ABOUT))
    state: Mapped[State] = mapped_column(enum_column(State))
    is_released: Mapped[bool]
    noted_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "user_id", "link"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        Index("ix_contributions_released", "guild_id", "is_released"),
    )
