"""The text of a plan file as tables, each with its comment: edited, added, moved and removed.

A plan file is a row of tables: each begins at its header and ends before the blank lines and
comments ahead of the next one. tomlkit rewrites keys inside a table; tables are moved as lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from bot.errors import UserError
from bot.plans.rules.toml_locations import Location, header_lines


@dataclass(frozen=True, slots=True)
class TableLines:
    """Lines of a table, from 0, the end left out: its comment, its header and its keys."""

    start: int
    header: int
    end: int


class Tables:
    """A text whose tables are changed: every change is about the text as it was at first.

    The text is scanned once, however many changes there are. Each method raises UserError for a
    table without a header of its own, which nothing here can change. No two changes may be about
    the same table.
    """

    def __init__(self, text: str) -> None:
        """Find the tables of a valid TOML text."""
        self._lines = text.split("\n")
        self._headers = header_lines(text)
        self._header_lines = list(self._headers.values())
        self._changes: list[tuple[int, int, list[str]]] = []

    def edit(self, location: Location, act: Callable[[Any], None]) -> None:
        """Change the keys of a table by ``act``, which is given them as tomlkit's document."""
        found = self._find(location)
        try:
            keys = tomlkit.parse("\n".join(self._lines[found.header + 1 : found.end]) + "\n")
            act(keys)
            edited = tomlkit.dumps(keys).rstrip("\n").split("\n")
        except TOMLKitError:
            raise unsuited() from None
        self._changes.append((found.header + 1, found.end, edited))

    def insert_below(self, location: Location, table: list[str]) -> None:
        """Put a table, given as its lines, below another one."""
        end = self._find(location).end
        self._changes.append((end, end, ["", *table]))

    def insert_above(self, location: Location, table: list[str]) -> None:
        """Put a table, given as its lines, above another one and its comment."""
        start = self._find(location).start
        self._changes.append((start, start, [*table, ""]))

    def append(self, table: list[str]) -> None:
        """Put a table, given as its lines, at the end of the text."""
        end = len(self._lines)
        while end and not self._lines[end - 1]:
            end -= 1
        self._changes.append((end, len(self._lines), ["", *table, ""]))

    def remove(self, location: Location) -> None:
        """Take a table out, and the blank line that parted it from the next one."""
        found = self._find(location)
        end = found.end
        if end < len(self._lines) - 1 and not self._lines[end].strip():
            end += 1
        self._changes.append((found.start, end, []))

    def move(self, location: Location, below: Location) -> None:
        """Put a table below another one instead of where it stands."""
        found = self._find(location)
        self.insert_below(below, self._lines[found.start : found.end])
        self.remove(location)

    def text(self) -> str:
        """The text with all changes made."""
        lines = list(self._lines)
        in_order = sorted(self._changes, key=lambda change: change[:2])
        # The last ones first, so that the earlier lines keep their numbers.
        for start, end, instead in reversed(in_order):
            lines[start:end] = instead
        return "\n".join(lines)

    def _find(self, location: Location) -> TableLines:
        if location not in self._headers:
            raise unsuited()
        lines, header = self._lines, self._headers[location] - 1
        after = bisect_right(self._header_lines, header + 1)
        is_last = after == len(self._header_lines)
        following = len(lines) if is_last else self._header_lines[after] - 1
        end = following
        while end > header + 1 and (not lines[end - 1].strip() or _is_comment(lines[end - 1])):
            end -= 1
        # A comment right below the last key, with a blank line after it, belongs to it.
        below = end
        while below < following and _is_comment(lines[below]):
            below += 1
        if below < following:
            end = below
        start = header
        while start > 0 and _is_comment(lines[start - 1]):
            start -= 1
        return TableLines(start, header, end)


def unified(source: str) -> str:
    """The text with one kind of line end, no byte order mark, and an end to its last line."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def lines_of(header: str, keys: dict[str, Any]) -> list[str]:
    """A new table as the lines of its text."""
    return [f"[[{header}]]", *tomlkit.dumps(keys).rstrip("\n").split("\n")]


def unsuited() -> UserError:
    """That the file has another layout than tables, and what to do then."""
    return UserError(
        "The file of this plan is laid out in a way that I cannot change by form, so nothing "
        "changed. Take it with `/plan export`, edit it, and bring it back with `/plan import`."
    )


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
