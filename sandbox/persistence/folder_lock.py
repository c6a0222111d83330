"""One process at a time on a folder: a lock that the operating system releases, also at a kill."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

LOCK_FILE: Final = "in-use.lock"


class FolderInUseError(Exception):
    """Another process has the folder; the text is for whoever chose it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is in use by another one that runs on this machine. End that one first, or "
            "choose another folder."
        )


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Have ``folder`` to oneself. FolderInUseError where another process has it.

    The file stays, empty: to remove it would let a third process lock another one of that name.
    """
    with (folder / LOCK_FILE).open("ab") as file:
        try:
            _lock(file)
        except OSError as error:
            raise FolderInUseError(folder) from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
