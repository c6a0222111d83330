"""Calendars (RFC 5545): the begin of each event is a deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar
from icalendar.prop import vDDDTypes

from bot.deadline_files.rules import is_long_over, read_date, read_instant
from bot.deadline_files.values import Over, Reading, Unclear, Written
from bot.inputs.text import cut, visible_line
from bot.scheduling.recurrence import find_zone

_FLOATING = "its time names no zone"
_NO_DATE = "I do not read that as a date and a time"


def events_in(text: str, *, now: datetime) -> Iterator[tuple[Written, Reading]]:
    """Each event that is not cancelled, with what its begin means.

    A date alone is its end anywhere on earth. A time without a zone, or in one that neither the
    calendar nor anybody else knows, is unclear, and so is an event that comes again and again.

    Raises:
        ValueError: it is no calendar.
    """
    calendar = Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        begin = event.get("DTSTART")
        said = begin.to_ical().decode("utf-8", "replace") if hasattr(begin, "to_ical") else ""
        zone = visible_line(str(begin.params.get("TZID", ""))) if hasattr(begin, "params") else ""
        written = Written(_text(event, "SUMMARY"), said, zone, _text(event, "URL"))
        yield written, _begin(event, begin, zone, now)


def _text(event: Any, key: str) -> str:
    """What stands there, the first of several."""
    found = event.get(key, "")
    return str(found[0] if isinstance(found, list) else found)


def _begin(event: Any, begin: Any, zone: str, now: datetime) -> Reading:
    if "RRULE" in event or "RDATE" in event:
        return Unclear("it comes again and again")
    if not isinstance(begin, vDDDTypes):
        return Unclear(_NO_DATE)
    found = begin.dt
    if isinstance(found, datetime):
        if found.tzinfo is None:
            if is_long_over(found.date(), now=now):
                return Over()
            return Unclear(f"I do not know its zone, {cut(zone, 60)}" if zone else _FLOATING)
        try:
            at = found.astimezone(UTC)
        except OverflowError:
            return Unclear(_NO_DATE)
        return read_instant(at, _known_zone(found), now=now)
    if isinstance(found, date):
        return read_date(found, now=now)
    return Unclear(_NO_DATE)


def _known_zone(at: datetime) -> str:
    """The IANA zone of ``at``; UTC where a calendar defines one of its own."""
    name = str(getattr(at.tzinfo, "key", ""))
    try:
        find_zone(name)
    except ValueError:
        return "UTC"
    return name if len(name) <= 64 else "UTC"
