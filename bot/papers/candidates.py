"""What may be proposed to a group this week: what its feeds brought, and its open nominations."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.arxiv.models import ListingRow, PaperRow
from bot.arxiv.values import AnnounceType
from bot.groups.models import is_of_member_here
from bot.groups.values import Group
from bot.papers.models import NominationRow, RoundRow, ShortlistRow
from bot.papers.rules.ranking import Candidate, Context, Scored, in_order, rank
from bot.papers.values import RoundDecision
from bot.plans import queries as plans

_WEEK = timedelta(days=7)
_FURTHEST_BACK = timedelta(days=14)
# A week can have thousands of papers: others get their turn after so many.
_ROWS_AT_ONCE = 100
_RANKED_AT_ONCE = 20


async def gather(
    session: AsyncSession, group: Group, now: datetime
) -> tuple[list[Candidate], Context]:
    """What :func:`~bot.papers.rules.ranking.rank` needs: the candidates and the interests.

    Candidates are what the group's feeds brought since its last round, and its open nominations;
    a paper that stood on a shortlist comes back by nomination only, one that was discussed or
    withdrawn not at all.
    """
    found: dict[str, _Known] = {}
    nominated = await session.execute(_nominated(group.guild_id))
    for key, title, abstract, nominators, first in nominated:
        found[key] = _Known(title, abstract, nominators, first)
    announced = await session.stream(_announced(group, now))
    async for rows in announced.partitions(_ROWS_AT_ONCE):
        _add(found, rows)
        await asyncio.sleep(0)
    candidates = []
    for number, (key, known) in enumerate(found.items()):
        candidates.append(known.candidate(key))
        if number % _ROWS_AT_ONCE == 0:
            await asyncio.sleep(0)
    plan = await plans.current(session, group.guild_id)
    interests = [term.term for term in plan.glossary] + [path.title for path in plan.paths]
    return candidates, Context(today=group.today(now), interests=tuple(interests))


async def ranked(candidates: Sequence[Candidate], context: Context) -> list[Scored]:
    """What ``rank`` gives, found in a thread and in pieces: nobody waits for more than one."""
    scored: list[Scored] = []
    for start in range(0, len(candidates), _RANKED_AT_ONCE):
        piece = candidates[start : start + _RANKED_AT_ONCE]
        scored += await asyncio.to_thread(rank, piece, context)
    return in_order(scored)


def is_open_nomination(guild_id: int) -> ColumnElement[bool]:
    """Whether a row of nominations is one of this group that is still open.

    It is until its paper stands on a shortlist, or was discussed or withdrawn; and while its member
    is here.
    """
    # By a name of its own: papers may be asked for in the same statement.
    wished = aliased(PaperRow)
    withdrawn = exists().where(wished.arxiv_id == NominationRow.arxiv_id, wished.is_withdrawn)
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
    of_group = NominationRow.guild_id == guild_id
    return of_group & nominator_is_here() & ~listed_since & ~discussed & ~withdrawn


def nominator_is_here() -> ColumnElement[bool]:
    """Whether a row of nominations is of a member who is here."""
    return exists().where(is_of_member_here(NominationRow.guild_id, NominationRow.user_id))


@dataclass(slots=True)
class _Known:
    """A candidate while it is gathered."""

    title: str
    abstract: str
    nominators: int = 0
    nominated_at: datetime | None = None
    announced_on: date | None = None
    listed: dict[AnnounceType, list[str]] = field(default_factory=dict)

    def candidate(self, key: str) -> Candidate:
        return Candidate(
            key=key,
            title=self.title,
            abstract=self.abstract,
            new_in=tuple(sorted(self.listed.get(AnnounceType.NEW, ()))),
            cross_in=tuple(sorted(self.listed.get(AnnounceType.CROSS, ()))),
            announced_on=self.announced_on,
            nominators=self.nominators,
            nominated_at=self.nominated_at,
        )


def _add(found: dict[str, _Known], rows: Sequence[Any]) -> None:
    for key, title, abstract, category, announce_type, day in rows:
        known = found.get(key)
        if known is None:
            known = found[key] = _Known(title, abstract)
        known.listed.setdefault(announce_type, []).append(category)
        known.announced_on = day if known.announced_on is None else max(known.announced_on, day)


def _nominated(guild_id: int) -> Select[str, str, str, int, datetime]:
    """The papers with open nominations, how many members wish for each, and since when."""
    columns = (PaperRow.arxiv_id, PaperRow.title, PaperRow.abstract)
    return (
        select(*columns, func.count(), func.min(NominationRow.nominated_at))
        .join(NominationRow, NominationRow.arxiv_id == PaperRow.arxiv_id)
        .where(is_open_nomination(guild_id))
        .group_by(*columns)
    )


def _announced(group: Group, now: datetime) -> Select[str, str, str, str, AnnounceType, date]:
    """What the group's categories announced since its last shortlist, two weeks back at most."""
    last = (
        select(func.max(RoundRow.opened_at))
        .where(
            RoundRow.guild_id == group.guild_id, RoundRow.decision != RoundDecision.NOTHING_LISTED
        )
        .scalar_subquery()
    )
    proposed = exists().where(
        ShortlistRow.guild_id == group.guild_id, ShortlistRow.arxiv_id == ListingRow.arxiv_id
    )
    return (
        select(
            ListingRow.arxiv_id,
            PaperRow.title,
            PaperRow.abstract,
            ListingRow.category,
            ListingRow.announce_type,
            ListingRow.announced_on,
        )
        .join(PaperRow, PaperRow.arxiv_id == ListingRow.arxiv_id)
        .where(
            ListingRow.category.in_(group.categories),
            ListingRow.listed_at > now - _FURTHEST_BACK,
            ListingRow.listed_at > func.coalesce(last, now - _WEEK),
            ~PaperRow.is_withdrawn,
            ~proposed,
        )
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
