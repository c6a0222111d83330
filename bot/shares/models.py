"""The table of knowledge shares."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake, enum_column
from bot.db.types import WholeNumber
from bot.inputs.links import KEY_LENGTH, MAX_LINK
from bot.shares.rules import MAX_TITLE
from bot.shares.values import Audience, ShareKind


class ShareRow(Base):
    """Something that a member published for others to learn from; ``link_key`` is of its link.

    The group can see it while ``released_at`` is set; ``releases`` counts how often it was. Its
    post is ``message_id``. ``counted_number`` is the change of the milestone ``counted_as`` that
    counted it.
    """

    __tablename__ = "shares"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    link: Mapped[str] = mapped_column(String(MAX_LINK))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    kind: Mapped[ShareKind] = mapped_column(enum_column(ShareKind))
    audience: Mapped[Audience] = mapped_column(enum_column(Audience))
    shared_on: Mapped[date]
    released_at: Mapped[datetime | None]
    releases: Mapped[int] = mapped_column(WholeNumber, default=0)
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))
    counted_as: Mapped[str | None] = mapped_column(String(40))
    counted_number: Mapped[int | None] = mapped_column(WholeNumber)

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "user_id", "link_key"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="posted"),
        CheckConstraint("message_id IS NULL OR released_at IS NOT NULL", name="post_is_released"),
        CheckConstraint("(counted_as IS NULL) = (counted_number IS NULL)", name="counted"),
        Index("ix_shares_released", "guild_id", "released_at"),
    )
