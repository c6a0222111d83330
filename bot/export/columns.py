"""A value of a file as a column of a table takes it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, String, Time

from bot.db.types import UtcDateTime
from bot.inputs.links import clean_link
from bot.inputs.text import visible_line, visible_text

_MAX_TEXT = 4000
_MAX_NESTING = 6
_LARGEST = 2**63 - 1
# Shares may be as old as the first, and what was planned before there was a log is dated 2000;
# nobody plans further ahead.
_FIRST_DAY, _YEARS_AHEAD = date(1970, 1, 1), 20
_LINKS = ("link", "repository", "demo")
# What the plan calls something; `path:` and a path's id is a path that somebody does not want.
_IDS = ("axis", "block", "path", "stage", "under")
_ID = re.compile(r"(path:)?[\w./-]+", re.ASCII)
# Typed on one line; the first of them are never blank.
_NAMES = ("name", "title", "tried", "value")
_LINES = (*_NAMES, "about", "line", "next_step", "path_title", "plan_title")
# Clocks may differ by some minutes.
_SOON = timedelta(hours=1)


def value_of(column: Column[Any], raw: Any, now: datetime) -> Any:
    """What the column holds for ``raw``, as the export wrote it.

    Raises:
        ValueError: it can hold no such value.
        UserError: a link is none.
    """
    if raw is None:
        if not column.nullable:
            raise ValueError("it is empty")
        return None
    kind = column.type
    if isinstance(kind, Boolean):
        return _of_type(raw, bool)
    if isinstance(kind, Enum):
        return kind.enum_class(_of_type(raw, str)) if kind.enum_class else raw
    if isinstance(kind, UtcDateTime):
        return _instant(_of_type(raw, str), now)
    if isinstance(kind, Date):
        return _day(_of_type(raw, str), now)
    if isinstance(kind, Time):
        return _time(_of_type(raw, str))
    if isinstance(kind, Integer):
        return _whole(raw)
    if isinstance(kind, JSON):
        return _nested(raw, _MAX_NESTING)
    if isinstance(kind, String):
        return _text(column, _of_type(raw, str), kind.length)
    raise ValueError("it is of no kind that can be restored")


def _of_type(raw: Any, kind: type[Any]) -> Any:
    if type(raw) is not kind:
        raise ValueError(f"it is no {'text' if kind is str else kind.__name__}")
    return raw


def _whole(raw: Any) -> int:
    number: int = _of_type(raw, int)
    if abs(number) > _LARGEST:
        raise ValueError("it is too large")
    return number


def _text(column: Column[Any], raw: str, length: int | None) -> str:
    text = visible_line(raw) if column.name in _LINES else visible_text(raw)
    if len(text) > (length or _MAX_TEXT):
        raise ValueError("it is too long")
    if (column.name.endswith("_id") or column.name in _IDS) and not _ID.fullmatch(text):
        raise ValueError("it is no id")
    if column.name in _LINKS:
        text = clean_link(text) or ""
    if not text and column.name in (*_LINKS, *_NAMES):
        raise ValueError("it is empty")
    return text


def _day(raw: str, now: datetime) -> date:
    day = date.fromisoformat(raw)
    if not _FIRST_DAY <= day <= date(now.year + _YEARS_AHEAD, 12, 31):
        raise ValueError("it is too far away")
    return day


def _instant(raw: str, now: datetime) -> datetime:
    instant = datetime.fromisoformat(raw)
    if instant.tzinfo is None:
        raise ValueError("it has no time zone")
    if not datetime(2015, 1, 1, tzinfo=UTC) <= instant <= now + _SOON:
        raise ValueError("it is too long ago or yet to come")
    return instant.astimezone(UTC)


def _time(raw: str) -> time:
    at = time.fromisoformat(raw)
    if at.tzinfo is not None:
        raise ValueError("it has a time zone")
    return at


def _nested(raw: Any, depth: int) -> Any:
    """Lists and objects of values, with visible texts alone."""
    if depth == 0:
        raise ValueError("it nests too far")
    if isinstance(raw, str):
        text = visible_text(raw)
        if len(text) > _MAX_TEXT:
            raise ValueError("it is too long")
        return text
    if isinstance(raw, list):
        return [_nested(each, depth - 1) for each in raw]
    if isinstance(raw, dict):
        return {visible_text(key): _nested(each, depth - 1) for key, each in raw.items()}
    return raw
