"""What an answer tells of a link, and when it is called dead (C9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.link_checks.rules import (
    DEAD_AFTER,
    MAX_HOPS,
    after_failure,
    host_in,
    is_dead,
    judge,
    next_check,
    unanswered,
)
from bot.link_checks.values import Alive, Checks, DeadLink, Failed, Failures, Later, Step, Verdict
from cogs.link_checks.panels import checks_panel

HEAD, GET = Step("https://owl.example/a"), Step("https://owl.example/a", "GET")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "step", "verdict"),
    [
        (200, HEAD, Alive()),
        (204, HEAD, Alive()),
        (304, HEAD, Alive()),
        *((status, HEAD, GET) for status in (400, 401, 403, 404, 405, 410, 500, 501, 503)),
        (200, GET, Alive()),
        *((status, GET, Alive()) for status in (401, 402, 403, 405, 406, 451, 999)),
        *(
            (status, GET, Failed(f"it answered with status {status}"))
            for status in (404, 410, 500, 502, 503)
        ),
        (429, HEAD, Later(HOUR)),
        (429, GET, Later(HOUR)),
    ],
)
def test_c9_what_a_status_tells(status: int, step: Step, verdict: Verdict) -> None:
    assert judge(status, step) == verdict


def test_c9_a_wait_that_is_asked_for_is_kept_and_judges_nothing() -> None:
    for status in (429, 503):
        assert judge(status, GET, wait=timedelta(minutes=5)) == Later(timedelta(minutes=5))
        assert judge(status, GET, wait=timedelta(0)) == Later(HOUR), "not at once again"
    assert judge(200, GET, wait=HOUR) == Alive()


def test_c9_where_it_leads_is_asked_next_and_a_circle_ends() -> None:
    step: Verdict = HEAD
    for hop in range(1, MAX_HOPS + 1):
        assert isinstance(step, Step)
        step = judge(302, step, location="https://owl.example/b")
        assert step == Step("https://owl.example/b", "HEAD", hop)
    assert isinstance(step, Step)
    assert judge(302, step, location="https://owl.example/a") == Failed("its answer led in circles")
    assert isinstance(judge(301, HEAD, location="https://o.example/" + "a" * 1000), Failed)
    assert judge(302, HEAD) == Alive(), "it leads nowhere, and answered"
    assert judge(302, GET, location=HEAD.url) == replace(GET, hops=1), "what refused HEAD once"


def test_c9_no_answer_to_head_is_asked_by_get_and_then_failed() -> None:
    assert unanswered("it did not answer in time", HEAD) == GET
    assert unanswered("it did not answer in time", GET) == Failed("it did not answer in time")


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 1, 9)), max_size=20).map(sorted))
def test_c9_only_different_days_make_it_dead(days: list[date]) -> None:
    failures = Failures()
    for day in days:
        failures = after_failure(failures, day)
    assert failures.days == len(set(days))
    assert is_dead(failures) is (len(set(days)) >= DEAD_AFTER)


def test_c9_the_night_to_tuesday_by_the_groups_clock() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert next_check("UTC", monday) == datetime(2026, 3, 3, 4, tzinfo=UTC)
    assert next_check("Asia/Tokyo", monday) == datetime(2026, 3, 2, 19, tzinfo=UTC)
    # The clocks of Berlin change on the 29th: the wall time stays.
    found = next_check("Europe/Berlin", datetime(2026, 3, 25, tzinfo=UTC))
    assert found == datetime(2026, 3, 31, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://OWL.example:444/a", "owl.example"),
        ("http://owl.example./", "owl.example"),
        ("http://[::1]:80/", "::1"),
        ("http://[broken", ""),
        ("http://" + "a" * 999, "a" * 255),
    ],
)
def test_a_host_by_its_name_alone(url: str, host: str) -> None:
    assert host_in(url) == host


def test_the_fullest_panel_fits() -> None:
    dead = DeadLink("f" * 64, "https://" + "*" * 99, "*" * 250, "_" * 200, date(2026, 3, 5))
    found = Checks(datetime(2026, 3, 3, tzinfo=UTC), (dead,) * 30, 400, 399)
    for page in (0, 3, 99):
        panel = checks_panel(found, page, "Switched on.")
        assert panel.content_length() <= 4000
        assert panel.total_children_count <= 40
