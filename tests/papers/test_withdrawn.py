"""A paper that is withdrawn is marked wherever it is shown, and neither listed nor chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from discord import ui
from sqlalchemy import select

from bot.arxiv.client import read
from bot.arxiv.models import PaperRow
from bot.arxiv.rules.withdrawal import is_withdrawn
from bot.arxiv.values import AnnounceType, Paper
from bot.db import Database
from bot.interests.values import Opinion
from bot.papers.values import NominationOutcome, PaperDetails, RoundDecision
from cogs.papers.nomination_panels import which_panel
from cogs.papers.paper_panels import paper_panel
from sandbox.feeds import Announcement, api
from tests.live import Study
from tests.papers.group import (
    ANA,
    BEN,
    DAY,
    OPENS,
    START,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    keys,
    nominate,
    open_round,
    pending,
    vote,
)
from tests.papers.group import opened as round_of_three
from tests.papers.test_panels import texts
from tests.papers.test_wire import CLOSES, MONDAY, opened, paper, posts, sqlite_only

NOTE = "This paper has been withdrawn by the author because of an error in the main proof."


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "This submission has been withdrawn by arXiv administrators due to disputed authorship",
        "This submission has been removed by arXiv administrators",
        "The authors have withdrawn this paper due to an error",
        "We hereby withdraw this manuscript.",
        "Withdrawn.",
        "[withdrawn] We prove it.",
        "Paper withdrawn by the authors",
        "The paper was temporarily withdrawn",
        "12 pages. This article has now been retracted",
        "This preprint has been superseded and withdrawn",
        "arXiv:2301.00001 has been withdrawn by the author",
        "Due to a gap in Lemma 3, this paper has been withdrawn.",
    ],
)
def test_texts_that_say_so(text: str) -> None:
    assert is_withdrawn("On things", text)
    assert is_withdrawn("On things", "We prove it.", text)


@pytest.mark.parametrize("title", ["Withdrawn: On things", "[RETRACTED] On", "On (withdrawn)"])
def test_titles_that_say_so(title: str) -> None:
    assert is_withdrawn(title, "We prove it.")


@pytest.mark.parametrize(
    "text",
    [
        "We study papers that have been withdrawn from arXiv.",
        "Retracted articles keep being cited.",
        "This drug was withdrawn from the market.",
        "Withdrawn behaviour is studied in this paper.",
        "We withdraw energy from the system. The authors withdrew consent.",
        "This paper shows how retracted claims spread",
        "Due to its side effects, this drug was withdrawn.",
    ],
)
def test_texts_about_withdrawing_do_not(text: str) -> None:
    assert not is_withdrawn(text, text, text)


def test_the_api_says_so_in_a_comment() -> None:
    body = api.render(api.Request(), [paper(1, "On things")], START)
    comment = b"<arxiv:comment>" + NOTE.encode() + b"</arxiv:comment></entry>"
    assert not read(body, None).papers[0].entry.is_withdrawn
    assert read(body.replace(b"</entry>", comment), None).papers[0].entry.is_withdrawn


async def withdraw(db: Database, number: int) -> None:
    await announce(
        db, entry(number, version=2, announce_type=AnnounceType.REPLACE, is_withdrawn=True)
    )


async def withdrawn(db: Database) -> list[str]:
    async with db.read() as session:
        kept = await session.scalars(
            select(PaperRow.arxiv_id).where(PaperRow.is_withdrawn).order_by(PaperRow.arxiv_id)
        )
        return list(kept)


async def test_it_is_not_listed_until_a_newer_version_brings_it_back(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(2), entry(3, is_withdrawn=True))
    await withdraw(db, 2)
    await announce(db, entry(2))
    assert await withdrawn(db) == ["2603.00002", "2603.00003"]
    assert keys(await open_round(db, now=OPENS)) == ["2603.00001"]
    await announce(db, entry(2, version=3, announce_type=AnnounceType.REPLACE))
    await withdraw(db, 2)
    assert await withdrawn(db) == ["2603.00003"]


async def test_its_nomination_is_over_and_it_takes_no_new_one(db: Database) -> None:
    await found_group(db)
    assert (await nominate(db, ANA, 50)).outcome is NominationOutcome.ADDED
    await withdraw(db, 50)
    assert await pending(db) == {}
    assert (await nominate(db, BEN, 50)).outcome is NominationOutcome.WITHDRAWN
    assert (await nominate(db, ANA, 51)).outcome is NominationOutcome.ADDED, "the place is free"


async def test_a_vote_does_not_choose_what_was_withdrawn_in_between(db: Database) -> None:
    found = await round_of_three(db)
    await vote(db, ANA, 1, 2, round_id=found.id)
    await vote(db, BEN, 1, round_id=found.id)
    await withdraw(db, 1)
    closed = await close(db)
    assert closed is not None
    assert closed.winner is not None
    assert closed.winner.key == "2603.00002"
    assert closed.decision is RoundDecision.BALLOTS
    assert [pick.approvals for pick in closed.picks] == [None, 1, 0]


async def test_where_nothing_else_was_approved_nothing_is_chosen(db: Database) -> None:
    found = await round_of_three(db)
    await vote(db, ANA, 1, round_id=found.id)
    for number in (1, 2, 3):
        await withdraw(db, number)
    closed = await close(db)
    assert closed is not None
    assert closed.chose_nothing
    assert closed.ballots == 1


@sqlite_only
async def test_everybody_sees_it(study: Study) -> None:
    """On the ballot, in the result, in suggestions, when it is nominated and in the history."""
    ana = await study.person("Ana")
    shortlist = await opened(study)
    ballot = await ana.click(shortlist, "Vote")
    await ana.choose(ballot, ["2603.00001", "2603.00002"])
    again = [
        Announcement(paper(n, title, version=2, summary=NOTE), "replace")
        for n, title in ((1, "First"), (3, "Third"))
    ]
    study.sandbox.feeds.set_batch(MONDAY + DAY, again[:1])
    await study.clock.move_to(OPENS + DAY)
    assert "1. First (withdrawn)" in (await ana.slash("paper picks")).text
    assert "First (withdrawn)" in (await ana.click(shortlist, "Vote")).text
    assert not await ana.autocomplete("paper nominate", "paper", "first"), "it is listed"
    await study.clock.move_to(CLOSES)
    choices = await ana.autocomplete("paper nominate", "paper", "first")
    assert "2603.00001 · withdrawn · First" in [choice.name for choice in choices]
    result = posts(study)[-1]
    assert "The group picked: Second" in result.text
    why = "**First (withdrawn)** was withdrawn from arXiv before the close, so it could not"
    assert why in result.text
    assert "**–** · 1. First (withdrawn)" in result.text
    seen = await ana.slash("paper nominate", paper="2603.00001")
    assert "First (withdrawn)** was withdrawn from arXiv, so it cannot stand" in seen.text
    gone = replace(again[0], paper=paper(2, "Second", version=2, summary=NOTE))
    study.sandbox.feeds.set_batch(MONDAY + WEEK, [gone])
    await study.clock.move_to(CLOSES + timedelta(days=3))
    assert "Second (withdrawn)" in (await ana.slash("paper history")).text


@sqlite_only
async def test_a_shortlist_of_which_nothing_is_left_says_so(study: Study) -> None:
    ana = await study.person("Ana")
    shortlist = await opened(study, paper(1, "First"))
    await ana.choose(await ana.click(shortlist, "Vote"), ["2603.00001"])
    gone = Announcement(paper(1, "First", version=2, summary=NOTE), "replace")
    study.sandbox.feeds.set_batch(MONDAY + DAY, [gone])
    await study.clock.move_to(CLOSES)
    (shortlist,) = posts(study)
    assert "withdrawn from arXiv before the close, so it could not be chosen" in shortlist.text
    assert "No other paper was approved, so nothing is chosen." in shortlist.text


def test_a_withdrawn_paper_is_marked_in_what_more_shows_and_where_one_is_picked() -> None:
    gone = Paper("2603.00001", "On things", ("A B",), NOTE, ("cs.LG",), is_withdrawn=True)
    more = paper_panel(PaperDetails(gone, Opinion()))
    assert "**On things (withdrawn)**" in texts(more)
    (menu,) = (
        item
        for item in which_panel([gone.key, "2603.00002"], {gone.key: gone}).walk_children()
        if isinstance(item, ui.Select)
    )
    assert [option.description for option in menu.options] == [f"withdrawn · {gone.key}", None]
