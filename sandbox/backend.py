"""The parts of one sandbox, put together: what its server and its page work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from sandbox.clock import Clock, Follower, SettableClock, SystemClock
from sandbox.feeds import Feeds
from sandbox.gateway.gateway import Gateway
from sandbox.http.faults import Faults
from sandbox.http.ratelimit import RateLimiter
from sandbox.http.requests import RequestLog
from sandbox.interactions.answering import Answering
from sandbox.interactions.interactions import Interactions
from sandbox.page_config import Page
from sandbox.people.actors import ActingUser
from sandbox.rules.openapi import OpenAPI
from sandbox.world.applications import Application
from sandbox.world.polls import PollClock
from sandbox.world.threads import ThreadClock
from sandbox.world.users import User
from sandbox.world.world import World

API: Final = "/api/v10"
GATEWAY: Final = "/gateway/"
CDN: Final = "/cdn"
_GUILDS_PER_SHARD = 1000
"""Discord advises one shard for about this many guilds."""


async def _settled() -> None:
    """Nothing is kept, so there is nothing to wait for."""


class Backend:
    """One Discord without its server, which may be reached at ``port`` of 127.0.0.1.

    ``requests`` is the log
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
        self.followers: tuple[Follower, ...] = (PollClock(self.world), ThreadClock(self.world))
        """What happens by itself as the clock moves."""
        if isinstance(clock, SettableClock):
            for follower in self.followers:
                clock.follow(follower)
        self.page = Page()
        self.settle: Callable[[], Awaitable[None]] = _settled
        """Awaited before an answer leaves that says something has happened: whoever keeps the world
        puts itself here, so that nobody knows of what a kill could still undo."""
        self._shards = shards
        self.port = port
        """The port it listens on; with 0, known after the start."""

    @property
    def url(self) -> str:
        """Address of the page, for a browser."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def api_url(self) -> str:
        """Base address of the REST API, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}{API}"

    @property
    def gateway_url(self) -> str:
        """Address of the gateway."""
        return f"ws://127.0.0.1:{self.port}{GATEWAY}"

    @property
    def cdn_url(self) -> str:
        """Base address of avatars and attachments."""
        return f"http://127.0.0.1:{self.port}{CDN}"

    def recommended_shards(self, application: Application) -> int:
        """How many shards ``GET /gateway/bot`` advises: as given at the start, else by size."""
        return self._shards or 1 + len(application.bot_user.guild_ids) // _GUILDS_PER_SHARD

    def user(self, name: str, *, locale: str = "en-US", zone: str = "UTC") -> ActingUser:
        """A new account and the person who acts with it."""
        return self.acting(self.world.create_user(name, locale=locale, zone=zone))

    def acting(self, account: User) -> ActingUser:
        """The person who acts with an account."""
        return ActingUser(self.world, self.interactions, account)
