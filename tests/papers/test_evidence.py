"""What a ranking is given of a group's taste and memory, on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from bot.db import Database
from bot.groups.models import MemberRow
from bot.interests.values import WhyNot
from bot.papers import ballot_service, nominations, rounds
from bot.papers.values import NominationOutcome
from bot.ranking import Candidate, EvidenceKind, Request, plain
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    START,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    gathered,
    keys,
    member,
    nominate,
    not_for_us,
    open_round,
    opened,
    say,
    vote,
)
from tests.statements import statements


def kinds(request: Request) -> dict[str, list[tuple[EvidenceKind, float]]]:
    """What the group did with each paper, the plan's own apart."""
    found: dict[str, list[tuple[EvidenceKind, float]]] = {}
    for each in request.evidence:
        if each.kind is not EvidenceKind.SEED:
            found.setdefault(each.key[-1], []).append((each.kind, round(each.weight, 2)))
    return found


def candidate(request: Request, number: int) -> Candidate | None:
    return next((c for c in request.candidates if c.key == f"2603.{number:05}"), None)


async def decided(db: Database, *ballots: tuple[int, Iterable[int]]) -> None:
    """The first round of papers 1 to 3, voted on and closed."""
    found = await opened(db)
    for user_id, numbers in ballots:
        await vote(db, user_id, *numbers, round_id=found.id)
    await close(db)


async def test_a6_votes_wishes_and_opinions_are_evidence_without_names(db: Database) -> None:
    await decided(db, (ANA, [1]), (BEN, [1, 2]), (CARA, [1]))
    await nominate(db, ANA, 7, now=CLOSES)
    await nominate(db, BEN, 7, now=CLOSES)
    await say(db, ANA, 2, likes=True)
    await say(db, BEN, 2, likes=False)
    await not_for_us(db, CARA, 3, WhyNot.TOPIC)
    found = await gathered(db, now=OPENS + WEEK)
    assert kinds(found) == {
        "1": [(EvidenceKind.CHOSEN, 1)],
        "2": [(EvidenceKind.APPROVED, 0.33), (EvidenceKind.LIKED, 1), (EvidenceKind.DISLIKED, 1)],
        "3": [(EvidenceKind.PASSED_OVER, 1), (EvidenceKind.OFF_TOPIC, 1)],
        "7": [(EvidenceKind.NOMINATED, 2)],
    }
    assert {each.on for each in found.evidence if each.kind is EvidenceKind.CHOSEN} == {
        CLOSES.date()
    }
    async with db.begin() as session:
        for user_id in (BEN, CARA):
            await session.execute(
                update(MemberRow).where(MemberRow.user_id == user_id).values(left_at=CLOSES)
            )
    left = kinds(await gathered(db, now=OPENS + WEEK))
    assert left["2"][1:] == [(EvidenceKind.LIKED, 1)]
    assert left["7"] == [(EvidenceKind.NOMINATED, 1)]
    assert left["3"] == [(EvidenceKind.PASSED_OVER, 1)]


async def test_a6_a_vote_without_ballots_says_nothing(db: Database) -> None:
    await decided(db)
    assert kinds(await gathered(db, now=OPENS + WEEK)) == {}


async def test_a6_the_plans_papers_are_seeds_before_and_after_arxiv_knows_them(
    db: Database,
) -> None:
    await found_group(db)
    before = await gathered(db)
    seeds = {each.key: each for each in before.evidence}
    assert len(seeds) == 9
    assert seeds["1908.07585"].abstract.startswith("Joins two lines")
    assert before.candidates == ()
    known = entry(1, "Fast-rate bounds", key="1908.07585", abstract="As arXiv has it.")
    await announce(db, known, category="math.ST")
    after = await gathered(db)
    assert {each.key: each.abstract for each in after.evidence}["1908.07585"] == "As arXiv has it."
    (only,) = after.candidates
    assert (only.is_plan_paper, only.new_in) == (True, ())


async def test_a6_a_runner_up_comes_back_once_marked_so(db: Database) -> None:
    await decided(db, (ANA, [1]), (BEN, [1, 2]), (CARA, [1]))
    await announce(db, entry(4), now=CLOSES + DAY)
    second = await gathered(db, now=OPENS + WEEK)
    runner_up = candidate(second, 2)
    assert runner_up is not None
    assert runner_up.is_runner_up
    assert [each.key[-1] for each in second.candidates] == ["2", "4"]
    listed = await open_round(db, now=OPENS + WEEK)
    assert set(keys(listed)) == {"2603.00002", "2603.00004"}
    assert listed is not None
    await vote(db, ANA, 4, now=OPENS + WEEK, round_id=listed.id)
    await vote(db, BEN, 2, 4, now=OPENS + WEEK, round_id=listed.id)
    await close(db, now=CLOSES + WEEK)
    assert candidate(await gathered(db, now=OPENS + 2 * WEEK), 2) is None


async def test_a6_a_week_without_a_shortlist_leaves_its_papers_to_the_next(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    async with db.begin() as session:
        await rounds.open_round(
            session, GUILD, period=OPENS.date(), shortlist=(), now=OPENS, considered=1
        )
    assert candidate(await gathered(db, now=OPENS + DAY), 1) is not None


async def test_a6_what_was_withdrawn_does_not_come_back(db: Database) -> None:
    await decided(db, (ANA, [1]), (BEN, [1, 2]))
    await announce(db, entry(7, key="1908.07585"))
    before = {each.key for each in (await gathered(db, now=OPENS + WEEK)).candidates}
    assert before == {"2603.00002", "1908.07585"}, "a runner-up and a paper of the plan"
    for gone in (entry(2), entry(7, key="1908.07585")):
        await announce(db, replace(gone, version=2, is_withdrawn=True), now=CLOSES)
    assert (await gathered(db, now=OPENS + WEEK)).candidates == ()


async def test_a11_a_paper_of_the_plan_that_was_discussed_does_not_come_back(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(7, key="1908.07585"))
    listed = await open_round(db, now=OPENS)
    assert listed is not None
    async with db.begin() as session:
        caller = await member(session, ANA, now=OPENS)
        await ballot_service.cast(session, caller, listed.id, ["1908.07585"])
    closed = await close(db)
    assert closed is not None
    assert closed.winner is not None
    assert (await gathered(db, now=OPENS + 5 * WEEK)).candidates == ()


async def test_a11_a_discussed_paper_comes_back_when_somebody_asks_for_it(db: Database) -> None:
    await decided(db, (ANA, [1]), (BEN, [1]))
    now = CLOSES + DAY
    assert (await nominate(db, BEN, 1, now=now)).outcome is NominationOutcome.DISCUSSED
    assert candidate(await gathered(db, now=now), 1) is None
    async with db.begin() as session:
        caller = await member(session, BEN, now=now)
        again = await nominations.nominate(session, caller, "2603.00001", again=True)
    assert again.outcome is NominationOutcome.ADDED
    asked = candidate(await gathered(db, now=now), 1)
    assert asked is not None
    assert (asked.is_discussed, asked.nominators) == (True, 1)
    listed = await open_round(db, now=OPENS + WEEK)
    assert listed is not None
    assert "discussed before, and asked for again" in listed.picks[0].reasons
    told = await nominate(db, ANA, 1, now=OPENS + WEEK)
    assert told.outcome is NominationOutcome.ON_SHORTLIST


async def test_a6_what_two_members_say_is_not_for_them_comes_only_if_nominated(
    db: Database,
) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(2))
    for user_id, why in ((ANA, WhyNot.TOPIC), (BEN, WhyNot.KNOWN)):
        await not_for_us(db, user_id, 1, why)
    assert candidate(await gathered(db), 1) is None
    await nominate(db, CARA, 1)
    assert candidate(await gathered(db), 1) is not None


async def test_a6_the_same_database_gives_the_same_order(db: Database) -> None:
    await decided(db, (ANA, [1]), (BEN, [2]))
    await announce(db, *(entry(number) for number in range(20, 60)), now=CLOSES + DAY)
    now: datetime = OPENS + WEEK
    first, second = await gathered(db, now=now), await gathered(db, now=now)
    assert first == second
    assert plain(first) == plain(second)


async def test_so_many_statements_gather_a_request_whatever_the_history_is(db: Database) -> None:
    await found_group(db)
    counts = []
    for week in range(3):
        now = OPENS + week * WEEK
        await announce(db, *(entry(100 * week + n) for n in range(1, 4)), now=now - (OPENS - START))
        await gathered(db, now=now)
        with statements(db) as seen:
            await gathered(db, now=now)
        counts.append(len(seen))
        listed = await open_round(db, now=now)
        assert listed is not None
        await say(db, ANA, 100 * week + 1, likes=True)
        await close(db, now=CLOSES + week * WEEK)
    assert counts == [11, 11, 11]
