"""The list of cities: where it comes from, and that every zone in it is known."""

from __future__ import annotations

import tracemalloc

from bot.inputs import cities, zones
from tests.inputs import geonames


def test_the_list_is_that_of_geonames() -> None:
    """`make cities` remakes it."""
    assert geonames.FILE.read_text(encoding="utf-8") == geonames.listing()


def test_every_zone_in_it_can_be_chosen() -> None:
    assert all(zones.require_zone(name) == name for name in cities.largest())


def test_large_cities_have_over_100_000_people() -> None:
    [munich, *_] = cities.named("munich")
    [bathurst, *_] = cities.named("bathurst")
    assert (munich.is_large, bathurst.is_large) == (True, False)
    assert 6_000 < len(list(cities.large())) < 7_000


def test_it_takes_little_memory() -> None:
    cities._table.cache_clear()
    tracemalloc.start()
    try:
        cities.search("a", limit=1)
        kept, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 5 * 2**20
