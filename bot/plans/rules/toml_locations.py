"""Where each key of a TOML text stands, so that a mistake can be named by its line.

`tomllib` gives values without positions. This scan of a text that `tomllib` already accepted finds
the line of every table header and of every key that starts a line; keys inside inline tables count
as the key they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Location = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
    (?P<string>"{3}(?:\\.|[^\\])*?"{3,5}(?!") | '{3}.*?'{3,5}(?!')
              |"(?:\\.|[^"\\\n])*" | '[^'\n]*')
    |(?P<comment>\#[^\n]*)
    |(?P<newline>\n)
    |(?P<mark>[\[\]{}=,.])
    |(?P<bare>[^\s\[\]{}=,."'#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[Location, int]:
    """Map each table and key of a valid TOML text to its line, from 1.

    A key is a path such as `("blocks", 0, "id")`. Lines end in a bare newline.
    """
    found: dict[Location, int] = {}
    for line, location, is_header in _locations(text):
        for length in range(1, len(location)):
            found.setdefault(location[:length], line)
        if is_header:
            found[location] = line
        else:
            found.setdefault(location, line)
    return found


def header_lines(text: str) -> dict[Location, int]:
    """Map each table of a valid TOML text to the line of its header, from 1, in their order."""
    return {location: line for line, location, is_header in _locations(text) if is_header}


def line_of(lines: dict[Location, int], location: Location) -> int:
    """The line of a location, or of the nearest thing around it that has one, or else 1."""
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return 1


def _locations(text: str) -> Iterator[tuple[int, Location, bool]]:
    """Yield (line, location, is a table header) for each header and key."""
    last: dict[Location, int] = {}  # index of the newest element of each array of tables
    table: Location = ()
    for line, names, is_header, is_array in _heads(text):
        if not is_header:
            yield line, (*table, *names), False
            continue
        table = ()
        for position, name in enumerate(names):
            table = (*table, name)
            if is_array and position == len(names) - 1:
                last[table] = last.get(table, -1) + 1
            if table in last:
                table = (*table, last[table])
        yield line, table, True


def _heads(text: str) -> Iterator[tuple[int, list[str], bool, bool]]:
    """Yield (line, key parts, is a table header, is an array of tables) for each header and key."""
    line, depth, names, in_value, brackets = 1, 0, list[str](), False, 0
    started = 1
    for token in _TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind == "newline":
            if brackets:
                yield started, names, True, brackets > 1
            if depth == 0:
                names, in_value, brackets = [], False, 0
        elif in_value:
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(word, 0)
        elif word == "=" and names:
            yield started, names, False, False
            in_value = True
        elif word == "[":
            brackets, started = brackets + 1, line
        elif kind in ("bare", "string"):
            started = line if not names else started
            names.append(word if kind == "bare" else word[1:-1])
        line += word.count("\n")
    if brackets:
        yield started, names, True, brackets > 1
