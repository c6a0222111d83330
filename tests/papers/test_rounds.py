"""Rounds on both databases: candidates, opening, closing, history."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta

from sqlalchemy import delete, func, select

from bot.arxiv import feed_queries
from bot.arxiv.values import AnnounceType
from bot.db import Database
from bot.groups.models import MemberRow
from bot.papers import queries, rounds
from bot.papers.chosen import chosen_papers
from bot.papers.models import BallotRow, MarkRow, NominationRow
from bot.papers.rules.timetable import CLOSE, OPEN, SHOW
from bot.papers.values import NominationOutcome, RoundDecision
from bot.scheduling import upcoming
from tests.groups import acting as groups
from tests.papers.group import (
    ANA,
    BEN,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    SECOND,
    START,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    insider,
    keys,
    nominate,
    open_round,
    opened,
    vote,
)
from tests.papers.test_round_acts import due


async def test_the_group_hook_puts_both_schedules_and_follows_the_feeds(db: Database) -> None:
    await found_group(db)
    async with db.begin() as session:
        ahead = await upcoming(session, GUILD, kinds=[OPEN, CLOSE], limit=2)
        assert [(item.kind, item.at) for item in ahead] == [
            (OPEN, OPENS),
            (CLOSE, CLOSES),
        ]
        followed = await feed_queries.feeds(session, ["cs.LG", "cs.CL", "cs.CV"])
        assert [feed.category for feed in followed] == ["cs.LG", "cs.CL"]


async def test_opening_twice_gives_the_same_round(db: Database) -> None:
    first = await opened(db)
    await announce(db, entry(9))
    again = await open_round(db, now=OPENS + DAY, period=first.period)
    assert again == first
    assert keys(first) == ["2603.00001", "2603.00002", "2603.00003"]
    assert (first.closes_at, first.ballots, first.closed_at) == (CLOSES, 0, None)


async def test_a6_a_shortlist_has_five_papers_and_a_reason_for_each(db: Database) -> None:
    found = await opened(db, GUILD, *range(1, 9))
    assert len(found.picks) == 5
    assert [pick.position for pick in found.picks] == [1, 2, 3, 4, 5]
    assert found.considered == 8


async def test_u3_a_shortlist_names_the_block_that_a_paper_serves(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(2, "Double descent, revisited"))
    found = await open_round(db, now=OPENS)
    assert found is not None
    first, second = found.picks
    assert (first.paper.key, first.block) == ("2603.00002", "block 1: Theoretical foundations")
    assert first.reasons[0] == "serves block 1: Theoretical foundations (Double descent)"
    assert second.block is None


async def test_a2_a_cross_listing_is_stored_but_not_proposed(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1, announce_type=AnnounceType.CROSS), entry(2))
    assert keys(await open_round(db, now=OPENS)) == ["2603.00002"]


async def test_only_the_groups_categories_count(db: Database) -> None:
    await found_group(db, categories=("cs.LG",))
    await announce(db, entry(1), category="cs.CV")
    await announce(db, entry(2), category="cs.LG")
    assert keys(await open_round(db, now=OPENS)) == ["2603.00002"]


async def test_a_week_without_candidates_is_a_closed_round_and_not_history(db: Database) -> None:
    await found_group(db)
    found = await open_round(db, now=OPENS)
    assert found is not None
    assert (found.picks, found.decision) == ((), RoundDecision.NOTHING_LISTED)
    assert not found.takes_ballots(OPENS)
    assert await close(db) is None
    async with db.read() as session:
        assert await chosen_papers(session, GUILD) == []
    # What came meanwhile is not lost for the next week.
    await announce(db, entry(1), now=OPENS + DAY)
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00001"]


async def test_a11_closing_decides_once_and_stores_the_tally(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 2, round_id=found.id)
    await vote(db, BEN, 2, 3, round_id=found.id)
    assert await close(db, now=CLOSES - SECOND) is None
    closed = await close(db)
    assert closed is not None
    assert closed.winner is not None
    assert (closed.winner.key, closed.decision, closed.ballots) == (
        "2603.00002",
        RoundDecision.BALLOTS,
        2,
    )
    assert await close(db) is None
    async with db.read() as session:
        (chosen,) = await chosen_papers(session, GUILD)
        assert (chosen.round_id, chosen.paper.key) == (closed.id, "2603.00002")
        assert (chosen.approvals, chosen.ballots) == (2, 2)
        assert await rounds.unannounced(session, GUILD, CLOSES) == closed
    async with db.begin() as session:
        await rounds.announced(session, GUILD, closed.id, message_id=5, thread_id=5, trouble=None)
        assert await rounds.unannounced(session, GUILD, CLOSES) is None


async def test_a9_ties_and_empty_ballot_boxes_are_decided_by_the_stated_rule(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 3, round_id=found.id)
    await vote(db, BEN, 2, round_id=found.id)
    tied = await close(db)
    assert tied is not None
    assert tied.winner is not None
    assert (tied.winner.key, tied.decision) == ("2603.00002", RoundDecision.TIE)
    await announce(db, entry(4), entry(5), now=CLOSES)
    await open_round(db, now=OPENS + WEEK)
    unvoted = await close(db, now=CLOSES + WEEK)
    assert unvoted is not None
    assert (unvoted.winner, unvoted.decision) == (None, RoundDecision.NO_BALLOTS)
    async with db.read() as session:
        assert await rounds.unannounced(session, GUILD, CLOSES + WEEK) is None


async def test_a11_a_discussed_paper_is_not_proposed_again(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    await close(db)
    # It comes again: in another category, in another week, and as a nomination.
    await announce(db, entry(1), entry(7), category="cs.CL", now=CLOSES + DAY)
    result = await nominate(db, BEN, 1, now=CLOSES + DAY)
    assert result.outcome is NominationOutcome.DISCUSSED
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00007"]


async def test_a_late_opening_leaves_time_to_vote_until_the_next_one(db: Database) -> None:
    """It must not last longer: the next week's could not open then, and would be lost."""
    await found_group(db)
    await announce(db, entry(1))
    late = CLOSES - timedelta(minutes=20)
    found = await open_round(db, now=late, period=date(2026, 3, 2))
    assert found is not None
    assert found.closes_at == OPENS + WEEK
    async with db.begin() as session:
        group = await groups.change_group(session, GUILD, papers_channel_id=7, now=late + SECOND)
        await rounds.schedule(session, group, late + SECOND)
    async with db.read() as session:
        assert (await queries.get(session, GUILD, found.id)).closes_at == OPENS + WEEK
    assert await due(db, CLOSE, found.id) == OPENS + WEEK
    await announce(db, entry(2), now=late + SECOND)
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00002"]


async def test_new_hours_end_the_open_vote_before_the_next_opens(db: Database) -> None:
    """And the posted shortlist says when, if there is one."""
    found = await opened(db)
    thursday = OPENS + 3 * DAY
    async with db.begin() as session:
        await rounds.posted(session, GUILD, found.id, channel_id=5, message_id=6)
        group = await groups.change_group(session, GUILD, papers_close=(2, time(12)), now=thursday)
        await rounds.schedule(session, group, thursday)
    async with db.read() as session:
        assert (await queries.get(session, GUILD, found.id)).closes_at == OPENS + WEEK
    assert await due(db, CLOSE, found.id) == OPENS + WEEK
    assert await due(db, SHOW, found.id) == thursday
    await announce(db, entry(8), now=thursday)
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00008"]


async def test_one_vote_at_a_time_and_a_leftover_one_is_closed_first(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 3, round_id=found.id)
    await announce(db, entry(8), now=OPENS + DAY)
    assert await open_round(db, now=OPENS + DAY) is None
    # Its own closing never ran; the next opening decides it.
    following = await open_round(db, now=OPENS + WEEK)
    assert keys(following) == ["2603.00008"]
    async with db.read() as session:
        former = await queries.get(session, GUILD, found.id)
    assert former.winner is not None
    assert former.winner.key == "2603.00003"


async def test_opening_at_once_in_two_processes_gives_one_round(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    both = await asyncio.gather(*(open_round(db, now=OPENS) for _ in range(2)))
    assert both[0] == both[1]


async def test_new_closing_times_move_the_open_round(db: Database) -> None:
    found = await opened(db)
    async with db.begin() as session:
        group = await groups.change_group(
            session, GUILD, papers_close=(2, time(12)), now=OPENS + DAY
        )
        await rounds.schedule(session, group, OPENS + DAY)
    async with db.read() as session:
        moved = await queries.get(session, GUILD, found.id)
    assert moved.closes_at == START + 2 * DAY + timedelta(hours=6)


async def test_titles_are_suggested_literally(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1, "100% sparse_attention"), entry(2, "Dense attention"))
    async with db.read() as session:

        async def titles(text: str) -> list[str]:
            found = await queries.suggest(session, insider(), text, 25)
            return [paper.title for paper in found]

        assert await titles("ATTENTION") == ["100% sparse_attention", "Dense attention"]
        assert await titles("0%") == ["100% sparse_attention"]
        assert await titles("d_nse") == await titles("d%nse") == []


async def test_m1_a_member_who_goes_takes_ballots_and_nominations_along(db: Database) -> None:
    """The group's history keeps its counts and no names."""
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    await nominate(db, ANA, 50)
    closed = await close(db)
    async with db.begin() as session:
        await session.execute(delete(MemberRow).where(MemberRow.user_id == ANA))
    async with db.read() as session:
        for table in (BallotRow, MarkRow, NominationRow):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        assert await queries.get(session, GUILD, found.id) == closed
