"""A Discord on loopback: the REST API, the gateway, the CDN, and users that act.

    async with Sandbox(clock=SettableClock(start)) as sandbox:
        guild = sandbox.world.create_guild("Night owls")
        ana = sandbox.user("Ana")
        ...

An unmodified bot connects to ``api_url`` and ``gateway_url`` with ``world.application.token``. The
package knows no bot and imports no Discord library; it needs aiohttp, msgspec and the standard
library only.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox import server
from sandbox.backend import Backend
from sandbox.clock import Clock, RunningClock, SettableClock, SystemClock, runs
from sandbox.feeds import Feeds
from sandbox.http.faults import Fault, Hold
from sandbox.http.requests import LoggedRequest
from sandbox.people.actors import ActingUser
from sandbox.people.response_view import Choice, Modal, Seen
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import SandboxUsageError
from sandbox.world.composing import files
from sandbox.world.composing.uploads import Upload
from sandbox.world.world import World

__all__ = [
    "ActingUser",
    "Choice",
    "Fault",
    "Feeds",
    "Hold",
    "LoggedRequest",
    "Modal",
    "Permissions",
    "RunningClock",
    "Sandbox",
    "SandboxUsageError",
    "Seen",
    "SettableClock",
    "SystemClock",
    "Upload",
    "World",
]


class Sandbox(Backend):
    """One Discord, served on 127.0.0.1.

    ``port`` 0 takes a free one. Without a ``clock`` the real time counts.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        application_name: str = "Sandbox Bot",
        shards: int | None = None,
    ) -> None:
        super().__init__(clock, port=port, application_name=application_name, shards=shards)
        self._ticking: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to serve."""
        self._runner = web.AppRunner(server.build(self), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        before, self.world.cdn_url = self.world.cdn_url, self.cdn_url
        files.move(self.world, before)
        self.feeds.base_url = f"http://127.0.0.1:{self.port}"
        if runs(self.clock):
            self._ticking = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        """What moving a clock does by itself: end polls, archive idle threads."""
        while True:
            await asyncio.sleep(1)
            for follower in self.followers:
                await follower.run_due()

    async def close(self) -> None:
        """Let go of held requests, close every connection and stop serving."""
        if self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None
        self.faults.close()
        self.feeds.close()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
