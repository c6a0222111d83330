"""Ballots by each method on both databases: cast, changed, forged, counted, kept (A7 to A9, U9)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select, update

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups.models import MemberRow
from bot.groups.values import OrganiserCaller
from bot.papers import ballot_service, queries, vote_settings
from bot.papers.chosen import chosen_papers
from bot.papers.data import DATA
from bot.papers.models import BallotRow, MarkRow
from bot.papers.receipts import receipts_of
from bot.papers.values import Ballot, Round, RoundDecision
from bot.voting import Method
from bot.voting.receipts import as_text, spelled
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    CLOSES,
    GUILD,
    OPENS,
    SECOND,
    START,
    WEEK,
    announce,
    ballot,
    close,
    entry,
    found_group,
    insider,
    member,
    open_round,
    vote,
)
from tests.statements import statements

FIRST, SECOND_PAPER, THIRD = (f"2603.{number:05}" for number in (1, 2, 3))


async def how_we_vote(db: Database, method: Method, *, hides_totals: bool = True) -> None:
    async with db.begin() as session:
        caller = OrganiserCaller(GUILD, ANA, True, START)
        await vote_settings.change(session, caller, method, hides_totals)


async def opened_by(db: Database, method: Method, *, hides_totals: bool = True) -> Round:
    """A group of three whose round of papers 1–3 is voted on by ``method``."""
    await found_group(db)
    await how_we_vote(db, method, hides_totals=hides_totals)
    await announce(db, *(entry(number) for number in (1, 2, 3)))
    found = await open_round(db, now=OPENS)
    assert found is not None
    return found


async def rank(db: Database, user_id: int, found: Round, *keys: str, start: int = 1) -> Ballot:
    """Rank papers one after another, as presses do."""
    for place, key in enumerate(keys, start=start):
        async with db.begin() as session:
            caller = await member(session, user_id, now=OPENS)
            mine = await ballot_service.rank(session, caller, found.id, place, key)
    return mine


async def score(db: Database, user_id: int, found: Round, **scores: int) -> Ballot:
    """Score papers by their numbers: ``p1=5``."""
    for name, stars in scores.items():
        key = f"2603.{int(name[1:]):05}"
        async with db.begin() as session:
            caller = await member(session, user_id, now=OPENS)
            mine = await ballot_service.score(session, caller, found.id, key, stars)
    return mine


async def start_over(db: Database, user_id: int, found: Round) -> Ballot:
    async with db.begin() as session:
        caller = await member(session, user_id, now=OPENS)
        return await ballot_service.start_over(session, caller, found.id)


async def closed_round(db: Database) -> Round:
    found = await close(db)
    assert found is not None
    return found


def file_of(found: Round) -> str:
    return as_text(receipts_of(found))


async def test_a7_a_ranking_grows_by_a_press_and_counts_as_it_stands(db: Database) -> None:
    found = await opened_by(db, Method.RUNOFF)
    half = await rank(db, ANA, found, SECOND_PAPER)
    assert (half.ranked, half.round.ballots) == ((SECOND_PAPER,), 1)
    whole = await rank(db, ANA, found, FIRST, THIRD, start=2)
    assert whole.ranked == (SECOND_PAPER, FIRST, THIRD)
    assert whole.code == half.code, "one ballot, one code"
    assert (await ballot(db, ANA, found.id)).ranked == whole.ranked
    over = await start_over(db, ANA, found)
    assert (over.marks, over.code, over.round.ballots) == ({}, None, 0)


async def test_a7_a_press_that_comes_twice_or_from_an_old_panel_ranks_nothing(
    db: Database,
) -> None:
    found = await opened_by(db, Method.RUNOFF)
    await rank(db, ANA, found, FIRST)
    for place, key in ((1, SECOND_PAPER), (3, SECOND_PAPER), (2, FIRST), (0, THIRD), (-1, THIRD)):
        assert (await rank(db, ANA, found, key, start=place)).marks == {FIRST: 1}
    assert (await ballot(db, ANA, found.id)).marks == {FIRST: 1}
    # Two presses at once rank one paper in one place.
    await asyncio.gather(
        rank(db, BEN, found, FIRST),
        rank(db, BEN, found, THIRD),
    )
    assert len((await ballot(db, BEN, found.id)).ranked) == 1


async def test_a8_a_runoff_is_counted_over_its_rounds_and_kept(db: Database) -> None:
    found = await opened_by(db, Method.RUNOFF)
    await rank(db, ANA, found, FIRST)
    await rank(db, BEN, found, SECOND_PAPER)
    await rank(db, CARA, found, THIRD, SECOND_PAPER)
    closed = await closed_round(db)
    assert closed.winner is not None
    # All three tie for the last place: the lowest on the list leaves, and its ballot moves on.
    assert (closed.winner.key, closed.decision) == (SECOND_PAPER, RoundDecision.TIE)
    assert [dict(stage.totals) for stage in closed.stages] == [
        {FIRST: 1, SECOND_PAPER: 1, THIRD: 1},
        {FIRST: 1, SECOND_PAPER: 2},
    ]
    assert [pick.approvals for pick in closed.picks] == [1, 2, 1], "how many speak for each"
    async with db.read() as session:
        (chosen,) = await chosen_papers(session, GUILD)
    assert (chosen.round_id, chosen.approvals, chosen.method) == (closed.id, 2, Method.RUNOFF)


async def test_a7_a8_scores_can_be_changed_and_star_is_counted_in_two_steps(db: Database) -> None:
    found = await opened_by(db, Method.STAR)
    await score(db, ANA, found, p1=5, p2=0)
    mine = await score(db, ANA, found, p2=2)
    assert mine.marks == {FIRST: 5, SECOND_PAPER: 2}
    await score(db, BEN, found, p1=2, p2=3)
    await score(db, CARA, found, p2=1, p3=1)
    closed = await closed_round(db)
    assert closed.winner is not None
    assert (closed.winner.key, closed.decision) == (SECOND_PAPER, RoundDecision.BALLOTS)
    assert [dict(stage.totals) for stage in closed.stages] == [
        {FIRST: 7, SECOND_PAPER: 6, THIRD: 1},
        {FIRST: 1, SECOND_PAPER: 2},
    ]


@pytest.mark.parametrize("method", Method)
async def test_a7_forged_marks_are_refused_and_leave_no_row(db: Database, method: Method) -> None:
    found = await opened_by(db, method)
    await announce(db, entry(9))
    off = "2603.00009"
    async with db.begin() as session:
        caller = await member(session, ANA, now=OPENS)
        attempts = [
            (UserError, ballot_service.score(session, caller, found.id, FIRST, 6)),
            (UserError, ballot_service.score(session, caller, found.id, FIRST, -1)),
            (UserError, ballot_service.score(session, caller, found.id, off, 3)),
            (UserError, ballot_service.rank(session, caller, found.id, 1, off)),
            (UserError, ballot_service.rank(session, caller, found.id, 1, "")),
            (UserError, ballot_service.cast(session, caller, found.id, [FIRST, off])),
            (NotFound, ballot_service.start_over(session, caller, found.id + 1000)),
        ]
        for refusal, attempt in attempts:
            with pytest.raises(refusal):
                await attempt
        for by, use_case in (
            (Method.APPROVAL, partial(ballot_service.cast, approved=[FIRST])),
            (Method.RUNOFF, partial(ballot_service.rank, place=1, key=FIRST)),
            (Method.STAR, partial(ballot_service.score, key=FIRST, stars=5)),
        ):
            if by is not method:
                with pytest.raises(UserError, match="goes another way"):
                    await use_case(session, caller, found.id)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(BallotRow)) == 0
        assert await session.scalar(select(func.count()).select_from(MarkRow)) == 0


@pytest.mark.parametrize("method", [Method.RUNOFF, Method.STAR])
async def test_a7_at_the_close_no_ballot_changes_by_any_method(
    db: Database, method: Method
) -> None:
    found = await opened_by(db, method)
    mine = await (
        rank(db, ANA, found, FIRST) if method is Method.RUNOFF else score(db, ANA, found, p1=1)
    )
    async with db.begin() as session:
        caller = await member(session, ANA, now=CLOSES)
        late = (
            ballot_service.rank(session, caller, found.id, 2, THIRD)
            if method is Method.RUNOFF
            else ballot_service.score(session, caller, found.id, THIRD, 5)
        )
        with pytest.raises(ballot_service.VoteClosed):
            await late
        with pytest.raises(ballot_service.VoteClosed):
            await ballot_service.start_over(session, caller, found.id)
    closed = await closed_round(db)
    assert (closed.ballots, (await ballot(db, ANA, found.id)).marks) == (1, mine.marks)


async def test_the_method_changes_with_the_next_round_and_the_open_one_keeps_its_own(
    db: Database,
) -> None:
    found = await opened_by(db, Method.APPROVAL)
    await vote(db, ANA, 2, round_id=found.id)
    await how_we_vote(db, Method.STAR, hides_totals=False)
    async with db.read() as session:
        now = await queries.get(session, GUILD, found.id)
        organiser = OrganiserCaller(GUILD, ANA, True, OPENS)
        settings = await vote_settings.current(session, organiser)
    assert (now.method, now.hides_totals) == (Method.APPROVAL, True)
    assert (settings.method, settings.hides_totals, settings.has_open) == (Method.STAR, False, True)
    assert (await closed_round(db)).method is Method.APPROVAL
    await announce(db, *(entry(number) for number in (4, 5)), now=OPENS + WEEK - SECOND)
    following = await open_round(db, now=OPENS + WEEK)
    assert following is not None
    assert (following.method, following.hides_totals) == (Method.STAR, False)


@pytest.mark.parametrize("hides_totals", [True, False])
async def test_a7_totals_show_before_the_close_only_where_so_set_and_from_five_ballots_on(
    db: Database, hides_totals: bool
) -> None:
    people = range(11, 16)
    await found_group(db, members=people)
    await how_we_vote(db, Method.APPROVAL, hides_totals=hides_totals)
    await announce(db, *(entry(number) for number in (1, 2)))
    found = await open_round(db, now=OPENS)
    assert found is not None
    # Settings that change meanwhile are those of the next round.
    await how_we_vote(db, Method.APPROVAL, hides_totals=not hides_totals)

    async def shown() -> dict[str, int] | None:
        async with db.read() as session:
            stage = (await queries.overview(session, insider(now=OPENS))).so_far
        return None if stage is None else dict(stage.totals)

    for user_id in people:
        assert await shown() is None
        await vote(db, user_id, 1, round_id=found.id)
    assert await shown() == (None if hides_totals else {FIRST: 5, SECOND_PAPER: 0})
    await close(db)
    assert await shown() is None


async def test_u9_a_code_is_random_unique_kept_by_changes_and_listed_sorted_at_the_close(
    db: Database,
) -> None:
    found = await opened_by(db, Method.APPROVAL)
    codes = []
    for user_id in (ANA, BEN, CARA):
        mine = await vote(db, user_id, 1, round_id=found.id)
        again = await vote(db, user_id, 2, round_id=found.id)
        assert mine.code == again.code
        assert re.fullmatch("[B-DF-HJ-NP-TV-XZ]{8}", mine.code or "")
        codes.append(mine.code or "")
    assert len(set(codes)) == 3
    closed = await closed_round(db)
    assert closed.codes == tuple(sorted(codes))
    for user_id in (ANA, BEN, CARA):
        assert (await ballot(db, user_id, found.id)).is_counted
    text = file_of(closed)
    assert re.findall(r"(?m)^- ([A-Z]{4}-[A-Z]{4})$", text) == sorted(map(spelled, codes))
    assert file_of(replace(closed, codes=tuple(sorted(codes, reverse=True)))) == text, (
        "however they are kept"
    )
    for part in (
        "- Method: Approval.",
        "- Ties: Among equals",
        "- Ballots: 3",
        "- Result: 2. ",
        "- 3 approvals: 2. ",
    ):
        assert part in text


async def test_u9_who_is_forgotten_or_leaves_later_changes_no_byte_of_the_file(
    db: Database,
) -> None:
    found = await opened_by(db, Method.RUNOFF)
    await rank(db, ANA, found, FIRST, SECOND_PAPER)
    await rank(db, BEN, found, SECOND_PAPER)
    before = file_of(await closed_round(db))
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
        await session.execute(
            update(MemberRow).where(MemberRow.user_id == BEN).values(left_at=CLOSES)
        )
    async with db.read() as session:
        assert file_of(await queries.get(session, GUILD, found.id)) == before
        assert await session.scalar(select(func.count()).select_from(MarkRow)) == 1


async def test_u9_a_ballot_of_who_was_away_at_the_close_is_said_not_to_count(db: Database) -> None:
    found = await opened_by(db, Method.APPROVAL)
    await vote(db, ANA, 1, round_id=found.id)
    await vote(db, BEN, 2, round_id=found.id)
    async with db.begin() as session:
        away = update(MemberRow).where(MemberRow.user_id == BEN)
        await session.execute(away.values(gone_since=OPENS))
    closed = await closed_round(db)
    async with db.begin() as session:
        await session.execute(away.values(gone_since=None))
    assert (closed.ballots, len(closed.codes or ())) == (1, 1)
    assert (await ballot(db, BEN, found.id)).is_counted is False
    assert (await ballot(db, CARA, found.id)).is_counted is None


async def test_a_group_of_one_votes_and_its_choice_wins(db: Database) -> None:
    await found_group(db, members=[ANA])
    await how_we_vote(db, Method.RUNOFF)
    await announce(db, *(entry(number) for number in (1, 2, 3)))
    found = await open_round(db, now=OPENS)
    assert found is not None
    await rank(db, ANA, found, THIRD)
    closed = await closed_round(db)
    assert closed.winner is not None
    assert (closed.winner.key, closed.ballots) == (THIRD, 1)


async def test_a_press_on_a_ballot_takes_so_many_statements_however_much_it_says(
    db: Database,
) -> None:
    """A ranking and scores are read before they are changed, which an approval need not be."""
    found = await opened_by(db, Method.RUNOFF)
    counts = []
    for place, key in ((1, FIRST), (2, SECOND_PAPER), (3, THIRD)):
        with statements(db) as seen:
            await rank(db, ANA, found, key, start=place)
        counts.append(len(seen))
    with statements(db) as seen:
        await close(db)
    assert counts == [8, 8, 8]
    assert len(seen) == 6
