"""Offsets and abbreviations that people type for a zone, and the places that could be meant.

"EST" is what New York says all year, and IANA's zone without summer time; "UTC+3" holds in Istanbul
always and in Helsinki in summer. Neither is a zone for sure. Pure.
"""

from __future__ import annotations

import re

from bot.inputs.text import ascii_signs, folded

_OFFSET = re.compile(
    r"(?P<of>utc|gmt|z)?\s*(?P<sign>[-+])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?\s*h?"
)
_LONGEST_HOURS = 14
_LONG_NAME = re.compile(r"(?P<region>[a-z ]+?)(?: (?P<season>standard|daylight|summer))?(?: time)")

# Between letters that stand alone: "e s t" is what remains of "E.S.T.".
_INITIALS = re.compile(r"(?<=\b[a-z]) (?=[a-z]\b)")

_PLACES = {
    "et est edt": "America/New_York America/Toronto America/Panama",
    "ct cst cdt": "America/Chicago America/Mexico_City America/Winnipeg Asia/Shanghai",
    "mt mst mdt": "America/Denver America/Phoenix America/Edmonton",
    "pt pst pdt": "America/Los_Angeles America/Vancouver Asia/Manila",
    "akst akdt": "America/Anchorage",
    "hst hdt": "Pacific/Honolulu",
    "ast adt": "America/Halifax America/Puerto_Rico Asia/Riyadh",
    "nst ndt": "America/St_Johns",
    "brt brst": "America/Sao_Paulo",
    "amt": "America/Manaus Asia/Yerevan",
    "art": "America/Argentina/Buenos_Aires",
    "bot": "America/La_Paz",
    "clt clst": "America/Santiago",
    "cot": "America/Bogota",
    "ect": "America/Guayaquil",
    "pet": "America/Lima",
    "pyt pyst": "America/Asuncion",
    "uyt": "America/Montevideo",
    "vet": "America/Caracas",
    "bst": "Europe/London Asia/Dhaka",
    "wet west": "Europe/Lisbon Atlantic/Canary Africa/Casablanca",
    "cet cest met mest mez mesz": "Europe/Berlin Europe/Paris Europe/Madrid Europe/Warsaw",
    "eet eest": "Europe/Athens Europe/Kyiv Africa/Cairo Europe/Helsinki",
    "msk": "Europe/Moscow",
    "trt": "Europe/Istanbul",
    "wat": "Africa/Lagos Africa/Algiers",
    "cat": "Africa/Harare Africa/Maputo",
    "eat": "Africa/Nairobi",
    "sast": "Africa/Johannesburg",
    "gst": "Asia/Dubai",
    "ist": "Asia/Kolkata Europe/Dublin Asia/Jerusalem",
    "idt": "Asia/Jerusalem",
    "irst irdt": "Asia/Tehran",
    "aft": "Asia/Kabul",
    "azt": "Asia/Baku",
    "get": "Asia/Tbilisi",
    "almt": "Asia/Almaty",
    "uzt": "Asia/Tashkent",
    "pkt": "Asia/Karachi",
    "npt": "Asia/Kathmandu",
    "bdt": "Asia/Dhaka",
    "mmt": "Asia/Yangon",
    "samt": "Europe/Samara",
    "yekt": "Asia/Yekaterinburg",
    "omst": "Asia/Omsk",
    "novt": "Asia/Novosibirsk",
    "krat": "Asia/Krasnoyarsk",
    "irkt": "Asia/Irkutsk",
    "vlat": "Asia/Vladivostok",
    "ict": "Asia/Bangkok Asia/Ho_Chi_Minh",
    "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar",
    "wit": "Asia/Jayapura",
    "hkt": "Asia/Hong_Kong",
    "sgt": "Asia/Singapore",
    "sst": "Asia/Singapore Pacific/Pago_Pago",
    "pht": "Asia/Manila",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "awst": "Australia/Perth",
    "acst acdt": "Australia/Adelaide Australia/Darwin",
    "aest aedt aet": "Australia/Sydney Australia/Melbourne Australia/Brisbane",
    "nzst nzdt nzt": "Pacific/Auckland",
    "chast chadt": "Pacific/Chatham",
    "chst": "Pacific/Guam",
    "fjt": "Pacific/Fiji",
    "pgt": "Pacific/Port_Moresby",
}
_ZONES = {
    word: tuple(places.split()) for words, places in _PLACES.items() for word in words.split()
}
# "Central European Summer Time" and its kind, by the part that names the region.
_REGIONS = {
    "eastern": "et",
    "us eastern": "et",
    "central": "ct",
    "us central": "ct",
    "mountain": "mt",
    "us mountain": "mt",
    "pacific": "pt",
    "us pacific": "pt",
    "alaska": "akst",
    "hawaii": "hst",
    "atlantic": "ast",
    "newfoundland": "nst",
    "british": "bst",
    "western european": "wet",
    "w europe": "cet",
    "central european": "cet",
    "middle european": "cet",
    "eastern european": "eet",
    "moscow": "msk",
    "west africa": "wat",
    "central africa": "cat",
    "east africa": "eat",
    "south africa": "sast",
    "gulf": "gst",
    "indian": "ist",
    "india": "ist",
    "irish": "ist",
    "israel": "idt",
    "china": "ct",
    "japan": "jst",
    "korea": "kst",
    "singapore": "sgt",
    "australian eastern": "aest",
    "australian central": "acst",
    "australian western": "awst",
    "new zealand": "nzst",
    "arabian": "ast",
    "arabia": "ast",
    "pakistan": "pkt",
}


def offset_minutes(text: str) -> int | None:
    """Minutes east of UTC that ``text`` names and nothing else: "UTC+3", "gmt -5", "+05:30"."""
    found = _OFFSET.fullmatch(ascii_signs(text).casefold())
    if found is None or int(found["hours"]) > _LONGEST_HOURS:
        return None
    minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
    return minutes if found["sign"] == "+" else -minutes


def zones_of_abbreviation(text: str) -> tuple[str, ...]:
    """The zones that an abbreviation or its long form may mean: "EST", "Pacific Time"; or none."""
    typed = _INITIALS.sub("", folded(text))
    if typed in _ZONES:
        return _ZONES[typed]
    found = _LONG_NAME.fullmatch(typed)
    return _ZONES[_REGIONS[found["region"]]] if found and found["region"] in _REGIONS else ()
