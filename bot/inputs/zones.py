"""Time zones as people look for them: by city, country or IANA name.

The names come from the IANA database that Python packages as ``tzdata``: ``zone.tab`` lists every
place with its country, ``tzdata.zi`` the former names ("Asia/Calcutta"). Read once per process.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.errors import UserError
from bot.inputs.cities import CITIES, COMMON, COUNTRY_OF_LANGUAGE

_SUGGESTIONS = 3
_CLOSENESS = 0.6
# Former names such as US/Eastern are known whole, not by their last part alone.
_COUNTRIES_OF_OLD = ("US/", "Canada/", "Brazil/", "Chile/", "Mexico/")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone. ``city`` and ``country`` are for reading; the last three are folded, for searching.

    ``words`` are the city and its other names, ``nation`` the country, ``all_words`` the lot.
    """

    name: str
    city: str
    country: str
    country_code: str
    words: tuple[str, ...]
    nation: str
    all_words: str


def require_zone(text: str) -> str:
    """The IANA name of the zone that ``text`` means: a name, a former name, or a city.

    Raises:
        UserError: none, or several; names the nearest ones.
    """
    typed = _folded(text)
    exact = _names().get(typed)
    if exact is not None:
        return exact
    found = search(text) if typed else []
    named = [zone for zone in found if typed == zone.nation or typed in zone.words]
    if len(named or found) == 1:
        return (named or found)[0].name
    raise UserError(_unclear(text, named or near(text)), typed=text)


def near(text: str) -> list[Zone]:
    """The zones that ``text`` may mean, best first: those that fit, else those that look alike."""
    return (search(text) or _nearest(_folded(text))) if text.strip() else []


def guess(locale: str) -> str:
    """A first proposal for somebody with Discord's ``locale``; UTC where it tells nothing.

    English is what Discord starts with anywhere, so it tells nothing.
    """
    if locale.startswith("en"):
        return "UTC"
    return next(iter(_of_locale(locale)), "UTC")


def search(text: str, *, locale: str | None = None, limit: int = 25) -> list[Zone]:
    """The zones that fit ``text``, best first; case, accents and underscores do not matter.

    Nothing typed: those of the reader's ``locale`` (as Discord writes it, "pt-BR"), then common
    ones. Otherwise a city that begins so comes before a later word, a former name, a country.
    """
    typed = _folded(text)
    if not typed:
        names = [*_of_locale(locale), *COMMON]
        return [_zones()[name] for name in dict.fromkeys(names)][:limit]
    home = set(_of_locale(locale))
    ranked = [
        (rank, zone.name not in home, zone.name not in COMMON, zone.name)
        for zone in _zones().values()
        if (rank := _rank(typed, zone)) is not None
    ]
    return [_zones()[name] for *_order, name in sorted(ranked)][:limit]


def _rank(typed: str, zone: Zone) -> int | None:
    """How well ``typed`` fits: 0 is the city itself; None does not fit."""
    if typed == zone.words[0]:
        return 0
    if typed == zone.nation or typed in zone.words:
        return 1
    if zone.words[0].startswith(typed):
        return 2
    if any(word.startswith(typed) for word in zone.words):
        return 3
    if zone.nation.startswith(typed) or typed == zone.country_code.lower():
        return 4
    if all(f" {part}" in zone.all_words for part in typed.split()):
        return 5
    return None


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
    by_word = {word: zone for zone in _zones().values() for word in zone.words}
    near = difflib.get_close_matches(typed, by_word, n=_SUGGESTIONS * 2, cutoff=_CLOSENESS)
    return list({by_word[word].name: by_word[word] for word in near}.values())


def _of_locale(locale: str | None) -> list[str]:
    """The zones of the country that ``locale`` names or suggests, common ones first."""
    language, _, region = (locale or "").partition("-")
    country = region if len(region) == 2 else COUNTRY_OF_LANGUAGE.get(language, "")
    names = [zone.name for zone in _zones().values() if zone.country_code == country.upper() != ""]
    return sorted(names, key=lambda name: name not in COMMON)


def _folded(text: str) -> str:
    """Lower case, without accents; every run of other characters is one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[^\W_]+", letters))


@cache
def _zones() -> dict[str, Zone]:
    """Every zone by name, in the table's order, which groups countries."""
    countries = dict(row[:2] for row in _table("iso3166.tab"))
    aliases: dict[str, list[str]] = {}
    for former, name in _former_names().items():
        aliases.setdefault(name, []).append(former.rpartition("/")[2])
        if former.startswith(_COUNTRIES_OF_OLD):
            aliases[name].append(former)
    for city, name in CITIES.items():
        aliases.setdefault(name, []).append(city)
    zones = {}
    for code, _coordinates, name, *_comment in _table("zone.tab"):
        zones[name] = _zone(name, countries.get(code, ""), code, aliases.get(name, []))
    zones["UTC"] = _zone("UTC", "", "", ["Coordinated Universal Time", "GMT"])
    return zones


def _zone(name: str, country: str, code: str, aliases: Iterable[str]) -> Zone:
    city = name.rpartition("/")[2].replace("_", " ")
    words = tuple(dict.fromkeys(_folded(word) for word in (city, *aliases)))
    nation = _folded(country)
    all_words = " ".join(("", *words, nation, _folded(name)))
    return Zone(name, city, country, code, words, nation, all_words)


@cache
def _names() -> dict[str, str]:
    """Zone names by their folded form, former ones included."""
    former = {_folded(alias): name for alias, name in _former_names().items()}
    return former | {_folded(name): name for name in _zones()}


@cache
def _former_names() -> dict[str, str]:
    places = {row[2] for row in _table("zone.tab")}
    links = (row.split() for row in _lines("tzdata.zi") if row.startswith("L "))
    return {former: name for _, name, former in links if name in places and former not in places}


def _table(file: str) -> list[list[str]]:
    return [row.split("\t") for row in _lines(file)]


def _lines(file: str) -> list[str]:
    text = (resources.files("tzdata") / "zoneinfo" / file).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]
