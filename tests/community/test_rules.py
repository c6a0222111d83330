"""Deadlines as they are typed, and the instants they mean (C6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.rules import (
    MAX_NAME,
    MAX_TYPED,
    as_typed,
    clean_name,
    deadline_in,
    parse_deadline,
    say_moment,
)
from bot.community.values import Moment
from bot.errors import UserError

NOW = datetime(2026, 11, 25, 14, tzinfo=UTC)
TODAY = NOW.date()
ZONES = sorted(name for name in available_timezones() if "/" in name)


def parse(text: str) -> Moment:
    return parse_deadline(text, today=TODAY, now=NOW)


READ = [
    ("2027-01-15", "2027-01-16T11:59", "Friday 15 January 2027, 23:59 AoE"),
    ("2027-01-15 23:59 AoE", "2027-01-16T11:59", "Friday 15 January 2027, 23:59 AoE"),
    ("15 Jan 2027 17:00 UTC", "2027-01-15T17:00", "Friday 15 January 2027, 17:00 UTC"),
    ("2027-01-15 23:59 Europe/Paris", "2027-01-15T22:59", "Friday 15 January 2027, 23:59 Paris"),
    ("2027-01-15 23:59 paris", "2027-01-15T22:59", "23:59 Paris time"),
    ("2027-01-15 Europe/Paris", "2027-01-15T22:59", "23:59 Paris time"),
    ("Jan 15, 2027, 11:59pm (AoE)", "2027-01-16T11:59", "23:59 AoE"),
    ("15 January 11:59 PM anywhere on Earth", "2027-01-16T11:59", "23:59 AoE"),
    ("2027-01-15 23:59:59 UTC-12 (AoE)", "2027-01-16T11:59", "23:59 AoE"),
    ("2027-01-15 23:59 UTC-12:00 (AoE)", "2027-01-16T11:59", "23:59 AoE"),
    ("2027-01-15T17:00:00Z", "2027-01-15T17:00", "17:00 UTC"),
    ("2027-01-15 at noon, New York time", "2027-01-15T17:00", "12:00 New York time"),
    ("2027-01-15 8 p.m., utc+14", "2027-01-15T06:00", "20:00 UTC+14"),
    ("2027-01-15 20h UTC\N{MINUS SIGN}8", "2027-01-16T04:00", "20:00 UTC−8"),
    ("15 Jul 2027 17:00 PST", "2027-07-16T01:00", "17:00 UTC−8"),
    ("15 Jul 2027 17:00 CET", "2027-07-15T16:00", "17:00 UTC+1"),
    ("in 2 weeks 9:30 Kathmandu", "2026-12-09T03:45", "Wednesday 9 December 2026, 09:30 Kathmandu"),
    ("Saturday 20 November 23:59 AoE", "2027-11-21T11:59", "Saturday 20 November 2027"),
    ("friday aoe", "2026-11-28T11:59", "Friday 27 November 2026, 23:59 AoE"),
    ("2026-11-25 3:00 AoE", "2026-11-25T15:00", "Wednesday 25 November 2026, 03:00 AoE"),
    ("Friday, January 15, 2027, 11:59 PM UTC-12", "2027-01-16T11:59", "23:59 AoE"),
    ("Friday, 15 January 2027 (11:59pm AoE)", "2027-01-16T11:59", "23:59 AoE"),
    ("15 January 2027 23:59 Anywhere-on-Earth", "2027-01-16T11:59", "23:59 AoE"),
    ("2027-01-15T23:59:00-12:00", "2027-01-16T11:59", "23:59 AoE"),
    ("2027-01-15 17:00 +02:00", "2027-01-15T15:00", "17:00 UTC+2"),
    ("2027-01-15T23:59:59+05:30", "2027-01-15T18:29", "Friday 15 January 2027, 18:29 UTC"),
    ("2027-01-15 20:00 -03:30", "2027-01-15T23:30", "Friday 15 January 2027, 23:30 UTC"),
    ("11:59 PM on Friday, January 15, 2027 AoE", "2027-01-16T11:59", "23:59 AoE"),
    ("15-Jan-2027 23:59 AoE", "2027-01-16T11:59", "Friday 15 January 2027, 23:59 AoE"),
    ("15-Jan-2027", "2027-01-16T11:59", "Friday 15 January 2027, 23:59 AoE"),
    ("11:59pm AoE on January 15, 2027", "2027-01-16T11:59", "23:59 AoE"),
    ("２０２７－０１－１５　２３：５９　ＡｏＥ", "2027-01-16T11:59", "23:59 AoE"),
    ("<t:1800000000:F>", "2027-01-15T08:00", "08:00 UTC"),
    # Clocks jump over 02:30, and show it twice: the first valid minute, the first of the two.
    ("2027-03-28 02:30 Berlin", "2027-03-28T01:00", "Sunday 28 March 2027, 03:00 Berlin time"),
    ("2027-10-31 02:30 Berlin", "2027-10-31T00:30", "Sunday 31 October 2027, 02:30 Berlin time"),
]


@pytest.mark.parametrize(("text", "instant", "said"), READ)
def test_c6_a_deadline_is_an_exact_instant(text: str, instant: str, said: str) -> None:
    moment = parse(text)
    assert moment.at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert said in say_moment(moment)
    assert parse(as_typed(moment)) == moment


def test_a_date_that_is_over_for_the_reader_may_be_ahead_elsewhere() -> None:
    """On Kiritimati (UTC+14) it is the 26th already, while the 24th is not over everywhere."""
    now = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    moment = parse_deadline("2026-11-24", today=date(2026, 11, 26), now=now)
    assert moment.at == datetime(2026, 11, 25, 11, 59, tzinfo=UTC)


REFUSED = [
    ("", "Type a date, then a time"),
    ("someday", "Type a date, then a time"),
    ("AoE", "Type a date, then a time"),
    ("2027-01-15 " + "x" * MAX_TYPED, "Type a date, then a time"),
    ("2027-02-30 23:59 AoE", "no such date"),
    ("03/04/2027 17:00", "can be"),
    ("2027-01-15 24:00", "where that day begins or where it ends"),
    ("12 May 22", "`22` is an hour or part of the date"),
    ("May 12, 27 AoE", "`27` is an hour or part of the date"),
    ("friday 18", "`18` is an hour or part of the date"),
    ("2027-01-15 midnight AoE", "where that day begins or where it ends"),
    ("2027-01-15 25:00", "No clock shows that time"),
    ("2027-01-15 13pm", "1 to 12"),
    ("2027-01-15 17:00 UTC-11 AoE", "which time zone that is|no time zone"),
    ("2027-01-15 17:00 Atlantis", "which time zone that is"),
    ("2027-01-15 17:00 IST", "whole hours from UTC"),
    ("2027-01-15 17:00 ET", "whole hours from UTC"),
    ("2027-01-15 17:00 UTC+5:30", "whole hours from UTC"),
    ("2027-01-15 17:00 UTC+14:30", "whole hours from UTC"),
    ("2027-01-15 17:00 +05:75", "whole hours from UTC"),
    # Words that are left over are no zones, though there is a city of that name.
    ("Friday, January 15, 2027, nice", "`nice` is left over"),
    ("January 15, 2027 (extended)", "`extended` is left over"),
    ("Firm deadline: January 15, 2027", "left over"),
    ("abstract January 15, 2027", "`abstract` is left over"),
    ("2027-01-15 17:00 UTC-13", "whole hours from UTC"),
    ("tomorrow 5 June", "left over"),
    ("2027-05-15 5 June", "left over"),
    ("2027-01-15 monday", "is no Monday"),
    ("Monday, 15 January 2027 23:59", "Friday 15 January 2027 is no Monday"),
    ("20 November 23:59 AoE", "Do you mean Saturday 20 November 2027"),
    ("2027-01-15 17:00 abstract", "which time zone that is|no time zone"),
    ("2026-11-25 1:59 AoE", "in the past: Wednesday 25 November 2026, 01:59 AoE"),
    ("2026-11-25 14:00 UTC", "in the past"),
    ("2020-01-01", "in the past: Wednesday 1 January 2020"),
    ("0001-01-01", "in the past"),
    ("0001-01-01 0:00 UTC+14", "in the past"),
    ("9999-12-31", "more than ten years away"),
    ("<t:253402300799:F>", "more than ten years away"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_deadline_comes_back_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(UserError, match=reason) as refused:
        parse(text)
    assert refused.value.typed == text


def test_a_day_that_clocks_skip_is_none_there() -> None:
    with pytest.raises(UserError, match="skip Friday 30 December 2011"):
        deadline_in("2011-12-30 17:00 Pacific/Apia", today=date(2011, 12, 29))


@given(st.dates(TODAY, date(2036, 1, 1)), st.sampled_from(ZONES))
def test_c6_an_aoe_date_ends_after_everybodys(day: date, zone: str) -> None:
    """On date D, 23:59 AoE is 11:59 UTC of the next, and no clock on earth shows it before."""
    at = parse(f"{day} 23:59 AoE").at
    assert at == datetime.combine(day + timedelta(days=1), time(11, 59), UTC)
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert local >= datetime.combine(day, time(23, 59))


@given(
    st.text(max_size=40)
    | st.builds(
        "{} {} {}".format,
        st.sampled_from(["2027-01-15", "15 Jan", "tomorrow", "29 Feb", "0001-01-01"]),
        st.sampled_from(["", "8pm", "23:59", "noon", "25:00"]) | st.text(max_size=6),
        st.sampled_from(["", "AoE", "Paris", "UTC+3"]) | st.text(max_size=8),
    )
)
def test_any_text_is_read_or_given_back(text: str) -> None:
    problem: UserError | None = None
    try:
        moment = parse(text)
    except UserError as error:
        problem = error
    if problem is not None:
        assert problem.typed == text
        return
    assert moment.at > NOW
    assert parse(as_typed(moment)) == moment


def test_a_name_is_one_visible_line() -> None:
    assert clean_name(" Neur\u202eIPS \n 2027 ") == "NeurIPS 2027"
    for name, reason in (("\u202e \n", "needs a name"), ("x" * (MAX_NAME + 1), "81 characters")):
        with pytest.raises(UserError, match=reason) as refused:
            clean_name(name)
        assert refused.value.typed == name
