"""Finding a time zone by city (R3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs import zone_words, zones


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sao", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("kolkata", "Asia/Kolkata"),
        ("calcutta", "Asia/Kolkata"),
        ("Bengaluru", "Asia/Kolkata"),
        ("india", "Asia/Kolkata"),
        ("ber", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("York", "Europe/London"),
        ("aires", "America/Argentina/Buenos_Aires"),
        ("janeiro", "America/Sao_Paulo"),
        ("deutschl", None),
        ("germany", "Europe/Berlin"),
        ("kiev", "Europe/Kyiv"),
        ("us/eastern", "America/New_York"),
        ("utc", "UTC"),
        ("gmt", "UTC"),
    ],
)
def test_r3_zones_are_found_by_city_country_and_former_name(typed: str, first: str | None) -> None:
    found = zones.search(typed)
    assert (found[0].name if found else None) == first


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("pt-BR", "America/Sao_Paulo"),
        ("de", "Europe/Berlin"),
        ("ja", "Asia/Tokyo"),
        ("sv-SE", "Europe/Stockholm"),
        ("es-419", "Europe/London"),
        ("xx", "Europe/London"),
    ],
)
def test_r3_before_typing_the_readers_own_zones_come_first(locale: str, first: str) -> None:
    found = zones.search("", locale=locale)
    assert found[0].name == first
    assert len(found) == 25


@pytest.mark.parametrize(
    ("locale", "guess"),
    [("de", "Europe/Berlin"), ("en-US", "UTC"), ("en-GB", "UTC"), ("xx", "UTC")],
)
def test_a_first_guess_is_never_made_from_english(locale: str, guess: str) -> None:
    assert zones.guess(locale) == guess


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("asia/tokyo", "Asia/Tokyo"),
        (" Berlin ", "Europe/Berlin"),
        ("munich", "Europe/Berlin"),
        ("Japan", "Asia/Tokyo"),
        ("Tokio", "Asia/Tokyo"),
        ("Köln", "Europe/Berlin"),
        ("cologne", "Europe/Berlin"),
        ("Lodz", "Europe/Warsaw"),
        ("Bombay", "Asia/Kolkata"),
        ("Porto", "Europe/Lisbon"),
        ("Valencia, Spain", "Europe/Madrid"),
        ("Atlantis, South Africa", "Africa/Johannesburg"),
        ("Perth, UK", "Europe/London"),
        ("UTC", "UTC"),
    ],
)
def test_r3_a_zone_can_be_typed_in_many_ways(typed: str, zone: str) -> None:
    assert zones.require_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("tokoyo", "Asia/Tokyo"),
        ("berlni", "Europe/Berlin"),
        ("Brazil", "America/Sao_Paulo"),
        ("Mars/Olympus", "Lisbon"),
        ("@everyone", "Lisbon"),
        ("../../etc/passwd", "Lisbon"),
        ("", "Lisbon"),
        ("\u202ekolkata\u0000", ""),
    ],
)
def test_an_unknown_zone_is_answered_with_the_nearest(typed: str, says: str) -> None:
    if not says:
        assert zones.require_zone(typed) == "Asia/Kolkata"
        return
    with pytest.raises(UserError, match=says) as refused:
        zones.require_zone(typed)
    assert refused.value.typed == typed


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        (
            "Portland",
            [
                ("Portland", "United States", "America/Los_Angeles"),
                ("Portland", "United States", "America/New_York"),
                ("Portland", "United States", "America/Chicago"),
            ],
        ),
        (
            "hyderabad",
            [
                ("Hyderabad", "India", "Asia/Kolkata"),
                ("Hyderabad", "Pakistan", "Asia/Karachi"),
            ],
        ),
    ],
)
def test_cities_of_one_name_are_told_apart_and_asked_about(
    typed: str, places: list[tuple[str, str, str]]
) -> None:
    assert [(z.city, z.country, z.name) for z in zones.search(typed)] == places
    with pytest.raises(UserError, match="not sure") as refused:
        zones.require_zone(typed)
    assert all(name in str(refused.value) for _city, _country, name in places)


@pytest.mark.parametrize("typed", ["san", "springf", "Atlantis"])
def test_towns_and_parts_of_cities_names_are_asked_about(typed: str) -> None:
    with pytest.raises(UserError, match="not sure"):
        zones.require_zone(typed)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("Samoa", ["Pacific/Pago_Pago", "Pacific/Apia"]),
        ("south", ["Australia/Adelaide", "Africa/Johannesburg"]),
        ("East", ["America/Sao_Paulo", "Asia/Dili"]),
        ("Victoria", ["Australia/Melbourne", "America/Vancouver"]),
        ("virgin", ["America/Puerto_Rico", "America/St_Thomas"]),
    ],
)
def test_r3_the_end_of_a_former_name_is_asked_about_where_it_means_more(
    typed: str, places: list[str]
) -> None:
    with pytest.raises(UserError, match="not sure") as refused:
        zones.require_zone(typed)
    assert all(f"`{name}`" in refused.value.message for name in places)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Belfast", "Europe/London"), ("Hawaii", "Pacific/Honolulu"), ("GMT.", "UTC")],
)
def test_r3_the_end_of_a_former_name_is_taken_where_it_means_one_place(
    typed: str, zone: str
) -> None:
    assert zones.require_zone(typed) == zone


def test_larger_cities_come_first_but_the_readers_own_before_them() -> None:
    found = zones.search("birming")
    assert [zone.name for zone in found[:2]] == ["Europe/London", "America/Chicago"]
    assert zones.search("birming", locale="en-US")[0].name == "America/Chicago"


def test_every_zone_offered_exists_and_can_be_chosen() -> None:
    offered = {
        zone.name
        for letter in "abcdefghijklmnopqrstuvwxyz"
        for zone in zones.search(letter, limit=999)
    }
    assert len(offered) > 400
    for name in offered:
        ZoneInfo(name)
        assert zones.require_zone(name) == name


@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_search(typed: str) -> None:
    assert len(zones.search(typed, locale=typed)) <= 25
    zones.near(typed)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("EST", "America/New_York"),
        ("mst", "America/Denver"),
        ("PST", "America/Los_Angeles"),
        ("CET", "Europe/Berlin"),
        ("BST", "Europe/London"),
        ("IST", "Asia/Kolkata"),
        ("Eastern Standard Time", "America/New_York"),
        ("Central European Summer Time", "Europe/Berlin"),
        ("UTC+3", "Europe/Istanbul"),
        ("ＧＭＴ＋１", "Africa/Lagos"),
        ("gmt -5", "America/New_York"),
        ("+05:30", "Asia/Kolkata"),
        ("UTC\u22123:30", "America/St_Johns"),
        ("est.", "America/New_York"),
        ("E.S.T.", "America/New_York"),
        ("'MST'", "America/Denver"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("VET", "America/Caracas"),
        ("vlat", "Asia/Vladivostok"),
    ],
)
def test_r3_offsets_and_abbreviations_are_asked_about(typed: str, offered: str) -> None:
    with pytest.raises(UserError, match=offered) as refused:
        zones.require_zone(typed)
    assert "UTC" not in refused.value.message
    assert refused.value.typed == typed
    assert zones.near(typed)[0].name == zones.search(typed)[0].name == offered


def test_r3_only_places_that_keep_the_offset_are_offered() -> None:
    for offset, name in ((3, "UTC+3"), (-5, "UTC-5"), (0, "UTC+0")):
        for zone in zones.search(name):
            kept = {
                datetime(2026, month, 1, tzinfo=ZoneInfo(zone.name)).utcoffset() for month in (1, 7)
            }
            assert timedelta(hours=offset) in kept


@pytest.mark.parametrize("typed", ["Asia/Kol", "Nairo", "kolk"])
def test_r3_a_part_of_a_name_is_no_certainty(typed: str) -> None:
    with pytest.raises(UserError, match="Perhaps"):
        zones.require_zone(typed)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Etc/UTC", "UTC"),
        ("zulu", "UTC"),
        ("GMT", "UTC"),
        ("PST8PDT", "America/Los_Angeles"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("GB", "Europe/London"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ],
)
def test_r3_names_that_iana_has_are_taken(typed: str, zone: str) -> None:
    assert zones.require_zone(typed) == zone
    assert zones.require_zone(zone) == zone


def test_every_place_that_a_word_may_mean_is_a_zone() -> None:
    words = [*zone_words._ZONES, *(f"{region} time" for region in zone_words._REGIONS)]
    for word in words:
        assert zones.search(word)[0].name == zone_words.zones_of_abbreviation(word)[0]
