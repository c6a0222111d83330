"""Keeping under Discord's global limit, for every request that the process makes.

Discord allows a bot 50 requests a second in all; answers to interactions do not count. A slot is
given back one second after its request was *answered*: whatever the network adds, any run of
``limit + 1`` requests then spans more than a second on Discord's side.
"""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace

import aiohttp

_WINDOW_SECONDS = 1.0
_NOT_COUNTED = re.compile(r"/(interactions|webhooks)/\d+/|/gateway/?\?")


class RateLimit:
    """``limit`` requests a second, first come first served, over one aiohttp session."""

    def __init__(self, limit: int) -> None:
        """Start with every slot free."""
        self._slots = asyncio.Semaphore(limit)

    def trace(self) -> aiohttp.TraceConfig:
        """The hooks that hold each request of a session until it has a slot."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._acquire)
        config.on_request_end.append(self._release)
        config.on_request_exception.append(self._release)
        return config

    async def _acquire(
        self,
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        context.has_slot = False
        if not _NOT_COUNTED.search(str(params.url)):
            await self._slots.acquire()
            context.has_slot = True

    async def _release(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, _params: object
    ) -> None:
        if context.has_slot:
            context.has_slot = False
            asyncio.get_running_loop().call_later(_WINDOW_SECONDS, self._slots.release)
