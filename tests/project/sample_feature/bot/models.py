"""The table of books."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Snowflake
from tests.project.sample_feature.base import Base


class BookRow(Base):
    """A book that a member noted."""

    __tablename__ = "books"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(100), primary_key=True)
