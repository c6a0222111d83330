"""Somebody's calendar app, as far as importing goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from icalendar import Calendar


@dataclass(frozen=True)
class Entry:
    """An event as a file has it; ``location`` is None where it names none."""

    uid: str
    summary: str
    start: date | datetime
    description: str
    location: str | None
    status: str
    transp: str
    sequence: int
    dtstamp: datetime
    last_modified: datetime


def entries(content: bytes) -> list[Entry]:
    """The events of a file, which must have one for each id."""
    # The library's types say of each property that it may be any kind of value.
    events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    found = [
        Entry(
            uid=str(event["uid"]),
            summary=str(event["summary"]),
            start=event.start,
            description=str(event.get("description", "")),
            location=str(event["location"]) if "location" in event else None,
            status=str(event["status"]),
            transp=str(event["transp"]),
            sequence=int(event["sequence"]),
            dtstamp=event["dtstamp"].dt,
            last_modified=event["last-modified"].dt,
        )
        for event in events
    ]
    assert len({entry.uid for entry in found}) == len(found)
    return found


@dataclass
class Book:
    """Entries by id: one that comes again replaces what is there, a cancelled one removes it."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Import a file."""
        for entry in entries(content):
            known = self.entries.get(entry.uid)
            if known is not None:
                assert entry.sequence > known.sequence
                assert entry.last_modified > known.last_modified
            self.entries[entry.uid] = entry
            if entry.status == "CANCELLED":
                del self.entries[entry.uid]

    def of(self, kind: str) -> dict[str, date | datetime]:
        """When the entries of a kind are, by the second part of their id."""
        return {
            uid.split(".")[1]: entry.start
            for uid, entry in sorted(self.entries.items())
            if uid.split(".")[0] == kind
        }

    def titled(self, title: str) -> Entry:
        """The one entry with this title."""
        (found,) = (entry for entry in self.entries.values() if entry.summary == title)
        return found
