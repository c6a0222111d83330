"""What milestones add to ``/today``: dates up to a week ahead, and that dates collide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from discord import ui
from hypothesis import given

from bot.milestones.rules.build_board import build_board
from bot.milestones.values import Board, Override, OwnMilestone, StoredMilestones
from bot.routine.values import Today
from cogs.milestones.collision_panels import collision_row
from cogs.milestones.today_rows import due_rows
from cogs.routine.panels import today_panel
from tests.live import Study, custom_ids
from tests.milestones.circle import PLAN
from tests.plans.strategies import plan_in
from tests.routine.test_panels import NOW, TEXTS, check, full, fullest, fullest_words

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def board(*days: int, title: str = "Mine") -> Board:
    """OwnMilestone milestones alone, with dates so many days ahead."""
    hidden = {name: Override(hidden=True) for name in ("read", "write")}
    dates = {f"own-{n}": Override(own_due=TODAY + ahead * DAY) for n, ahead in enumerate(days, 1)}
    owns = tuple(OwnMilestone(n, f"{title} {n}", None, None) for n in range(1, len(days) + 1))
    return build_board(
        plan_in(PLAN),
        StoredMilestones(own=owns, overrides={**hidden, **dates}),
        path=None,
        start=TODAY,
        today=TODAY,
        zone="UTC",
    )


def text_of(found: Board) -> str:
    """The rows' texts, below a rule; empty when nothing is shown."""
    rows = due_rows(found, 1)
    return "\n".join(
        each.content
        for item in rows
        if isinstance(item, ui.Section)
        for each in item.walk_children()
        if isinstance(each, ui.TextDisplay)
    )


@pytest.mark.parametrize(("days", "shown"), [(-30, True), (0, True), (7, True), (8, False)])
def test_a_date_is_shown_from_a_week_before(days: int, shown: bool) -> None:
    assert ("Mine 1" in text_of(board(days))) is shown
    assert bool(due_rows(board(days), 1)) is shown


def test_the_earliest_come_first_and_those_beyond_three_are_counted() -> None:
    text = text_of(board(5, -1, 3, 0, 9))
    shown = [line.split(",")[0].removeprefix("○ ") for line in text.splitlines()[1:]]
    assert shown == ["Mine 2", "Mine 4", "Mine 3", "and 1 more in `/milestone list`"]


@given(TEXTS)
def test_the_rows_fit_into_today_at_its_fullest(text: str) -> None:
    day = fullest(text)
    rows = [*due_rows(board(*[0] * 40, title=full(text, 70)), 2**62), *collision_row(2**62, ())]
    check(today_panel(Today(day, NOW, False, (day,) * 6), fullest_words(text), rows, now=NOW))


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_u14_today_shows_what_is_due_and_that_dates_collide(study: Study) -> None:
    ana = await study.person("Ana")
    assert "Due by now" not in (await ana.slash("today")).text
    await ana.slash("milestone due", milestone="theory-problem-sets", date="2026-03-09")
    await ana.slash("conference add", name="ICML", deadline="2026-03-12")
    today = await ana.slash("today")
    due, collides = today.text.split("**Due by now or within a week**")[1].split("**1 date", 1)
    assert "*" not in due.split(",")[0]
    assert "Problem sets" in due
    assert collides.startswith(" collides** with a pause, a deadline or another milestone.")
    offers = await ana.click(today, "See offers")
    assert "ICML" in offers.text


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_r13_what_is_due_today_is_done_by_its_button(study: Study) -> None:
    """``/today`` shows what is left, and the list has it done."""
    ana = await study.person("Ana")
    await ana.slash("milestone due", milestone="theory-problem-sets", date="2026-03-04")
    today = await ana.slash("today")
    done = await ana.click(today, custom_id=custom_ids(today, "milestone:today-done")[0])
    assert done.updated
    assert "Problem sets" not in done.text
    assert "1 of 35" in (await ana.slash("milestone list")).text


def test_a_full_today_says_how_many_more_are_kept() -> None:
    day = fullest("x")
    rows = [*due_rows(board(*[0] * 40), 2**62), *collision_row(2**62, ()), *due_rows(board(1), 1)]
    panel = today_panel(Today(day, NOW, False, (day,) * 6), fullest_words("x"), rows, now=NOW)
    check(panel)
    texts = [each.content for each in panel.walk_children() if isinstance(each, ui.TextDisplay)]
    (kept,) = [text for text in texts if "Kept for you" in text]
    assert "As you answer these, 4 more will show" in kept
