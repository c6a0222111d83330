"""The sample papers, and which of them arXiv announces on which weekday.

The samples lie in `samples/papers-*.toml`: twelve weeks that follow one another for ever, so that
any week has papers from Monday to Friday, and a shelf of papers that only the API knows.
Sample week 1 is the week of 2 March 2026. Ids, titles, authors, categories and comments are facts
from arXiv; the summaries that stand in the abstracts' place are the sandbox's own words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

SAMPLES = Path(__file__).resolve().parent / "samples"
WEEKS = 12

_FIRST_MONDAY = date(2026, 3, 2)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")

Action = Literal["new", "cross", "replace", "absonly"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in one version. The first of `categories` is the primary one.

    `comment` and `journal_ref` are what its authors add; only the API shows them.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    published: date
    version: int = 1
    licence: str | None = None
    comment: str | None = None
    journal_ref: str | None = None

    @property
    def primary(self) -> str:
        """The category the paper was submitted to."""
        return self.categories[0]

    @property
    def versioned_id(self) -> str:
        """The id with its version: `2503.16419v1`."""
        return f"{self.id}v{self.version}"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What arXiv does with a paper on a day: announce, cross-list or replace it."""

    paper: Paper
    action: Action = "new"


@dataclass(frozen=True, slots=True)
class Samples:
    """`batches[week][weekday]`, both from 0, Monday first; every paper by id, newest version."""

    batches: tuple[tuple[tuple[Announcement, ...], ...], ...]
    papers: Mapping[str, Paper]

    def on(self, day: date) -> tuple[Announcement, ...]:
        """The batch of a day; nothing on Saturdays and Sundays."""
        if day.weekday() >= len(_WEEKDAYS):
            return ()
        monday = day - timedelta(days=day.weekday())
        week = (monday - _FIRST_MONDAY).days // 7 % WEEKS
        return self.batches[week][day.weekday()]


@lru_cache(maxsize=1)
def samples() -> Samples:
    """The samples, read once per process."""
    weeks = [_table(f"papers-{number}.toml") for number in range(1, WEEKS + 1)]
    papers = {entry["id"]: _paper(entry) for table in weeks for entry in table["paper"]}
    newest = dict(papers)
    batches = []
    for table in weeks:
        days: dict[str, list[Announcement]] = {weekday: [] for weekday in _WEEKDAYS}
        for entry in table["paper"]:
            days[entry["day"]].append(Announcement(papers[entry["id"]]))
        for entry in table.get("replacement", []):
            revised = replace(papers[entry["id"]], version=entry["version"])
            newest[revised.id] = revised
            days[entry["day"]].append(Announcement(revised, "replace"))
        batches.append(tuple(tuple(days[weekday]) for weekday in _WEEKDAYS))
    shelf = [_paper(entry) for entry in _table("papers-shelf.toml")["paper"]]
    return Samples(tuple(batches), newest | {paper.id: paper for paper in shelf})


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name).read_text(encoding="utf-8"))


def _paper(entry: Mapping[str, Any]) -> Paper:
    return Paper(
        id=entry["id"],
        title=entry["title"],
        authors=tuple(entry["authors"]),
        categories=tuple(entry["categories"]),
        summary=entry["summary"].strip(),
        published=entry["published"],
        version=entry.get("version", 1),
        licence=entry.get("licence"),
        comment=entry.get("comment"),
        journal_ref=entry.get("journal_ref"),
    )
