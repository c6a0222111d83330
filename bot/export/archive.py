"""What somebody takes with them: all that is stored about them, as JSON and as tables. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.files import MAX_FILE, File, as_csv, zipped

FORMAT = 1
"""The form of the file; a later one that this bot cannot read has a higher number."""

_MAX_FILES = 10
_DATA, _TABLES = "data.json", "tables.zip"


@dataclass(frozen=True, slots=True)
class Taken:
    """All that is stored about a person in a group at ``at``, by feature and table."""

    guild_id: int
    user_id: int
    at: datetime
    features: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]

    @property
    def tables(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The tables that have rows, by name."""
        return {name: rows for of in self.features.values() for name, rows in of.items() if rows}


def as_json(taken: Taken) -> bytes:
    """Everything, in the form that can be restored from."""
    whole = {
        "format": FORMAT,
        "guild_id": taken.guild_id,
        "user_id": taken.user_id,
        "exported_at": taken.at.isoformat(),
        "features": {
            name: {table: list(rows) for table, rows in tables.items() if rows}
            for name, tables in taken.features.items()
            if any(tables.values())
        },
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def as_tables(taken: Taken) -> list[File]:
    """A CSV file a table; no cell is read as a formula."""
    return [File(f"{name}.csv", _csv(rows)) for name, rows in taken.tables.items()]


def files_of(taken: Taken, *, most_bytes: int = MAX_FILE) -> list[File] | None:
    """What fits into one message: the JSON, and the tables one by one or, when many, zipped.

    None where even zipped it is more than ``most_bytes`` a file.
    """
    data, tables = File(_DATA, as_json(taken)), as_tables(taken)
    if len(data.content) > most_bytes:
        data = File(f"{_DATA}.zip", zipped([data]))
    whole = sum(len(file.content) for file in tables)
    if len(tables) >= _MAX_FILES or whole > most_bytes:
        tables = [File(_TABLES, zipped(tables))]
    found = [data, *tables]
    return found if all(len(file.content) <= most_bytes for file in found) else None


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    plain = ({name: _plain(value) for name, value in row.items()} for row in rows)
    return as_csv(list(rows[0]), plain).encode("utf-8")


def _plain(value: Any) -> Any:
    """A value that is a list or more is written as JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value
