"""YAML and JSON as lists, tables and texts: every value stays as it is written.

YAML's own ideas of dates, times and numbers (``23:59`` is 1439 to it) play no part.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import yaml

from bot.inputs.text import cut

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

MAX_DEPTH = 20
MAX_VALUES = 200_000
"""Beginnings, ends and values; the largest known file has some 60,000."""


class NotPlain(ValueError):
    """A text that cannot be taken. What it says is a few words, fit for organisers."""


def read_yaml(body: bytes) -> Plain:
    """The one document in ``body``.

    Raises:
        NotPlain: it is no YAML, refers to parts of itself, is nested too deeply or has too much in
            it, or a table says a key twice.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _document(yaml.parse(body, Loader=loader))
    except yaml.YAMLError:
        raise NotPlain("its YAML is broken") from None


def read_json(text: str) -> Plain:
    """The value in ``text``.

    Raises:
        NotPlain: as `read_yaml`.
    """
    try:
        found = json.loads(
            text, object_pairs_hook=_table, parse_int=str, parse_float=str, parse_constant=str
        )
    except json.JSONDecodeError:
        raise NotPlain("its JSON is broken") from None
    except RecursionError:
        raise NotPlain(_TOO_DEEP) from None
    return _bounded(found, _Count(), 0)


_TOO_DEEP, _TOO_MANY = "it is nested too deeply", "it has far too much in it"


class _Count:
    """How much was seen."""

    def __init__(self) -> None:
        self.values = 0

    def more(self) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            raise NotPlain(_TOO_MANY)


def _bounded(value: object, count: _Count, depth: int) -> Plain:
    count.more()
    if depth > MAX_DEPTH:
        raise NotPlain(_TOO_DEEP)
    if isinstance(value, list):
        return [_bounded(each, count, depth + 1) for each in value]
    if isinstance(value, dict):
        return {key: _bounded(each, count, depth + 1) for key, each in value.items()}
    return value if isinstance(value, str) else ""


def _table(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise NotPlain(_twice(key))
        found[key] = value
    return found


def _twice(key: str) -> str:
    return f"one of its tables says “{cut(key, 40)}” twice"


def _document(events: Iterable[yaml.Event]) -> Plain:
    """The first document; a second one is refused."""
    counted = _counted(events)
    found: Plain = ""
    documents = 0
    for event in counted:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise NotPlain("it has several documents in it")
            found = _value(next(counted), counted, 0)
    return found


def _counted(events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    count = _Count()
    for event in events:
        count.more()
        yield event


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Plain:
    if depth > MAX_DEPTH:
        raise NotPlain(_TOO_DEEP)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Plain] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_value(event, events, depth + 1))
        return items
    if isinstance(event, yaml.MappingStartEvent):
        pairs: list[tuple[str, object]] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = _value(event, events, depth + 1)
            value = _value(next(events), events, depth + 1)
            pairs.append((key if isinstance(key, str) else "", value))
        return _table(pairs)  # type: ignore[return-value]
    # One that refers to another can make a page of a few lines fill all memory.
    raise NotPlain("it refers to parts of itself, which I do not follow")
