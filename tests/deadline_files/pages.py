"""Files of deadlines for tests, in the forms in which communities publish them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def ccf(title: str, *editions: Mapping[str, Any]) -> dict[str, Any]:
    """A conference as ccf-deadlines has it."""
    return {"title": title, "description": "A conference", "sub": "AI", "confs": list(editions)}


def edition(
    year: int, *timeline: Mapping[str, str], zone: str | None = "UTC-12", link: str = ""
) -> dict[str, Any]:
    """One of its editions; without a ``timeline`` it names no deadline."""
    found: dict[str, Any] = {"year": year, "id": f"x{year}", "timeline": list(timeline)}
    found |= {"date": "July 1-3", "place": "Oslo"}
    if zone is not None:
        found["timezone"] = zone
    if link:
        found["link"] = link
    return found


def sec(name: str, year: int, deadline: object, **more: str) -> dict[str, Any]:
    """A conference as sec-deadlines has it."""
    return {"name": name, "year": year, "deadline": deadline, "tags": ["SEC"], **more}


def as_json(*conferences: Mapping[str, Any]) -> bytes:
    return json.dumps(list(conferences)).encode()


def as_yaml(*conferences: Mapping[str, Any]) -> bytes:
    """The same, in blocks as people write them."""
    return "".join(f"- {_lines(each)}" for each in conferences).encode()


def _lines(table: Mapping[str, Any], indent: str = "  ") -> str:
    parts = [f"{key}:{_value(value, indent)}" for key, value in table.items()]
    return indent.join(parts)


def _value(value: object, indent: str) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [
            _lines(each, f"{indent}    ") if isinstance(each, Mapping) else f"{_scalar(each)}\n"
            for each in value
        ]
        return "\n" + "".join(f"{indent}  - {each}" for each in items) if items else " []\n"
    return f" {_scalar(value)}\n"


def _scalar(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def one(deadline: str, name: str = "Owls", year: int = 2027, **more: str) -> bytes:
    """A file with one conference."""
    return as_yaml(sec(name, year, deadline, **more))


def event(summary: str, start: str, **more: str) -> str:
    """An event of a calendar; ``start`` is what stands after ``DTSTART``."""
    lines = ["BEGIN:VEVENT", f"UID:{summary}@owl", f"SUMMARY:{summary}", f"DTSTART{start}"]
    lines += [f"{key}:{value}" for key, value in more.items()]
    return "".join(f"{line}\r\n" for line in (*lines, "END:VEVENT"))


def calendar(*events: str) -> bytes:
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//owls\r\n{''.join(events)}"
    return f"{text}END:VCALENDAR\r\n".encode()
