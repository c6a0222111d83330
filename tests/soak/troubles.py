"""Kills, cuts and refusals, each for a few seconds in the middle of what people do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from sqlalchemy import make_url

from tests.soak.scene import Scene

SEND = "/channels/{channel_id}/messages"
OPEN_DM = "/users/@me/channels"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
ROUTES = (
    ("POST", SEND),
    ("POST", OPEN_DM),
    ("POST", CALLBACK),
    ("PATCH", ORIGINAL),
    ("PATCH", f"{SEND}/{{message_id}}"),
    ("*", "*"),
)


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble; ``may_fail`` says that answers can be lost by it."""

    name: str
    happen: Callable[[Scene, Random], Awaitable[None]]
    may_fail: bool = False


async def _nothing(_scene: Scene, _rng: Random) -> None:
    """No trouble: here everything must be answered."""


async def _killed(scene: Scene, rng: Random) -> None:
    await asyncio.sleep(rng.uniform(0, 1.5))
    await scene.process.kill()
    if rng.random() < 0.3:
        # Killed again while it starts.
        starting = asyncio.create_task(scene.process.start())
        await asyncio.sleep(rng.uniform(0.1, 1.5))
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await scene.process.kill()
    await scene.process.start()


async def _gateway_cut(scene: Scene, rng: Random) -> None:
    gateway = scene.sandbox.gateway
    for _ in range(rng.randint(1, 3)):
        await asyncio.sleep(rng.uniform(0, 0.7))
        match rng.choice(("abort", "close", "reconnect", "invalidate", "refuse")):
            case "abort":
                gateway.drop(None)
            case "close":
                gateway.drop()
            case "reconnect":
                gateway.reconnect()
            case "invalidate":
                gateway.invalidate(resumable=rng.random() < 0.5)
            case "refuse":
                gateway.refuse()
                gateway.drop(None)
                await asyncio.sleep(rng.uniform(0.2, 1.5))
                gateway.refuse(refusing=False)


async def _http_cut(scene: Scene, rng: Random) -> None:
    faults = scene.sandbox.faults
    for _ in range(rng.randint(2, 6)):
        method, route = rng.choice(ROUTES)
        rng.choice((faults.reset, faults.after))(method, route, times=rng.randint(1, 4))
    await asyncio.sleep(rng.uniform(0.5, 2))
    faults.clear()


async def _refused(scene: Scene, rng: Random) -> None:
    """5xx and 429, from Discord itself and from what stands before it."""
    faults = scene.sandbox.faults
    for _ in range(rng.randint(2, 6)):
        method, route = rng.choice(ROUTES)
        times = rng.randint(1, 4)
        if rng.random() < 0.3:
            scope = rng.choice(("user", "shared", "global"))
            faults.rate_limit(method, route, retry_after=0.3, scope=scope, times=times)
        else:
            faults.fail(method, route, status=rng.choice((500, 502, 503, 504)), times=times)
    await asyncio.sleep(rng.uniform(0.5, 2))
    faults.clear()


async def _database_away(scene: Scene, rng: Random) -> None:
    """PostgreSQL cuts and refuses connections; somebody else locks the SQLite file."""
    await asyncio.sleep(rng.uniform(0, 0.5))
    seconds = rng.uniform(0.5, 5)
    if scene.line is not None:
        await scene.line.cut()
        await asyncio.sleep(seconds)
        await scene.line.mend()
        return
    locking = sqlite3.connect(make_url(scene.database.url).database or "", timeout=5)
    try:
        locking.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(seconds)
        locking.rollback()
    finally:
        locking.close()


TROUBLES = (
    Trouble("nothing else", _nothing),
    Trouble("SIGKILL and a new start", _killed, may_fail=True),
    Trouble("dropped gateway connections", _gateway_cut, may_fail=True),
    Trouble("cut HTTP connections", _http_cut, may_fail=True),
    Trouble("5xx and 429 from Discord", _refused, may_fail=True),
    Trouble("a database that refuses", _database_away),
)
