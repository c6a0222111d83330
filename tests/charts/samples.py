"""Data for the pictures: a plain example of each, and strategies for any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from bot.charts import checkins, cycle, radar, streak, tally
from bot.charts.activity import Activity
from bot.charts.burn_up import BurnUp, Dated
from bot.charts.health import Check, Trend
from bot.charts.roadmap import Block, Roadmap, Target

START = date(2026, 10, 5)
TODAY = date(2026, 10, 26)


def week(number: float) -> date:
    return START + timedelta(days=round(7 * number))


ROADMAP = Roadmap(
    (
        Block(
            "Foundations",
            START,
            week(4),
            3,
            8,
            (Target(week(2)), Target(week(4), ("Convex functions",))),
        ),
        Block("Practical skills", week(4), week(12), 1, 7, (Target(week(9), ("A model in use",)),)),
        Block("New directions", week(10), None, 0, 4),
    ),
    TODAY,
)
BURN_UP = BurnUp(
    START,
    TODAY,
    (
        Dated("Vectors", week(2), week(1)),
        Dated("Matrices", week(2), week(2)),
        Dated("Convex functions", week(4)),
        Dated("A model in use", week(6)),
    ),
    (week(1),),
    9,
)
_ITEMS = tuple((name, f"{name} is as I want it") for name in ("Pace", "Learning", "Help"))
HEALTH = Trend(
    _ITEMS,
    (
        Check(date(2026, 7, 1), (3.2, 4.0, 2.8), (6, 8)),
        Check(date(2026, 8, 1), (3.4, 4.2, 3.0), (5, 8)),
        Check(date(2026, 9, 1), (None, None, None), None),
        Check(date(2026, 10, 1), (3.3, 4.1, 3.9), (7, 9)),
    ),
    1,
    5,
)
CHECK_INS = checkins.Trend(
    _ITEMS,
    (
        checkins.Check(date(2026, 7, 1), (3, 4, None)),
        checkins.Check(date(2026, 8, 8), (3, 2, 5)),
        checkins.Check(date(2026, 9, 12), (4, 2, 4)),
    ),
    1,
    5,
)
ACTIVITY = Activity(
    TODAY,
    date(2026, 7, 1),
    frozenset(TODAY - timedelta(days=2 * at) for at in range(20)),
    frozenset(TODAY - timedelta(days=at) for at in range(5, 12)),
)
TALLY = tally.Tally(
    (
        tally.Bar(1, "Scaling laws", 2, 4, is_winner=True),
        tally.Bar(2, "Stop overthinking", 3, 3),
        tally.Bar(3, "On graphs", 1, 1, "out in round 1"),
        tally.Bar(4, "Withdrawn meanwhile", 0, None),
    ),
    "ballots, in the last round that it was in",
    "4 of 7 ballots in round 2",
)
HOSTILE = (
    r"$x^2$ \frac{1} **bold** `code` <@1> @everyone",
    "機械学習の基礎と確率論の入門：深い数学",
    "딥러닝 기초와 최적화 이론",
    "🎉 Emoji party 👩‍🚀",
    "हिन्दी पाठ्यक्रम",
    "مقدمة في تعلم الآلة",
    "W" * 250,
    "a\x00b\u202ec\n\nd",
    "",
    "$",
)

dates = st.dates(date(2000, 1, 1), date(2120, 12, 31))
near = st.dates(date(2026, 1, 1), date(2027, 12, 31))
days = dates | near
titles = st.sampled_from(HOSTILE) | st.text(max_size=80)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    starts = draw(days)
    total = draw(st.integers(0, 60))
    return Block(
        title=draw(titles),
        starts=starts,
        ends=draw(st.none() | st.integers(0, 900).map(lambda n: starts + timedelta(days=n))),
        done=draw(st.integers(0, total)),
        total=total,
        targets=tuple(
            draw(
                st.lists(
                    st.builds(Target, days, st.lists(titles, max_size=3).map(tuple)), max_size=5
                )
            )
        ),
    )


roadmaps = st.builds(
    Roadmap,
    st.lists(blocks(), min_size=1, max_size=20).map(tuple),
    days,
    st.just("") | titles,
)
some_days = st.lists(days, max_size=60).map(tuple)
dated = st.lists(st.builds(Dated, titles, days, st.none() | days), max_size=60).map(tuple)
burn_ups = st.builds(
    lambda starts, today, dated, done, more: BurnUp(
        starts, today, dated, done, len(dated) + len(done) + more
    ),
    *(days, days, dated, some_days, st.integers(0, 2000)),
)
offsets = st.frozensets(st.integers(0, 250), max_size=120)
activities = st.builds(
    lambda today, joined, active, rest: Activity(
        today,
        today - timedelta(days=joined),
        frozenset(today - timedelta(days=at) for at in active),
        frozenset(today - timedelta(days=at) for at in rest),
    ),
    *(days, st.integers(0, 400), offsets, offsets),
)
numbers = st.integers(0, 40)
notes = st.sampled_from(("", "out in round 1", "higher on 12"))
bars = st.lists(
    st.builds(tally.Bar, st.integers(1, 9), titles, numbers, st.none() | numbers, notes),
    min_size=1,
    max_size=7,
)


def _tally(drawn: list[tally.Bar], has_winner: bool) -> tally.Tally:
    kept = [replace(bar, first=min(bar.first, bar.total or 0)) for bar in drawn]
    kept[0] = replace(kept[0], is_winner=has_winner)
    return tally.Tally(tuple(kept), "ballots that approve it", "4 of 7 ballots")


tallies = st.builds(_tally, bars, st.booleans())


def _standing(days: list[str], current: int, longest: int, freezes: int) -> streak.Standing:
    """Days from a Monday on; the last one is today."""
    dates = [START + timedelta(days=at) for at in range(len(days))]
    kept = days.count("done")
    planned = kept + sum(map(days.count, ("missed", "frozen", "skipped")))
    return streak.Standing(
        dates[-1],
        current,
        max(current, longest),
        freezes,
        None if freezes == streak.MOST_FREEZES else 7,
        kept,
        planned,
        tuple(zip(dates, days, strict=True)),
    )


STREAK = _standing(
    ["done", "done", "skipped", "frozen", "rest", "free", "missed"] * 7 + ["done", "open"], 9, 20, 2
)
standings = st.builds(
    _standing,
    st.lists(st.sampled_from(list(streak.SAID)), min_size=1, max_size=56),
    st.integers(0, 5000),
    st.integers(0, 5000),
    st.integers(0, 3),
)

_mean = st.floats(1, 5)
_checks = st.lists(
    st.tuples(st.dates(), st.tuples(*[_mean] * 3), st.booleans()), min_size=1, max_size=12
)


@st.composite
def trends(draw: st.DrawFn) -> Trend:
    """Any checks, of which the first has a figure."""
    found = sorted(draw(_checks))
    return Trend(
        _ITEMS,
        tuple(
            Check(day, means, (5, 9)) if shows or not at else Check(day, (None,) * 3, None)
            for at, (day, means, shows) in enumerate(found)
        ),
        1,
        5,
    )


@st.composite
def check_ins(draw: st.DrawFn) -> checkins.Trend:
    """Any check-ins, of which the first has an answer to everything."""
    level = st.integers(1, 5)
    any_day = st.dates(date(2015, 1, 1), date(2100, 1, 1))
    first, *others = sorted(draw(st.sets(any_day, min_size=1, max_size=12)))
    found = [checkins.Check(first, draw(st.tuples(level, level, level)))]
    maybe = st.none() | level
    found += [checkins.Check(day, draw(st.tuples(maybe, maybe, maybe))) for day in others]
    return checkins.Trend(_ITEMS, tuple(found), 1, 5)


RADAR = radar.Radar(
    (
        radar.Spoke("Theoretical knowledge", 3, 5, 2),
        radar.Spoke("Engineering", 4, 5, 3),
        radar.Spoke("Domain depth", 2, 5, 3),
        radar.Spoke("Ethics", 1, 5, 1),
    ),
    "Q2 2026",
    "Q1 2026",
)


@st.composite
def radars(draw: st.DrawFn) -> radar.Radar:
    """Any axes from three on, with any levels beside theirs or none."""
    spokes = []
    for _ in range(draw(st.integers(radar.MIN_SPOKES, 12))):
        highest = draw(st.integers(2, 10))
        level = st.integers(1, highest)
        beside = draw(st.none() | level)
        spokes.append(radar.Spoke(draw(titles), draw(level), highest, beside))
    other = draw(st.none() | st.just("Q1 2026"))
    return radar.Radar(tuple(spokes), "Q2 2026", other, draw(st.booleans()))


CYCLE = cycle.Cycle(
    1,
    START,
    week(12),
    (
        cycle.Lane(
            "Foundations",
            (
                cycle.Mark(week(2), week(2)),
                cycle.Mark(week(2), week(1)),
                cycle.Mark(week(4), week(6)),
                cycle.Mark(None, week(3)),
                cycle.Mark(week(8), None),
            ),
        ),
        cycle.Lane("Practical skills", (cycle.Mark(week(9), week(11)),)),
        cycle.Lane("New directions", ()),
        cycle.Lane(cycle.OWN, (cycle.Mark(None, week(10)),)),
    ),
    (
        cycle.Axis("Theoretical knowledge", 3, 5, 2),
        cycle.Axis("Engineering", 4, 5, 4),
        cycle.Axis("Domain depth", 2, 5, 3),
        cycle.Axis("Ethics", 1, 5),
    ),
    6,
    2,
    5,
)

_marks = st.builds(cycle.Mark, st.none() | days, st.none() | days)
_lanes = st.builds(cycle.Lane, titles, st.lists(_marks, max_size=12).map(tuple))


@st.composite
def cycle_axes(draw: st.DrawFn) -> cycle.Axis:
    highest = draw(st.integers(2, 10))
    level = st.integers(1, highest)
    return cycle.Axis(draw(titles), draw(level), highest, draw(st.none() | level))


cycles = st.builds(
    cycle.Cycle,
    st.integers(1, 400),
    near,
    near,
    st.lists(_lanes, max_size=21).map(tuple),
    st.lists(cycle_axes(), max_size=12).map(tuple),
    *(st.integers(0, 90) for _ in range(3)),
)
