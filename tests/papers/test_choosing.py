"""Choosing a week's shortlist over the wire: interests, plan, venues, and a worker that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.groups.values import PaperFit
from bot.ranking import Ranking, Request
from bot.worker import Worker
from cogs.papers import choosing
from sandbox.feeds import Paper
from tests.groups import acting as groups
from tests.live import Study
from tests.papers.failing_ranks import die, hang, stumble
from tests.papers.group import announce, entry
from tests.papers.test_wire import MONDAY, OPENS, WEEK, paper, posts

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def batch(*numbers: int, title: str = "{0}") -> list[Paper]:
    """Papers on as many themes as numbers."""
    made = [entry(number) for number in numbers]
    return [
        paper(n, title.format(each.title), summary=each.abstract)
        for n, each in zip(numbers, made, strict=True)
    ]


async def choose(study: Study, now: datetime) -> choosing.Choice:
    """What the round that opens now would have."""
    async with study.db.read() as session:
        group = await groups.get_group(session, study.guild.id)
    return await choosing.choose(study.bot, group, now)


@pytest.mark.parametrize("worker_kind", [Worker])
@pytest.mark.parametrize("rank", [die, hang, stumble])
async def test_a6_where_the_worker_cannot_rank_the_round_opens_in_the_plain_order(
    study: Study,
    rank: Callable[[Request], Ranking],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Members read nothing of it; the log does. A floor above the usual does not count then."""
    ana = await study.person("Ana")
    await study.organiser.choose(await study.organiser.slash("paper feeds list"), [PaperFit.CLOSE])
    form = await ana.click(await ana.slash("paper interests"), "Add")
    await ana.submit(form, {"Words or topics": "pruning"})
    monkeypatch.setattr(choosing, "rank", rank)
    monkeypatch.setattr(choosing, "_FIRST_SECONDS", 1.0 if rank is hang else 10.0)
    study.sandbox.feeds.set_batch(MONDAY, [*batch(1, 2), paper(3, "Pruning trees")])
    with caplog.at_level(logging.WARNING, "cogs.papers.choosing"):
        await study.clock.move_to(OPENS)
    (post,) = posts(study)
    assert "1. Pruning trees" in post.text
    assert "about pruning" in post.text
    assert "plain" not in post.text
    assert any("without the worker" in record.getMessage() for record in caplog.records)


async def test_a6_what_was_ranked_once_stands_where_the_second_time_takes_too_long(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with thousands of papers. What arXiv says is withdrawn meanwhile is not listed."""
    await study.person("Ana")
    withdrawn = "This paper has been withdrawn by its authors."
    study.sandbox.feeds.set_batch(
        MONDAY,
        [
            paper(1, "LLM agents that reason", summary="We present an LLM agent that reasons."),
            *batch(2, 3),
            paper(4, "Soil under maize", comment=withdrawn),
        ],
    )
    await study.clock.move_to(OPENS - timedelta(minutes=1))
    monkeypatch.setattr(choosing, "_SECOND_SECONDS", 0.0)
    chosen = await choose(study, OPENS)
    found = {each.key: each.reasons for each in chosen.shortlist}
    assert "2603.00004" not in found
    assert "about LLM agents" in found["2603.00001"], "the plain order could not say so"


async def test_a6_a_shortlist_follows_what_members_want_and_says_why(study: Study) -> None:
    """What somebody leaves out goes last; a venue counts; the plan's paper is said to be one."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await study.person("Cara")
    form = await ana.click(await ana.slash("paper interests"), "Add")
    await ana.submit(form, {"Words or topics": "model pruning"})
    form = await ben.click(await ben.slash("paper interests"), "Add")
    left_out = {"Words or topics": "survey", "What should the shortlist do with these?": "fewer"}
    await ben.submit(form, left_out)
    study.sandbox.feeds.set_batch(
        MONDAY,
        [
            paper(1, "A survey of agents", summary="A survey of what agents do in games."),
            paper(2, "Sparse kernels", comment="Accepted at ICML 2026", summary="Kernels, sparse."),
            paper(3, "Model pruning for cameras", summary="We prune what sees."),
            *batch(4, 5),
        ],
    )
    await study.clock.move_to(OPENS)
    (post,) = posts(study)
    assert "Model pruning for cameras" in post.text
    assert "about model pruning" in post.text
    assert "accepted at ICML" in post.text
    assert "A survey of agents" not in post.text
    assert "of the plan, not discussed yet" in post.text
    assert "serves block 1: Theoretical foundations" in post.text


async def test_a6_a_venue_that_an_organiser_adds_is_shown_and_counts_more(study: Study) -> None:
    """So does one that the plan names; what the plan does not name is an ordinary venue."""
    await study.organiser.slash("join")
    await study.organiser.slash(
        "conference add", name="Gathering on Nets 2026", deadline="2026-05-15"
    )
    study.sandbox.feeds.set_batch(
        MONDAY,
        [
            paper(1, "Sparse kernels", comment="Accepted at Gathering on Nets 2026"),
            paper(2, "Sparse widgets", comment="Accepted at Congress on Nets 2026"),
            paper(3, "Sparse gadgets", comment="Accepted at CVPR 2026"),
        ],
    )
    await study.clock.move_to(OPENS - timedelta(minutes=1))
    chosen = {each.key: each for each in (await choose(study, OPENS)).shortlist}
    said = [chosen[f"2603.{number:05}"].reasons for number in (1, 2, 3)]
    assert "accepted at Gathering on Nets, one of your conferences" in said[0]
    assert "accepted at Congress on Nets" in said[1]
    assert "accepted at CVPR, one of your conferences" in said[2]
    assert chosen["2603.00001"].score > chosen["2603.00002"].score


async def test_a6_the_same_week_gives_the_same_shortlist_in_another_process(study: Study) -> None:
    await study.person("Ana")
    study.sandbox.feeds.set_batch(MONDAY, batch(*range(1, 30)))
    await study.clock.move_to(OPENS - timedelta(minutes=1))
    chosen = []
    for _ in range(2):
        chosen.append(await choose(study, OPENS))
        await study.restart()
    assert chosen[0] == chosen[1]
    assert len(chosen[0].shortlist) == 5


async def test_a6_a_higher_floor_leaves_papers_out_and_a_quiet_week_has_fewer(
    study: Study,
) -> None:
    """Organisers choose it with `/paper feeds list`; a nomination stands whatever it is."""
    ana, *_others = [await study.person(name) for name in ("Ana", "Ben", "Cara")]
    form = await ana.click(await ana.slash("paper interests"), "Add")
    left_out = {"Words or topics": "maize", "What should the shortlist do with these?": "fewer"}
    await ana.submit(form, left_out)
    study.sandbox.feeds.set_batch(
        MONDAY,
        [
            paper(1, "LLM agents that reason", summary="We present an LLM agent that reasons."),
            paper(2, "Scaling language models: a report", summary="We scale language models."),
            paper(3, "Traffic in cities", summary="Sensors count cars on roads in rain."),
            paper(4, "Soil under maize", summary="Farms measure how wet their fields are."),
        ],
    )
    await study.clock.move_to(OPENS - timedelta(minutes=1))
    found = {}
    for fit in PaperFit:
        seen = await study.organiser.slash("paper feeds list")
        await study.organiser.choose(seen, [fit])
        await study.restart()
        found[fit] = {each.key for each in (await choose(study, OPENS)).shortlist}
    of_week = {f"2603.{number:05}" for number in range(1, 5)}
    for fit in PaperFit:
        found[fit] &= of_week  # without that of the plan
    assert found[PaperFit.ANY] == of_week, "however little they fit"
    assert found[PaperFit.CLOSE] < found[PaperFit.USUAL] < found[PaperFit.ANY]
    assert found[PaperFit.CLOSE]
    await ana.slash("paper nominate", paper="2603.00004")
    assert "2603.00004" in {each.key for each in (await choose(study, OPENS)).shortlist}


async def test_a6_without_a_paper_of_the_week_there_is_nothing_to_vote_on(study: Study) -> None:
    """A paper of the plan, or last week's second, is no shortlist."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    study.sandbox.feeds.set_batch(MONDAY, batch(1, 2))
    for day in range(1, 5):
        study.sandbox.feeds.holiday(MONDAY + timedelta(days=day))
    await study.clock.move_to(OPENS)
    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await ben.choose(await ben.slash("paper vote"), ["2603.00001", "2603.00002"])
    await study.clock.move_to(OPENS + timedelta(days=5))
    chosen = await choose(study, OPENS + WEEK)
    assert (chosen.shortlist, chosen.considered) == ((), 0)
    await announce(study.db, entry(9), now=OPENS + timedelta(days=6))
    chosen = await choose(study, OPENS + WEEK)
    assert {each.key for each in chosen.shortlist} >= {"2603.00002", "2603.00009"}
    assert chosen.considered == 1


async def test_a6_a_week_of_nothing_that_the_group_wants_is_said_as_such(study: Study) -> None:
    """What half of the group leaves out, and nobody follows, stays off the list."""
    ana = await study.person("Ana")
    form = await ana.click(await ana.slash("paper interests"), "Add")
    left_out = {"Words or topics": "agents", "What should the shortlist do with these?": "fewer"}
    await ana.submit(form, left_out)
    study.sandbox.feeds.set_batch(MONDAY, [paper(1, "Agents that plan"), paper(2, "Agents at sea")])
    await study.clock.move_to(OPENS)
    (post,) = posts(study)
    assert "No papers to choose from this week" in post.text
    assert "brought 2 papers, and none that comes near what you follow" in post.text
