"""How long the event loop was held: what everybody else waits for at least."""

from __future__ import annotations

import asyncio
import time

_PAUSE = 0.001


class LoopWatch:
    """Measures the longest time, in seconds, during which the event loop ran nothing else."""

    def __init__(self) -> None:
        """Begin with nothing measured; the measuring takes place inside ``async with``."""
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> LoopWatch:
        self._task = asyncio.create_task(self._watch())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()

    async def _watch(self) -> None:
        last = time.perf_counter()
        while True:
            # A pause that leaves the interpreter to other threads.
            await asyncio.sleep(_PAUSE)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - _PAUSE)
            last = now
