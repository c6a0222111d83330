"""Rounds, ballots and nominations on both databases."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.groups import service as groups
from bot.papers import archive, candidates, intake, nominations, rounds, voting
from bot.papers.ballots import Decision
from bot.papers.feeds import AnnounceType
from bot.papers.models import ApprovalRow, BallotRow, NominationRow
from bot.papers.nominations import Outcome
from bot.papers.values import Round
from bot.scheduling import upcoming
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    DAY,
    GUILD,
    OTHER_GUILD,
    START,
    WEEK,
    announce,
    entry,
    found_group,
    keys,
    open_round,
)

OPENS = START + timedelta(hours=3)
CLOSES = START + 4 * DAY + timedelta(hours=11)
SECOND = timedelta(seconds=1)


async def opened(db: Database, guild_id: int = GUILD, *numbers: int) -> Round:
    """A group of three whose round is open, with papers 1–3 or those given."""
    await found_group(db, guild_id)
    await announce(db, *(entry(number) for number in numbers or (1, 2, 3)))
    found = await open_round(db, guild_id, now=OPENS)
    assert found is not None
    return found


async def vote(
    db: Database,
    user_id: int,
    *numbers: int,
    now: datetime = OPENS,
    round_id: int,
    guild: int = GUILD,
) -> voting.Ballot:
    approved = [f"2603.{number:05}" for number in numbers]
    async with db.begin() as session:
        return await voting.cast(session, guild, round_id, user_id, approved, now=now)


async def close(db: Database, guild_id: int = GUILD, *, now: datetime = CLOSES) -> Round | None:
    async with db.begin() as session:
        return await rounds.close_due(session, guild_id, now)


async def nominate(
    db: Database, user_id: int, number: int, *, now: datetime = START, guild_id: int = GUILD
) -> nominations.Nominated:
    async with db.begin() as session:
        await intake.remember(session, entry(number, f"Paper {number}"), now)
        return await nominations.nominate(session, guild_id, user_id, f"2603.{number:05}", now=now)


async def test_the_group_hook_puts_both_schedules_and_follows_the_feeds(db: Database) -> None:
    await found_group(db)
    async with db.begin() as session:
        ahead = await upcoming(session, GUILD, limit=2)
        assert [(item.kind, item.at) for item in ahead] == [
            (rounds.OPEN, OPENS),
            (rounds.CLOSE, CLOSES),
        ]
        followed = await intake.feeds(session, ["cs.LG", "cs.CL", "cs.CV"])
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
    assert len(found.picks) == rounds.SHORTLIST
    assert [pick.position for pick in found.picks] == [1, 2, 3, 4, 5]
    assert all(pick.reasons == ("new in cs.LG",) for pick in found.picks)


async def test_u3_the_groups_plan_gives_the_interests(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(2, "Double descent, revisited"))
    found = await open_round(db, now=OPENS)
    assert found is not None
    assert found.picks[0].paper.key == "2603.00002"
    assert found.picks[0].reasons[0] == "about Double descent"


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
    assert (found.picks, found.decision) == ((), Decision.NOTHING_LISTED)
    assert not found.takes_ballots(OPENS)
    assert await close(db) is None
    async with db.read() as session:
        assert (await archive.history(session, GUILD, 0)).rounds == ()
    # What came meanwhile is not lost for the next week.
    await announce(db, entry(1), now=OPENS + DAY)
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00001"]


async def test_a7_a_ballot_is_private_changeable_and_one_per_member(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, 2, round_id=found.id)
    await vote(db, BEN, 3, round_id=found.id)
    changed = await vote(db, ANA, 3, round_id=found.id, now=OPENS + DAY)
    assert (changed.approved, changed.cast_at) == ({"2603.00003"}, OPENS + DAY)
    assert changed.round.ballots == 2
    assert all(pick.approvals is None for pick in changed.round.picks), "hidden until the close"
    async with db.read() as session:
        mine = await voting.ballot(session, GUILD, found.id, CARA)
        assert (mine.approved, mine.cast_at) == (frozenset(), None)


async def test_a7_an_empty_choice_takes_the_ballot_back(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    assert (await vote(db, ANA, round_id=found.id)).round.ballots == 0
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(ApprovalRow)) == 0


async def test_a7_two_members_voting_in_the_same_instant_both_count(db: Database) -> None:
    found = await opened(db)
    await asyncio.gather(
        *(vote(db, user, 1, 2, round_id=found.id) for user in (ANA, BEN, CARA)),
    )
    closed = await close(db)
    assert closed is not None
    assert (closed.ballots, [pick.approvals for pick in closed.picks]) == (3, [3, 3, 0])


async def test_a7_two_clicks_of_one_member_leave_one_whole_ballot(db: Database) -> None:
    found = await opened(db)
    await asyncio.gather(
        vote(db, ANA, 1, 2, round_id=found.id), vote(db, ANA, 3, round_id=found.id)
    )
    async with db.read() as session:
        mine = await voting.ballot(session, GUILD, found.id, ANA)
    assert mine.approved in ({"2603.00001", "2603.00002"}, {"2603.00003"})
    assert mine.round.ballots == 1


async def test_a_vote_at_closing_time_is_not_counted_and_says_so(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id, now=CLOSES - SECOND)
    with pytest.raises(voting.VoteClosed, match="closed <t:"):
        await vote(db, ANA, 2, round_id=found.id, now=CLOSES)
    closed = await close(db)
    assert closed is not None
    # Even one that claims an earlier instant comes too late once the round is closed.
    with pytest.raises(voting.VoteClosed):
        await vote(db, BEN, 2, round_id=found.id, now=CLOSES - SECOND)
    assert [pick.approvals for pick in closed.picks] == [1, 0, 0]


async def test_a_vote_and_the_close_at_once_agree_on_whether_it_counted(db: Database) -> None:
    found = await opened(db)

    async def late_vote() -> bool:
        try:
            await vote(db, ANA, 2, round_id=found.id, now=CLOSES - SECOND)
        except voting.VoteClosed:
            return False
        return True

    counted, _closed = await asyncio.gather(late_vote(), close(db))
    async with db.read() as session:
        stored = await archive.get(session, GUILD, found.id)
    assert stored.ballots == int(counted)
    assert [pick.approvals for pick in stored.picks] == [0, int(counted), 0]


async def test_ids_of_another_group_and_papers_off_the_list_are_refused(db: Database) -> None:
    found = await opened(db)
    await found_group(db, OTHER_GUILD, members=[ANA])
    with pytest.raises(NotFound):
        await vote(db, ANA, 1, round_id=found.id, guild=OTHER_GUILD)
    with pytest.raises(NotFound):
        await vote(db, ANA, 1, round_id=found.id + 1000)
    await announce(db, entry(9))
    with pytest.raises(NotFound, match="not on this shortlist"):
        await vote(db, ANA, 1, 9, round_id=found.id)
    with pytest.raises(NotSetUp):
        await vote(db, 77, 1, round_id=found.id)
    async with db.read() as session:
        with pytest.raises(NotFound):
            await archive.get(session, OTHER_GUILD, found.id)
        assert await session.scalar(select(func.count()).select_from(BallotRow)) == 0


async def test_the_database_refuses_an_approval_across_groups(db: Database) -> None:
    found = await opened(db)
    await found_group(db, OTHER_GUILD, members=[ANA])
    with pytest.raises(IntegrityError):
        async with db.begin() as session:
            session.add(
                BallotRow(guild_id=OTHER_GUILD, round_id=found.id, user_id=ANA, cast_at=OPENS)
            )


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
        Decision.APPROVALS,
        2,
    )
    assert await close(db) is None
    async with db.read() as session:
        page = await archive.history(session, GUILD, 0)
        assert page.rounds == (closed,)
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
    assert (tied.winner.key, tied.decision) == ("2603.00002", Decision.TIE)
    await announce(db, entry(4), entry(5), now=CLOSES)
    await open_round(db, now=OPENS + WEEK)
    unvoted = await close(db, now=CLOSES + WEEK)
    assert unvoted is not None
    assert unvoted.winner is not None
    assert (unvoted.winner.key, unvoted.decision) == ("2603.00004", Decision.NO_BALLOTS)


async def test_a11_a_discussed_paper_is_not_proposed_again(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    await close(db)
    # It comes again: in another category, in another week, and as a nomination.
    await announce(db, entry(1), entry(7), category="cs.CL", now=CLOSES + DAY)
    result = await nominate(db, BEN, 1, now=CLOSES + DAY)
    assert result.outcome is Outcome.DISCUSSED
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00007"]


async def test_a10_nominations_stand_first_and_duplicates_merge(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    first = await nominate(db, ANA, 50)
    assert (first.outcome, first.nominators) == (Outcome.ADDED, 1)
    merged = await nominate(db, BEN, 50)
    assert (merged.outcome, merged.nominators) == (Outcome.MERGED, 2)
    assert (await nominate(db, ANA, 50)).outcome is Outcome.ALREADY_YOURS
    await nominate(db, CARA, 51)
    found = await open_round(db, now=OPENS)
    assert keys(found) == ["2603.00050", "2603.00051", "2603.00001"]
    assert found is not None
    assert found.picks[0].reasons == ("nominated by 2 members",)


async def test_a10_two_members_nominating_at_once_are_one_entry(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(50))
    await asyncio.gather(*(nominate(db, user, 50) for user in (ANA, BEN, CARA)))
    async with db.read() as session:
        assert await candidates.pending(session, GUILD) == {"2603.00050": 3}


async def test_a10_a_nomination_is_used_once_and_can_be_renewed(db: Database) -> None:
    await found_group(db)
    await nominate(db, ANA, 50)
    await nominate(db, ANA, 51)
    found = await open_round(db, now=OPENS)
    assert found is not None
    assert (await nominate(db, BEN, 51, now=OPENS + DAY)).outcome is Outcome.ON_SHORTLIST
    await vote(db, ANA, 50, round_id=found.id)
    await close(db)
    async with db.read() as session:
        assert await candidates.pending(session, GUILD) == {}
    renewed = await nominate(db, ANA, 51, now=CLOSES + DAY)
    assert (renewed.outcome, renewed.nominators) == (Outcome.ADDED, 1)
    assert keys(await open_round(db, now=OPENS + WEEK)) == ["2603.00051"]


async def test_a10_nominations_of_one_group_are_not_anothers(db: Database) -> None:
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=[BEN])
    await nominate(db, ANA, 50)
    async with db.read() as session:
        assert await candidates.pending(session, OTHER_GUILD) == {}
    with pytest.raises(NotSetUp):
        await nominate(db, ANA, 50, guild_id=OTHER_GUILD)


async def test_a10_one_member_cannot_fill_the_list(db: Database) -> None:
    await found_group(db)
    for number in range(1, nominations.MOST_OPEN + 1):
        await nominate(db, ANA, number)
    with pytest.raises(UserError, match="waiting"):
        await nominate(db, ANA, 99)
    assert (await nominate(db, BEN, 99)).outcome is Outcome.ADDED


def test_a10_what_was_typed_comes_back_with_the_refusal() -> None:
    with pytest.raises(UserError) as caught:
        nominations.read_key("attention please")
    assert caught.value.typed == "attention please"


async def test_a_late_opening_leaves_time_to_vote(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    late = CLOSES - timedelta(minutes=20)
    found = await open_round(db, now=late, period=date(2026, 3, 2))
    assert found is not None
    assert found.closes_at == CLOSES + WEEK


async def test_one_vote_at_a_time_and_a_leftover_one_is_closed_first(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 3, round_id=found.id)
    await announce(db, entry(8), now=OPENS + DAY)
    assert await open_round(db, now=OPENS + DAY) is None
    # Its own closing never ran; the next opening decides it.
    following = await open_round(db, now=OPENS + WEEK)
    assert keys(following) == ["2603.00008"]
    async with db.read() as session:
        former = await archive.get(session, GUILD, found.id)
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
        group = await groups.change_group(session, GUILD, papers_close=(2, time(12)))
        await rounds.schedule(session, group, OPENS + DAY)
    async with db.read() as session:
        moved = await archive.get(session, GUILD, found.id)
    assert moved.closes_at == START + 2 * DAY + timedelta(hours=6)


async def test_history_pages_and_a_forged_page_gives_the_last(db: Database) -> None:
    await found_group(db)
    for week in range(7):
        await announce(db, entry(week + 1), now=OPENS + week * WEEK - timedelta(hours=1))
        await open_round(db, now=OPENS + week * WEEK)
        await close(db, now=CLOSES + week * WEEK)
    async with db.read() as session:
        first = await archive.history(session, GUILD, 0)
        last = await archive.history(session, GUILD, 10**30)
        assert (await archive.history(session, GUILD, -5)).page == 0
    assert [keys(found)[0][-1] for found in first.rounds] == ["7", "6", "5", "4", "3"]
    assert (last.page, last.pages, len(last.rounds)) == (1, 2, 2)


async def test_titles_are_suggested_literally(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1, "100% sparse_attention"), entry(2, "Dense attention"))
    async with db.read() as session:

        async def titles(text: str) -> list[str]:
            since = START - DAY
            found = await archive.suggest(session, ("cs.LG",), text, since, 25)
            return [paper.title for paper in found]

        assert await titles("ATTENTION") == ["100% sparse_attention", "Dense attention"]
        assert await titles("0%") == ["100% sparse_attention"]
        assert await titles("e_a") == ["100% sparse_attention"]


async def test_m1_a_member_who_goes_takes_ballots_and_nominations_along(db: Database) -> None:
    """The group's history keeps its counts and no names."""
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    await nominate(db, ANA, 50)
    closed = await close(db)
    async with db.begin() as session:
        await session.execute(
            groups.MemberRow.__table__.delete().where(groups.MemberRow.user_id == ANA)  # type: ignore[attr-defined]
        )
    async with db.read() as session:
        for table in (BallotRow, ApprovalRow, NominationRow):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        assert await archive.get(session, GUILD, found.id) == closed
