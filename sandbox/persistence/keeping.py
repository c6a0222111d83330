"""Keeping a world in a folder, and bringing it back.

    kept = keeping.load(folder)  # None where nothing was kept
    sandbox = Sandbox(clock=RunningClock(kept.instant if kept else start))
    if kept:
        keeping.restore(kept, sandbox.world)

``world.json`` holds everything but the bytes of files, which lie in ``files/``, each under the id
of its attachment. Files are written once, before the world that names them; the world is written
beside its place and moved there. So whatever interrupts a save leaves the old world or the new one.
Interactions that are under way are not kept: their tokens are invalid afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sandbox.persistence import document, form_one
from sandbox.persistence.document import DocumentError
from sandbox.types import Json
from sandbox.world.world import World

WORLD_FILE: Final = "world.json"
FILES_FOLDER: Final = "files"
_FORMAT: Final = "sandbox-world"
_VERSION: Final = 2
_VERSION_ONE: Final = 1
"""Raised when older versions could not read the new form. Added fields need no new version."""
_UNFINISHED: Final = ".unfinished"
_OWN: Final = re.compile(rf"[0-9]+({re.escape(_UNFINISHED)})?")
"""Names in the folder of files that are ours to remove."""


class KeptWorldError(Exception):
    """A folder whose world cannot be brought back; the text is for whoever chose the folder."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path} {problem}. It was left as it is. To go on, choose another folder, or begin "
            "anew in this one with --fresh; keep a copy if its world matters to you."
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world at one instant, detached from it: ready to be written from any thread."""

    document: Json
    files: dict[int, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """A world that was read from a folder. ``instant`` is what its clock showed."""

    folder: Path
    instant: datetime
    document: Any


def capture(world: World) -> Snapshot:
    """Everything the world holds now. Call it where the world is changed: in the event loop."""
    return Snapshot(*document.capture(world))


def write(snapshot: Snapshot, folder: Path) -> None:
    """Keep a captured world in ``folder``, in the place of the one kept there before.

    One write per folder at a time. OSError when the disk refuses; the old world is whole then.
    """
    place = folder / FILES_FOLDER
    place.mkdir(parents=True, exist_ok=True)
    there = {entry.name for entry in place.iterdir() if entry.is_file()}
    wanted = {str(number): data for number, data in snapshot.files.items()}
    for name, data in wanted.items():
        # After a kill, or for a new world in an old folder, an id may come to mean another file.
        if name not in there or (place / name).read_bytes() != data:
            _put(place / name, data)
    body = json.dumps(snapshot.document, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    head = json.dumps({"format": _FORMAT, "version": _VERSION, "sha256": digest})
    _put(folder / WORLD_FILE, f'{head[:-1]},\n"world": {body}}}\n'.encode())
    for name in there - wanted.keys():
        if _OWN.fullmatch(name):
            (place / name).unlink(missing_ok=True)


def save(world: World, folder: Path) -> None:
    """Capture and write in one go."""
    write(capture(world), folder)


def load(folder: Path) -> Kept | None:
    """The world kept in ``folder``, or None where none was. KeptWorldError for an unreadable one.

    Nothing in the folder is changed.
    """
    path = folder / WORLD_FILE
    try:
        head, _, rest = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise KeptWorldError(path, f"cannot be read ({problem.strerror})") from problem
    version, digest = _checked_head(path, head)
    body = rest.removeprefix(b'"world": ').removesuffix(b"}\n")
    if hashlib.sha256(body).hexdigest() != digest:
        raise KeptWorldError(path, "is damaged")
    try:
        kept = json.loads(body)
        if version == _VERSION_ONE:
            kept = form_one.converted(kept["graph"], kept["instant"])
        return Kept(folder, datetime.fromisoformat(kept["instant"]), kept)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise KeptWorldError(path, f"is no world that this version can read ({problem})") from None


def remove(folder: Path) -> None:
    """Remove the world kept in ``folder``, readable or not, and nothing else that lies there."""
    for name in (WORLD_FILE, WORLD_FILE + _UNFINISHED):
        (folder / name).unlink(missing_ok=True)
    place = folder / FILES_FOLDER
    if not place.is_dir():
        return
    for entry in place.iterdir():
        if entry.is_file() and _OWN.fullmatch(entry.name):
            entry.unlink()
    with contextlib.suppress(OSError):
        # Not empty: somebody put something of their own there.
        place.rmdir()


def restore(kept: Kept, world: World) -> None:
    """Replace everything ``world`` holds by what was kept; whoever listens to it stays.

    KeptWorldError, before anything is replaced, if the kept world cannot be brought back.
    """

    def read_file(number: int, size: int) -> bytes:
        return _file(kept.folder / FILES_FOLDER / str(number), size)

    try:
        found = document.read(kept.document, world, read_file)
    except DocumentError as problem:
        path = kept.folder / WORLD_FILE
        raise KeptWorldError(path, f"is no world that this version can read ({problem})") from None
    document.replace(world, found)


def _checked_head(path: Path, head: bytes) -> tuple[int, object]:
    """The form and the digest that a world's first line names; KeptWorldError for another line."""
    try:
        marks = json.loads(head.removesuffix(b",") + b"}")
    except (ValueError, RecursionError):
        marks = None
    if not isinstance(marks, dict) or marks.get("format") != _FORMAT:
        raise KeptWorldError(path, "is damaged, or something else than a kept world")
    version = marks.get("version")
    if version not in (_VERSION_ONE, _VERSION):
        raise KeptWorldError(
            path,
            f"has form {version!r} and this version reads forms up to {_VERSION}: "
            "another version wrote it",
        )
    return version, marks.get("sha256")


def _file(path: Path, size: int) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise KeptWorldError(path, f"cannot be read ({problem.strerror})") from problem
    if len(data) != size:
        raise KeptWorldError(path, "is damaged")
    return data


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and have it on the disk."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if os.name == "posix":
        # The name is part of the folder, which has to reach the disk as well.
        opened = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
