"""The text of a plan file as pieces: one table each, with its comment.

A plan file is a row of tables: each begins at its header and ends before the blank lines and
comments ahead of the next one. tomlkit rewrites keys inside a piece; pieces are moved as lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from bot.errors import UserError
from bot.plans.rules.toml_locations import Location, header_lines, key_lines


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a piece, from 0, the end left out: its comment, its header and its keys."""

    start: int
    header: int
    end: int


def unified(source: str) -> str:
    """The text with one kind of line end, no byte order mark, and an end to its last line."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def span(text: str, location: Location) -> Span:
    """The lines of the table at ``location``.

    Raises:
        UserError: it has no header of its own, so nothing here can change it.
    """
    header = key_lines(text).get(location)
    headers = header_lines(text)
    if header is None or header not in headers:
        raise unsuited()
    lines = text.split("\n")
    following = next((line for line in headers if line > header), len(lines) + 1) - 1
    end = following
    while end > header and _is_blank(lines[end - 1]):
        end -= 1
    # A comment right below the last key, with a blank line after it, belongs to it.
    below = end
    while below < following and lines[below].lstrip().startswith("#"):
        below += 1
    if below < following:
        end = below
    start = header - 1
    while start > 0 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return Span(start, header - 1, end)


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def edited(text: str, location: Location, act: Callable[[Any], None]) -> str:
    """With the keys of one table changed by ``act``."""
    lines, found = text.split("\n"), span(text, location)
    try:
        keys = tomlkit.parse("\n".join(lines[found.header + 1 : found.end]) + "\n")
        act(keys)
        piece = tomlkit.dumps(keys).rstrip("\n").split("\n")
    except TOMLKitError:
        raise unsuited() from None
    return "\n".join([*lines[: found.header + 1], *piece, *lines[found.end :]])


def inserted(text: str, after: Location, piece: list[str]) -> str:
    """With a piece below the table at ``after``."""
    lines, end = text.split("\n"), span(text, after).end
    return "\n".join([*lines[:end], "", *piece, *lines[end:]])


def removed(text: str, location: Location) -> str:
    """Without a piece, nor the blank line that parted it from the next one."""
    lines, found = text.split("\n"), span(text, location)
    end = found.end
    if end < len(lines) - 1 and not lines[end].strip():
        end += 1
    return "\n".join([*lines[: found.start], *lines[end:]])


def moved(text: str, location: Location, after: Location) -> str:
    """With a piece below the table at ``after`` instead of where it stands."""
    lines, found = text.split("\n"), span(text, location)
    piece = lines[found.start : found.end]
    # The later of the two places first, so that the earlier one keeps its lines.
    if span(text, after).start > found.start:
        return removed(inserted(text, after, piece), location)
    return inserted(removed(text, location), after, piece)


def unsuited() -> UserError:
    """That the file has another layout than pieces, and what to do then."""
    return UserError(
        "The file of this plan is laid out in a way that I cannot change by form, so nothing "
        "changed. Take it with `/plan export`, edit it, and bring it back with `/plan import`."
    )
