"""Keeping under Discord's global limit, for every request that the process makes.

Discord allows a bot 50 requests a second in all; answers to interactions do not count. A slot is
given back one second after its request *arrived*. That instant is not known, but its answer came
later than it, by at least what the fastest of the latest answers took: so a slow Discord costs no
slots, and a request that was held up on its way keeps its slot for as much longer.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from types import SimpleNamespace

import aiohttp

# A second, and by how much a fast answer may be due to luck.
_WINDOW_SECONDS = 1.01
_LATEST_ANSWERS = 100
# Fewer answers of a kind do not tell how fast it can be; then the fastest of any kind counts.
_ENOUGH_ANSWERS = 10
# No bot makes so many kinds of requests.
_MOST_KINDS = 200
_ID = re.compile(r"(?<=/)\d+")
_NOT_COUNTED = re.compile(r"/(interactions|webhooks)/\d+/|/gateway/?\?")


class RateLimit:
    """``limit`` requests a second, first come first served, over one aiohttp session."""

    def __init__(self, limit: int) -> None:
        """Start with every slot free."""
        self._slots = asyncio.Semaphore(limit)
        self._took: dict[str, deque[float]] = {}

    def trace(self) -> aiohttp.TraceConfig:
        """The hooks that hold each request of a session until it has a slot."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._acquire)
        config.on_request_end.append(self._answered)
        config.on_request_exception.append(self._failed)
        return config

    async def _acquire(
        self,
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        context.sent_at = None
        if not _NOT_COUNTED.search(str(params.url)):
            await self._slots.acquire()
            context.sent_at = asyncio.get_running_loop().time()

    async def _answered(
        self,
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        if context.sent_at is not None:
            took = asyncio.get_running_loop().time() - context.sent_at
            fastest = self._note(f"{params.method} {_ID.sub('', params.url.path)}", took)
            self._release(context, after=_WINDOW_SECONDS - fastest)

    def _note(self, kind: str, took: float) -> float:
        """Keep how long an answer took; gives how fast one of its kind can surely be."""
        if kind not in self._took and len(self._took) >= _MOST_KINDS:
            self._took.clear()
        latest = self._took.setdefault(kind, deque(maxlen=_LATEST_ANSWERS))
        latest.append(took)
        if len(latest) >= _ENOUGH_ANSWERS:
            return min(latest)
        return min(min(each) for each in self._took.values())

    async def _failed(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, _params: object
    ) -> None:
        if context.sent_at is not None:
            self._release(context, after=_WINDOW_SECONDS)

    def _release(self, context: SimpleNamespace, *, after: float) -> None:
        context.sent_at = None
        asyncio.get_running_loop().call_later(after, self._slots.release)
