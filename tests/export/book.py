"""Somebody's calendar app, as far as importing goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Event


def entries(content: bytes) -> list[Event]:
    """The events of a file, which must have one for each id."""
    found = list(Calendar.from_ical(content).walk("VEVENT"))
    assert len({entry["uid"] for entry in found}) == len(found)
    return found


@dataclass
class Book:
    """Entries by id: one that comes again replaces what is there, a cancelled one removes it."""

    entries: dict[str, Event] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Import a file."""
        for entry in entries(content):
            known = self.entries.get(entry["uid"])
            if known is not None:
                assert entry["sequence"] > known["sequence"]
                assert entry["last-modified"].dt > known["last-modified"].dt
            self.entries[str(entry["uid"])] = entry
            if entry["status"] == "CANCELLED":
                del self.entries[str(entry["uid"])]

    def of(self, kind: str) -> dict[str, date | datetime]:
        """When the entries of a kind are, by the second part of their id."""
        return {
            uid.split(".")[1]: entry.start
            for uid, entry in sorted(self.entries.items())
            if uid.split(".")[0] == kind
        }

    def titled(self, title: str) -> Any:
        """The one entry with this title."""
        (found,) = (e for e in self.entries.values() if str(e["summary"]) == title)
        return found
