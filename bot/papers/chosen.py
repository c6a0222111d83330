"""Reads of what a group chose, and of any paper that stood on one of its shortlists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import paper_queries
from bot.arxiv.models import PaperRow
from bot.arxiv.paper_queries import paper_from
from bot.arxiv.values import Paper
from bot.errors import NotFound
from bot.feature import titles_of_papers
from bot.groups.values import InsiderCaller
from bot.inputs.categories import title_of
from bot.inputs.text import folded
from bot.papers.models import RoundRow, ShortlistRow
from bot.papers.values import Appearance, ChosenPaper, Total

_MOST_APPEARANCES = 10
_NOT_LISTED = (
    "That paper has not stood on one of your shortlists, and nobody has published a review of it. "
    "`/paper history` has what you chose, and `/paper show` suggests papers while you type."
)
# A year of weeks has some thousand rows of papers: what a list does not show is not read.
_WITHOUT_ABSTRACT = (
    PaperRow.arxiv_id,
    PaperRow.title,
    PaperRow.authors,
    PaperRow.categories,
    PaperRow.is_withdrawn,
    PaperRow.venue,
    PaperRow.folded_title,
    PaperRow.folded_authors,
)
_ROUND = (
    RoundRow.id,
    RoundRow.period,
    RoundRow.opened_at,
    RoundRow.closed_at,
    RoundRow.decision,
    RoundRow.ballots,
    RoundRow.thread_id,
    RoundRow.method,
)


async def chosen_papers(
    session: AsyncSession, guild_id: int, *, round_id: int | None = None
) -> list[ChosenPaper]:
    """What the group chose, the newest first, in one statement; of one round where it is named."""
    wanted = [RoundRow.guild_id == guild_id, RoundRow.winner_id.is_not(None)]
    if round_id is not None:
        wanted.append(RoundRow.id == round_id)
    rows = await session.execute(
        select(*_ROUND, *_WITHOUT_ABSTRACT, ShortlistRow.approvals, ShortlistRow.block)
        .join(PaperRow, PaperRow.arxiv_id == RoundRow.winner_id)
        .outerjoin(
            ShortlistRow,
            and_(
                ShortlistRow.guild_id == RoundRow.guild_id,
                ShortlistRow.round_id == RoundRow.id,
                ShortlistRow.arxiv_id == RoundRow.winner_id,
            ),
        )
        .where(*wanted)
        .order_by(RoundRow.opened_at.desc(), RoundRow.id.desc())
    )
    return [
        ChosenPaper(
            round_id=row.id,
            paper=_without_abstract(row),
            searched=_searched(row),
            period=row.period,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            decision=row.decision,
            ballots=row.ballots,
            approvals=row.approvals,
            block=row.block,
            thread_id=row.thread_id,
            method=row.method,
        )
        for row in rows
    ]


async def searched_papers(session: AsyncSession, keys: Collection[str]) -> list[tuple[Paper, str]]:
    """Papers without abstracts, the newest id first, each with what `ChosenPaper.searched` has."""
    rows = await session.execute(
        select(*_WITHOUT_ABSTRACT)
        .where(PaperRow.arxiv_id.in_(sorted(keys)))
        .order_by(PaperRow.arxiv_id.desc())
    )
    return [(_without_abstract(row), _searched(row)) for row in rows]


async def chosen_in(session: AsyncSession, guild_id: int, round_id: int) -> ChosenPaper:
    """What a round of this group chose.

    Raises:
        NotFound: there is no such round here, or it chose nothing.
    """
    found = await chosen_papers(session, guild_id, round_id=round_id)
    if not found:
        raise NotFound("That week chose no paper here. `/paper history` has those that did.")
    return found[0]


async def met_paper(session: AsyncSession, caller: InsiderCaller, key: str) -> Paper:
    """A paper that the group has met, with its abstract.

    It stood on a shortlist, or another feature has something of it that the caller may read.

    Raises:
        NotFound: neither is so.
    """
    row = await session.scalar(
        select(PaperRow).where(
            PaperRow.arxiv_id == key,
            PaperRow.arxiv_id.in_(
                select(ShortlistRow.arxiv_id).where(
                    ShortlistRow.guild_id == caller.guild_id, ShortlistRow.arxiv_id == key
                )
            ),
        )
    )
    if row is not None:
        return paper_from(row)
    known = await paper_queries.paper(session, key)
    if known is None or key not in await titles_of_papers(session, caller):
        raise NotFound(_NOT_LISTED)
    return known


async def appearances(session: AsyncSession, guild_id: int, key: str) -> list[Appearance]:
    """How a paper stood on the group's shortlists, the newest first."""
    rows = await session.execute(
        select(RoundRow, ShortlistRow.position, ShortlistRow.approvals, ShortlistRow.block)
        .join(
            ShortlistRow,
            and_(ShortlistRow.guild_id == RoundRow.guild_id, ShortlistRow.round_id == RoundRow.id),
        )
        .where(ShortlistRow.guild_id == guild_id, ShortlistRow.arxiv_id == key)
        .order_by(RoundRow.opened_at.desc(), RoundRow.id.desc())
        .limit(_MOST_APPEARANCES)
    )
    return [
        _appearance(row, key, position, approvals, block)
        for row, position, approvals, block in rows
    ]


async def listed_titles(
    session: AsyncSession, guild_id: int, since: datetime
) -> list[tuple[str, str]]:
    """Key and title of what stood on shortlists that opened from ``since`` on, the newest first."""
    rows = await session.execute(
        select(PaperRow.arxiv_id, PaperRow.title)
        .join(ShortlistRow, ShortlistRow.arxiv_id == PaperRow.arxiv_id)
        .join(
            RoundRow,
            and_(RoundRow.guild_id == ShortlistRow.guild_id, RoundRow.id == ShortlistRow.round_id),
        )
        .where(ShortlistRow.guild_id == guild_id, RoundRow.opened_at >= since)
        .order_by(RoundRow.opened_at.desc(), ShortlistRow.position)
    )
    return list(dict.fromkeys((key, title) for key, title in rows))


async def totals(session: AsyncSession, guild_id: int) -> dict[int, list[Total]]:
    """What each paper of closed votes got, by round, in the order of the shortlists."""
    rows = await session.execute(
        select(
            ShortlistRow.round_id,
            ShortlistRow.position,
            PaperRow.arxiv_id,
            PaperRow.title,
            ShortlistRow.approvals,
        )
        .join(PaperRow, PaperRow.arxiv_id == ShortlistRow.arxiv_id)
        .join(
            RoundRow,
            and_(RoundRow.guild_id == ShortlistRow.guild_id, RoundRow.id == ShortlistRow.round_id),
        )
        .where(ShortlistRow.guild_id == guild_id, RoundRow.winner_id.is_not(None))
        .order_by(ShortlistRow.round_id, ShortlistRow.position)
    )
    found: dict[int, list[Total]] = defaultdict(list)
    for round_id, position, key, title, approvals in rows:
        found[round_id].append(Total(position, key, title, approvals))
    return found


def _appearance(
    row: RoundRow, key: str, position: int, approvals: int | None, block: str | None
) -> Appearance:
    is_closed = row.closed_at is not None
    return Appearance(
        round_id=row.id,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        position=position,
        approvals=approvals if is_closed else None,
        ballots=row.ballots,
        is_chosen=row.winner_id == key,
        thread_id=row.thread_id,
        block=block,
        method=row.method,
    )


def _without_abstract(row: Any) -> Paper:
    return Paper(
        key=row.arxiv_id,
        title=row.title,
        authors=tuple(row.authors),
        abstract="",
        categories=tuple(row.categories),
        is_withdrawn=row.is_withdrawn,
        venue=row.venue,
    )


def _searched(row: Any) -> str:
    return " ".join((row.folded_title, row.folded_authors, _subjects(row.categories)))


def _subjects(categories: list[str]) -> str:
    """arXiv's categories and what they are called, as they are compared."""
    return folded(" ".join(f"{each} {title_of(each) or ''}" for each in categories))
