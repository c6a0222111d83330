"""Conferences in tables, as ccf-deadlines and sec-deadlines write them. Pure.

https://github.com/ccfddl/ccf-deadlines: ``title``, and in ``confs`` ``year``, ``link``,
``timezone`` and a ``timeline`` of ``deadline`` and ``abstract_deadline``.

https://github.com/sec-deadlines/sec-deadlines.github.io: ``name``, ``year``, ``link``,
``timezone`` and one ``deadline`` or a list of them, in which ``%y`` is the year, ``%Y`` the one
before it, and ``%m`` each month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.deadline_files.values import Written
from bot.inputs.text import visible_line

_ABSTRACTS = ("abstract_deadline", "abstract deadline")
_MONTHS = range(1, 13)
_YEAR = re.compile("[0-9]{4}")


def deadlines_in(data: object) -> Iterator[Written] | None:
    """The deadlines in a file's value, in its order; None where it holds no conferences."""
    conferences = _conferences(data)
    return None if conferences is None else _all_of(conferences)


def _conferences(data: object) -> list[Mapping[str, Any]] | None:
    """The tables that are conferences: in a list, alone, or in the one list of a table."""
    if isinstance(data, dict) and not _is_conference(data):
        lists = [each for each in data.values() if isinstance(each, list) and any(each)]
        data = lists[0] if len(lists) == 1 else []
    found = data if isinstance(data, list) else [data]
    tables: list[Mapping[str, Any]] = [
        each for each in found if isinstance(each, dict) and _is_conference(each)
    ]
    return tables or None


def _is_conference(table: Mapping[str, Any]) -> bool:
    is_named = "title" in table or "name" in table
    return is_named and any(key in table for key in ("confs", "deadline", "timeline", *_ABSTRACTS))


def _all_of(conferences: Sequence[Mapping[str, Any]]) -> Iterator[Written]:
    for each in conferences:
        title = _text(each.get("title")) or _text(each.get("name"))
        if "confs" not in each:
            yield from _edition(title, each)
            continue
        confs = each["confs"]
        for edition in confs if isinstance(confs, list) else [confs]:
            if isinstance(edition, dict):
                yield from _edition(title, edition)


def _edition(title: str, edition: Mapping[str, Any]) -> Iterator[Written]:
    year = _text(edition.get("year"))
    name = visible_line(title if year in title else f"{title} {year}")
    zone, link = _text(edition.get("timezone")), _text(edition.get("link"))
    timeline = edition.get("timeline", edition)
    for stage in timeline if isinstance(timeline, list) else [timeline]:
        if not isinstance(stage, dict):
            continue
        for key in _ABSTRACTS:
            for said in _templates(stage.get(key), year):
                yield Written(f"{name} abstract", said, zone, link)
        for said in _templates(stage.get("deadline"), year):
            yield Written(name, said, zone, link)


def _templates(value: object, year: str) -> Iterator[str]:
    """Each of the deadlines in ``value``, with its year and month put in."""
    for each in value if isinstance(value, list) else [value]:
        said = _text(each) if each is not None else None
        if said is None:
            continue
        if _YEAR.fullmatch(year):
            said = said.replace("%y", year).replace("%Y", str(int(year) - 1))
        if "%m" in said:
            yield from (said.replace("%m", f"{month:02}") for month in _MONTHS)
        else:
            yield said


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
