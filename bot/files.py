"""Files to hand out: Markdown to read, CSV for a spreadsheet, JSON for a program. Pure."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import UserError
from bot.file_text import cell

MAX_FILE = 10 * 1024 * 1024 - 1024
"""What Discord takes of one file, with some room."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to take along."""

    name: str
    content: bytes


def markdown_file(name: str, text: str) -> File:
    """``name``.md."""
    return File(f"{name}.md", _encoded(text))


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> File:
    """``name``.csv; its first characters tell a spreadsheet how it is encoded."""
    return File(f"{name}.csv", b"\xef\xbb\xbf" + _encoded(as_csv(columns, rows)))


def json_file(name: str, whole: Mapping[str, Any]) -> File:
    """``name``.json."""
    return File(f"{name}.json", _encoded(as_json(whole)))


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table of these columns; no cell is read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
    return out.getvalue()


def as_json(whole: Mapping[str, Any]) -> str:
    """An object, with letters of all scripts as they are."""
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def fitting(files: Sequence[File], name: str, *, most_bytes: int = MAX_FILE) -> list[File]:
    """The files as they are, or in one archive ``name``.zip where they are too large together.

    Raises:
        UserError: even that is more than ``most_bytes``.
    """
    if sum(len(file.content) for file in files) <= most_bytes:
        return list(files)
    archive = File(f"{name}.zip", zipped(files))
    if len(archive.content) > most_bytes:
        raise UserError(
            "That is more than Discord lets me send in one file. Export less of it at a time."
        )
    return [archive]


def zipped(files: Iterable[File]) -> bytes:
    """The files in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name), file.content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")
