"""What may be proposed to a group this week, and all that its order depends on."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import feature
from bot.arxiv import ingest
from bot.arxiv.models import ListingRow, PaperRow
from bot.arxiv.paper_queries import TEXTS
from bot.arxiv.values import AnnounceType
from bot.groups.models import is_of_member_here
from bot.groups.values import Group, PaperFit
from bot.interests import service as interests
from bot.milestones.present_blocks import present_blocks
from bot.papers import evidence
from bot.papers.models import NominationRow, RoundRow, ShortlistRow
from bot.papers.rules import memory
from bot.papers.rules.subject import PlanPaper, blocks_where, plan_papers, venues_of
from bot.papers.values import RoundDecision
from bot.plans import queries as plans
from bot.ranking.values import NO_FLOOR, Candidate, Evidence, EvidenceKind, Request

_WEEK = timedelta(days=7)
_FURTHEST_BACK = timedelta(days=14)
FLOORS = {PaperFit.ANY: NO_FLOOR, PaperFit.USUAL: 0.0, PaperFit.CLOSE: 1.5}
"""What each choice adds to the ranking's own floor.

With one and a half points more, every tenth paper of dev's weeks is left, and seven in ten of those
that were picked."""

# A week can have thousands of papers: others get their turn after so many.
_ROWS_AT_ONCE = 100

_COLUMNS = (*TEXTS, PaperRow.venue)


async def gather(session: AsyncSession, group: Group, now: datetime) -> Request:
    """What is to be ranked: the candidates, the group's taste, and where its members stand.

    Candidates are what the group's feeds brought since its last round, and its open nominations.
    What stood on a shortlist comes back by nomination only, with two exceptions: a runner-up once,
    and a paper of the plan that was not discussed (`rules.memory`). A vote that was ended without a
    pick counts as if it had not been. What was withdrawn does not come at all. The number of
    statements does not depend on anybody's data.
    """
    plan = await plans.current(session, group.guild_id)
    of_plan = plan_papers(plan)
    past = await evidence.history(session, group)
    runners_up = memory.runner_ups(past.listings, now)
    rested = memory.rested([each.key for each in of_plan], past.listings, now)
    found: dict[str, _Known] = {}
    for *texts, members, since, before in await session.execute(_nominated(group.guild_id)):
        known = found[texts[0]] = _Known(*texts)
        known.nominators, known.nominated_at, known.is_discussed = members, since, before
    announced = await session.stream(_announced(group, now))
    async for rows in announced.partitions(_ROWS_AT_ONCE):
        _add(found, rows)
        await asyncio.sleep(0)
    seeds = {each.key: _seed(each, group.today(now)) for each in of_plan}
    met = _met(group.guild_id, {*runners_up, *seeds})
    for *texts, is_discussed in await session.execute(met):
        known = found.get(texts[0]) or _Known(*texts)
        known.is_runner_up = known.key in runners_up and not is_discussed
        known.is_plan_paper = known.key in rested and not is_discussed
        if known.is_runner_up or known.is_plan_paper:
            found[known.key] = known
        if known.key in seeds:
            seeds[known.key] = known.seed(group.today(now))
    return Request(
        today=group.today(now),
        candidates=await _wanted(found, memory.passed_over(past.listings, past.opinions)),
        evidence=(*past.evidence, *seeds.values()),
        interests=await interests.of_group(session, group.guild_id),
        blocks=blocks_where(plan, await present_blocks(session, group.guild_id, plan)),
        venues=venues_of(plan, await feature.venues_of(session, group.guild_id)),
        include_cross=group.cross_lists,
        floor=FLOORS[group.paper_fit],
    )


async def unknown_papers(session: AsyncSession, request: Request) -> list[str]:
    """The papers of the plan, by key, that arXiv was not asked about yet."""
    seeds = [each.key for each in request.evidence if each.kind is EvidenceKind.SEED]
    return await ingest.unknown(session, seeds)


def is_open_nomination(guild_id: int) -> ColumnElement[bool]:
    """Whether a row of nominations is one of this group that is still open.

    It is until its paper stood in a vote, or was withdrawn; and while its member is here.
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
        RoundRow.is_skipped.is_(False),
    )
    of_group = NominationRow.guild_id == guild_id
    return of_group & nominator_is_here() & ~listed_since & ~withdrawn


def nominator_is_here() -> ColumnElement[bool]:
    """Whether a row of nominations is of a member who is here."""
    return exists().where(is_of_member_here(NominationRow.guild_id, NominationRow.user_id))


@dataclass(slots=True)
class _Known:
    """A paper while candidates are gathered."""

    key: str
    title: str
    abstract: str
    authors: Sequence[str]
    categories: Sequence[str]
    venue: str | None
    nominators: int = 0
    nominated_at: datetime | None = None
    is_discussed: bool = False
    is_runner_up: bool = False
    is_plan_paper: bool = False
    announced_on: date | None = None
    listed: dict[AnnounceType, list[str]] = field(default_factory=dict)

    def candidate(self) -> Candidate:
        return Candidate(
            key=self.key,
            title=self.title,
            abstract=self.abstract,
            authors=tuple(self.authors),
            categories=tuple(self.categories),
            new_in=tuple(sorted(self.listed.get(AnnounceType.NEW, ()))),
            cross_in=tuple(sorted(self.listed.get(AnnounceType.CROSS, ()))),
            announced_on=self.announced_on,
            venue=self.venue,
            nominators=self.nominators,
            nominated_at=self.nominated_at,
            is_discussed=self.is_discussed,
            is_runner_up=self.is_runner_up,
            is_plan_paper=self.is_plan_paper,
        )

    def seed(self, on: date) -> Evidence:
        return Evidence(
            self.key,
            self.title,
            self.abstract,
            tuple(self.authors),
            tuple(self.categories),
            EvidenceKind.SEED,
            on,
        )


def _seed(paper: PlanPaper, on: date) -> Evidence:
    """A paper of the plan in the plan's words: arXiv's are not known yet."""
    kind = EvidenceKind.SEED
    return Evidence(paper.key, paper.title, paper.text, paper.authors, (), kind, on)


def _add(found: dict[str, _Known], rows: Sequence[Any]) -> None:
    for *texts, category, announce_type, day in rows:
        known = found.get(texts[0])
        if known is None:
            known = found[texts[0]] = _Known(*texts)
        known.listed.setdefault(announce_type, []).append(category)
        known.announced_on = day if known.announced_on is None else max(known.announced_on, day)


async def _wanted(
    found: Mapping[str, _Known], passed_over: Collection[str]
) -> tuple[Candidate, ...]:
    """The candidates, in the order of their keys; those passed over only where asked for anew."""
    candidates = []
    for number, key in enumerate(sorted(found)):
        if found[key].nominators or key not in passed_over:
            candidates.append(found[key].candidate())
        if number % _ROWS_AT_ONCE == 0:
            await asyncio.sleep(0)
    return tuple(candidates)


def _nominated(guild_id: int) -> Select[Any]:
    """The papers with open nominations: how many members wish for each, since when, and whether
    the group has discussed it before."""
    wishes = (
        select(
            NominationRow.arxiv_id,
            func.count().label("members"),
            func.min(NominationRow.nominated_at).label("since"),
        )
        .where(is_open_nomination(guild_id))
        .group_by(NominationRow.arxiv_id)
        .subquery()
    )
    return select(*_COLUMNS, wishes.c.members, wishes.c.since, _is_discussed(guild_id)).join(
        wishes, wishes.c.arxiv_id == PaperRow.arxiv_id
    )


def _announced(
    group: Group, now: datetime
) -> Select[str, str, str, list[str], list[str], str | None, str, AnnounceType, date]:
    """What the group's categories announced since its last shortlist, two weeks back at most."""
    last = (
        select(func.max(RoundRow.opened_at))
        .where(
            RoundRow.guild_id == group.guild_id,
            RoundRow.decision != RoundDecision.NOTHING_LISTED,
            RoundRow.is_skipped.is_(False),
        )
        .scalar_subquery()
    )
    proposed = exists().where(
        ShortlistRow.guild_id == group.guild_id,
        ShortlistRow.arxiv_id == ListingRow.arxiv_id,
        RoundRow.guild_id == group.guild_id,
        RoundRow.id == ShortlistRow.round_id,
        RoundRow.is_skipped.is_(False),
    )
    return (
        select(*_COLUMNS, ListingRow.category, ListingRow.announce_type, ListingRow.announced_on)
        .join(ListingRow, PaperRow.arxiv_id == ListingRow.arxiv_id)
        .where(
            ListingRow.category.in_(group.categories),
            ListingRow.listed_at > now - _FURTHEST_BACK,
            ListingRow.listed_at > func.coalesce(last, now - _WEEK),
            ~PaperRow.is_withdrawn,
            ~proposed,
        )
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )


def _met(
    guild_id: int, keys: Collection[str]
) -> Select[str, str, str, list[str], list[str], str | None, bool]:
    """Papers by their keys, and whether the group has discussed each; not those withdrawn."""
    return select(*_COLUMNS, _is_discussed(guild_id)).where(
        PaperRow.arxiv_id.in_(sorted(keys)), ~PaperRow.is_withdrawn
    )


def _is_discussed(guild_id: int) -> ColumnElement[bool]:
    """Whether the group has discussed a paper."""
    return exists().where(RoundRow.guild_id == guild_id, RoundRow.winner_id == PaperRow.arxiv_id)
