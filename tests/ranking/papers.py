"""Papers and requests of the tests, short to write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.ranking import Candidate, Evidence, EvidenceKind, Request

TODAY = date(2026, 11, 27)


def paper(key: str, title: str = "", abstract: str = "", **other: Any) -> Candidate:
    """A paper of this week, new in cs.LG."""
    given: dict[str, Any] = {
        "new_in": ("cs.LG",),
        "categories": ("cs.LG",),
        "announced_on": TODAY,
    } | other
    return Candidate(key, title or f"On {_word(key)}", abstract or f"About {_word(key)}.", **given)


def nominated(key: str, day: int, by: int = 1, **other: Any) -> Candidate:
    """A paper that members nominated on a day of November, and that no feed brought."""
    at = datetime(2026, 11, day, 12, tzinfo=UTC)
    gone: dict[str, Any] = {"new_in": (), "announced_on": None}
    return paper(key, **gone | {"nominators": by, "nominated_at": at} | other)


def asked(*candidates: Candidate, **other: Any) -> Request:
    """A request of today."""
    return Request(TODAY, candidates, **other)


def seen(key: str, kind: EvidenceKind, title: str, abstract: str = "", **other: Any) -> Evidence:
    """What the group did with a paper in May."""
    given: dict[str, Any] = {"authors": (), "categories": (), "on": date(2026, 5, 12)} | other
    return Evidence(key, title, abstract, kind=kind, **given)


def _word(key: str) -> str:
    """A word of its own for each key, so that no two papers are on one theme by chance."""
    return "".join("bdfghjklmn"[int(digit)] + "o" for digit in key if digit.isdigit()) + "ry"
