"""Tables of a group's weekly paper: nominations, rounds and ballots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.arxiv.rules.identifiers import MAX_LENGTH
from bot.arxiv.values import Health
from bot.db import Base, RowId, Snowflake, enum_column
from bot.papers.values import RoundDecision
from bot.voting import Method
from bot.voting.receipts import CODE_LENGTH


class NominationRow(Base):
    """A member's wish to discuss a paper; several members may wish the same.

    ``is_named`` lets the shortlist say who wished for it.
    """

    __tablename__ = "paper_nominations"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"), primary_key=True)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    nominated_at: Mapped[datetime]
    is_named: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class RoundRow(Base):
    """A week's shortlist and its vote. ``period`` is the group's local date of the opening.

    A round whose week had nothing worth a place is closed from the start; ``feeds`` says how the
    group's feeds were then, ``considered`` how many papers there were to choose from. ``trouble``
    says what could not be posted, for organisers. ``method`` and ``hides_totals`` are as the group
    had them at the opening. ``stages`` and ``codes`` (of the ballots that counted) are kept at the
    close; votes of former versions have none.

    An organiser can give its vote more days (``is_extended``) or end it without a pick
    (``is_skipped``, as is one whose week was skipped before it opened). ``is_hour_settled`` says
    that they were asked after it whether the hour of the vote fits, and have answered.
    """

    __tablename__ = "paper_rounds"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    period: Mapped[date]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    decision: Mapped[RoundDecision | None] = mapped_column(
        enum_column(RoundDecision, name="decision")
    )
    ballots: Mapped[int | None]
    winner_id: Mapped[str | None] = mapped_column(ForeignKey("papers.arxiv_id"))
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    result_message_id: Mapped[Snowflake | None]
    thread_id: Mapped[Snowflake | None]
    guide_message_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))
    feeds: Mapped[Health | None] = mapped_column(enum_column(Health, name="feeds"))
    considered: Mapped[int | None]
    method: Mapped[Method] = mapped_column(
        enum_column(Method, name="method"), default=Method.APPROVAL
    )
    hides_totals: Mapped[bool] = mapped_column(default=True)
    stages: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    is_extended: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_skipped: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_hour_settled: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "period"),
        CheckConstraint("(closed_at IS NULL) = (decision IS NULL)", name="decided"),
        CheckConstraint("(closed_at IS NULL) = (ballots IS NULL)", name="counted"),
        Index(
            "uq_paper_rounds_open",
            "guild_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class SkippedWeekRow(Base):
    """A week ahead in which no round opens, by its Monday in the group's dates."""

    __tablename__ = "paper_skipped_weeks"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    monday: Mapped[date] = mapped_column(primary_key=True)
    skipped_at: Mapped[datetime]


class ShortlistRow(Base):
    """A paper on a round's shortlist. ``approvals`` is known once the round is closed.

    Whatever the method, it is how many ballots speak for the paper.

    It stays empty for a paper that was withdrawn by then. ``block`` names the block of the plan
    that the paper serves, as the plan had it.
    """

    __tablename__ = "paper_shortlists"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"), primary_key=True)
    position: Mapped[int]
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    block: Mapped[str | None] = mapped_column(String(100))
    approvals: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("guild_id", "round_id", "position"),
        Index(None, "guild_id", "arxiv_id"),
    )


class BallotRow(Base):
    """A member's ballot in a round: one, changeable until the close, with a code of its own.

    ``counted`` are its marks in the totals that are shown before the close; NULL: it is in none.
    """

    __tablename__ = "paper_ballots"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    cast_at: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    counted: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        Index("uq_paper_ballots_code", "guild_id", "round_id", "code", unique=True),
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class VoteFigureRow(Base):
    """The totals of an open vote that shows them, as they were counted last (U5)."""

    __tablename__ = "paper_vote_figures"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            ondelete="CASCADE",
        ),
    )


class MarkRow(Base):
    """What a ballot says of a paper on that round's shortlist, as ``bot.voting`` counts it."""

    __tablename__ = "paper_marks"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(String(MAX_LENGTH), primary_key=True)
    mark: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id", "user_id"],
            ["paper_ballots.guild_id", "paper_ballots.round_id", "paper_ballots.user_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "round_id", "arxiv_id"],
            [
                "paper_shortlists.guild_id",
                "paper_shortlists.round_id",
                "paper_shortlists.arxiv_id",
            ],
            ondelete="CASCADE",
        ),
    )
