"""A Discord on loopback: the REST API, the gateway, the CDN, and users that act.

    async with Sandbox(clock=SettableClock(start)) as sandbox:
        guild = sandbox.world.create_guild("Night owls")
        ana = sandbox.user("Ana")
        ...

An unmodified bot connects to ``api_url`` and ``gateway_url`` with ``world.application.token``. The
package knows no bot and imports no Discord library; it needs aiohttp and the standard library only.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox import server
from sandbox.clock import Clock, Follower, RunningClock, SettableClock, SystemClock, runs
from sandbox.feeds import Feeds
from sandbox.gateway.gateway import Gateway
from sandbox.http.faults import Fault, Faults, Hold
from sandbox.http.ratelimit import RateLimiter
from sandbox.http.requests import LoggedRequest, RequestLog
from sandbox.interactions.answering import Answering
from sandbox.interactions.interactions import Interactions
from sandbox.page import Page
from sandbox.people.actors import ActingUser
from sandbox.people.response_view import Choice, Modal, Seen
from sandbox.rules.openapi import OpenAPI
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import SandboxUsageError
from sandbox.world.composing import files
from sandbox.world.composing.uploads import Upload
from sandbox.world.model import Application, User
from sandbox.world.polls import PollClock
from sandbox.world.threads import ThreadClock
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

_GUILDS_PER_SHARD = 1000
"""Discord advises one shard for about this many guilds."""


class Sandbox:
    """One Discord, served on 127.0.0.1.

    ``port`` 0 takes a free one. Without a ``clock`` the real time counts. ``requests`` is the log
    of every API request, ``violations`` what missed Discord's OpenAPI description (empty when the
    description is not at hand), ``faults`` and ``gateway`` make trouble on demand. ``feeds`` are
    the stand-ins for arXiv and a newsletter on the same port, ``page`` what differs by bot on the
    page that people open in a browser, at ``url``.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        application_name: str = "Sandbox Bot",
        shards: int | None = None,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.world = World(self.clock, application_name)
        self.requests = RequestLog()
        self.violations: list[str] = []
        self.faults = Faults()
        self.feeds = Feeds(self.clock)
        self.limiter = RateLimiter()
        self.openapi = OpenAPI.find()
        self.gateway = Gateway(self.world, lambda: self.gateway_url)
        self.world.listen(self.gateway.dispatch)
        self.interactions = Interactions(self.world)
        self.answering = Answering(self.world, self.interactions)
        self._followers: tuple[Follower, ...] = (PollClock(self.world), ThreadClock(self.world))
        if isinstance(clock, SettableClock):
            for follower in self._followers:
                clock.follow(follower)
        self.page = Page()
        self._ticking: asyncio.Task[None] | None = None
        self._shards = shards
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port it listens on, known after the start."""
        return self._port

    @property
    def url(self) -> str:
        """Address of the page, for a browser."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def api_url(self) -> str:
        """Base address of the REST API, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}{server.API}"

    @property
    def gateway_url(self) -> str:
        """Address of the gateway."""
        return f"ws://127.0.0.1:{self._port}{server.GATEWAY}"

    @property
    def cdn_url(self) -> str:
        """Base address of avatars and attachments."""
        return f"http://127.0.0.1:{self._port}{server.CDN}"

    def recommended_shards(self, application: Application) -> int:
        """How many shards ``GET /gateway/bot`` advises: as given at the start, else by size."""
        return self._shards or 1 + len(application.bot_user.guilds) // _GUILDS_PER_SHARD

    def user(self, name: str, *, locale: str = "en-US", zone: str = "UTC") -> ActingUser:
        """A new account and the person who acts with it."""
        return self.acting(self.world.create_user(name, locale=locale, zone=zone))

    def acting(self, account: User) -> ActingUser:
        """The person who acts with an account."""
        return ActingUser(self.world, self.interactions, account)

    async def start(self) -> None:
        """Begin to serve."""
        self._runner = web.AppRunner(server.build(self), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        before, self.world.cdn_url = self.world.cdn_url, self.cdn_url
        files.move(self.world, self.interactions.all_ephemeral(), before)
        self.feeds.base_url = f"http://127.0.0.1:{self._port}"
        if runs(self.clock):
            self._ticking = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        """What moving a clock does by itself: end polls, archive idle threads."""
        while True:
            await asyncio.sleep(1)
            for follower in self._followers:
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
