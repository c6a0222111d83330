"""Tables of the check of links: which groups have it, their links, and the turns of hosts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake
from bot.db.types import WholeNumber
from bot.inputs.links import KEY_LENGTH
from bot.library.rules import MAX_URL
from bot.link_checks.rules import MAX_HOST, MAX_STEP


class LinkCheckRow(Base):
    """That a group's links are checked; the next time begins at ``next_at``."""

    __tablename__ = "link_checks"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    next_at: Mapped[datetime] = mapped_column(index=True)


class CheckedLinkRow(Base):
    """A link of a group's library, and how it stands.

    ``due_at`` is when its next request may go out, None until the next week; nobody else asks
    before ``leased_until``. The step is what is asked next. ``failed_days`` counts the days on
    which it failed since it last worked, the last one being ``failed_on``.
    """

    __tablename__ = "checked_links"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    url: Mapped[str] = mapped_column(String(MAX_URL))
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    step_url: Mapped[str] = mapped_column(String(MAX_STEP))
    step_method: Mapped[str] = mapped_column(String(4))
    step_hops: Mapped[int] = mapped_column(WholeNumber, default=0)
    failed_days: Mapped[int] = mapped_column(WholeNumber, default=0)
    failed_on: Mapped[date | None]
    trouble: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        ForeignKeyConstraint(["guild_id"], ["link_checks.guild_id"], ondelete="CASCADE"),
        CheckConstraint("(failed_days = 0) = (failed_on IS NULL)", name="failed"),
        CheckConstraint("step_method IN ('HEAD', 'GET')", name="step_method"),
        Index("ix_checked_links_dead", "guild_id", "failed_days"),
    )


class HostTurnRow(Base):
    """When a host may be asked again; of no group, so that all groups share it."""

    __tablename__ = "link_hosts"

    host: Mapped[str] = mapped_column(String(MAX_HOST), primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)
