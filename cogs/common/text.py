"""Text for people: what they wrote, made harmless; dates in the reader's own zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import Literal
from urllib.parse import urlsplit

import discord

from bot.inputs.links import in_text
from bot.inputs.text import cut as cut
from bot.scheduling import find_zone

_BAR_CELLS = 10
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Embeddings and overrides can reorder what stands around them; isolates cannot.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = ("R", "AL", "AN")
# Emphasis, spoilers, code, mentions, timestamps, titled links: wherever they stand.
_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\*_~|`<[]"})
_MARKUP_IN_PLACE = re.compile(
    r":(?=//)"  # a bare address would become a link
    r"|(?m:^[^\S\n]*)[-+>#]"  # lists, quotes, headings, small print
    r"|(?m:^[^\S\n]*\d+)[.)]"
)
_LENGTHENED = str.maketrans(dict.fromkeys("\\*_~|`<[]:-+>#.)@"))
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"
_ADDED = str.maketrans(dict.fromkeys((_ISOLATE, _END_ISOLATE, _ZERO_WIDTH_SPACE)))


def escape(text: str) -> str:
    """What a person wrote, to stand inside our own text: no markup, mention, link or timestamp.

    It reads as it was written. Lines of right-to-left text are isolated, so that they cannot turn
    their surroundings around. The result can be twice as long as ``text``; see :func:`fit`.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).strip()
    text = text.translate(_MARKUP)
    text = _MARKUP_IN_PLACE.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)
    text = _MENTION.sub(f"@{_ZERO_WIDTH_SPACE}", text)
    return "\n".join(map(_isolated, text.split("\n")))


def unescape(text: str) -> str:
    """What was escaped, as it was written."""
    return re.sub(r"\\(.)", r"\1", text.translate(_ADDED))


def _isolated(line: str) -> str:
    if line.isascii():
        return line  # most lines, and no need to look at each character
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line):
        return f"{_ISOLATE}{line}{_END_ISOLATE}"
    return line


def escaped_bound(text: str) -> int:
    """At least the length of ``escape(text)``, at a small part of its cost."""
    lines = text.count("\n") + len(_LINE_ENDS.findall(text)) + 1
    return 2 * len(text) - len(text.translate(_LENGTHENED)) + 2 * lines


def fit(text: str, limit: int) -> str:
    """``text`` escaped, and cut so that the result has at most ``limit`` characters (3 or more)."""
    kept = len(text)
    while len(escaped := escape(cut(text, kept))) > limit:
        kept = max(1, min(kept - 1, kept * limit // len(escaped)))
    return escaped


def one_line(text: str, limit: int) -> str:
    """``text`` on one line, cut to ``limit`` characters and then escaped; cut text ends in …"""
    return escape(cut(" ".join(text.split()), limit))


def stamp(instant: datetime, style: Literal["t", "T", "d", "D", "f", "F", "R"] = "f") -> str:
    """A Discord timestamp: every reader sees it in their own zone and language."""
    return discord.utils.format_dt(instant, style)


def day_stamp(day: date, zone: str) -> str:
    """A local date as a timestamp: noon there, so that neighbouring zones read the same date."""
    return stamp(datetime.combine(day, time(12), find_zone(zone)), "D")


def in_days(days: int) -> str:
    """``today``, ``in 1 day``, ``in 3 days``."""
    return f"in {plural(days, 'day')}" if days else "today"


def jump_url(guild_id: int, channel_id: int, message_id: int | None = None) -> str:
    """The address that opens a channel or thread, or a message in it."""
    place = f"https://discord.com/channels/{guild_id}/{channel_id}"
    return place if message_id is None else f"{place}/{message_id}"


def with_jumps(escaped: str, guild_id: int) -> str:
    """Escaped text in which the addresses of this server's messages lead there; it gets no longer.

    Discord shows them as the name of the channel. One that was cut stays text.
    """
    place = rf"https\\://(discord\.com/channels/{guild_id}/\d+/\d+)(?![\d…])"
    return re.sub(place, r"https://\1", escaped)


def titled_link(url: str) -> str:
    """A link that shows the site's name and opens no preview."""
    return link_to(escape(cut(urlsplit(url).hostname or "link", 60)), url)


def link_to(title: str, url: str) -> str:
    """A link with a title, escaped already, that opens no preview."""
    return f"[{title}](<{in_text(url)}>)"


def bar(done: int, total: int) -> str:
    """``▰▰▰▱▱▱▱▱▱▱  30 %``: the same bar everywhere. Full only when all is done."""
    percent = percentage(done, total)
    cells = percent * _BAR_CELLS // 100
    return f"{'▰' * cells}{'▱' * (_BAR_CELLS - cells)}  {percent} %"


def percentage(done: int, total: int) -> int:
    """Whole percent, rounded down, so that 100 means all; nothing of nothing is 0."""
    return 0 if total == 0 else done * 100 // total


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 card``, ``2 cards``; ``many`` where adding an s is wrong."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def moved(title: str, was: date, now: date, zone: str) -> str:
    """A line about a thing whose date moves."""
    return f"- *{one_line(title, 80)}*: {day_stamp(was, zone)} → {day_stamp(now, zone)}"
