"""What the pictures say in words, and that their colours can be told apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given

import bot.charts
from bot.charts import activity, burn_up, checkins, health, radar, roadmap, style, words
from bot.charts.activity import Activity
from bot.charts.burn_up import BurnUp
from bot.charts.roadmap import Target
from tests.charts import samples
from tests.charts.samples import ACTIVITY, BURN_UP, ROADMAP, START, TODAY, week

DAY = timedelta(days=1)
DISCORD_GROUNDS = ("#FFFFFF", "#313338")


def test_no_single_tone_is_legible_on_both_grounds_so_the_card_has_its_own() -> None:
    tones = [f"#{tone:02X}{tone:02X}{tone:02X}" for tone in range(256)]
    best = max(min(style.contrast(tone, ground) for ground in DISCORD_GROUNDS) for tone in tones)
    assert best < 4.5


def test_texts_and_marks_stand_out_on_the_card() -> None:
    assert style.contrast("#FFFFFF", "#000000") == 21
    assert min(style.contrast(color, style.GROUND) for color in style.TEXTS) >= 4.5
    assert min(style.contrast(color, style.GROUND) for color in style.MARKS) >= 3
    # What is done within a bar, and a reached target on it (by its rim).
    assert style.contrast(style.BLUE, style.BAND) >= 3
    assert style.contrast(style.GROUND, style.BLUE) >= 3


def test_the_card_is_between_both_grounds() -> None:
    on_light, on_dark = (style.contrast(style.GROUND, ground) for ground in DISCORD_GROUNDS)
    assert on_light < 7.5
    assert on_dark > 1.5


def test_pictures_use_no_other_colours() -> None:
    for path in Path(*bot.charts.__path__, "pictures").glob("*.py"):
        source = path.read_text()
        assert not re.search(r"#[0-9A-Fa-f]{6}", source)
        for name in re.findall(r"card\.text\([^)]*?color=style\.(\w+)", source):
            assert getattr(style, name) in style.TEXTS


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "a day"),
        (2, "2 days"),
        (13, "13 days"),
        (14, "two weeks"),
        (17, "two weeks"),
        (18, "three weeks"),
        (70, "10 weeks"),
    ],
)
def test_spans(days: int, said: str) -> None:
    assert words.say_span(days) == said


def test_days_name_the_year_only_where_it_is_another() -> None:
    assert words.say_day(date(2026, 12, 9), TODAY) == "9 December"
    assert words.say_day(date(2027, 1, 9), TODAY) == "9 January 2027"


def test_p12_the_roadmaps_title_states_the_finding() -> None:
    assert roadmap.title(ROADMAP) == "4 of 19 done, next due 2 November"
    late = replace(ROADMAP, today=week(10))
    assert roadmap.title(late) == "4 of 19 done, late: Convex functions and 1 more"
    assert roadmap.title(late, named=False) == "4 of 19 done, 2 late"
    assert roadmap.title(replace(ROADMAP, finding="Block 2 is two weeks ahead")) == (
        "Block 2 is two weeks ahead"
    )
    (first, *_) = ROADMAP.blocks
    assert roadmap.title(replace(ROADMAP, finding=" \r")) == roadmap.title(ROADMAP)
    finished = replace(first, done=8, targets=(Target(week(4)),))
    assert roadmap.title(replace(ROADMAP, blocks=(finished,))) == "All 8 done"
    assert roadmap.title(replace(ROADMAP, blocks=(replace(first, done=0, total=0),))) == (
        "No milestones yet"
    )


def test_the_roadmap_in_words() -> None:
    assert roadmap.in_words(ROADMAP).splitlines() == [
        "4 of 19 done, next due 2 November.",
        "1. Foundations: 3 of 8, 5 October to 2 November; due 2 November",
        "2. Practical skills: 1 of 7, 2 November to 28 December; due 7 December",
        "3. New directions: 0 of 4, from 14 December, rolling on",
    ]
    late = roadmap.in_words(replace(ROADMAP, today=week(5))).splitlines()[1]
    assert late.endswith("; was planned for 2 November")
    assert roadmap.alt_text(ROADMAP).startswith(
        "Roadmap: 4 of 19 done, next due 2 November. Today is 26 October.\n1. Foundations"
    )


@given(samples.roadmaps)
def test_texts_of_any_roadmap_keep_the_limits(data: roadmap.Roadmap) -> None:
    assert 0 < len(roadmap.alt_text(data)) <= 1024
    assert 0 < len(roadmap.in_words(data)) <= 2000
    assert 0 < len(roadmap.title(data)) <= 60
    lines = roadmap.in_words(data).splitlines()
    more = re.fullmatch(r"… and (\d+) more", lines[-1])
    assert len(lines) - 1 + (int(more[1]) - 1 if more else 0) == len(data.blocks)


def burn(today: date, *done: date | None, undated: int = 0) -> BurnUp:
    """The example, with each of its dated milestones done on such a day, or not."""
    days = (*done, *(None,) * (len(BURN_UP.dated) - len(done)))
    dated = tuple(replace(each, done=day) for each, day in zip(BURN_UP.dated, days, strict=True))
    return replace(BURN_UP, today=today, dated=dated, undated_done=(START,) * undated)


@pytest.mark.parametrize(
    ("data", "ahead", "said"),
    [
        (burn(week(1)), 0, "0 of 9 done, on pace"),
        (burn(week(2)), 0, "0 of 9 done, on pace"),
        (burn(week(2) + DAY), 0, "0 of 9 done, late: Vectors and 1 more"),
        (burn(week(2) + DAY, START), 0, "1 of 9 done, late: Matrices"),
        (burn(week(3), START, START), 0, "2 of 9 done, on pace"),
        (burn(week(3), START, START, START), 7, "3 of 9 done, 7 days ahead of the plan"),
        (burn(week(3), *(START,) * 4), 21, "4 of 9 done, three weeks ahead of the plan"),
        # What has no date makes up for nothing that has one, and puts nobody ahead.
        (burn(week(3), undated=5), 0, "5 of 9 done, late: Vectors and 1 more"),
        (burn(week(3), START, START, undated=3), 0, "5 of 9 done, on pace"),
        # Nor does what was done before its turn.
        (burn(week(3), None, START, START, START), 0, "3 of 9 done, late: Vectors"),
        (burn(week(1), None, None, START, START), 0, "2 of 9 done, on pace"),
        (burn(week(3), *(START,) * 4, undated=5), 21, "All 9 done"),
        (burn(START - DAY), 0, "0 of 9 done, the plan starts 5 October"),
    ],
)
def test_p12_pace_compares_dated_with_dated_and_names_what_is_late(
    data: BurnUp, ahead: int, said: str
) -> None:
    assert burn_up.days_ahead(data) == ahead
    assert burn_up.title(data) == said


def test_p12_the_burn_up_in_words() -> None:
    assert burn_up.in_words(BURN_UP).splitlines() == [
        "3 of 9 done, on pace.",
        "4 of 9 have dates; 1 done without one. Only those with a date are compared.",
        "By today, 26 October: 2 done, 2 planned.",
        "By 2 November: 3 planned.",
        "By 16 November, the last date of the plan: 4 planned.",
    ]
    once = burn_up.in_words(replace(BURN_UP, dated=BURN_UP.dated[1:3])).splitlines()
    assert once[3:] == ["By 2 November, the last date of the plan: 2 planned."]
    assert burn_up.title(replace(BURN_UP, dated=())) == "1 of 9 done"
    assert burn_up.alt_text(BURN_UP).startswith("Planned against real. 3 of 9 done, on pace.")


def test_p12_the_burn_up_names_each_that_is_late_with_its_date() -> None:
    late = burn_up.in_words(burn(week(6) + 19 * DAY, START)).splitlines()
    assert late[:4] == [
        "1 of 9 done, late: Matrices and 2 more.",
        "Late: Matrices, planned for 19 October, seven weeks ago.",
        "Late: Convex functions, planned for 2 November, five weeks ago.",
        "Late: A model in use, planned for 16 November, three weeks ago.",
    ]


@given(samples.burn_ups)
def test_texts_of_any_burn_up_keep_the_limits(data: BurnUp) -> None:
    assert 0 < len(burn_up.alt_text(data)) <= 1024


@pytest.mark.parametrize(
    ("joined", "ago", "said"),
    [
        (100, (0, 3, 29, 30), "Active on 3 of the last 30 days"),
        (41, (31,), "Active on 1 day in the last 7 weeks"),
        (5, (0, 5), "Active on 2 of your first 6 days"),
        (0, (0,), "Active on your first day"),
        (300, (31, 90), "Active on 2 days in the last 26 weeks"),
        (100, (), "Your active days will show here"),
        (400, (300,), "Your active days will show here"),
    ],
)
def test_p10_the_calendars_title_counts_days(joined: int, ago: tuple[int, ...], said: str) -> None:
    data = Activity(TODAY, TODAY - DAY * joined, frozenset(TODAY - DAY * at for at in ago))
    assert activity.title(data) == said


def test_p10_the_calendar_in_words() -> None:
    assert activity.in_words(ACTIVITY).splitlines() == [
        "Active on 15 of the last 30 days.",
        "This week: Monday.",
        "Last week: Tuesday, Thursday, Saturday.",
        "In the last 18 weeks: 20 active days.",
        "Planned rest: 4 days.",
    ]


def test_the_calendar_has_at_most_26_weeks_from_a_monday_until_today() -> None:
    days = list(activity.shown_days(replace(ACTIVITY, joined=date(2020, 1, 1))))
    assert (days[0].weekday(), days[-1]) == (0, TODAY)
    assert 7 * 25 < len(days) <= 7 * 26
    assert next(activity.shown_days(ACTIVITY)) == ACTIVITY.joined


@pytest.mark.parametrize(
    ("days_ago", "weeks"),
    [(-3, 1), (0, 1), (1, 2), (14, 3), (15, 4), (174, 26), (176, 26), (900, 26)],
)
def test_p10_the_calendar_is_no_wider_than_its_history(days_ago: int, weeks: int) -> None:
    data = Activity(TODAY, TODAY - DAY * days_ago, frozenset())
    assert activity.week_count(data) == weeks
    assert activity.first_monday(data) <= next(activity.shown_days(data), TODAY)
    assert activity.alt_text(data).startswith(
        f"Calendar of active days, {words.count(weeks, 'week')}."
    )


@given(samples.activities)
def test_texts_of_any_calendar_keep_the_limits(data: Activity) -> None:
    assert 0 < len(activity.alt_text(data)) <= 1024


def test_t8_a_trend_says_what_moved_most_and_where_too_few_answered() -> None:
    assert health.title(samples.HEALTH) == "Help is up 0.9 since 1 August"
    assert health.table(samples.HEALTH).splitlines() == [
        "          1 Jul  1 Aug  1 Sep  1 Oct",
        "Pace        3.2    3.4      –    3.3",
        "Learning    4.0    4.2      –    4.1",
        "Help        2.8    3.0      –    3.9",
        "answers     6/8    5/8    few    7/9",
    ]
    steady = replace(samples.HEALTH, checks=samples.HEALTH.checks[:2])
    assert health.title(steady) == "Steady since 1 July"
    first = replace(samples.HEALTH, checks=samples.HEALTH.checks[:1])
    assert health.title(first) == "The first health check: Learning 4.0, Help 2.8"
    assert "1 Oct 3.9." in health.alt_text(samples.HEALTH)


def test_w1_a_trend_of_check_ins_says_what_moved_most() -> None:
    assert checkins.title(samples.CHECK_INS) == "Pace is better than on 8 August"
    assert checkins.table(samples.CHECK_INS).splitlines() == [
        "          1 Jul  8 Aug 12 Sep",
        "Pace          3      3      4",
        "Learning      4      2      2",
        "Help          –      5      4",
    ]
    two = replace(samples.CHECK_INS, checks=samples.CHECK_INS.checks[:2])
    assert checkins.title(two) == "Learning is worse than on 1 July"
    same = replace(two, checks=(two.checks[0], replace(two.checks[1], levels=(3, 4, 1))))
    assert checkins.title(same) == "As on 1 July"
    one = replace(two, checks=two.checks[:1])
    assert checkins.title(one) == "Your first check-in"
    assert "Help: 8 Aug 5, 12 Sep 4." in checkins.alt_text(samples.CHECK_INS)


def test_w6_w8_a_radar_says_what_moved_or_how_alike_both_are() -> None:
    assert radar.title(samples.RADAR) == "Up on 2 of 4 axes since Q1 2026, lower on 1"
    assert radar.table(samples.RADAR).splitlines() == [
        "                 Q1 2026 Q2 2026",
        "Theoretical…         2/5     3/5  +1",
        "Engineering          3/5     4/5  +1",
        "Domain depth         3/5     2/5  -1",
        "Ethics               1/5     1/5   =",
    ]
    assert "Engineering 4 of 5, Q1 2026 3." in radar.alt_text(samples.RADAR)
    first = replace(samples.RADAR, other=None)
    assert radar.title(first) == "Q2 2026: Engineering 4 of 5, Ethics 1 of 5"
    second = replace(samples.RADAR, now="you", other="mentor", is_second=True)
    assert radar.title(second) == "Alike on 1 of 4 axes"
    third, fourth = samples.RADAR.spokes[2:]
    assert (
        radar.title(replace(samples.RADAR, spokes=(third,))) == "Lower on 1 of 1 axis since Q1 2026"
    )
    assert radar.title(replace(samples.RADAR, spokes=(fourth,))) == "Steady since Q1 2026"
    even = replace(first, spokes=(third, third))
    assert radar.title(even) == "Q2 2026: level 2 throughout"
