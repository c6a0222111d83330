"""An answer of Discord's as soon as it is there, for whoever cannot wait for the next request.

discord.py holds an answer back while it waits for its rate limit: the request that uses a bucket up
comes back only when the bucket is full again, since the library sleeps on leaving it
(``Ratelimit.__aexit__``). Of conversations, ten may be opened in ten seconds: the tenth would be
open and stay unused for all of them. So the request runs on in a task of its own, where it keeps
its place in the library's accounts, and the answer is taken from the connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, TypeVar

import aiohttp

T = TypeVar("T")

_awaited: ContextVar[asyncio.Future[Any] | None] = ContextVar("awaited", default=None)


class EarlyAnswers:
    """Requests through discord.py whose answers are wanted at once."""

    def __init__(self, _bot: object) -> None:
        """None is under way."""
        self._running: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """Give up what only waits for a rate limit."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def of(self, request: Coroutine[Any, Any, T]) -> T:
        """What ``request`` gives, or raises: a single request of ``bot.http``, not yet begun."""
        answered: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        token = _awaited.set(answered)
        task = asyncio.create_task(request)
        _awaited.reset(token)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await asyncio.wait((answered, task), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            raise
        return answered.result() if answered.done() else task.result()


async def tell(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    params: aiohttp.TraceRequestEndParams,
) -> None:
    """Hand an answer to whoever waits for it; stands among the hooks at a request's end.

    A refusal is left to the library, which may ask again.
    """
    awaited = _awaited.get()
    if awaited is not None and not awaited.done() and params.response.ok:
        # The body is kept: the library reads it again.
        awaited.set_result(await params.response.json())
