"""Reads of papers and rounds: what is on now, titles to suggest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.arxiv import feed_queries
from bot.arxiv.models import ListingRow, PaperRow
from bot.arxiv.paper_queries import paper_from
from bot.arxiv.values import Feed, Paper
from bot.errors import NotFound, UserError
from bot.facts import Fact
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.queries import get_group
from bot.groups.values import InsiderCaller
from bot.inputs.tex import plain_line
from bot.inputs.text import folded
from bot.papers import counting
from bot.papers.models import (
    BallotRow,
    NominationRow,
    RoundRow,
    ShortlistRow,
    SkippedWeekRow,
)
from bot.papers.rules.timetable import OPEN, monday_of
from bot.papers.rules.voting_hour import PastVote, asks_after
from bot.papers.values import Overview, Pick, Round, RoundDecision
from bot.scheduling import DeliveryStatus, newest_occurrence, upcoming

NO_SUCH_ROUND = "That shortlist is not here. `/paper picks` shows the newest."

_SUGGESTED_FROM = timedelta(days=14)
_MOST_WORDS = 8
# A year of votes.
_VOTES = 52


async def overview(session: AsyncSession, caller: InsiderCaller) -> Overview:
    """What ``/paper picks`` shows; how the feeds are is read for organisers alone.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await get_group(session, caller.guild_id)
    rounds = await recent(session, group.guild_id, 2)
    newest, status = await newest_occurrence(session, group.guild_id, kind=OPEN)
    if newest is None or (rounds and rounds[0].period >= newest.period):
        newest = status = None
    is_open = bool(rounds) and rounds[0].takes_ballots(caller.now)
    so_far = await counting.so_far(session, rounds[0]) if is_open else None
    feeds: list[Feed] = []
    asks_hour = None
    if caller.is_organiser:
        feeds = await feed_queries.feeds(session, group.categories)
        asks_hour = await asks_hour_after(session, group.guild_id)
    if rounds and rounds[0].takes_ballots(caller.now):
        rounds[0] = await with_names(session, rounds[0])
    return Overview(
        rounds=tuple(rounds),
        feeds=tuple(feeds),
        opens_at=await next_opening(session, group.guild_id),
        missed=newest.period if newest and status is DeliveryStatus.MISSED else None,
        is_waiting=status in (DeliveryStatus.DUE, DeliveryStatus.SENDING, DeliveryStatus.RETRY),
        asks_hour=asks_hour,
        so_far=so_far,
    )


async def asks_hour_after(session: AsyncSession, guild_id: int) -> int | None:
    """The round after which an organiser is to be asked whether the hour fits, by its id."""
    votes = await session.execute(
        select(RoundRow.id, RoundRow.ballots, RoundRow.is_hour_settled)
        .where(
            RoundRow.guild_id == guild_id,
            RoundRow.closed_at.is_not(None),
            RoundRow.is_skipped.is_(False),
            RoundRow.decision != RoundDecision.NOTHING_LISTED,
        )
        .order_by(RoundRow.opened_at.desc())
        .limit(_VOTES)
    )
    return asks_after([PastVote(row.id, row.ballots or 0, row.is_hour_settled) for row in votes])


async def with_names(session: AsyncSession, found: Round) -> Round:
    """The round with the names of those who nominated a paper of it, let it be said, and are here.

    A nomination that an earlier shortlist has used up is none of this one.
    """
    earlier = aliased(RoundRow)
    used = exists().where(
        earlier.guild_id == found.guild_id,
        earlier.opened_at < found.opened_at,
        earlier.opened_at >= NominationRow.nominated_at,
        earlier.is_skipped.is_(False),
        ShortlistRow.guild_id == earlier.guild_id,
        ShortlistRow.round_id == earlier.id,
        ShortlistRow.arxiv_id == NominationRow.arxiv_id,
    )
    rows = await session.execute(
        select(NominationRow.arxiv_id, NominationRow.user_id)
        .join(MemberRow, is_of_member_here(NominationRow.guild_id, NominationRow.user_id))
        .where(
            NominationRow.guild_id == found.guild_id,
            NominationRow.arxiv_id.in_([pick.paper.key for pick in found.picks]),
            NominationRow.is_named,
            NominationRow.nominated_at <= found.opened_at,
            ~used,
        )
        .order_by(NominationRow.nominated_at, NominationRow.user_id)
    )
    named: dict[str, list[int]] = defaultdict(list)
    for key, user_id in rows:
        named[key].append(user_id)
    listed = (replace(pick, named=tuple(named[pick.paper.key])) for pick in found.picks)
    return replace(found, picks=tuple(listed))


async def next_opening(session: AsyncSession, guild_id: int) -> datetime | None:
    """When the group's next round opens, if it has a schedule; weeks that are skipped are not."""
    skipped = await skipped_weeks(session, guild_id)
    ahead = await upcoming(session, guild_id, kinds=[OPEN], limit=len(skipped) + 1)
    return next((each.at for each in ahead if monday_of(each.period) not in skipped), None)


async def skipped_weeks(session: AsyncSession, guild_id: int) -> set[date]:
    """The weeks in which the group wants no round, by their Mondays."""
    found = await session.scalars(
        select(SkippedWeekRow.monday).where(SkippedWeekRow.guild_id == guild_id)
    )
    return set(found)


async def recent(session: AsyncSession, guild_id: int, limit: int) -> list[Round]:
    """The group's newest rounds, open or closed, newest first."""
    rows = await session.scalars(
        select(RoundRow)
        .where(RoundRow.guild_id == guild_id)
        .order_by(RoundRow.opened_at.desc())
        .limit(limit)
    )
    return await _rounds(session, rows.all())


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


async def result(session: AsyncSession, caller: InsiderCaller, round_id: int) -> Round:
    """A closed round with its totals.

    Raises:
        NotFound: there is none with this id here.
        UserError: its vote is still open, so that its totals stay hidden, or it had none.
    """
    found = await get(session, caller.guild_id, round_id)
    if found.closed_at is not None and not found.picks:
        raise UserError("There was nothing to vote on that week.")
    if found.closed_at is None:
        raise UserError("This vote is still open. Totals show at close.")
    return found


async def since(session: AsyncSession, guild_id: int, period: date) -> list[Round]:
    """The group's rounds for ``period`` (a local date) and later ones, oldest first."""
    rows = await session.scalars(
        select(RoundRow)
        .where(RoundRow.guild_id == guild_id, RoundRow.period >= period)
        .order_by(RoundRow.period)
    )
    return await _rounds(session, rows.all())


async def suggest(
    session: AsyncSession, caller: InsiderCaller, text: str, limit: int
) -> list[Paper]:
    """Papers of the group's categories of the last two weeks by their titles and authors.

    Those that stand on the open shortlist are left out: they need no nomination.
    ``text`` stands in the title, or each of its words begins one in the title or the authors.
    Neither case, accents, TeX nor dashes matter. Those with all of it in the title come first, then
    the newest.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await get_group(session, caller.guild_id)
    wanted = folded(plain_line(text))
    in_title = PaperRow.folded_title.contains(wanted)
    words = " " + PaperRow.folded_title + " " + PaperRow.folded_authors
    begin_words = and_(
        true(), *(words.contains(f" {word}") for word in wanted.split()[:_MOST_WORDS])
    )
    rows = await session.scalars(
        select(PaperRow)
        .where(
            in_title | begin_words,
            ~_is_listed_now(group.guild_id),
            exists().where(
                ListingRow.arxiv_id == PaperRow.arxiv_id,
                ListingRow.category.in_(group.categories),
                ListingRow.listed_at >= caller.now - _SUGGESTED_FROM,
            ),
        )
        .order_by(in_title.desc(), PaperRow.seen_at.desc(), PaperRow.arxiv_id)
        .limit(limit)
    )
    return [paper_from(row) for row in rows]


def _is_listed_now(guild_id: int) -> ColumnElement[bool]:
    """Whether a paper stands on the group's open shortlist."""
    return exists().where(
        RoundRow.guild_id == guild_id,
        RoundRow.closed_at.is_(None),
        ShortlistRow.guild_id == guild_id,
        ShortlistRow.round_id == RoundRow.id,
        ShortlistRow.arxiv_id == PaperRow.arxiv_id,
    )


async def as_round(session: AsyncSession, row: RoundRow) -> Round:
    """The value of a round's row."""
    (found,) = await _rounds(session, [row])
    return found


async def picks(
    session: AsyncSession, guild_id: int, round_ids: Collection[int]
) -> dict[int, list[Pick]]:
    """The shortlists of rounds, best first, by round id."""
    rows = await session.execute(
        select(ShortlistRow, PaperRow)
        .join(PaperRow, PaperRow.arxiv_id == ShortlistRow.arxiv_id)
        .where(ShortlistRow.guild_id == guild_id, ShortlistRow.round_id.in_(round_ids))
        .order_by(ShortlistRow.round_id, ShortlistRow.position)
    )
    found: dict[int, list[Pick]] = defaultdict(list)
    for listed, known in rows:
        found[listed.round_id].append(_pick(listed, paper_from(known)))
    return found


async def newest_pick(
    session: AsyncSession, guild_id: int, paper: Paper
) -> tuple[Pick, datetime] | tuple[None, None]:
    """How a paper stood on the newest of the group's shortlists that had it, and when that opened.

    Nothing where none had.
    """
    found = await session.execute(
        select(ShortlistRow, RoundRow.opened_at)
        .join(
            RoundRow,
            (RoundRow.guild_id == ShortlistRow.guild_id) & (RoundRow.id == ShortlistRow.round_id),
        )
        .where(ShortlistRow.guild_id == guild_id, ShortlistRow.arxiv_id == paper.key)
        .order_by(RoundRow.opened_at.desc())
        .limit(1)
    )
    newest = found.first()
    return (None, None) if newest is None else (_pick(newest[0], paper), newest[1])


async def count_ballots(
    session: AsyncSession, guild_id: int, round_ids: Collection[int]
) -> dict[int, int]:
    """How many members have a ballot in each of these rounds; those with none are left out.

    Ballots of who left or is gone wait, uncounted, until they come back.
    """
    counted = await session.execute(
        select(BallotRow.round_id, func.count())
        .join(MemberRow, is_of_member_here(BallotRow.guild_id, BallotRow.user_id))
        .where(BallotRow.guild_id == guild_id, BallotRow.round_id.in_(round_ids))
        .group_by(BallotRow.round_id)
    )
    return dict(counted.all())


def round_from(row: RoundRow, shortlist: Sequence[Pick], ballots: int) -> Round:
    """The value of a round's row with its shortlist, on which its winner stands."""
    return Round(
        id=row.id,
        guild_id=row.guild_id,
        period=row.period,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        decision=row.decision,
        ballots=ballots,
        picks=tuple(shortlist),
        winner=next((pick.paper for pick in shortlist if pick.paper.key == row.winner_id), None),
        channel_id=row.channel_id,
        message_id=row.message_id,
        result_message_id=row.result_message_id,
        thread_id=row.thread_id,
        trouble=row.trouble,
        feeds=row.feeds,
        considered=row.considered,
        guide_message_id=row.guide_message_id,
        is_extended=row.is_extended,
        is_skipped=row.is_skipped,
        is_hour_settled=row.is_hour_settled,
        method=row.method,
        hides_totals=row.hides_totals,
        stages=counting.stages_of(row),
        codes=None if row.codes is None else tuple(row.codes),
    )


def _pick(listed: ShortlistRow, paper: Paper) -> Pick:
    reasons = tuple(listed.reasons)
    return Pick(paper, listed.position, reasons, listed.approvals, listed.block)


async def _rounds(session: AsyncSession, rows: Sequence[RoundRow]) -> list[Round]:
    if not rows:
        return []
    guild_id = rows[0].guild_id
    shortlists = await picks(session, guild_id, [row.id for row in rows])
    under_way = [row.id for row in rows if row.ballots is None]
    counts = await count_ballots(session, guild_id, under_way) if under_way else {}
    return [
        round_from(
            row,
            shortlists[row.id],
            counts.get(row.id, 0) if row.ballots is None else row.ballots,
        )
        for row in rows
    ]


async def group_facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """How many papers the group picked in that time; each was posted for all to see."""
    picked = await session.scalar(
        select(func.count())
        .select_from(RoundRow)
        .where(
            RoundRow.guild_id == guild_id,
            RoundRow.winner_id.is_not(None),
            RoundRow.closed_at >= since,
            RoundRow.closed_at < until,
        )
    )
    return [Fact(picked or 0, "paper picked", "papers picked")]
