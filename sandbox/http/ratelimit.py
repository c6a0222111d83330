"""Discord's rate limits: one global window per bot, and a bucket per route and major parameter.

Discord publishes how limits are announced and the global figure, but no numbers for the routes;
`DISCORD_BUCKETS` holds values that bots commonly observe. Times are monotonic seconds.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.rules.openapi import nameless

GLOBAL_LIMIT = 50
"""Requests per bot in each window of one second (Discord's documentation, "Global Rate Limit")."""

VIA = {"Via": "1.1 sandbox"}
"""Stands on every answer: clients take a 429 without it for a ban by the network before Discord."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """At most `limit` requests in a window of `seconds`, which starts with its first request."""

    limit: int
    seconds: float


DISCORD_BUCKETS: Mapping[tuple[str, str], Bucket] = {
    ("POST", "/users/@me/channels"): Bucket(10, 10.0),
    ("POST", "/channels/{}/messages"): Bucket(5, 5.0),
    ("PATCH", "/channels/{}/messages/{}"): Bucket(5, 5.0),
    ("DELETE", "/channels/{}/messages/{}"): Bucket(5, 1.0),
    ("PUT", "/channels/{}/messages/{}/reactions/{}/@me"): Bucket(1, 0.25),
    ("POST", "/channels/{}/typing"): Bucket(5, 5.0),
    ("POST", "/webhooks/{}/{}"): Bucket(5, 2.0),
    ("PATCH", "/webhooks/{}/{}/messages/{}"): Bucket(5, 2.0),
    ("PATCH", "/webhooks/{}/{}/messages/@original"): Bucket(5, 2.0),
}
OTHER_ROUTES = Bucket(50, 1.0)
"""The bucket of every route that has none of its own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a request may pass, and the headers its answer carries either way.

    `retry_after` is None for a request that passes, else the seconds until it would; `scope` then
    says which limit was hit: `user` (the route's bucket) or `global`.
    """

    headers: Mapping[str, str]
    retry_after: float | None = None
    scope: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the 429 answer."""
        return {
            "message": "You are being rate limited.",
            "retry_after": self.retry_after or 0.0,
            "global": self.scope == "global",
        }


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(slots=True)
class RateLimiter:
    """Counts requests and decides. Not thread-safe: it lives in the sandbox's event loop."""

    global_limit: int = GLOBAL_LIMIT
    buckets: dict[tuple[str, str], Bucket] = field(default_factory=lambda: dict(DISCORD_BUCKETS))
    other: Bucket = OTHER_ROUTES
    wall_time: Callable[[], float] = time.time
    _globals: dict[str, _Window] = field(default_factory=dict)
    _windows: dict[tuple[str, str, str], _Window] = field(default_factory=dict)

    def set(self, method: str, route: str, limit: int, seconds: float) -> None:
        """Give one route a bucket of its own from now on."""
        self.buckets[method.upper(), nameless(route)] = Bucket(limit, seconds)
        self._windows.clear()

    def relax(self) -> None:
        """Lift the routes' own buckets, for time told faster than life; the global limit stays."""
        self.buckets.clear()
        self._windows.clear()

    def check(
        self, method: str, route: str, path: str, now: float, *, caller: str = ""
    ) -> Decision:
        """Count one request and decide on it.

        `route` is the template and `path` what was really asked, both below `/api/v10`; `now` is
        monotonic; `caller` tells bots apart. Answers to interactions, and the follow-ups that go
        through their webhooks, are free of the global limit, as with Discord.
        """
        if not _answers_an_interaction(path):
            wait = self._global_wait(caller, now)
            if wait is not None:
                headers = {**VIA, **_retry_headers(wait, "global"), "X-RateLimit-Global": "true"}
                return Decision(headers, wait, "global")
        name = (method.upper(), nameless(route))
        bucket = self.buckets.get(name, self.other)
        window = self._window(name, path, bucket, now)
        wait = window.ends - now
        passes = window.used < bucket.limit
        window.used += passes
        headers = {
            **VIA,
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.limit - window.used),
            "X-RateLimit-Reset": f"{self.wall_time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": hashlib.sha1(" ".join(name).encode()).hexdigest()[:32],
        }
        if passes:
            return Decision(headers)
        return Decision({**headers, **_retry_headers(wait, "user")}, wait, "user")

    def _global_wait(self, caller: str, now: float) -> float | None:
        window = self._globals.get(caller)
        if window is None or now >= window.ends:
            window = self._globals[caller] = _Window(now + 1.0)
        window.used += 1
        return window.ends - now if window.used > self.global_limit else None

    def _window(self, name: tuple[str, str], path: str, bucket: Bucket, now: float) -> _Window:
        if len(self._windows) > 10_000:
            self._windows = {key: kept for key, kept in self._windows.items() if kept.ends > now}
        key = (*name, _major(path))
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            window = self._windows[key] = _Window(now + bucket.seconds)
        return window


def _retry_headers(wait: float, scope: str) -> dict[str, str]:
    return {"Retry-After": f"{wait:.3f}", "X-RateLimit-Scope": scope}


def _major(path: str) -> str:
    """The part of a path that has its own buckets: a channel, a guild, a webhook with its token."""
    steps = path.strip("/").split("/")
    if steps[0] in ("webhooks", "interactions"):
        return "/".join(steps[:3])
    return "/".join(steps[:2]) if steps[0] in ("channels", "guilds") else ""


def _answers_an_interaction(path: str) -> bool:
    steps = path.strip("/").split("/")
    return steps[0] == "interactions" or (steps[0] == "webhooks" and len(steps) > 2)
