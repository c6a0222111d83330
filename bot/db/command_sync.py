"""Which command tree Discord was last given, so that a start does not send it again."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.types import Snowflake


class CommandTreeRow(Base):
    """The digest of the tree that an application registered last."""

    __tablename__ = "command_trees"

    application_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))


async def synced_digest(session: AsyncSession, application_id: int) -> str | None:
    """The digest of the tree that Discord has, as far as we know."""
    row = await session.get(CommandTreeRow, application_id)
    return None if row is None else row.digest


async def remember_digest(session: AsyncSession, application_id: int, digest: str) -> None:
    """Record that Discord took the tree with this digest."""
    await session.merge(CommandTreeRow(application_id=application_id, digest=digest))
