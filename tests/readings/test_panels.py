"""The fullest panels of what was read fit a message, whatever the texts are (M6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.actions.values import Action, ActionStatus
from bot.arxiv.values import Paper
from bot.follow_ups.values import Doing, Figure, FollowUp, MyRating, Offer
from bot.papers.values import Appearance
from bot.readings.values import Filters, Found, PaperPage
from bot.reproductions.values import Attempt, Entry, Log, Noted, Outcome, OwnAttempts, TriedPaper
from cogs.common.panels import Panel
from cogs.follow_ups import panels as follow_ups
from cogs.readings.page_panels import page_panel
from cogs.readings.panels import history_panel
from cogs.reproductions import panels as reproductions
from tests.readings.test_rules import reading

AT = datetime(2026, 3, 6, 17, tzinfo=UTC)
BIG = 2**62
WORST = "@everyone <@&1> **x** [y](https://evil.example) \u202e\u05e9\u05dc\u05d5\u05dd " * 60


def all_panels(text: str) -> list[Panel]:
    paper = Paper("2603.00001", text, (text[:100],) * 40, text * 3, ("cs.LG", "stat.ML"), True)
    some = reading()
    assert some.chosen is not None
    chosen = replace(some.chosen, paper=paper, block=text[:100])
    some = replace(some, paper=paper, chosen=chosen)
    long = Entry(text[:300], f"https://e.org/{'a' * 70}", Outcome.PARTLY, text[:1000], True)
    attempt = Attempt(BIG, BIG, "2603.00001", text, long, AT)
    tried = TriedPaper(paper, Outcome.PARTLY, (attempt,) * 5, False)
    action = Action(
        id=BIG,
        guild_id=1,
        retro_id=None,
        text=text[:150],
        owner_id=BIG,
        due_on=date(2026, 4, 1),
        zone="UTC",
        status=ActionStatus.OPEN,
    )
    follow_up = FollowUp(chosen, Doing((action,) * 25, 9), None, "the channel is gone")
    rating = MyRating(chosen, 4, Figure(12, 3.25))
    offer = Offer(BIG, BIG, text, text[:150], BIG, date(2026, 4, 1), "UTC")
    met = Appearance(BIG, AT, AT, 1, 3, 5, True, BIG, text[:100])
    found = Found(
        readings=(some,) * 5,
        filters=Filters("x" * 50, 99, "2026-03", Outcome.REPRODUCED),
        page=1,
        pages=300,
        total=1500,
        blocks=tuple((number, text[:90]) for number in range(1, 31)),
        months=tuple(f"{year}-03" for year in range(2026, 1990, -1)),
    )
    additions = [
        reproductions.about_paper([attempt] * 9, 1, "2603.00001"),
        follow_ups.about_paper(follow_up, rating, is_organiser=True),
    ]
    return [
        history_panel(found),
        history_panel(replace(found, readings=(replace(some, chosen=None, chosen_on=None),) * 5)),
        history_panel(replace(found, readings=())),
        page_panel(PaperPage(paper, (met,) * 9), BIG, additions),
        reproductions.log_panel(Log((tried,) * 5, {}, Outcome.PARTLY, 3, 99, 400)),
        reproductions.own_panel(OwnAttempts((attempt,) * 5, 3, 9)),
        reproductions.noted_panel(Noted(attempt)),
        reproductions.ask_to_delete_panel(attempt),
        reproductions.deleted_panel(attempt),
        follow_ups.question_panel(follow_up),
        follow_ups.rating_panel(rating),
        follow_ups.offers_panel([offer] * 30, BIG, "Yours now."),
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


def test_a_plain_page_says_all_of_it() -> None:
    page = texts(all_panels("Attention")[3])
    for part in ("**Attention (withdrawn)**", "● **Chosen**", "**Reproductions**", "3.2 of 5"):
        assert part in page
