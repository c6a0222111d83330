"""A change that waits for its confirmation, as the button carries it: nothing is stored before.

The text comes back from a client, so what it says is checked like anything typed.
"""

from __future__ import annotations

from datetime import date, time

from bot.groups.values import GroupFields, WeekdayAt

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
                self.fields["papers_open"] = _weekly(value)
            case "c":
                self.fields["papers_close"] = _weekly(value)
            case "m":
                self.fields["retro"] = _numbered(value, 1, 28)
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
        parts.append(f"o{_said(*fields['papers_open'])}")
    if "papers_close" in fields:
        parts.append(f"c{_said(*fields['papers_close'])}")
    if "retro" in fields:
        parts.append(f"m{_said(*fields['retro'])}")
    return Pending(".".join(parts))


def _said(number: int, at: time) -> str:
    return f"{number}-{at:%H%M}"


def _weekly(text: str) -> WeekdayAt:
    return _numbered(text, 0, 6)


def _numbered(text: str, least: int, most: int) -> tuple[int, time]:
    number, _, at = text.partition("-")
    if len(at) != 4 or not (at + number).isdecimal() or not least <= int(number) <= most:
        raise ValueError(text)
    return int(number), time(int(at[:2]), int(at[2:]))


def _id(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _LARGEST_ID:
        raise ValueError(text)
    return int(text)
