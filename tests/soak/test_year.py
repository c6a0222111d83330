"""R2, R5, R6, R9, R14: what happens in some days of `tests.soak.year`, judged by its oracle.

A slice of the year: the days around clock changes and dates that zones skip. The whole of it, with
two hundred members: ``make soak YEAR=1``. A fault names its seed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.soak.year.oracle import (
    Life,
    Message,
    Rest,
    Settings,
    Verdict,
    Year,
    first_instant,
    judge,
)
from tests.soak.year.run import Run
from tests.soak.year.script import write

# The leap day, the end of Ramadan in Morocco, changed clocks in Europe and then on Lord Howe.
SLICES = [("2028-02-28", 3), ("2028-03-04", 3), ("2028-03-25", 3), ("2028-04-01", 3)]
# The dates that Apia and Kwajalein skipped.
SKIPPED = [("2011-12-29", 3), ("1993-08-20", 3)]
MEMBERS = 40


@pytest.mark.parametrize(("first", "days"), [*SLICES, *SKIPPED])
async def test_r9_days_of_troubles_double_and_lose_no_date(
    sqlite_url: str, first: str, days: int
) -> None:
    await lives(sqlite_url, first, days)


async def test_r9_days_of_troubles_on_postgresql(postgres_url: str) -> None:
    await lives(postgres_url, "2028-03-25", 3, members=8)


async def lives(url: str, first: str, days: int, members: int = MEMBERS) -> None:
    run = Run(write(f"suite {first}", _start(first), days, members), url)
    verdict = await run.live()
    assert verdict.faults == [], run.script.seed
    assert verdict.dates["came"] > members
    assert run.discord.happened["killed in mid-send"]
    assert run.downtimes


# The oracle itself

ZURICH = Settings("Europe/Zurich", time(8), frozenset(range(7)))
DUE = datetime(2028, 5, 3, 6, tzinfo=UTC)
WEDNESDAY = date(2028, 5, 3)


def judged(*messages: datetime, settings: Settings = ZURICH, **named: object) -> Verdict:
    start = datetime(2028, 5, 3, 0, 0, 30, tzinfo=UTC)
    came = [Message(1, "prompt", WEDNESDAY, each) for each in messages]
    year = Year(start, start + timedelta(hours=20), {1: Life([(start, settings)])}, [], came, set())
    return judge(replace(year, **named))  # type: ignore[arg-type]  # fields of Year


def in_nuuk(*after: timedelta) -> Verdict:
    """Clocks there go on from 23:00 to 0:00; messages came so long after that."""
    saturday, goes_on = date(2028, 3, 25), datetime(2028, 3, 26, 1, tzinfo=UTC)
    settings = Settings("America/Nuuk", time(23, 30), frozenset({5}))
    start = goes_on - timedelta(hours=9)
    came = [Message(1, "prompt", saturday, goes_on + each) for each in after]
    lives = {1: Life([(start, settings)])}
    return judge(Year(start, start + timedelta(hours=20), lives, [], came, set()))


@pytest.mark.parametrize(
    ("verdict", "fault"),
    [
        (judged(), "nothing came, though it was due"),
        (judged(DUE, DUE + timedelta(minutes=1)), "2 times"),
        (judged(DUE - timedelta(seconds=1)), "it is due at"),
        (judged(DUE + timedelta(hours=7)), "it is due at"),
        (judged(DUE + timedelta(hours=17)), "on 2028-05-04"),
        (judged(DUE, settings=replace(ZURICH, quiet=(time(7), time(9)))), "quiet hours"),
        (judged(DUE, settings=replace(ZURICH, is_here=False)), "not here"),
        (judged(DUE, settings=replace(ZURICH, takes_messages=False)), "take none"),
        (judged(DUE, settings=replace(ZURICH, weekdays=frozenset({0}))), "none of their days"),
        (judged(DUE, settings=replace(ZURICH, pause=(WEDNESDAY, date(2028, 5, 4)))), "none of"),
        (judged(DUE, settings=replace(ZURICH, rests=(Rest(frozenset({2})),))), "none of their"),
        (judged(settings=replace(ZURICH, takes_messages=False)), "nothing is on record"),
        (in_nuuk(), "nothing came, though it was due"),
        (in_nuuk(timedelta(minutes=60)), "on 2028-03-26"),
    ],
)
def test_the_oracle_tells(verdict: Verdict, fault: str) -> None:
    assert any(fault in each for each in verdict.faults), verdict


def test_the_oracle_is_content_with_what_is_right() -> None:
    assert judged(DUE).faults == []
    assert in_nuuk(timedelta()).faults == in_nuuk(timedelta(minutes=40)).faults == []
    assert judged(DUE + timedelta(hours=5)).faults == []
    down = [(DUE - timedelta(hours=1), DUE + timedelta(hours=7))]
    assert judged(downtimes=down).faults == [], "too late for it when it runs again"
    assert judged(downtimes=[(DUE, DUE + timedelta(hours=2))]).faults != []


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        ("2028-03-26", "02:30", "Europe/Berlin", "2028-03-26T01:00"),
        ("2028-10-29", "02:30", "Europe/Berlin", "2028-10-29T00:30"),
        ("2028-10-01", "02:10", "Australia/Lord_Howe", "2028-09-30T15:30"),
        ("2011-12-30", "08:00", "Pacific/Apia", None),
        ("2011-12-31", "08:00", "Pacific/Apia", "2011-12-30T18:00"),
        ("1993-08-21", "08:00", "Pacific/Kwajalein", None),
        ("2028-03-04", "08:00", "Africa/Casablanca", "2028-03-04T08:00"),
        ("2028-03-06", "08:00", "Africa/Casablanca", "2028-03-06T07:00"),
    ],
)
def test_the_oracle_reads_clocks(day: str, at: str, zone: str, instant: str | None) -> None:
    found = first_instant(date.fromisoformat(day), time.fromisoformat(at), zone)
    assert found == (None if instant is None else _start(instant))


def _start(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
