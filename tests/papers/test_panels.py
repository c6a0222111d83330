"""Panels at their worst: long, hostile texts stay inside a message and stay text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from discord import ui

from bot.arxiv.rules.feed_text import MAX_AUTHORS
from bot.arxiv.values import Feed, Health, Paper
from bot.interests.values import Opinion, WhyNot
from bot.papers.values import (
    Ballot,
    Nominated,
    NominationOutcome,
    Overview,
    PaperDetails,
    Pick,
    Round,
    RoundDecision,
)
from cogs.common.feed_health import feed_line
from cogs.common.panels import Panel
from cogs.papers import ballot_panels, nomination_panels, panels, result_panels
from cogs.papers.feed_notes import notes
from cogs.papers.paper_panels import paper_panel
from cogs.papers.pick_rows import reasons_text
from cogs.papers.round_text import authors, why_nothing

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSES = OPENED + timedelta(days=4)

WORST = "*_`@everyone<@1>[x](https://e.example)|~> \u202e\u05d0" * 20


def pick(number: int, text: str) -> Pick:
    paper = Paper(
        key=f"2603.{number:05}",
        title=text[:500],
        authors=(text[:120],) * 50,
        abstract=text,
        categories=("cs.LG",) * 3 + (text[:41],) * 20,
        is_withdrawn=number > 1,
        venue=text[:80],
    )
    return Pick(paper, number, (text[:100],) * 3, None, text[-80:])


def a_round(text: str = WORST, **changes: Any) -> Round:
    found = Round(
        id=1,
        guild_id=1,
        period=date(2026, 3, 2),
        opened_at=OPENED,
        closes_at=CLOSES,
        closed_at=None,
        decision=None,
        ballots=0,
        picks=tuple(pick(number, text) for number in range(1, 6)),
        winner=None,
        channel_id=None,
        message_id=None,
        result_message_id=None,
        thread_id=None,
        trouble=WORST[:200],
    )
    return replace(found, **changes)


def closed(text: str = WORST) -> Round:
    found = a_round(text)
    picks = tuple(replace(pick, approvals=6 - pick.position) for pick in found.picks)
    return replace(
        found,
        closed_at=CLOSES,
        decision=RoundDecision.BALLOTS,
        ballots=5,
        picks=picks,
        winner=picks[0].paper,
        thread_id=2**62,
    )


def feed(health: Health, note: str | None = None, **changes: Any) -> Feed:
    found = Feed(
        category="cs.LG",
        etag=None,
        last_modified=None,
        read_at=OPENED,
        batch_on=None,
        batch_digest=None,
        batch_size=312,
        covered_until=None,
        missing=None,
        failures=0,
        failing_since=None,
        health=health,
        note=note,
    )
    return replace(found, **changes)


def overview(*rounds: Round, feeds: Sequence[Feed] = (), missed: date | None = None) -> Overview:
    return Overview(tuple(rounds), tuple(feeds), CLOSES, missed)


def all_panels(text: str) -> list[Panel]:
    open_round, done = a_round(text), closed(text)
    everything = dict.fromkeys((pick.paper.key for pick in open_round.picks), 1)
    failing = [feed(Health.FAILING, text[:200])] * 8
    told = notes(overview(open_round, done, feeds=failing))
    nominated = [
        Nominated(open_round.picks[0].paper, outcome, 3, 2**62) for outcome in NominationOutcome
    ]
    return [
        panels.shortlist_panel(open_round, OPENED),
        panels.shortlist_panel(done, CLOSES),
        panels.picks_panel(overview(open_round), OPENED, told),
        panels.picks_panel(overview(done), CLOSES, told),
        panels.picks_panel(overview(done, missed=date(2026, 3, 9)), CLOSES, told),
        panels.picks_panel(overview(open_round), CLOSES, told),
        panels.picks_panel(overview(), OPENED, []),
        ballot_panels.ballot_panel(Ballot(open_round, everything, OPENED, "BCDFGHJK"), OPENED),
        ballot_panels.ballot_panel(Ballot(open_round, {}, None, None), OPENED),
        ballot_panels.ballot_panel(Ballot(done, everything, OPENED, "BCDFGHJK"), CLOSES),
        result_panels.result_panel(done),
        result_panels.details_panel(done),
        *(nomination_panels.nominated_panel(result) for result in nominated),
        *(
            paper_panel(PaperDetails(found.paper, opinion, found, OPENED), page)
            for found in open_round.picks[:2]
            for opinion in (Opinion(), Opinion(False, WhyNot.TOO_LONG))
            for page in (0, 1, 9)
        ),
    ]


def texts(panel: Panel) -> str:
    return "\n".join(getattr(item, "content", "") for item in panel.walk_children())


@pytest.mark.parametrize("text", [WORST, "*" * 6000, "\u05d0 " * 900, "<" * 6000])
def test_m6_hostile_texts_fit_and_stay_text(text: str) -> None:
    for panel in all_panels(text):
        assert panel.content_length() <= 4000
        assert panel.total_children_count <= 40
        shown = texts(panel)
        assert "@everyone" not in shown
        assert "\u202e" not in shown


def long_pick(number: int) -> Pick:
    """One whose texts are longer than those of most papers."""
    paper = Paper(
        key=f"2603.{number:05}",
        title=f"Long {number}: " + "a title of many words " * 5,
        authors=("Konstantinos Papadopoulos", "Maria-Fernanda de la Cruz", "Li", "Wei"),
        abstract=f"Abstract {number} begins with this " + "of no small length " * 8 + "here. "
        f"Then number {number} says that " + "there is more of it " * 8 + "too. Third sentence.",
        categories=("cs.LG",),
        venue="NeurIPS",
    )
    reasons = ("like *Stop Overthinking*, which you chose in May", "accepted at NeurIPS")
    return Pick(paper, number, reasons, None, "block 2: core methods")


def test_a6_five_long_papers_show_two_whole_sentences_each_and_all_else() -> None:
    found = a_round("x", picks=tuple(long_pick(number) for number in range(1, 6)))
    shown = texts(panels.shortlist_panel(found, OPENED))
    for number in range(1, 6):
        assert f"**{number}. Long {number}: a title" in shown
        assert f", Li and 1 more · NeurIPS · 2603.0000{number}\nAbstract {number}" in shown
        assert f"Then number {number}" in shown
    assert shown.count(" here. Then") == shown.count(" too.\n-# Here because: like") == 5
    assert "Third" not in shown
    assert shown.count("chose in May; serves block 2: core methods; accepted at NeurIPS") == 5


def test_a6_first_authors_are_whole_names_and_the_others_are_counted() -> None:
    paper = long_pick(1).paper
    assert authors(paper).endswith("de la Cruz, Li and 1 more")
    long = replace(paper, authors=("Konstantinos Papadopoulos", "Maria-Fernanda de la Cruz") * 2)
    assert authors(long).endswith("de la Cruz and 2 more")
    assert authors(replace(paper, authors=())) == "Authors unknown"
    assert authors(replace(paper, authors=("A B",) * MAX_AUTHORS)) == "A B, A B, A B and many more"


def test_a6_what_organisers_see_of_eight_feeds_leaves_a_whole_sentence_to_each_paper() -> None:
    found = a_round("x", picks=tuple(long_pick(number) for number in range(1, 6)))
    told = notes(overview(found, feeds=[feed(Health.FAILING, "it is not valid XML")] * 8))
    shown = texts(panels.picks_panel(overview(found), OPENED, told))
    assert shown.count(" here.\n-# Here because") == 5
    assert shown.count("I try again by myself") >= 5


def test_a6_reasons_are_shown_whole_with_the_block_after_the_first() -> None:
    some = Pick(long_pick(1).paper, 1, ("one", "two " * 20, "three"), None, "block 1")
    assert reasons_text(some, 200) == f"one; serves block 1; {'two ' * 20}".rstrip() + "; three"
    assert reasons_text(some, 60) == "one; serves block 1"
    said = replace(some, reasons=("about graphs", "serves block 1"))
    assert reasons_text(said, 200) == "about graphs; serves block 1"
    assert reasons_text(replace(some, reasons=(), block=None), 200) == ""


def test_a6_a_week_with_nothing_near_the_groups_taste_says_how_many_papers_there_were() -> None:
    found = a_round("x", picks=(), feeds=Health.CURRENT, considered=212)
    assert why_nothing(found) == (
        "Your arXiv feeds brought 212 papers, and none that comes near what you follow."
    )
    assert "nothing new" in why_nothing(replace(found, considered=0))
    assert "could not read all" in why_nothing(replace(found, feeds=Health.FAILING))


def test_a_ballot_marks_the_papers_that_were_withdrawn_meanwhile() -> None:
    panel = ballot_panels.ballot_panel(Ballot(a_round("Plain"), {}, None, None), OPENED)
    (menu,) = (item for item in panel.walk_children() if isinstance(item, ui.Select))
    marks = ["Withdrawn from arXiv" in (option.description or "") for option in menu.options]
    assert marks == [False, True, True, True, True]


def test_a7_an_open_round_shows_no_totals_and_a_closed_one_all() -> None:
    open_round = replace(a_round("Plain"), ballots=4)
    for panel in (
        panels.shortlist_panel(open_round, OPENED),
        panels.picks_panel(overview(open_round), OPENED, []),
    ):
        assert "approval" not in texts(panel)
        assert "●" not in texts(panel)
    assert "● **5** · 1. Plain" in texts(result_panels.result_panel(closed("Plain")))


@pytest.mark.parametrize(
    ("decision", "approvals", "sentence"),
    [
        (RoundDecision.BALLOTS, (3, 1, 0, 0, 0), "Most approvals: 3 approvals on 5 ballots."),
        (RoundDecision.TIE, (2, 2, 0, 0, 0), "2 papers tied with 2 approvals (5 ballots)"),
        (RoundDecision.NO_BALLOTS, (0, 0, 0, 0, 0), "so the top of the shortlist was taken"),
    ],
)
def test_a9_the_result_says_what_decided(
    decision: RoundDecision, approvals: tuple[int, ...], sentence: str
) -> None:
    done = closed("Plain")
    picks = tuple(replace(p, approvals=n) for p, n in zip(done.picks, approvals, strict=True))
    done = replace(done, picks=picks, decision=decision)
    assert sentence in texts(result_panels.result_panel(done))
    assert "Among equals" not in texts(panels.shortlist_panel(done, CLOSES))
    assert "Among equals the paper higher on the shortlist wins." in texts(
        result_panels.result_panel(done)
    )


def test_u4_every_state_of_a_feed_reads_differently() -> None:
    lines = {health: feed_line(feed(health, "some note")) for health in Health}
    assert len(set(lines.values())) == len(Health)
    assert all("`cs.LG`" in text for text in lines.values())
    assert "some note" in lines[Health.FAILING]
    assert "some note" in lines[Health.STALE]
    gap = feed(Health.CURRENT, missing=(date(2026, 3, 3), date(2026, 3, 3)))
    assert "caught up" in feed_line(gap)


def test_how_many_authors_there_are_is_said_as_far_as_it_is_known() -> None:
    names = tuple(f"A{number}" for number in range(MAX_AUTHORS))
    paper = Paper("2603.00001", "On", names, "About it.", ("cs.LG",))
    assert authors(paper) == "A0, A1, A2 and many more"
    assert authors(replace(paper, authors=names[:5])) == "A0, A1, A2 and 2 more"
    assert authors(replace(paper, authors=names[:1])) == "A0"
