"""Rounds by hand on both databases: close, extend, end, skip a week, the hour of the vote."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups.values import OrganiserCaller
from bot.papers import postings, queries, round_acts, rounds
from bot.papers.calendar_events import VOTE_CLOSES, VOTE_OPENS, votes
from bot.papers.rules.timetable import CLOSE, SHOW, extensions
from bot.papers.rules.voting_hour import PastVote, asks_after
from bot.papers.values import NominationOutcome, Round, RoundDecision
from bot.scheduling.models import ScheduleRow
from tests.groups import acting as groups
from tests.papers.group import (
    ANA,
    BEN,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    OTHER_GUILD,
    START,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    keys,
    nominate,
    open_round,
    opened,
    pending,
    vote,
)

T = TypeVar("T")
NOON = OPENS + DAY + timedelta(hours=3)
MONDAY = START.date()


async def act(
    db: Database,
    use_case: Callable[..., Awaitable[T]],
    *args: object,
    now: datetime = NOON,
    guild_id: int = GUILD,
) -> T:
    """An organiser acts."""
    async with db.begin() as session:
        return await use_case(session, OrganiserCaller(guild_id, BEN, True, now), *args)


async def due(db: Database, kind: str, round_id: int) -> datetime | None:
    """When the delivery about a round falls due."""
    async with db.read() as session:
        return await session.scalar(
            select(ScheduleRow.next_due_at).where(
                ScheduleRow.guild_id == GUILD,
                ScheduleRow.kind == kind,
                ScheduleRow.subject == str(round_id),
            )
        )


async def get(db: Database, round_id: int) -> Round:
    async with db.read() as session:
        return await queries.get(session, GUILD, round_id)


def seconds(at: datetime) -> int:
    return int(at.timestamp())


async def test_a11_closing_by_hand_ends_the_vote_at_that_instant(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 2, now=OPENS + DAY, round_id=found.id)
    seen = await act(db, round_acts.to_close)
    assert (seen.id, seen.ballots) == (found.id, 1)
    closed = await act(db, round_acts.close_now, found.id)
    assert not closed.takes_ballots(NOON)
    assert await due(db, CLOSE, found.id) == NOON
    with pytest.raises(UserError, match="closed"):
        await vote(db, BEN, 1, now=NOON, round_id=found.id)
    decided = await close(db, now=NOON)
    assert decided is not None
    assert decided.winner is not None
    assert decided.winner.key == "2603.00002"
    assert await close(db) is None, "the weekly close finds nothing left"


async def test_two_organisers_at_once_close_once_and_the_second_hears_so(db: Database) -> None:
    found = await opened(db)
    results = await asyncio.gather(
        *(act(db, round_acts.close_now, found.id) for _ in range(2)),
        act(db, round_acts.end_without_pick, found.id),
        act(db, round_acts.extend, found.id, 1, seconds(found.closes_at)),
        return_exceptions=True,
    )
    ends = [each for each in results if isinstance(each, Round)]
    told = [each for each in results if isinstance(each, UserError)]
    assert len(ends) + len(told) == 4
    assert 1 <= len(ends) <= 2, "one end, and at most an extension before it"
    assert all("already" in str(each) or "meanwhile" in str(each) for each in told)
    assert not (await get(db, found.id)).takes_ballots(NOON)


async def test_a_vote_that_was_ended_before_its_time_is_neither_closed_nor_extended_after(
    db: Database,
) -> None:
    found = await opened(db)
    ended = await act(db, round_acts.end_without_pick, found.id)
    for use_case in (round_acts.close_now, round_acts.end_without_pick):
        with pytest.raises(UserError, match="was ended without a pick already"):
            await act(db, use_case, found.id, now=NOON + DAY)
    with pytest.raises(UserError, match="was ended without a pick already"):
        await act(db, round_acts.extend, found.id, 1, seconds(found.closes_at))
    assert await get(db, found.id) == ended


async def test_only_a_round_of_ones_own_server_can_be_closed(db: Database) -> None:
    found = await opened(db)
    await found_group(db, OTHER_GUILD)
    for use_case in (round_acts.close_now, round_acts.end_without_pick):
        with pytest.raises(NotFound):
            await act(db, use_case, found.id, guild_id=OTHER_GUILD)
    with pytest.raises(NotFound, match="No vote is open"):
        await act(db, round_acts.to_close, guild_id=OTHER_GUILD)
    assert (await get(db, found.id)).takes_ballots(NOON)


async def test_a_vote_is_extended_by_whole_days_and_closes_then(db: Database) -> None:
    found = await opened(db)
    offered = await act(db, round_acts.to_extend)
    assert offered.choices == {days: CLOSES + days * DAY for days in (1, 2)}, "17:00 on Sunday"
    assert offered.opens_at == OPENS + WEEK
    extended = await act(db, round_acts.extend, found.id, 2, seconds(CLOSES))
    assert extended.closes_at == CLOSES + 2 * DAY
    assert await due(db, CLOSE, found.id) == CLOSES + 2 * DAY
    assert await due(db, SHOW, found.id) == NOON
    assert await close(db) is None, "the weekly close comes too early for it"
    assert await close(db, now=CLOSES + 2 * DAY) is not None


async def test_an_extension_that_was_seen_before_another_is_not_added(db: Database) -> None:
    found = await opened(db)
    await act(db, round_acts.extend, found.id, 1, seconds(CLOSES))
    with pytest.raises(UserError, match="meanwhile"):
        await act(db, round_acts.extend, found.id, 1, seconds(CLOSES))
    with pytest.raises(UserError, match="next shortlist"):
        await act(db, round_acts.extend, found.id, 3, seconds(CLOSES + DAY))
    assert (await get(db, found.id)).closes_at == CLOSES + DAY


async def test_new_settings_leave_an_extended_vote_its_days_until_the_next_opens(
    db: Database,
) -> None:
    found = await opened(db)
    await act(db, round_acts.extend, found.id, 2, seconds(CLOSES))
    async with db.begin() as session:
        group = await groups.change_group(session, GUILD, papers_channel_id=7, now=NOON)
        await rounds.schedule(session, group, NOON)
    assert (await get(db, found.id)).closes_at == CLOSES + 2 * DAY
    async with db.begin() as session:
        group = await groups.change_group(
            session, GUILD, papers_open=(5, time(9)), papers_close=(2, time(9)), now=NOON
        )
        await rounds.schedule(session, group, NOON)
    earlier = OPENS + 5 * DAY
    assert (await get(db, found.id)).closes_at == earlier
    assert await due(db, CLOSE, found.id) == earlier


async def test_ending_without_a_pick_counts_nothing_and_its_papers_come_back(
    db: Database,
) -> None:
    await opened(db, GUILD, 7)
    await close(db)
    await nominate(db, ANA, 50, now=CLOSES)
    await announce(db, entry(1), entry(2), now=CLOSES)
    found = await open_round(db, now=OPENS + WEEK)
    assert found is not None
    await vote(db, BEN, 1, now=OPENS + WEEK, round_id=found.id)
    ended = await act(db, round_acts.end_without_pick, found.id, now=NOON + WEEK)
    assert (ended.winner, ended.is_skipped, ended.ballots) == (None, True, 1)
    assert all(pick.approvals is None for pick in ended.picks)
    assert await due(db, CLOSE, found.id) == NOON + WEEK
    assert await pending(db) == {"2603.00050": 1}
    again = await nominate(db, ANA, 50, now=NOON + WEEK)
    assert again.outcome is NominationOutcome.ALREADY_YOURS
    async with db.begin() as session:
        assert await queries.asks_hour_after(session, GUILD) is None
        assert await postings.unsaid_skip(session, GUILD, found.id) == ended
        await rounds.announced(session, GUILD, found.id, message_id=5, thread_id=None, trouble=None)
        assert await postings.unsaid_skip(session, GUILD, found.id) is None, "it is said once"
    assert keys(await open_round(db, now=OPENS + 2 * WEEK)) == keys(found)


async def test_a_skipped_week_has_no_round_and_can_be_taken_back(db: Database) -> None:
    found = await opened(db)
    seen = await act(db, round_acts.to_skip)
    assert seen.round is not None
    assert [(week.monday, week.is_skipped) for week in seen.weeks] == [(MONDAY + WEEK, False)]
    skipped = await act(db, round_acts.skip_week, MONDAY + WEEK)
    assert await act(db, round_acts.skip_week, MONDAY + WEEK) == skipped, "safe to run again"
    assert [week.is_skipped for week in skipped.weeks] == [True, False]
    async with db.begin() as session:
        await rounds.schedule(session, await groups.get_group(session, GUILD), NOON)
        assert await queries.next_opening(session, GUILD) == OPENS + 2 * WEEK
    back = await act(db, round_acts.unskip_week, MONDAY + WEEK)
    assert [week.is_skipped for week in back.weeks] == [False]
    for monday in (MONDAY, MONDAY - WEEK, date.min, date.max):
        with pytest.raises(UserError):
            await act(db, round_acts.skip_week, monday)
        with pytest.raises(UserError):
            await act(db, round_acts.unskip_week, monday)
    assert (await get(db, found.id)).takes_ballots(NOON)


async def test_f6_calendars_lose_a_skipped_week_and_name_what_was_chosen(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    closed = await close(db)
    assert closed is not None
    assert closed.winner is not None
    async with db.read() as session:
        group = await groups.get_group(session, GUILD)
    events = list(votes(group, [closed], CLOSES, [MONDAY + WEEK]))
    by_key = {(event.kind, event.key): event for event in events}
    assert by_key[VOTE_CLOSES, "2026-w10"].details == (
        f"The group reads: {closed.winner.title}",
        "https://arxiv.org/abs/2603.00001",
    )
    assert by_key[VOTE_OPENS, "2026-w11"].cancelled
    assert not by_key[VOTE_OPENS, "2026-w12"].cancelled


async def unvoted(db: Database, week: int) -> Round:
    await announce(db, entry(10 + week), now=OPENS + week * WEEK - timedelta(hours=1))
    await open_round(db, now=OPENS + week * WEEK)
    closed = await close(db, now=CLOSES + week * WEEK)
    assert closed is not None
    assert closed.decision is RoundDecision.NO_BALLOTS
    return closed


async def asked(db: Database) -> int | None:
    async with db.read() as session:
        return await queries.asks_hour_after(session, GUILD)


async def test_a9_after_two_weeks_without_a_ballot_the_hour_is_asked_about_once(
    db: Database,
) -> None:
    await found_group(db)
    await unvoted(db, 0)
    assert await asked(db) is None
    second = await unvoted(db, 1)
    assert await asked(db) == second.id
    await act(db, round_acts.keep_hour)
    assert await asked(db) is None
    await unvoted(db, 2)
    assert await asked(db) is None, "an answer holds until somebody votes"


async def test_a9_a_week_that_was_skipped_or_had_no_papers_is_none_of_those_two(
    db: Database,
) -> None:
    await found_group(db)
    await unvoted(db, 0)
    nothing = await open_round(db, now=OPENS + WEEK)
    assert nothing is not None
    assert nothing.decision is RoundDecision.NOTHING_LISTED
    assert await asked(db) is None
    await announce(db, entry(12), now=OPENS + 2 * WEEK - timedelta(hours=1))
    ended = await open_round(db, now=OPENS + 2 * WEEK)
    assert ended is not None
    await act(db, round_acts.end_without_pick, ended.id, now=OPENS + 2 * WEEK)
    assert await asked(db) is None
    last = await unvoted(db, 3)
    assert await asked(db) == last.id, "the second without a ballot"


async def test_a9_changing_the_hours_answers_the_question_too(db: Database) -> None:
    await found_group(db)
    await unvoted(db, 0)
    await unvoted(db, 1)
    group = await act(db, round_acts.change_hour, (1, time(18)), (5, time(20)))
    assert (group.papers_open_weekday, group.papers_close_at) == (1, time(20))
    assert await asked(db) is None
    async with db.read() as session:
        assert (await queries.next_opening(session, GUILD)) is not None


@pytest.mark.parametrize(
    ("ballots", "settled", "asks"),
    [
        ((), (), None),
        ((0,), (), None),
        ((0, 0), (), 0),
        ((0, 0, 0), (), 0),
        ((3, 0, 0), (), None),
        ((0, 1, 0, 0), (), None),
        ((0, 0), (1,), None),
        ((0, 0, 0), (1,), None),
        ((0, 0, 2, 0, 0), (3,), 0),
    ],
)
def test_a9_the_hour_is_asked_about(
    ballots: tuple[int, ...], settled: tuple[int, ...], asks: int | None
) -> None:
    votes = [PastVote(number, each, number in settled) for number, each in enumerate(ballots)]
    assert asks_after(votes) == asks


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"]),
    st.integers(0, 200),
)
def test_extensions_are_later_whole_days_before_the_next_opening(
    closes_at: datetime, zone: str, hours: int
) -> None:
    opens_at = closes_at + timedelta(hours=hours)
    found = extensions(closes_at, zone, opens_at)
    assert all(closes_at < at <= opens_at for at in found.values())
    for days, at in found.items():
        assert abs(at - closes_at - days * DAY) <= timedelta(hours=1), "an hour where clocks change"
    assert set(extensions(closes_at, zone, None)) == {1, 2, 3}


async def test_a_forged_extension_is_refused(db: Database) -> None:
    found = await opened(db)
    for days in (0, -1, 4, 2**63 - 1):
        with pytest.raises(UserError):
            await act(db, round_acts.extend, found.id, days, seconds(CLOSES))


async def test_a_group_without_a_vote_or_a_group_is_told_so(db: Database) -> None:
    await found_group(db)
    for use_case in (round_acts.to_close, round_acts.to_extend):
        with pytest.raises(NotFound, match=r"No vote is open\. The next one opens"):
            await act(db, use_case, now=START)
    nothing = await act(db, round_acts.to_skip, now=START)
    assert nothing.round is None
    assert [week.monday for week in nothing.weeks] == [MONDAY]
