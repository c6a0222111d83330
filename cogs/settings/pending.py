"""A change that waits for its confirmation, as the button carries it: nothing is stored before.

The text comes back from a client, so what it says is checked like anything typed.
"""

from __future__ import annotations

from datetime import date, time

from bot.groups.values import GroupFields, WeekdayAt
from bot.inputs.date_patterns import read_date_pattern, write_date_pattern

_LARGEST_ID = 2**63 - 1


class Pending:
    """Fields of a group, as one key of a custom id."""

    def __init__(self, text: str) -> None:
        """Read the key.

        Raises:
            ValueError: it is none.
        """
        self.fields: GroupFields = {}
        for part in text.split("."):
            self._read(part[:1], part[1:])
        self._text = text

    def __str__(self) -> str:
        return self._text

    def _read(self, kind: str, value: str) -> None:
        match kind:
            case "a":
                self.fields["announcements_channel_id"] = _id(value)
            case "p":
                self.fields["papers_channel_id"] = _id(value)
            case "r":
                self.fields["retros_channel_id"] = _id(value)
            case "z" if value:
                self.fields["zone"] = value
            case "s":
                self.fields["start_date"] = date.fromisoformat(value)
            case "o":
                self.fields["papers_open"] = _read_weekly(value)
            case "c":
                self.fields["papers_close"] = _read_weekly(value)
            case "m":
                pattern, _, at = value.partition("-")
                self.fields["retro"] = read_date_pattern(pattern), _time(at)
            case _:
                raise ValueError(kind)


def pending(fields: GroupFields) -> Pending:
    """The key that carries these fields; there must be one, and no categories."""
    parts = []
    if "announcements_channel_id" in fields:
        parts.append(f"a{fields['announcements_channel_id']}")
    if "papers_channel_id" in fields:
        parts.append(f"p{fields['papers_channel_id']}")
    if "retros_channel_id" in fields:
        parts.append(f"r{fields['retros_channel_id']}")
    if "zone" in fields:
        parts.append(f"z{fields['zone']}")
    if "start_date" in fields:
        parts.append(f"s{fields['start_date']:%Y%m%d}")
    if "papers_open" in fields:
        parts.append(f"o{_weekly(*fields['papers_open'])}")
    if "papers_close" in fields:
        parts.append(f"c{_weekly(*fields['papers_close'])}")
    if "retro" in fields:
        pattern, at = fields["retro"]
        parts.append(f"m{write_date_pattern(pattern)}-{at:%H%M}")
    return Pending(".".join(parts))


def _weekly(weekday: int, at: time) -> str:
    return f"{weekday}-{at:%H%M}"


def _read_weekly(text: str) -> WeekdayAt:
    weekday, _, at = text.partition("-")
    if weekday not in "0123456" or len(weekday) != 1:
        raise ValueError(text)
    return int(weekday), _time(at)


def _time(text: str) -> time:
    if len(text) != 4 or not text.isdecimal():
        raise ValueError(text)
    return time(int(text[:2]), int(text[2:]))


def _id(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _LARGEST_ID:
        raise ValueError(text)
    return int(text)
