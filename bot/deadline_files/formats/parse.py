"""The parser of files of deadlines, by what is in them."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.community.rules import MAX_NAME
from bot.community.values import Moment
from bot.deadline_files.formats import calendars, plain, tables
from bot.deadline_files.rules import KEY_LENGTH, read, say_written
from bot.deadline_files.values import (
    FileDeadline,
    FileKind,
    NotAFile,
    Over,
    ParsedFile,
    Reading,
    Unclear,
    Undated,
    Written,
)
from bot.errors import UserError
from bot.inputs.links import clean_link, key_of
from bot.inputs.text import comparable, cut, visible_line

MAX_WRITTEN, MAX_KEPT = 20_000, 2_000
"""Deadlines that a file may have in it, and those of them that are not long over."""

# What tells apart deadlines of one name: "abstract", and "(12 of 12)".
_ROOM = len(f" ({MAX_WRITTEN} of {MAX_WRITTEN})")
_UNNAMED = "Without a name"
_PAGE = re.compile(rb"<(?:!doctype|html)", re.IGNORECASE)
_CALENDAR = re.compile("BEGIN:VCALENDAR", re.IGNORECASE)


def parse(body: bytes, now: datetime) -> ParsedFile | NotAFile:
    """What stands in ``body``, or why it is no file of deadlines."""
    body = body.removeprefix(BOM_UTF8).strip()
    if _PAGE.match(body):
        return NotAFile(
            "it is a web page, not a file of deadlines; on GitHub, Raw leads to the file itself"
        )
    try:
        kind, found = _read(body, now)
    except plain.NotPlain as error:
        return NotAFile(str(error))
    if found is None:
        return NotAFile(
            "it is neither a calendar nor a list of conferences as ccf-deadlines or sec-deadlines "
            "write it"
        )
    every = list(islice(found, MAX_WRITTEN + 1))
    if len(every) > MAX_WRITTEN:
        return NotAFile(f"it has more than {MAX_WRITTEN:,} deadlines in it")
    return _parsed(kind, every, now)


def _read(body: bytes, now: datetime) -> tuple[FileKind, Iterator[tuple[Written, Reading]] | None]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise plain.NotPlain("it is not text in UTF-8") from None
    if _CALENDAR.match(text):
        try:
            return FileKind.CALENDAR, iter([*calendars.events_in(text, now=now)])
        except ValueError:
            raise plain.NotPlain("its calendar is broken") from None
    kind = FileKind.JSON if text.startswith(("{", "[")) else FileKind.YAML
    data = plain.read_json(text) if kind is FileKind.JSON else plain.read_yaml(body)
    written = tables.deadlines_in(data)
    if written is None:
        return kind, None
    return kind, ((each, read(each.said, each.zone, now=now)) for each in written)


def _parsed(
    kind: FileKind, every: Iterable[tuple[Written, Reading]], now: datetime
) -> ParsedFile | NotAFile:
    over = undated = 0
    kept: list[FileDeadline] = []
    for family in _families(every).values():
        for each, reading in family:
            over += isinstance(reading, Over)
            undated += isinstance(reading, Undated)
            if isinstance(reading, Moment):
                over += reading.at <= now
                kept.append(replace(each, moment=reading))
            elif isinstance(reading, Unclear):
                kept.append(replace(each, trouble=reading.trouble, asks=reading.asks))
    if len(kept) > MAX_KEPT:
        return NotAFile(f"it has more than {MAX_KEPT:,} deadlines ahead")
    return ParsedFile(kind, tuple(kept), over, undated)


def _families(
    every: Iterable[tuple[Written, Reading]],
) -> dict[str, list[tuple[FileDeadline, Reading]]]:
    """The deadlines by their name, each told from the others of its name by its place among them.

    What stands there twice counts once.
    """
    by_name: dict[str, dict[tuple[object, str], tuple[Written, Reading]]] = defaultdict(dict)
    names: dict[str, str] = {}
    for written, reading in every:
        name = cut(visible_line(written.name) or _UNNAMED, MAX_NAME - _ROOM)
        names.setdefault(comparable(name), name)
        at = reading.at if isinstance(reading, Moment) else None
        same = (at, "" if at else say_written(written.said, written.zone))
        by_name[comparable(name)].setdefault(same, (written, reading))
    found: dict[str, list[tuple[FileDeadline, Reading]]] = {}
    for folded, members in by_name.items():
        family, count = _key(folded), len(members)
        found[folded] = [
            (_deadline(names[folded], family, place, count, written), reading)
            for place, (written, reading) in enumerate(members.values(), 1)
        ]
    return found


def _deadline(name: str, family: str, place: int, count: int, written: Written) -> FileDeadline:
    is_alone = count == 1
    return FileDeadline(
        key=family if is_alone else _key(family, str(place), str(count)),
        family=family,
        name=name if is_alone else f"{name} ({place} of {count})",
        said=say_written(written.said, written.zone),
        moment=None,
        link=_link(written.link),
    )


def _key(*texts: str) -> str:
    return key_of(*texts)[:KEY_LENGTH]


def _link(text: str) -> str | None:
    try:
        return clean_link(text)
    except UserError:
        return None
