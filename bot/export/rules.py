"""The calendar file (RFC 5545) that events become."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event as Entry

    from bot.feature import CalendarEvent

_LASTS = timedelta(minutes=30)
# Fits the 31 bits that a SEQUENCE has until 2088.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_MAX_NAME = 40


def write(
    events: Iterable[CalendarEvent],
    *,
    guild_id: int,
    user_id: int,
    name: str,
    places: Mapping[int, str],
    now: datetime,
) -> bytes:
    """The calendar file of a member's events in a group that is called ``name``.

    An event's kind and key (letters, digits, hyphens) tell it from every other event of one member
    in one group, and stay when its date moves: a calendar then updates what it has. A date is all
    day; an instant lasts half an hour. ``places`` are the names of channels by id. A file
    written later has higher revisions, so that importing it updates what an earlier one brought.
    """
    from icalendar import Calendar  # noqa: PLC0415 - the bot's start need not pay for it

    calendar = Calendar()
    calendar.add("prodid", "-//Syllabot//Study group calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _line(name))
    for event in events:
        entry = _entry(event, places, now)
        entry.add("uid", f"{event.kind}.{event.key}.{user_id}.{guild_id}@syllabot")
        calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content


def file_name(name: str) -> str:
    """A plain file name for a group's calendar: ``night-owls.ics``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return f"{'-'.join(words)[:_MAX_NAME].strip('-') or 'study-group'}.ics"


def _entry(event: CalendarEvent, places: Mapping[int, str], now: datetime) -> Entry:
    from icalendar import Event as Entry  # noqa: PLC0415 - as above

    entry = Entry()
    entry.add("dtstamp", now)
    entry.add("last-modified", now)
    entry.add("sequence", max(0, int((now - _EPOCH).total_seconds())))
    entry.add("summary", _line(event.summary))
    entry.add("dtstart", event.when)
    if isinstance(event.when, datetime):
        entry.add("dtend", event.when + _LASTS)
    if event.details:
        entry.add("description", "\n".join(map(_line, event.details)))
    if event.channel_id is not None and event.channel_id in places:
        entry.add("location", _line(places[event.channel_id]))
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    # Nothing here needs anybody at a certain hour: whoever looks for a free one finds it.
    entry.add("transp", "TRANSPARENT")
    return entry


def _line(text: str) -> str:
    """``text`` on one line, without the control characters that the format forbids."""
    line = " ".join(text.split())
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cs"))
