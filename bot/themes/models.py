"""Tables of themes, of what they hold, and of the votes for them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake
from bot.themes.rules import MAX_TITLE


class ThemeRow(Base):
    """Cards of a retro that belong together; at first each card is one by itself.

    ``title`` is what somebody called it, None where its first card speaks for it. ``votes`` are
    counted when the vote ends. One that is discussed has a ``rank`` from 1; its message and thread
    are where it is discussed, and ``trouble`` says in a few words why there is no thread.
    """

    __tablename__ = "retro_themes"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str | None] = mapped_column(String(MAX_TITLE))
    votes: Mapped[int | None]
    rank: Mapped[int | None]
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    thread_id: Mapped[Snowflake | None]
    opening_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("guild_id", "retro_id", "rank"),
        ForeignKeyConstraint(
            ["guild_id", "retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
        CheckConstraint("length(title) >= 1", name="title"),
        CheckConstraint("votes >= 0", name="votes"),
    )


class ThemeCardRow(Base):
    """In which theme a revealed card is. Each card is in one, so grouping loses none."""

    __tablename__ = "retro_theme_cards"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    card_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake]
    number: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "card_id"], ["retro_cards.guild_id", "retro_cards.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "retro_id", "number"],
            ["retro_themes.guild_id", "retro_themes.retro_id", "retro_themes.number"],
            ondelete="CASCADE",
        ),
    )


class VoteRow(Base):
    """How many votes a member gives a theme. It goes when the retro closes: totals stay."""

    __tablename__ = "retro_votes"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "retro_id", "number"],
            ["retro_themes.guild_id", "retro_themes.retro_id", "retro_themes.number"],
            ondelete="CASCADE",
        ),
        CheckConstraint("votes >= 1", name="votes"),
    )
