"""Weeks of real papers and what people picked of them: ``../shared/papers``, where it is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.ranking import Candidate

FOLDER = Path(__file__).parents[3] / "shared" / "papers"
DEV = FOLDER / "dev.jsonl.gz"


def rows(path: Path = DEV) -> list[dict[str, Any]]:
    """The papers as they are told there, with what was picked."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def candidate(row: Mapping[str, Any]) -> Candidate:
    """A paper as a group that follows those lists would have it. No label is read."""
    return Candidate(
        key=row["arxiv_id"],
        title=row["title"],
        abstract=row["abstract"],
        authors=tuple(row["authors"]),
        categories=tuple(row["categories"] or row["lists"]),
        new_in=tuple(row["lists"]),
        announced_on=date.fromisoformat(row["announced"]),
    )
