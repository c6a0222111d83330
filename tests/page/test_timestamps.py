"""Instants in words: styles, zones, languages, and the clock that moves."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="session")

MORNING = 1772438400
"""2 March 2026, 08:00 in UTC, which is also when the harness is looked at."""
HOUR, DAY = 3600, 86400


async def test_styles_follow_zone_and_language(harness: Page) -> None:
    cases = {
        ("en-GB", "UTC", "t"): "08:00",
        ("en-GB", "UTC", "T"): "08:00:00",
        ("en-GB", "UTC", "d"): "02/03/2026",
        ("en-GB", "UTC", "D"): "2 March 2026",
        ("en-GB", "UTC", None): "2 March 2026 at 08:00",
        ("en-GB", "UTC", "F"): "Monday, 2 March 2026 at 08:00",
        ("en-US", "UTC", "t"): "8:00 AM",
        ("en-US", "Asia/Tokyo", "f"): "March 2, 2026 at 5:00 PM",
        ("de", "Europe/Berlin", "f"): "2. März 2026 um 09:00",
        ("pt-BR", "America/Sao_Paulo", "D"): "2 de março de 2026",
        ("no language", "UTC", "D"): "2 March 2026",
    }
    script = """([unix, cases]) => cases.map(([locale, zone, style]) =>
      renderTimestamp(unix, style ?? undefined, { ...view, locale, zone })
        .textContent.replaceAll("\\u202f", " "))"""
    made = await harness.evaluate(script, [MORNING, [list(case) for case in cases]])
    assert dict(zip(cases, made, strict=True)) == cases


async def test_distances_take_the_largest_fitting_unit(harness: Page) -> None:
    cases = {
        0: "in 0 seconds",
        -1: "1 second ago",
        59: "in 59 seconds",
        60: "in 1 minute",
        -90 * 60: "2 hours ago",
        3 * HOUR: "in 3 hours",
        -DAY: "1 day ago",
        29 * DAY: "in 29 days",
        45 * DAY: "in 1 month",
        -400 * DAY: "1 year ago",
    }
    script = """([unix, cases]) => cases.map((away) =>
      renderTimestamp(unix + away, "R", view).textContent)"""
    made = await harness.evaluate(script, [MORNING, list(cases)])
    assert dict(zip(cases, made, strict=True)) == cases


async def test_an_element_says_the_whole_date_and_follows_the_clock(harness: Page) -> None:
    script = """(unix) => {
      show(renderTimestamp(String(unix), "R", view), renderTimestamp(unix, "t", view));
      view.time += 2 * 3600 * 1000;
      refreshRelative(sheet, view);
      return [...sheet.children].map((each) => [each.textContent, each.title, each.dateTime]);
    }"""
    title, stamp = "Monday, 2 March 2026 at 08:00", "2026-03-02T08:00:00.000Z"
    made = await harness.evaluate(script, MORNING)
    assert made == [["2 hours ago", title, stamp], ["08:00", title, stamp]]


async def test_what_is_no_date_stays_as_written(harness: Page) -> None:
    script = """() => [
      ["9999999999999", "f"], ["-8640000000001", undefined], ["8640000000000", "d"],
    ].map(([unix, style]) => renderTimestamp(unix, style, view).textContent)"""
    assert await harness.evaluate(script) == [
        "<t:9999999999999:f>",
        "<t:-8640000000001>",
        "13/09/275760",
    ]


async def test_messages_say_today_yesterday_or_the_date(harness: Page) -> None:
    # Seen from Auckland, where the harness's instant is 21:00 of the same Monday.
    cases = {
        MORNING: "Today at 21:00",
        MORNING - 21 * HOUR: "Today at 00:00",
        MORNING - 21 * HOUR - 60: "Yesterday at 23:59",
        MORNING - 45 * HOUR: "Yesterday at 00:00",
        MORNING - 45 * HOUR - 60: "28/02/2026 23:59",
    }
    script = """(cases) => cases.map((unix) =>
      clockText(unix * 1000, { ...view, zone: "Pacific/Auckland" }))"""
    made = await harness.evaluate(script, list(cases))
    assert dict(zip(cases, made, strict=True)) == cases
    days = """(unix) => [dayKey(unix * 1000, "UTC"), dayKey(unix * 1000, "America/Los_Angeles"),
      dayText(unix * 1000, view)]"""
    midnight = MORNING - 8 * HOUR
    made = await harness.evaluate(days, midnight)
    assert made == ["2026-03-02", "2026-03-01", "2 March 2026"]
