"""Tables of study partners: who takes part and how, rounds, and who was with whom."""

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

from bot.db import Base, RowId, Snowflake, enum_column
from bot.partners.matching_values import MOST_PARTNERS, Kind, Reason
from bot.partners.values import MAX_ROLES, MAX_TOPICS, MAX_TROUBLE, Met


def _of_member(name: str = "user_id") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", name], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
    )


def _of_round() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", "round_id"],
        ["partner_rounds.guild_id", "partner_rounds.id"],
        ondelete="CASCADE",
    )


class PartnerProfileRow(Base):
    """A member who takes part, and as what. ``roles`` and ``topics`` are separated by commas.

    A pause lasts until before ``paused_until``, without it until they end it themselves.
    """

    __tablename__ = "partner_profiles"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    roles: Mapped[str] = mapped_column(String(MAX_ROLES))
    capacity: Mapped[int]
    topics: Mapped[str] = mapped_column(String(MAX_TOPICS))
    shows_axes: Mapped[bool]
    is_paused: Mapped[bool]
    paused_until: Mapped[date | None]
    joined_at: Mapped[datetime]

    __table_args__ = (
        _of_member(),
        CheckConstraint(f"capacity BETWEEN 1 AND {MOST_PARTNERS}", name="capacity"),
    )


class NotWithRow(Base):
    """Somebody with whom a member does not want to be paired; they alone know it."""

    __tablename__ = "partner_not_with"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    other_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        _of_member(),
        _of_member("other_id"),
        CheckConstraint("user_id <> other_id", name="another"),
    )


class PartnerSettingsRow(Base):
    """That a group's rounds come by themselves: every so many ``weeks`` from ``first`` on."""

    __tablename__ = "partner_settings"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    weeks: Mapped[int]
    first: Mapped[date]


class RoundRow(Base):
    """A round, made by one delivery. ``number`` counts a group's; an extra one has the last."""

    __tablename__ = "partner_rounds"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    number: Mapped[int]
    is_extra: Mapped[bool]
    delivery_id: Mapped[Snowflake]
    made_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "delivery_id"),
    )


class PairRow(Base):
    """Two or three who are partners until ``ended_at``, and the thread that they have.

    ``is_introduced`` says that they were told of each other in some way; ``trouble`` why they have
    no thread.
    """

    __tablename__ = "partner_pairs"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    round_id: Mapped[Snowflake]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, name="pair_kind"))
    thread_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(MAX_TROUBLE))
    is_introduced: Mapped[bool]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        _of_round(),
        Index(None, "guild_id", "round_id"),
    )


class PartnerRow(Base):
    """Somebody in a pair, at their ``place`` in it: a mentor stands first.

    ``met`` is what they said when they were asked; ``has_left`` that they are out of it.
    """

    __tablename__ = "partners"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    pair_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    has_left: Mapped[bool]
    asks_on: Mapped[date]
    met: Mapped[Met | None] = mapped_column(enum_column(Met, name="met"))

    __table_args__ = (
        _of_member(),
        ForeignKeyConstraint(
            ["guild_id", "pair_id"],
            ["partner_pairs.guild_id", "partner_pairs.id"],
            ondelete="CASCADE",
        ),
        Index(None, "guild_id", "user_id"),
    )


class WaitRow(Base):
    """Somebody whom a round left without a partner."""

    __tablename__ = "partner_waits"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[Reason] = mapped_column(enum_column(Reason, name="wait_reason"))

    __table_args__ = (_of_member(), _of_round(), Index(None, "guild_id", "user_id"))
