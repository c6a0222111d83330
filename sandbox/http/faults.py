"""Trouble on demand: answers that fail, never come, come too late, or wait until the test says so.

    sandbox.faults.fail("POST", "/channels/{id}/messages", status=503, times=2)
    hold = sandbox.faults.hold("PATCH", "/channels/{id}/messages/{id}", after=True)
    await hold.reached()
    hold.release()

A route is a template (its parameters' names do not matter) or a concrete path below `/api/v10`; `*`
stands for any method or route. Faults are tried in the order they were added; each is used up after
`times` requests.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiohttp import web

from sandbox.http.ratelimit import VIA
from sandbox.rules.openapi import nameless

Handler = Callable[[], Awaitable[web.StreamResponse]]

ALWAYS = 1_000_000_000
"""`times` for a fault that lasts until it is removed or cleared."""

NO_ANSWER = 499
"""The status that stands in the log where the client was given none."""

_LOOK_AGAIN = 0.02
"""Seconds between looks at whether a client that gets no answer has gone."""


class Kind(Enum):
    """What a fault does to a request."""

    FAIL = "fail"
    """An answer with a given status instead of the real one; nothing is executed."""
    TIMEOUT = "timeout"
    """No answer, ever; nothing is executed."""
    RESET = "reset"
    """The connection is cut; nothing is executed."""
    LOST_ANSWER = "after"
    """The request is executed, then the connection is cut."""
    DELAY = "delay"
    """The request is executed, and answered a while later."""
    HOLD = "hold"
    """The request waits, before or after its execution, until it is released."""


class Hold:
    """A gate in a request's way. It stays open once released."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self) -> None:
        """Return once a request waits (or has waited) at the gate."""
        await self._reached.wait()

    def release(self) -> None:
        """Let whoever waits go on."""
        self._released.set()

    async def wait(self) -> None:
        """Wait at the gate; what the sandbox does with a held request."""
        self._reached.set()
        await self._released.wait()


@dataclass(slots=True)
class Fault:
    """One trouble for the next `times` requests that match `method` and `route`.

    `status`, `body` and `headers` belong to `FAIL`; `seconds` to `DELAY`; `gate` and `after` to
    `HOLD`. `only` looks at the path and narrows the match further. `times` counts down.
    """

    method: str
    route: str
    kind: Kind
    times: int = 1
    status: int = 500
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    gate: Hold | None = None
    after: bool = False
    only: Callable[[str], bool] | None = None

    def matches(self, method: str, route: str, path: str) -> bool:
        """Whether this fault is meant for such a request and is not used up."""
        return (
            self.times > 0
            and self.method.upper() in ("*", method.upper())
            and (self.route in ("*", path) or nameless(self.route) == nameless(route))
            and (self.only is None or self.only(path))
        )


class Faults:
    """The faults that are waiting for a request, and how they are carried out."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._closed = asyncio.Event()

    def add(self, fault: Fault) -> Fault:
        """Queue a fault; returns it, so that `remove` can take it away again."""
        self._waiting.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Take a fault away; one that is already used up is no error."""
        if fault in self._waiting:
            self._waiting.remove(fault)

    def clear(self) -> None:
        """Take all faults away and release every gate."""
        for fault in self._waiting:
            if fault.gate is not None:
                fault.gate.release()
        self._waiting.clear()

    def fail(
        self,
        method: str,
        route: str,
        *,
        status: int = 500,
        code: int = 0,
        message: str = "The sandbox was told to fail",
        times: int = 1,
    ) -> Fault:
        """Answer with `status` and Discord's JSON error (`code`, `message`)."""
        body = {"message": message, "code": code}
        return self.add(Fault(method, route, Kind.FAIL, times, status, body))

    def rate_limit(
        self,
        method: str,
        route: str,
        *,
        retry_after: float = 0.1,
        scope: str = "user",
        via: bool = True,
        times: int = 1,
    ) -> Fault:
        """Answer 429. `scope` is user, shared or global; without `via` it looks like a ban."""
        body = {
            "message": "You are being rate limited.",
            "retry_after": retry_after,
            "global": scope == "global",
        }
        headers = {"Retry-After": f"{retry_after:.3f}", "X-RateLimit-Scope": scope}
        if scope == "global":
            headers["X-RateLimit-Global"] = "true"
        if via:
            headers |= VIA
        return self.add(Fault(method, route, Kind.FAIL, times, 429, body, headers))

    def timeout(self, method: str, route: str, *, times: int = 1) -> Fault:
        """Never answer; the client has to give up by itself."""
        return self.add(Fault(method, route, Kind.TIMEOUT, times))

    def reset(self, method: str, route: str, *, times: int = 1) -> Fault:
        """Cut the connection before the request has any effect."""
        return self.add(Fault(method, route, Kind.RESET, times))

    def after(self, method: str, route: str, *, times: int = 1) -> Fault:
        """Let the request take effect, then cut the connection: its answer is lost."""
        return self.add(Fault(method, route, Kind.LOST_ANSWER, times))

    def delay(self, method: str, route: str, *, seconds: float, times: int = 1) -> Fault:
        """Let the request take effect, and answer it so many seconds later."""
        return self.add(Fault(method, route, Kind.DELAY, times, seconds=seconds))

    def hold(self, method: str, route: str, *, after: bool = False, times: int = 1) -> Hold:
        """Stop the request before it takes effect, or `after` it did, until it is released."""
        gate = Hold()
        self.add(Fault(method, route, Kind.HOLD, times, gate=gate, after=after))
        return gate

    def match(self, method: str, route: str, path: str) -> Fault | None:
        """The fault for this request, counted as used, or None."""
        for fault in self._waiting:
            if fault.matches(method, route, path):
                fault.times -= 1
                if not fault.times and fault.gate is None:
                    self._waiting.remove(fault)
                return fault
        return None

    async def through(
        self, request: web.Request, route: str, path: str, execute: Handler
    ) -> web.StreamResponse:
        """Answer the request, by `execute` unless a fault is in the way.

        Where the client gets no answer at all, the connection is cut and the response that comes
        back has the status `NO_ANSWER`, for the sandbox's own log.
        """
        fault = self.match(request.method, route, path)
        if fault is None:
            return await execute()
        if fault.kind is Kind.FAIL:
            await request.read()
            headers = {**fault.headers, "Content-Type": "application/json"}
            if fault.status != 429:
                headers |= VIA
            body = json.dumps(fault.body).encode()
            return web.Response(body=body, status=fault.status, headers=headers)
        if fault.kind is Kind.TIMEOUT:
            await until_gone(request, self._closed)
        elif fault.kind is Kind.DELAY:
            response = await execute()
            await asyncio.sleep(fault.seconds)
            return response
        elif fault.kind is Kind.HOLD and fault.gate is not None:
            if not fault.after:
                await fault.gate.wait()
            response = await execute()
            if fault.after:
                await fault.gate.wait()
            return response
        elif fault.kind is Kind.LOST_ANSWER:
            try:
                await execute()
            finally:
                _cut(request)
        return _cut(request)

    def close(self) -> None:
        """Let go of every request that is being kept waiting; the sandbox is shutting down."""
        self.clear()
        self._closed.set()


async def until_gone(request: web.Request, closed: asyncio.Event) -> None:
    """Keep a request waiting until its client gives up or `closed` is set."""
    while request.transport is not None and not request.transport.is_closing():
        try:
            await asyncio.wait_for(closed.wait(), _LOOK_AGAIN)
        except TimeoutError:
            continue
        return


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=NO_ANSWER, reason="Connection cut")
