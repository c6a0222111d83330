"""A clock that stands ahead ends meetings and feedback; once it is right, they go on (C10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.clock_ahead import ahead
from tests.live import Study
from tests.sessions.acting import (
    call_off,
    events,
    join,
    later,
    let_events,
    plan,
    posted,
    settle,
    text_of,
)
from tests.talks.acting import propose, say, schedule

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

THURSDAY = datetime(2026, 3, 5, 18, tzinfo=UTC)
SOON = THURSDAY - timedelta(minutes=15)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def told(inbox: list[str]) -> int:
    return sum("Soon: your session begins" in each for each in inbox)


def days(study: Study) -> list[int]:
    """The days of the events in the server, by when they are."""
    return sorted(each.starts_at.day for each in events(study))


async def passes(study: Study, begins: datetime) -> None:
    """Let a meeting pass; in the days before it, nothing falls due."""
    await study.down_until(begins - timedelta(hours=1))
    await study.clock.move_to(begins + timedelta(hours=1))


async def test_c10_a_meeting_that_was_ended_early_goes_on(study: Study) -> None:
    """It takes answers, those who come hear of it in time, and it ends in its time."""
    let_events(study)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    _, panel = await plan(study)
    await join(panel, ana)
    await ahead(study, 5 * DAY)
    await settle(study)
    assert "It is over." not in text_of(panel)
    assert "1 ahead" in (await ana.slash("session list")).text
    await join(panel, ben)
    assert days(study) == [5]
    await study.clock.move_to(SOON)
    for who in (ana, ben):
        assert told(list(map(text_of, who.inbox))) == 1
    await study.clock.move_to(THURSDAY + timedelta(hours=1))
    assert "It is over." in text_of(panel)
    assert len(posted(study)) == 1


@pytest.mark.parametrize("by", [5 * DAY, 3 * WEEK, timedelta(days=400)], ids=str)
async def test_c10_a_series_skips_no_week(study: Study, by: timedelta) -> None:
    """What opened too early has neither panel nor event, and opens anew in its time."""
    let_events(study)
    ana = await study.person("Ana")
    _, panel = await plan(study, weekly=True)
    await join(panel, ana)
    await ahead(study, by)
    await settle(study)
    await later(study, minutes=1)
    assert posted(study) == [panel]
    assert "It is over." not in text_of(panel)
    assert days(study) == [5]
    listed = (await study.organiser.slash("session list")).text
    assert "1 ahead" in listed
    await passes(study, THURSDAY)
    assert "It is over." in text_of(panel)
    assert len(posted(study)) == 2
    assert days(study) == [5, 12]
    await passes(study, THURSDAY + WEEK)
    assert days(study) == [5, 12, 19]


async def test_c10_what_was_called_off_stays_so(study: Study) -> None:
    """An organiser's word counts; the next week's opens where the series would have it."""
    let_events(study)
    _, first = await plan(study, weekly=True)
    await ahead(study, 3 * WEEK, meanwhile=lambda: call_off(study, "Attention"))
    await settle(study)
    await later(study, minutes=1)
    assert "Called off" in text_of(first)
    assert days(study) == [12]
    for week in range(4):
        await passes(study, THURSDAY + week * WEEK)
    assert "1 ahead" in (await study.organiser.slash("session list")).text


async def test_c10_a_reminder_that_came_days_too_early_comes_again_in_time(study: Study) -> None:
    ana = await study.person("Ana")
    _, panel = await plan(study)
    await join(panel, ana)
    await ahead(study, SOON + timedelta(minutes=5) - study.clock.now())
    assert told(list(map(text_of, ana.inbox))) == 1
    await study.clock.move_to(SOON)
    assert told(list(map(text_of, ana.inbox))) == 2
    await study.clock.move_to(THURSDAY + timedelta(hours=1))
    assert told(list(map(text_of, ana.inbox))) == 2
    assert "It is over." in text_of(panel)


async def test_c5_feedback_that_was_closed_early_is_taken_on(study: Study) -> None:
    """C5: where nothing was shown of it yet, and it closes in its time."""
    ana = await study.person("Ana")
    people = [await study.person(name) for name in ("Ben", "Cy", "Dee", "Eli", "Flo")]
    await propose(ana, "Attention")
    await schedule(study)
    await passes(study, THURSDAY)
    await ahead(study, 10 * DAY)
    for who in people:
        assert "Kept without your name." in (await say(who, "Attention", keep="The drawing")).text
    await passes(study, THURSDAY + WEEK)
    assert "5 answers" in (await ana.slash("talk feedback", talk="Attention")).text
