"""The table of attempts to reproduce papers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake, enum_column
from bot.inputs.links import MAX_LINK
from bot.reproductions.rules import MAX_NOTE, MAX_TRIED
from bot.reproductions.values import Outcome


class ReproductionRow(Base):
    """What a member tried of a paper. The group sees it only where it ``is_released``."""

    __tablename__ = "paper_reproductions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"))
    tried: Mapped[str] = mapped_column(String(MAX_TRIED))
    repository: Mapped[str | None] = mapped_column(String(MAX_LINK))
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome, name="outcome"))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))
    is_released: Mapped[bool]
    noted_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        Index(None, "guild_id", "user_id"),
        Index(None, "arxiv_id"),
    )
