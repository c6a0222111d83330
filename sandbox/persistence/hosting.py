"""What a sandbox for people needs besides itself: its usual port, and a folder that keeps it."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from sandbox.backend import Backend
from sandbox.persistence import keeping

PORT: Final = 8750
"""Where people find a sandbox that was told no other place."""

_SAVE_SECONDS: Final = 1.0
_CLOCK_SECONDS: Final = 60.0

log = logging.getLogger(__name__)


def free_port(wanted: int = PORT) -> int:
    """``wanted`` if nobody has it, else 0, for which a sandbox takes any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
    return wanted


async def keep_until(stop: asyncio.Event, sandbox: Backend, folder: Path) -> None:
    """Keep the world in ``folder`` as it changes, until ``stop``; then once more.

    Whoever is answered that something has happened finds it in the folder: the answer waits until
    it is there, together with others that wait (``sandbox.settle``). What nobody asked for is saved
    at most once a second. OSError if the last time fails.
    """
    keeper, before = _Keeper(sandbox, folder), sandbox.settle
    sandbox.settle = keeper.settle
    journal, looked_at = sandbox.world.journal, -_CLOCK_SECONDS
    try:
        while not stop.is_set():
            began = time.monotonic()
            # What the clock shows is worth keeping too, but nothing notes that it runs.
            if journal.mark != keeper.mark or began - looked_at > _CLOCK_SECONDS:
                looked_at = began
                await keeper.save()
            # Large worlds take longer to save, and then do it less often.
            pause = max(_SAVE_SECONDS, 10 * (time.monotonic() - began))
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
    finally:
        sandbox.settle = before
    await keeper.finish()


class _Keeper:
    """Saves one world, one time after the other; ``mark`` is up to where the journal is kept."""

    def __init__(self, sandbox: Backend, folder: Path) -> None:
        self.mark = -1
        self._world = sandbox.world
        self._folder = folder
        self._turn = asyncio.Lock()

    async def settle(self) -> None:
        """Return when what the world holds now is in the folder, or cannot be put there."""
        wanted = self._world.journal.mark
        async with self._turn:
            # Whoever had the turn before may have saved this too.
            if self.mark < wanted:
                await self._save()

    async def save(self) -> None:
        """Save what there is."""
        async with self._turn:
            await self._save()

    async def finish(self) -> None:
        """Save for the last time. OSError if that fails."""
        async with self._turn:
            await self._write()

    async def _save(self) -> None:
        try:
            await self._write()
        except OSError as problem:
            log.warning("The world could not be kept: %s", problem.strerror)

    async def _write(self) -> None:
        # Also where writing fails: those who wait behind this one would only fail again.
        self.mark = self._world.journal.mark
        snapshot = keeping.capture(self._world)
        await asyncio.to_thread(keeping.write, snapshot, self._folder)
