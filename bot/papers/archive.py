"""Reading papers and rounds: the newest, one by id, the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.papers.models import BallotRow, ListingRow, PaperRow, RoundRow, ShortlistRow
from bot.papers.values import HistoryPage, Paper, Pick, Round

NO_SUCH_ROUND = "That shortlist is not here. `/paper picks` shows the newest."

_PAGE = 5
# Well under the number of parameters that either database takes in one statement.
_KEYS_AT_ONCE = 5000


async def latest(session: AsyncSession, guild_id: int) -> Round | None:
    """The group's newest round, open or closed, or None before the first."""
    row = await session.scalar(
        select(RoundRow)
        .where(RoundRow.guild_id == guild_id)
        .order_by(RoundRow.opened_at.desc())
        .limit(1)
    )
    return None if row is None else await as_round(session, row)


async def get(session: AsyncSession, guild_id: int, round_id: int) -> Round:
    """A round of this group.

    Raises:
        NotFound: there is none with this id here.
    """
    row = await session.scalar(
        select(RoundRow).where(RoundRow.guild_id == guild_id, RoundRow.id == round_id)
    )
    if row is None:
        raise NotFound(NO_SUCH_ROUND)
    return await as_round(session, row)


async def history(session: AsyncSession, guild_id: int, page: int) -> HistoryPage:
    """Closed rounds that had a winner, newest first; a page beyond the last gives the last."""
    chosen = (RoundRow.guild_id == guild_id, RoundRow.winner_id.is_not(None))
    total = await session.scalar(select(func.count()).select_from(RoundRow).where(*chosen)) or 0
    pages = max(1, -(-total // _PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await session.scalars(
        select(RoundRow)
        .where(*chosen)
        .order_by(RoundRow.opened_at.desc())
        .offset(page * _PAGE)
        .limit(_PAGE)
    )
    return HistoryPage(tuple(await _rounds(session, rows.all())), page, pages)


async def since(session: AsyncSession, guild_id: int, period: date) -> list[Round]:
    """The group's rounds for ``period`` (a local date) and later ones, oldest first."""
    rows = await session.scalars(
        select(RoundRow)
        .where(RoundRow.guild_id == guild_id, RoundRow.period >= period)
        .order_by(RoundRow.period)
    )
    return await _rounds(session, rows.all())


async def papers(session: AsyncSession, keys: Collection[str]) -> dict[str, Paper]:
    """The known papers among ``keys``, by key, in the order of their keys."""
    ordered = sorted(keys)
    found: dict[str, Paper] = {}
    for start in range(0, len(ordered), _KEYS_AT_ONCE):
        chunk = ordered[start : start + _KEYS_AT_ONCE]
        rows = await session.scalars(select(PaperRow).where(PaperRow.arxiv_id.in_(chunk)))
        found |= {row.arxiv_id: _paper(row) for row in rows}
    return {key: found[key] for key in ordered if key in found}


async def suggest(
    session: AsyncSession, categories: Sequence[str], text: str, since: datetime, limit: int
) -> list[Paper]:
    """Papers that ``categories`` announced since then whose title holds ``text``, newest first."""
    rows = await session.scalars(
        select(PaperRow)
        .where(
            PaperRow.title.icontains(text, autoescape=True),
            exists().where(
                ListingRow.arxiv_id == PaperRow.arxiv_id,
                ListingRow.category.in_(categories),
                ListingRow.listed_at >= since,
            ),
        )
        .order_by(PaperRow.seen_at.desc(), PaperRow.arxiv_id)
        .limit(limit)
    )
    return [_paper(row) for row in rows]


async def as_round(session: AsyncSession, row: RoundRow) -> Round:
    """The value of a round's row."""
    (found,) = await _rounds(session, [row])
    return found


async def shortlist_rows(
    session: AsyncSession, guild_id: int, round_ids: Collection[int]
) -> dict[int, list[ShortlistRow]]:
    """The shortlists of rounds, best first, by round id."""
    rows = await session.scalars(
        select(ShortlistRow)
        .where(ShortlistRow.guild_id == guild_id, ShortlistRow.round_id.in_(round_ids))
        .order_by(ShortlistRow.round_id, ShortlistRow.position)
    )
    found: dict[int, list[ShortlistRow]] = defaultdict(list)
    for row in rows:
        found[row.round_id].append(row)
    return found


async def _rounds(session: AsyncSession, rows: Sequence[RoundRow]) -> list[Round]:
    if not rows:
        return []
    guild_id = rows[0].guild_id
    shortlists = await shortlist_rows(session, guild_id, [row.id for row in rows])
    keys = {entry.arxiv_id for entries in shortlists.values() for entry in entries}
    known = await papers(session, keys)
    counts = {row.id: row.ballots for row in rows}
    under_way = [row.id for row in rows if row.ballots is None]
    if under_way:
        counted = await session.execute(
            select(BallotRow.round_id, func.count())
            .where(BallotRow.guild_id == guild_id, BallotRow.round_id.in_(under_way))
            .group_by(BallotRow.round_id)
        )
        counts |= dict(counted.all())
    return [_round(row, shortlists[row.id], known, counts[row.id] or 0) for row in rows]


def _round(
    row: RoundRow, shortlist: Sequence[ShortlistRow], known: dict[str, Paper], ballots: int
) -> Round:
    picks = tuple(
        Pick(known[entry.arxiv_id], entry.position, tuple(entry.reasons), entry.approvals)
        for entry in shortlist
    )
    return Round(
        id=row.id,
        guild_id=row.guild_id,
        period=row.period,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        decision=row.decision,
        ballots=ballots,
        picks=picks,
        winner=known[row.winner_id] if row.winner_id else None,
        channel_id=row.channel_id,
        message_id=row.message_id,
        result_message_id=row.result_message_id,
        thread_id=row.thread_id,
        trouble=row.trouble,
    )


def _paper(row: PaperRow) -> Paper:
    return Paper(
        key=row.arxiv_id,
        title=row.title,
        authors=tuple(row.authors),
        abstract=row.abstract,
        categories=tuple(row.categories),
    )
