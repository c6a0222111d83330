"""What may be proposed to a group this week: what its feeds brought, and its open nominations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.papers import archive
from bot.papers.feeds import AnnounceType
from bot.papers.models import ListingRow, NominationRow, RoundRow, ShortlistRow
from bot.papers.ranking import Candidate, Context
from bot.plans import queries as plans

_WEEK = timedelta(days=7)
_FURTHEST_BACK = timedelta(days=14)


async def gather(
    session: AsyncSession, group: groups.Group, now: datetime
) -> tuple[list[Candidate], Context]:
    """What :func:`~bot.papers.ranking.rank` needs: the week's candidates and the group's interests.

    Candidates are what the group's feeds brought since its last round, and its open nominations;
    a paper that stood on a shortlist comes back by nomination only, a discussed one not at all.
    """
    announced = await _announced(session, group, now)
    nominators = await pending(session, group.guild_id)
    papers = await archive.papers(session, {*announced, *nominators})
    candidates = [
        Candidate(
            key=key,
            title=paper.title,
            abstract=paper.abstract,
            new_in=_categories(announced.get(key, ()), AnnounceType.NEW),
            cross_in=_categories(announced.get(key, ()), AnnounceType.CROSS),
            announced_on=max((row.announced_on for row in announced.get(key, ())), default=None),
            nominators=nominators.get(key, 0),
        )
        for key, paper in papers.items()
    ]
    plan = await plans.current(session, group.guild_id)
    interests = [term.term for term in plan.glossary] + [path.title for path in plan.paths]
    return candidates, Context(today=group.today(now), interests=tuple(interests))


async def pending(session: AsyncSession, guild_id: int) -> dict[str, int]:
    """The group's open nominations: each paper's key and how many members wish for it.

    A nomination is open until its paper stands on a shortlist, or was discussed.
    """
    listed_since = exists().where(
        ShortlistRow.guild_id == guild_id,
        ShortlistRow.arxiv_id == NominationRow.arxiv_id,
        ShortlistRow.round_id == RoundRow.id,
        RoundRow.guild_id == guild_id,
        RoundRow.opened_at >= NominationRow.nominated_at,
    )
    discussed = exists().where(
        RoundRow.guild_id == guild_id, RoundRow.winner_id == NominationRow.arxiv_id
    )
    found = await session.execute(
        select(NominationRow.arxiv_id, func.count())
        .where(NominationRow.guild_id == guild_id, ~listed_since, ~discussed)
        .group_by(NominationRow.arxiv_id)
    )
    return dict(found.all())


async def _announced(
    session: AsyncSession, group: groups.Group, now: datetime
) -> dict[str, list[ListingRow]]:
    """What the group's categories announced since its last shortlist, by paper."""
    last = await session.scalar(
        select(func.max(RoundRow.opened_at)).where(
            RoundRow.guild_id == group.guild_id, RoundRow.winner_id.is_not(None)
        )
    )
    since = now - _WEEK if last is None else max(last, now - _FURTHEST_BACK)
    proposed = exists().where(
        ShortlistRow.guild_id == group.guild_id, ShortlistRow.arxiv_id == ListingRow.arxiv_id
    )
    rows = await session.scalars(
        select(ListingRow).where(
            ListingRow.category.in_(group.categories), ListingRow.listed_at > since, ~proposed
        )
    )
    found = defaultdict(list)
    for row in rows:
        found[row.arxiv_id].append(row)
    return found


def _categories(rows: Sequence[ListingRow], announce_type: AnnounceType) -> tuple[str, ...]:
    return tuple(sorted(row.category for row in rows if row.announce_type is announce_type))
