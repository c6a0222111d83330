"""A change that waits for its confirmation, as the button carries it: nothing is stored before.

The text comes back from a client, so what it says is checked like anything typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, cast

from bot.groups.values import GroupFields, RetroOn, WeekdayAt
from bot.inputs.date_patterns import read_date_pattern, write_date_pattern

_LARGEST_ID = 2**63 - 1


class Pending:
    """Fields of a group, as one key of a custom id."""

    def __init__(self, text: str) -> None:
        """Read the key.

        Raises:
            ValueError: it is none.
        """
        found: dict[str, Any] = {}
        for part in text.split("."):
            if part[:1] not in _PARTS:
                raise ValueError(text)
            name, read, _ = _PARTS[part[:1]]
            found[name] = read(part[1:])
        self.fields = cast(GroupFields, found)
        self._text = text

    def __str__(self) -> str:
        return self._text


def pending(fields: GroupFields) -> Pending:
    """The key that carries these fields; there must be one, and no categories."""
    given: Mapping[str, Any] = fields
    parts = [
        f"{letter}{write(given[name])}"
        for letter, (name, _, write) in _PARTS.items()
        if name in given
    ]
    return Pending(".".join(parts))


def _read_id(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _LARGEST_ID:
        raise ValueError(text)
    return int(text)


def _read_zone(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def _write_date(day: date) -> str:
    return f"{day:%Y%m%d}"


def _read_weekly(text: str) -> WeekdayAt:
    weekday, _, at = text.partition("-")
    if len(weekday) != 1 or weekday not in "0123456":
        raise ValueError(text)
    return int(weekday), _read_time(at)


def _write_weekly(value: WeekdayAt) -> str:
    return f"{value[0]}-{value[1]:%H%M}"


def _read_retro(text: str) -> RetroOn:
    pattern, _, at = text.partition("-")
    return read_date_pattern(pattern), _read_time(at)


def _write_retro(value: RetroOn) -> str:
    return f"{write_date_pattern(value[0])}-{value[1]:%H%M}"


def _read_time(text: str) -> time:
    if len(text) != 4 or not text.isdecimal():
        raise ValueError(text)
    return time.fromisoformat(text)


_PARTS: Mapping[str, tuple[str, Callable[[str], Any], Callable[[Any], str]]] = {
    "a": ("announcements_channel_id", _read_id, str),
    "p": ("papers_channel_id", _read_id, str),
    "r": ("retros_channel_id", _read_id, str),
    "z": ("zone", _read_zone, str),
    "s": ("start_date", date.fromisoformat, _write_date),
    "o": ("papers_open", _read_weekly, _write_weekly),
    "c": ("papers_close", _read_weekly, _write_weekly),
    "m": ("retro", _read_retro, _write_retro),
}
"""How each field stands in the key: behind a letter, read and written."""
