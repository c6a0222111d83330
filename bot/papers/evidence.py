"""What a group showed of its taste: reads for the ranking, however long its history is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.arxiv.paper_queries import TEXTS
from bot.db.long_reads import long_read
from bot.feature import paper_evidence
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import Group
from bot.interests.models import OpinionRow
from bot.interests.values import WhyNot
from bot.papers.models import NominationRow, RoundRow, ShortlistRow
from bot.papers.rules.memory import Listing, Opinions
from bot.ranking.values import Evidence, EvidenceKind

# A year of shortlists; what members wished for, and what they think, of the newest so many papers.
_ROUNDS, _WISHED, _JUDGED = 52, 100, 200


@dataclass(frozen=True, slots=True)
class History:
    """What a group did with papers in its last year of shortlists."""

    listings: tuple[Listing, ...]
    opinions: dict[str, Opinions]
    evidence: tuple[Evidence, ...]


async def history(session: AsyncSession, group: Group) -> History:
    """The group's shortlists, nominations and opinions, as far back as they count.

    Three statements, and those of features above. Who is not here any more does not count, except
    in votes that are over.
    """
    async with long_read(session):
        listed, wished, judged = [
            (await session.execute(query(group.guild_id))).all()
            for query in (_listed, _wished, _judged)
        ]
    listings = tuple(_listing(row) for row in listed)
    opinions = {row.arxiv_id: _opinions(row) for row in judged}
    evidence = [
        *_of_votes(listings, listed, group),
        *(_evidence(row, EvidenceKind.NOMINATED, row.at, row.members, group) for row in wished),
        *(each for row in judged for each in _of_opinions(row, opinions[row.arxiv_id], group)),
        *await paper_evidence(session, group),
    ]
    return History(listings, opinions, tuple(evidence))


def _listed(guild_id: int) -> Select[Any]:
    """The papers of the newest shortlists, the oldest first."""
    last = (
        select(
            RoundRow.id,
            RoundRow.opened_at,
            RoundRow.closed_at,
            RoundRow.ballots,
            RoundRow.winner_id,
        )
        .where(RoundRow.guild_id == guild_id, RoundRow.is_skipped.is_(False))
        .order_by(RoundRow.opened_at.desc())
        .limit(_ROUNDS)
        .subquery()
    )
    return (
        select(
            *TEXTS,
            last.c.opened_at,
            last.c.closed_at,
            last.c.ballots,
            last.c.winner_id,
            ShortlistRow.approvals,
        )
        .join(ShortlistRow, ShortlistRow.arxiv_id == PaperRow.arxiv_id)
        .join(last, last.c.id == ShortlistRow.round_id)
        .where(ShortlistRow.guild_id == guild_id)
        .order_by(last.c.opened_at, ShortlistRow.position)
    )


def _wished(guild_id: int) -> Select[Any]:
    """The papers that members here nominated last, by how many of them, and when."""
    wishes = (
        select(
            NominationRow.arxiv_id.label("key"),
            func.count().label("members"),
            func.max(NominationRow.nominated_at).label("at"),
        )
        .join(MemberRow, is_of_member_here(NominationRow.guild_id, NominationRow.user_id))
        .where(NominationRow.guild_id == guild_id)
        .group_by(NominationRow.arxiv_id)
        .order_by(func.max(NominationRow.nominated_at).desc(), NominationRow.arxiv_id)
        .limit(_WISHED)
        .subquery()
    )
    return (
        select(*TEXTS, wishes.c.members, wishes.c.at)
        .join(wishes, wishes.c.key == PaperRow.arxiv_id)
        .order_by(wishes.c.at, PaperRow.arxiv_id)
    )


def _judged(guild_id: int) -> Select[Any]:
    """The papers that members here thought something of last, and how many of them think what."""
    counts = {
        "likes": OpinionRow.likes.is_(True),
        "dislikes": OpinionRow.likes.is_(False),
        "off_topic": OpinionRow.why_not == WhyNot.TOPIC,
        "too_long": OpinionRow.why_not == WhyNot.TOO_LONG,
        "known": OpinionRow.why_not == WhyNot.KNOWN,
    }
    judgements = (
        select(
            OpinionRow.arxiv_id.label("key"),
            func.max(OpinionRow.at).label("at"),
            *(_how_many(which).label(name) for name, which in counts.items()),
        )
        .join(MemberRow, is_of_member_here(OpinionRow.guild_id, OpinionRow.user_id))
        .where(OpinionRow.guild_id == guild_id)
        .group_by(OpinionRow.arxiv_id)
        .order_by(func.max(OpinionRow.at).desc(), OpinionRow.arxiv_id)
        .limit(_JUDGED)
        .subquery()
    )
    return (
        select(*TEXTS, judgements.c.at, *(judgements.c[name] for name in counts))
        .join(judgements, judgements.c.key == PaperRow.arxiv_id)
        .order_by(judgements.c.at, PaperRow.arxiv_id)
    )


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _listing(row: Any) -> Listing:
    return Listing(
        row.arxiv_id,
        row.opened_at,
        row.closed_at,
        row.ballots or 0,
        row.approvals,
        is_winner=row.winner_id == row.arxiv_id,
    )


def _opinions(row: Any) -> Opinions:
    # Sums are decimals on PostgreSQL.
    return Opinions(
        likes=int(row.likes),
        dislikes=int(row.dislikes),
        off_topic=int(row.off_topic),
        too_long=int(row.too_long),
        known=int(row.known),
    )


def _of_votes(listings: tuple[Listing, ...], rows: list[Any], group: Group) -> Iterator[Evidence]:
    """What votes that are over say of their papers; one without a ballot says nothing."""
    for listing, row in zip(listings, rows, strict=True):
        if listing.closed_at is None or not listing.ballots:
            continue
        if listing.is_winner:
            yield _evidence(row, EvidenceKind.CHOSEN, listing.closed_at, 1, group)
        elif listing.approvals:
            yield _evidence(row, EvidenceKind.APPROVED, listing.closed_at, listing.share, group)
        elif listing.is_passed_over:
            yield _evidence(row, EvidenceKind.PASSED_OVER, listing.closed_at, 1, group)


def _of_opinions(row: Any, said: Opinions, group: Group) -> Iterator[Evidence]:
    for kind, members in (
        (EvidenceKind.LIKED, said.likes),
        (EvidenceKind.DISLIKED, said.dislikes),
        (EvidenceKind.OFF_TOPIC, said.off_topic),
        (EvidenceKind.TOO_LONG, said.too_long),
        (EvidenceKind.KNOWN, said.known),
    ):
        if members:
            yield _evidence(row, kind, row.at, members, group)


def _evidence(row: Any, kind: EvidenceKind, at: datetime, weight: float, group: Group) -> Evidence:
    return Evidence(
        row.arxiv_id,
        row.title,
        row.abstract,
        tuple(row.authors),
        tuple(row.categories),
        kind,
        group.today(at),
        float(weight),
    )
