"""Time zones as people look for them: by city, country or IANA name.

The names come from the IANA database that Python packages as ``tzdata``: ``zone.tab`` lists every
place with its country, ``tzdata.zi`` the former names ("Asia/Calcutta"). Read once per process.
Cities without a zone of their own are in ``cities``.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import UserError
from bot.inputs import cities
from bot.inputs.locales import COMMON, COUNTRY_OF_LANGUAGE
from bot.inputs.text import folded
from bot.inputs.zone_words import offset_minutes, zones_of_abbreviation

_MOST = 25
_SUGGESTIONS = 3
_CLOSENESS = 0.8
# Former names such as US/Eastern are known whole, not by their last part alone.
_COUNTRIES_OF_OLD = ("US/", "Canada/", "Brazil/", "Chile/", "Mexico/")
# IANA's other names of UTC, and its zones by rule that stand for a place.
_UTC_TOO = tuple(
    f"{area}{name}"
    for name in ("UTC", "GMT", "GMT0", "UCT", "Universal", "Zulu", "Greenwich")
    for area in ("Etc/", "")
)
_OLD_RULES = {
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
}
_FIXED = re.compile(r"Etc/GMT(\+(?:1[0-2]|[1-9])|-(?:1[0-4]|[1-9]))", re.IGNORECASE)
# In which the offsets of zones are looked up; laws change them seldom.
_A_YEAR = 2026
_SHORT_NAMES = {"uk": "GB", "united kingdom": "GB", "usa": "US"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone, by a city and a country that keep its time."""

    name: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A zone by its own name; all but ``zone`` and ``code`` is folded.

    ``words`` are the city and its other names, ``all_words`` those with country and name.
    """

    zone: Zone
    code: str
    words: tuple[str, ...]
    nation: str
    all_words: str


def require_zone(text: str) -> str:
    """The IANA name of the zone that ``text`` means: a name, a former name, or a city.

    Raises:
        UserError: none, or several (cities of one name with different times), or only a part of a
            name, an offset or an abbreviation; names those that could be meant.
    """
    if fixed := _FIXED.fullmatch(text.strip()):
        return f"Etc/GMT{fixed[1]}"
    could_be = _could_be(text)
    if could_be:
        raise UserError(_unclear(text, could_be), typed=text)
    typed = folded(text)
    exact = _names().get(typed)
    if exact is not None:
        return exact
    meant = _meant(typed)
    if len(meant) == 1:
        return meant[0].name
    among = {zone.name for zone in meant}
    found = [zone for zone in near(text) if zone.name in among or not among]
    raise UserError(_unclear(text, found), typed=text)


async def read_zone(text: str) -> str:
    """As `require_zone`, beside the event loop: the first one reads the lists, for 0.2 s."""
    return await asyncio.to_thread(require_zone, text)


def near(text: str) -> list[Zone]:
    """The zones that ``text`` may mean, best first: those that fit, else those that look alike."""
    return (search(text) or _nearest(folded(text))) if text.strip() else []


def guess(locale: str) -> str:
    """A first proposal for somebody with Discord's ``locale``; UTC where it tells nothing.

    English is what Discord starts with anywhere, so it tells nothing.
    """
    if locale.startswith("en"):
        return "UTC"
    return next(iter(_of_locale(locale)), "UTC")


def search(text: str, *, locale: str | None = None, limit: int = _MOST) -> list[Zone]:
    """The zones that fit ``text``, best first; case, accents and underscores do not matter.

    Nothing typed: those of the reader's ``locale`` (as Discord writes it, "pt-BR"), then common
    ones. Otherwise each with the city that fits best: one that is named so, then those that begin
    so before a later word; among these the reader's own country first, then the larger city.
    A country may stand behind the city: "Portland, US".
    """
    could_be = _could_be(text)
    if offset_minutes(text) is not None:
        return could_be[:limit]
    typed = folded(text)
    if not typed:
        names = [*_of_locale(locale), *COMMON]
        return [_entries()[name].zone for name in dict.fromkeys(names)][:limit]
    home = set(_of_locale(locale))
    largest = cities.largest()
    found = [
        (rank, name not in home, largest.get(name, math.inf), entry.zone)
        for name, entry in _entries().items()
        if (rank := _rank(typed, entry)) is not None
    ]
    of_cities = cities.search(typed, limit=limit) or cities.search(*_apart(typed), limit=limit)
    found += [(city.rank, city.zone not in home, city.order, _by(city)) for city in of_cities]
    found.sort(key=lambda each: each[:3])
    best = {zone.name: zone for zone in could_be}
    for *_order, zone in found:
        best.setdefault(zone.name, zone)
    return list(best.values())[:limit]


def _could_be(text: str) -> list[Zone]:
    """The places that an offset or an abbreviation could mean; none for any other text."""
    minutes = offset_minutes(text)
    names = zones_of_abbreviation(text) if minutes is None else _at_offset(minutes)
    return [_entries()[name].zone for name in names]


def _at_offset(minutes: int) -> list[str]:
    """The zones so far from UTC at some time of the year: those in winter and common ones first."""
    largest = cities.largest()
    found = [
        (min(offsets) != minutes, name not in COMMON, largest.get(name, math.inf), name)
        for name, offsets in _offsets().items()
        if minutes in offsets
    ]
    return [name for *_order, name in sorted(found)]


def _meant(typed: str) -> list[Zone]:
    """The zones that surely are meant: named so, or with a city that is.

    Not that of a town alone, unless its country is named.
    """
    own = [entry for entry in _entries().values() if typed and _is_named(typed, entry)]
    if own:
        is_former = all(typed not in (entry.words[0], entry.nation) for entry in own)
        rivals = _rivals(typed) if is_former else []
        return list({zone.name: zone for zone in [each.zone for each in own] + rivals}.values())
    found = cities.named(typed)
    if len(found) == 1 and not _is_surely(typed, found[0]):
        return []
    return [_by(city) for city in found or cities.named(*_apart(typed))]


def _is_named(typed: str, entry: _Entry) -> bool:
    return typed == entry.nation or typed in entry.words


def _rivals(name: str) -> list[Zone]:
    """What else a former name's last part may mean: "Samoa" is a country, "south" begins three."""
    of_nations = [
        entry.zone for entry in _entries().values() if entry.nation.startswith(f"{name} ")
    ]
    return of_nations + [_by(city) for city in cities.named(name) if city.is_large]


def _is_surely(typed: str, city: cities.City) -> bool:
    """Large, and not three letters that begin a larger one: "san" is in Mali, or half a name."""
    return city.is_large and (
        len(typed) > 3
        or all(
            other.rank != 2 or other.order > city.order
            for other in cities.search(typed, limit=_MOST)
        )
    )


def _rank(typed: str, entry: _Entry) -> int | None:
    """How well ``typed`` fits, as a city's rank does: 0 is a name of it; None does not fit."""
    if typed in entry.words:
        return 0
    if typed == entry.nation:
        return 1
    if entry.words[0].startswith(typed) or entry.nation.startswith(typed):
        return 2
    if any(word.startswith(typed) for word in entry.words):
        return 3
    if typed == entry.code.lower():
        return 4
    if all(f" {part}" in entry.all_words for part in typed.split()):
        return 5
    return None


def _apart(typed: str) -> tuple[str, str | None]:
    """A city and the code of the country that stands behind it: "portland us"."""
    words = typed.split()
    for count in range(1, len(words)):
        code = _codes().get(" ".join(words[count:]))
        if code is not None:
            return " ".join(words[:count]), code
    return typed, None


def _by(city: cities.City) -> Zone:
    return Zone(city.zone, city.name, _countries().get(city.country_code, ""))


def _unclear(text: str, near: Iterable[Zone]) -> str:
    names = [f"`{zone.name}`" for zone in near][:_SUGGESTIONS]
    if not text.strip():
        return "Tell me a city, such as `Lisbon`, or a zone, such as `Europe/Lisbon`."
    if not names:
        return (
            "I know no time zone of that name. Type a large city in your country, such as "
            "`Lisbon`, or a zone, such as `Europe/Lisbon`."
        )
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f"I am not sure which time zone that is. Perhaps {listed}? Any large city works too."


def _nearest(typed: str) -> list[Zone]:
    """The zones whose names or large cities differ from ``typed`` by a slip or two."""
    zones = [(word, name) for name, entry in _entries().items() for word in entry.words]
    zones += cities.large()
    close = process.extract(
        typed,
        [word for word, _name in zones],
        scorer=OSA.normalized_similarity,
        score_cutoff=_CLOSENESS,
        limit=_SUGGESTIONS * 2,
    )
    names = dict.fromkeys(zones[place][1] for _word, _score, place in close)
    return [_entries()[name].zone for name in names]


def _of_locale(locale: str | None) -> list[str]:
    """The zones of the country that ``locale`` names or suggests, common ones first."""
    language, _, region = (locale or "").partition("-")
    country = region if len(region) == 2 else COUNTRY_OF_LANGUAGE.get(language, "")
    names = [name for name, entry in _entries().items() if entry.code == country.upper() != ""]
    return sorted(names, key=lambda name: name not in COMMON)


@cache
def _entries() -> dict[str, _Entry]:
    """Every zone by name, in the table's order, which groups countries."""
    aliases: dict[str, list[str]] = {}
    for former, name in _former_names().items():
        aliases.setdefault(name, []).append(former.rpartition("/")[2])
        if former.startswith(_COUNTRIES_OF_OLD):
            aliases[name].append(former)
    entries = {}
    for code, _coordinates, name, *_comment in _table("zone.tab"):
        entries[name] = _entry(name, _countries().get(code, ""), code, aliases.get(name, []))
    entries["UTC"] = _entry("UTC", "", "", ["Coordinated Universal Time", "GMT"])
    return entries


def _entry(name: str, country: str, code: str, aliases: Iterable[str]) -> _Entry:
    city = name.rpartition("/")[2].replace("_", " ")
    words = tuple(dict.fromkeys(folded(word) for word in (city, *aliases)))
    nation = folded(country)
    all_words = " ".join(("", *words, nation, folded(name)))
    return _Entry(Zone(name, city, country), code, words, nation, all_words)


@cache
def _offsets() -> dict[str, tuple[int, ...]]:
    """Each zone's minutes from UTC in January and in July."""
    seasons = [datetime(_A_YEAR, month, 1, tzinfo=UTC) for month in (1, 7)]
    return {
        name: tuple(
            (at - at.replace(tzinfo=ZoneInfo(name))) // timedelta(minutes=1) for at in seasons
        )
        for name in _entries()
    }


@cache
def _names() -> dict[str, str]:
    """Zone names by their folded form, former ones included."""
    former = {folded(alias): name for alias, name in _former_names().items()}
    return former | {folded(name): name for name in _entries()}


@cache
def _former_names() -> dict[str, str]:
    places = {row[2] for row in _table("zone.tab")}
    links = (row.split() for row in _lines("tzdata.zi") if row.startswith("L "))
    of_places = {
        former: name for _, name, former in links if name in places and former not in places
    }
    return of_places | dict.fromkeys(_UTC_TOO, "UTC") | _OLD_RULES


@cache
def _countries() -> dict[str, str]:
    """Names by code."""
    return dict(row[:2] for row in _table("iso3166.tab"))


@cache
def _codes() -> dict[str, str]:
    """Codes by folded names and by themselves."""
    by_name = {folded(name): code for code, name in _countries().items()}
    return {code.lower(): code for code in _countries()} | by_name | _SHORT_NAMES


def _table(file: str) -> list[list[str]]:
    return [row.split("\t") for row in _lines(file)]


def _lines(file: str) -> list[str]:
    text = (resources.files("tzdata") / "zoneinfo" / file).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]
