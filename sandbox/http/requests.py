"""The log of what bots asked and what they were told."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sandbox.rules.openapi import nameless


@dataclass(slots=True)
class LoggedRequest:
    """One request to the API.

    ``route`` is the template and ``path`` what was asked, both below ``/api/v10``; ``files`` are
    the names of uploaded files; ``status`` and ``response`` stay None while there is no answer (and
    for ever when the connection was cut). ``started`` is monotonic seconds, ``elapsed`` seconds,
    ``at`` the instant by the sandbox's clock. ``problems`` says how request and answer miss
    Discord's description, one line each.
    """

    method: str
    route: str
    path: str
    query: dict[str, str]
    started: float
    at: datetime
    body: Any = None
    files: list[str] = field(default_factory=list)
    status: int | None = None
    response: Any = None
    elapsed: float | None = None
    problems: list[str] = field(default_factory=list)
    application_id: int | None = None
    number: int = 0
    """Its place among all requests since the start, from 1; given by the log."""

    @property
    def valid(self) -> bool:
        """Whether request and answer match Discord's description."""
        return not self.problems


KEPT: Final = 20_000
"""Requests that a log keeps, so that a sandbox can run for days."""


class RequestLog:
    """The latest requests since the start (or the last :meth:`clear`), oldest first."""

    def __init__(self) -> None:
        self._entries: deque[LoggedRequest] = deque(maxlen=KEPT)
        self._count = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[LoggedRequest]:
        return iter(list(self._entries))

    def __getitem__(self, index: int) -> LoggedRequest:
        return self._entries[index]

    def add(self, entry: LoggedRequest) -> None:
        """Append an entry and number it."""
        self._count += 1
        entry.number = self._count
        self._entries.append(entry)

    def find(self, number: int) -> LoggedRequest | None:
        """The request with that number, as long as it is kept."""
        first = self._count - len(self._entries) + 1
        return self._entries[number - first] if first <= number <= self._count else None

    def latest(self, count: int) -> list[LoggedRequest]:
        """At most ``count`` of the newest requests, oldest first."""
        return list(self._entries)[-count:]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def to(self, method: str, route: str) -> list[LoggedRequest]:
        """The requests with this method on a route template, whatever its parameters are called."""
        wanted = nameless(route)
        return [
            entry
            for entry in self._entries
            if entry.method == method.upper() and nameless(entry.route) == wanted
        ]
