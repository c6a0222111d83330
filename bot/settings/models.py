"""Tables of changed settings and of roles that may organise."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake
from bot.settings.values import MAX_VALUE


class SettingChangeRow(Base):
    """A setting that was changed, from ``old`` to ``new``; None where there was, or is, nothing.

    ``user_id`` is who did it: None for whoever runs the bot (``by_operator``), and for somebody
    who was forgotten.
    """

    __tablename__ = "setting_changes"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    user_id: Mapped[Snowflake | None]
    by_operator: Mapped[bool]
    setting: Mapped[str] = mapped_column(String(40))
    old: Mapped[str | None] = mapped_column(String(MAX_VALUE))
    new: Mapped[str | None] = mapped_column(String(MAX_VALUE))
    changed_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        CheckConstraint("user_id IS NULL OR NOT by_operator", name="one_author"),
        Index("ix_setting_changes_newest", "guild_id", "changed_at", "id"),
    )


class OrganiserRoleRow(Base):
    """A role of the server that lets its members organise, beside *Manage Server*."""

    __tablename__ = "organiser_roles"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    role_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
