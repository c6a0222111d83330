"""How many statements an act takes: the same for a few papers and for hundreds."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.groups.values import DEFAULT_CATEGORIES
from bot.plans import queries as plans
from bot.scheduling import Delivery
from cogs.papers.sender import RoundSender
from sandbox.feeds import Paper
from tests.live import Study
from tests.papers.group import ANA, OPENS, START, announce, entry, opened, say, vote
from tests.statements import statements


async def test_a_ballot_takes_seven_statements(db: Database) -> None:
    found = await opened(db)
    counts = []
    for approved in ((1,), (1, 2, 3), (2,)):
        with statements(db) as seen:
            await vote(db, ANA, *approved, round_id=found.id)
        counts.append(len(seen))
    assert counts == [7, 7, 7]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a_ballot_on_discord_takes_eight_statements_at_most(study: Study) -> None:
    ana = await study.person("Ana")
    day = START.date()
    study.sandbox.feeds.set_batch(
        day,
        [
            Paper(each.key, each.title, ("A",), ("cs.LG",), each.abstract, day)
            for each in map(entry, range(1, 6))
        ],
    )
    await study.clock.move_to(OPENS)
    ballot = await ana.click(next(iter(study.papers.messages)), "Vote")
    await study.bot.jobs.stop()
    with statements(study.db) as seen:
        await ana.choose(ballot, ["2603.00001", "2603.00003"])
    assert len(seen) <= 8


@pytest.mark.parametrize("papers", [3, 700])
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_an_opening_takes_so_many_statements_for_any_number_of_papers(
    study: Study, papers: int
) -> None:
    await study.set_up(categories=DEFAULT_CATEGORIES)
    await announce(study.db, *(entry(number) for number in range(1, papers + 1)))
    await announce(study.db, entry(1), category="cs.CL")
    study.clock.unfollow(study.bot.jobs)
    await study.clock.move_to(OPENS)
    await study.bot.jobs.run_due()
    await study.bot.jobs.stop()
    delivery = Delivery(
        id=1,
        guild_id=study.guild.id,
        user_id=None,
        kind="papers.open",
        subject="",
        period=OPENS.date(),
        due_at=OPENS,
        attempt=1,
        nonce="once",
    )
    async with study.db.read() as session:
        await plans.current(session, study.guild.id)  # kept from then on
    with statements(study.db) as seen:
        await RoundSender(study.bot).open(delivery)
    assert len(seen) == 38
    read_rounds = [each for each in seen if each.startswith("SELECT paper_rounds.")]
    assert len(read_rounds) == 1


async def test_an_opinion_takes_five_statements_whether_it_is_new_changed_or_taken_back(
    db: Database,
) -> None:
    """The member, the paper, its newest shortlist, the opinion before, and the new one."""
    await opened(db)
    counts = []
    for number, likes in ((1, True), (1, False), (2, True), (1, False)):
        with statements(db) as seen:
            await say(db, ANA, number, likes=likes)
        counts.append(len(seen))
    assert counts == [5, 5, 5, 5]
