"""Keeping a world in a folder, and bringing it back.

    kept = keeping.load(folder)  # None where nothing was kept
    sandbox = Sandbox(clock=RunningClock(kept.instant if kept else start))
    if kept:
        keeping.restore(kept, sandbox.world, sandbox.interactions)

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

from sandbox.interactions.interactions import Interactions
from sandbox.persistence import graph
from sandbox.rules.intents import Intents
from sandbox.rules.permissions import Overwrite, OverwriteKind, Permissions
from sandbox.world.channel import Channel, Messages
from sandbox.world.composing import files
from sandbox.world.guild import Guild
from sandbox.world.model import (
    Application,
    Attachment,
    ChannelType,
    Command,
    Emoji,
    ForumTag,
    Member,
    Message,
    MessageFlags,
    MessageType,
    Poll,
    PollAnswer,
    Reaction,
    Role,
    ScheduledEvent,
    ThreadState,
    User,
)
from sandbox.world.world import World

WORLD_FILE: Final = "world.json"
FILES_FOLDER: Final = "files"
_FORMAT: Final = "sandbox-world"
_VERSION: Final = 1
"""Raised when older versions could not read the new form. Added fields need no new version."""
_UNFINISHED: Final = ".unfinished"
_OWN: Final = re.compile(rf"[0-9]+({re.escape(_UNFINISHED)})?")
"""Names in the folder of files that are ours to remove."""


@dataclass(slots=True, eq=False)
class _Contents:
    """Everything a world holds. Fields added later need a default, for folders that lack them."""

    last_ids: tuple[int, int]
    cdn_url: str
    operator: User
    application: Application
    users: dict[int, User]
    guilds: dict[int, Guild]
    channels: dict[int, Channel]
    applications: dict[int, Application]
    files: dict[str, Attachment]
    ephemeral: list[Message]


SCHEMA: Final = graph.Schema(
    classes=(
        _Contents,
        Application,
        Attachment,
        Channel,
        Command,
        Emoji,
        ForumTag,
        Guild,
        Member,
        Message,
        Overwrite,
        Poll,
        PollAnswer,
        Reaction,
        Role,
        ScheduledEvent,
        ThreadState,
        User,
    ),
    enums=(ChannelType, Intents, MessageFlags, MessageType, OverwriteKind, Permissions),
    collections=(Messages,),
    apart={Attachment: "data"},
)
"""What a kept world is made of. New dataclasses and enumerations of the model belong here."""


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

    text: str
    files: dict[int, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """A world that was read from a folder. ``instant`` is what its clock showed."""

    folder: Path
    instant: datetime
    document: Any


def capture(world: World, interactions: Interactions) -> Snapshot:
    """Everything the world holds now. Call it where the world is changed: in the event loop."""
    contents = _Contents(
        last_ids=world.ids.last,
        cdn_url=world.cdn_url,
        operator=world.operator,
        application=world.application,
        users=world.users,
        guilds=world.guilds,
        channels=world.channels,
        applications=world.applications,
        files=world.files,
        ephemeral=interactions.all_ephemeral(),
    )
    text, apart = graph.write(SCHEMA, contents, {"world": world})
    instant = json.dumps(world.clock.now().isoformat())
    return Snapshot(f'{{"instant":{instant},"graph":{text}}}', apart)


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
    body = snapshot.text
    digest = hashlib.sha256(body.encode()).hexdigest()
    head = json.dumps({"format": _FORMAT, "version": _VERSION, "sha256": digest})
    _put(folder / WORLD_FILE, f'{head[:-1]},\n"world": {body}}}\n'.encode())
    for name in there - wanted.keys():
        if _OWN.fullmatch(name):
            (place / name).unlink(missing_ok=True)


def save(world: World, interactions: Interactions, folder: Path) -> None:
    """Capture and write in one go."""
    write(capture(world, interactions), folder)


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
    digest = _checked_head(path, head)
    body = rest.removeprefix(b'"world": ').removesuffix(b"}\n")
    if hashlib.sha256(body).hexdigest() != digest:
        raise KeptWorldError(path, "is damaged")
    try:
        kept = json.loads(body)
        return Kept(folder, datetime.fromisoformat(kept["instant"]), kept["graph"])
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
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


def restore(kept: Kept, world: World, interactions: Interactions) -> None:
    """Replace everything ``world`` holds by what was kept; whoever listens to it stays.

    KeptWorldError, before anything is replaced, if the kept world cannot be brought back.
    """

    def read_file(number: int, size: int) -> bytes:
        return _file(kept.folder / FILES_FOLDER / str(number), size)

    try:
        contents = graph.read(SCHEMA, kept.document, {"world": world}, read_file)
        if not isinstance(contents, _Contents):
            raise graph.GraphError("It holds something else.")
    except graph.GraphError as problem:
        path = kept.folder / WORLD_FILE
        raise KeptWorldError(path, f"is no world that this version can read ({problem})") from None
    world.users = contents.users
    world.guilds = contents.guilds
    world.channels = contents.channels
    world.applications = contents.applications
    world.files = contents.files
    world.operator = contents.operator
    world.application = contents.application
    world.ids.go_on_after(contents.last_ids)
    interactions.replace_ephemeral(contents.ephemeral)
    world.replaced()
    files.move(world, contents.ephemeral, contents.cdn_url)


def _checked_head(path: Path, head: bytes) -> object:
    """The digest that a world's first line names; KeptWorldError if it is no such line."""
    try:
        marks = json.loads(head.removesuffix(b",") + b"}")
    except (ValueError, RecursionError):
        marks = None
    if not isinstance(marks, dict) or marks.get("format") != _FORMAT:
        raise KeptWorldError(path, "is damaged, or something else than a kept world")
    if marks.get("version") != _VERSION:
        raise KeptWorldError(
            path,
            f"has form {marks.get('version')!r} and this version reads form {_VERSION}: "
            "another version wrote it",
        )
    return marks.get("sha256")


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
