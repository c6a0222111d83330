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
    """Save the world when it has changed, at most once a second, until ``stop``; then once more.

    OSError if that last time fails.
    """
    journal, saved, saved_at = sandbox.world.journal, -1, -_CLOCK_SECONDS
    while not stop.is_set():
        began = time.monotonic()
        # What the clock shows is worth keeping too, but nothing notes that it runs.
        if journal.mark != saved or began - saved_at > _CLOCK_SECONDS:
            saved, saved_at = journal.mark, began
            try:
                await _save(sandbox, folder)
            except OSError as problem:
                log.warning("The world could not be kept: %s", problem.strerror)
        # Large worlds take longer to save, and then do it less often.
        pause = max(_SAVE_SECONDS, 10 * (time.monotonic() - began))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
    await _save(sandbox, folder)


async def _save(sandbox: Backend, folder: Path) -> None:
    snapshot = keeping.capture(sandbox.world)
    await asyncio.to_thread(keeping.write, snapshot, folder)
