"""Reads of reviews: one's own, the group's published ones, what of a review is to be posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.arxiv.models import PaperRow
from bot.arxiv.paper_queries import TEXTS, paper_from
from bot.arxiv.values import Paper
from bot.errors import NotFound
from bot.facts import Fact
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import Group, InsiderCaller, MemberCaller
from bot.inputs.text import folded
from bot.papers.models import RoundRow, ShortlistRow
from bot.public_panels import PostedMessage
from bot.ranking.values import Evidence, EvidenceKind
from bot.releases import read_release
from bot.reviews.counts import period_count
from bot.reviews.models import ReviewRow
from bot.reviews.values import MyReview, Review, ReviewList, ReviewText
from bot.scheduling import Delivery

_Rows = Select[ReviewRow, PaperRow, int, int | None]
_NOT_THERE = "I do not find that review here. `/paper reviews` lists yours and the group's."
_LISTED, _AS_EVIDENCE = 200, 100
_NEWEST_FIRST = (ReviewRow.released_at.desc(), ReviewRow.id.desc())


async def my_list(session: AsyncSession, caller: MemberCaller) -> ReviewList:
    """The caller's reviews, drafts first, and those that the group's members published."""
    drafts_first = (ReviewRow.released_at.is_not(None), ReviewRow.updated_at.desc(), ReviewRow.id)
    mine = _reviews(caller.guild_id, ReviewRow.user_id == caller.user_id).order_by(*drafts_first)
    released = _reviews(caller.guild_id, _can_be_read()).order_by(*_NEWEST_FIRST)
    return ReviewList(
        await _read(session, mine.limit(_LISTED)),
        await _read(session, released.limit(_LISTED)),
        await period_count(session, caller),
    )


async def mine(session: AsyncSession, caller: MemberCaller, review_id: int) -> MyReview:
    """One of the caller's own reviews.

    Raises:
        NotFound: they have none with this id here.
    """
    review = await own(session, caller, review_id)
    return MyReview(review, await period_count(session, caller))


async def own(session: AsyncSession, caller: MemberCaller, review_id: int) -> Review:
    """As `mine`, the review alone."""
    theirs = (ReviewRow.id == review_id, ReviewRow.user_id == caller.user_id)
    return await _one(session, _reviews(caller.guild_id, *theirs))


async def unposted(session: AsyncSession, caller: MemberCaller) -> Review | None:
    """The newest of the caller's published reviews that could not be posted."""
    theirs = (ReviewRow.user_id == caller.user_id, ReviewRow.trouble.is_not(None))
    found = _reviews(caller.guild_id, *theirs).order_by(*_NEWEST_FIRST).limit(1)
    return next(iter(await _read(session, found)), None)


async def readable(session: AsyncSession, caller: MemberCaller, review_id: int) -> Review:
    """A review that the caller may read: their own, or one that the group can.

    Raises:
        NotFound: there is none with this id here, or it is somebody else's draft.
    """
    may_read = (ReviewRow.user_id == caller.user_id) | _can_be_read()
    return await _one(session, _reviews(caller.guild_id, ReviewRow.id == review_id, may_read))


async def of_paper(
    session: AsyncSession, caller: MemberCaller, key: str
) -> tuple[Paper, Review | None]:
    """A known paper, and the caller's review of it if they have one.

    Raises:
        NotFound: the paper is not known.
    """
    found = await of_known_paper(session, caller, key)
    if found is None:
        raise NotFound("I do not know that paper. `/paper review` takes its arXiv id or link.")
    return found


async def of_known_paper(
    session: AsyncSession, caller: MemberCaller, key: str
) -> tuple[Paper, Review | None] | None:
    """As `of_paper`; None where the paper is not known."""
    known = await session.get(PaperRow, key)
    if known is None:
        return None
    theirs = (ReviewRow.user_id == caller.user_id, ReviewRow.arxiv_id == key)
    found = await _read(session, _reviews(caller.guild_id, *theirs))
    return paper_from(known), found[0] if found else None


async def readable_of(
    session: AsyncSession, caller: MemberCaller, key: str
) -> tuple[Paper, tuple[Review, ...]]:
    """A known paper and its published reviews. Raises as `of_paper` does."""
    paper, _mine = await of_paper(session, caller, key)
    return paper, await released_of(session, caller.guild_id, key)


async def released_of(session: AsyncSession, guild_id: int, key: str) -> tuple[Review, ...]:
    """The published reviews of a paper, newest first."""
    found = _reviews(guild_id, ReviewRow.arxiv_id == key, _can_be_read())
    return await _read(session, found.order_by(*_NEWEST_FIRST))


async def texts(session: AsyncSession, guild_id: int) -> dict[str, list[str]]:
    """The words of all published reviews, by the paper's key."""
    rows = await session.execute(
        select(
            ReviewRow.arxiv_id, ReviewRow.key_points, ReviewRow.analysis, ReviewRow.method
        ).where(ReviewRow.guild_id == guild_id, _can_be_read())
    )
    found: dict[str, list[str]] = {}
    for key, *words in rows:
        found.setdefault(key, []).extend(map(str, words))
    return found


async def titles(session: AsyncSession, caller: InsiderCaller) -> list[tuple[str, str]]:
    """Key and title of the papers with a review that the caller may read, the newest first."""
    rows = await session.execute(
        select(PaperRow.arxiv_id, PaperRow.title)
        .join(ReviewRow, ReviewRow.arxiv_id == PaperRow.arxiv_id)
        .where(
            ReviewRow.guild_id == caller.guild_id,
            (ReviewRow.user_id == caller.user_id) | _can_be_read(),
        )
        .group_by(PaperRow.arxiv_id, PaperRow.title)
        .order_by(func.max(ReviewRow.updated_at).desc(), PaperRow.arxiv_id)
    )
    return [(key, title) for key, title in rows]


async def released(session: AsyncSession, guild_id: int, review_id: int) -> Review:
    """A published review.

    Raises:
        NotFound: there is none with this id here.
    """
    return await _one(session, _reviews(guild_id, ReviewRow.id == review_id, _can_be_read()))


async def to_post(session: AsyncSession, delivery: Delivery) -> Review | None:
    """The review that a delivery is to post.

    None: it was taken back or published anew meanwhile, stands in the thread, or its author left.
    """
    release = read_release(delivery.subject)
    unposted = (
        ReviewRow.id == release.thing_id,
        ReviewRow.releases == release.number,
        ReviewRow.message_id.is_(None),
    )
    found = await _read(session, _reviews(delivery.guild_id, *unposted, _can_be_read()))
    return found[0] if found else None


async def suggest(
    session: AsyncSession, caller: MemberCaller, typed: str, limit: int
) -> list[Paper]:
    """Papers to review whose title or id has ``typed``.

    First those that the group chose, then those of its shortlists, each the newest first.
    """
    here = RoundRow.guild_id == caller.guild_id
    chosen = (
        select(RoundRow.winner_id.label("key"), func.max(RoundRow.opened_at).label("at"))
        .where(here, RoundRow.winner_id.is_not(None))
        .group_by(RoundRow.winner_id)
    )
    listed = (
        select(ShortlistRow.arxiv_id.label("key"), func.max(RoundRow.opened_at).label("at"))
        .join_from(
            ShortlistRow,
            RoundRow,
            (ShortlistRow.guild_id == RoundRow.guild_id) & (ShortlistRow.round_id == RoundRow.id),
        )
        .where(here)
        .group_by(ShortlistRow.arxiv_id)
    )
    found: dict[str, Paper] = {}
    for keys in (chosen.subquery(), listed.subquery()):
        for row in await session.scalars(_newest_of(keys, typed).limit(limit)):
            found.setdefault(row.arxiv_id, paper_from(row))
    return list(found.values())[:limit]


async def evidence(session: AsyncSession, group: Group) -> Sequence[Evidence]:
    """The papers that members here reviewed last, for the ranking (A5), by how many of them."""
    reviewed = (
        select(
            ReviewRow.arxiv_id.label("key"),
            func.count().label("members"),
            func.max(ReviewRow.released_at).label("at"),
        )
        .where(ReviewRow.guild_id == group.guild_id, _can_be_read())
        .group_by(ReviewRow.arxiv_id)
        .order_by(func.max(ReviewRow.released_at).desc(), ReviewRow.arxiv_id)
        .limit(_AS_EVIDENCE)
        .subquery()
    )
    rows = await session.execute(
        select(*TEXTS, reviewed.c.members, reviewed.c.at)
        .join(reviewed, reviewed.c.key == PaperRow.arxiv_id)
        .order_by(reviewed.c.at, PaperRow.arxiv_id)
    )
    return [
        Evidence(
            row.arxiv_id,
            row.title,
            row.abstract,
            tuple(row.authors),
            tuple(row.categories),
            EvidenceKind.REVIEWED,
            group.today(row.at),
            float(row.members),
        )
        for row in rows
    ]


def _newest_of(keys: Subquery, typed: str) -> Select[PaperRow]:
    fits = PaperRow.folded_title.contains(folded(typed))
    if typed:
        fits = fits | PaperRow.arxiv_id.contains(typed, autoescape=True)
    return (
        select(PaperRow)
        .join(keys, keys.c.key == PaperRow.arxiv_id)
        .where(fits)
        .order_by(keys.c.at.desc(), PaperRow.arxiv_id)
    )


def _can_be_read() -> ColumnElement[bool]:
    """Whether the group can read a review: it is published, and its author here."""
    author_is_here = exists(
        select(MemberRow.user_id)
        .where(is_of_member_here(ReviewRow.guild_id, ReviewRow.user_id))
        .correlate(ReviewRow)
    )
    return ReviewRow.released_at.is_not(None) & author_is_here


def _reviews(guild_id: int, *which: ColumnElement[bool]) -> _Rows:
    chosen = aliased(RoundRow)
    newest = (
        select(chosen.id)
        .where(
            chosen.guild_id == ReviewRow.guild_id,
            chosen.winner_id == ReviewRow.arxiv_id,
            chosen.thread_id.is_not(None),
        )
        .order_by(chosen.opened_at.desc())
        .limit(1)
        .correlate(ReviewRow)
        .scalar_subquery()
    )
    return (
        select(ReviewRow, PaperRow, RoundRow.id, RoundRow.thread_id)
        .join(PaperRow, PaperRow.arxiv_id == ReviewRow.arxiv_id)
        .outerjoin(RoundRow, RoundRow.id == newest)
        .where(ReviewRow.guild_id == guild_id, *which)
    )


async def _read(session: AsyncSession, query: _Rows) -> tuple[Review, ...]:
    found = await session.execute(query.execution_options(populate_existing=True))
    return tuple(_review(row, paper_from(paper), *chosen) for row, paper, *chosen in found)


async def _one(session: AsyncSession, query: _Rows) -> Review:
    found = await _read(session, query)
    if not found:
        raise NotFound(_NOT_THERE)
    return found[0]


def _review(row: ReviewRow, paper: Paper, round_id: int | None, thread_id: int | None) -> Review:
    post = None
    if row.channel_id is not None and row.message_id is not None:
        post = PostedMessage(row.channel_id, row.message_id)
    return Review(
        id=row.id,
        guild_id=row.guild_id,
        user_id=row.user_id,
        paper=paper,
        text=ReviewText(row.key_points, row.analysis, row.method, row.worth),
        updated_at=row.updated_at,
        released_at=row.released_at,
        released_on=row.released_on,
        thread_id=thread_id,
        round_id=round_id,
        post=post,
        trouble=row.trouble,
        revision=row.revision,
    )


async def group_facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """How many reviews were published in that time and not taken back; all could be read."""
    published = await session.scalar(
        select(func.count())
        .select_from(ReviewRow)
        .where(
            ReviewRow.guild_id == guild_id,
            ReviewRow.released_at >= since,
            ReviewRow.released_at < until,
        )
    )
    return [Fact(published or 0, "review published", "reviews published")]
