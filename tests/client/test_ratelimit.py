"""The pace of requests: at most so many a second, however long Discord takes to answer."""

from __future__ import annotations

import asyncio
import itertools
import selectors
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.ratelimit import RateLimit

LIMIT = 5
API = "https://discord.com/api/v10"


class _Clock(selectors.SelectSelector):
    """Waits no time at all, but says how long it would have waited."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.now += timeout or 0.0
        return super().select(0)


class _QuickLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes only while nothing else is to be done."""

    def __init__(self) -> None:
        self._clock = _Clock()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def _sent(
    waits: Sequence[float], answered: str = "on_request_end", paths: Sequence[str] = ("/users/@me",)
) -> list[float]:
    """When requests are sent that are all wanted at 0 s and answered after so many seconds.

    They ask for ``paths`` in turn, as often as needed.
    """
    sent: list[float] = []

    async def ask(config: aiohttp.TraceConfig, wait: float, path: str) -> None:
        session, context = cast(Any, None), SimpleNamespace()
        params = cast(Any, SimpleNamespace(method="GET", url=URL(API + path)))
        for hook in config.on_request_start:
            await hook(session, context, params)
        sent.append(asyncio.get_running_loop().time())
        await asyncio.sleep(wait)
        for hook in getattr(config, answered):
            await hook(session, context, params)

    async def ask_all() -> None:
        config = RateLimit(LIMIT).trace()
        asked = zip(waits, itertools.cycle(paths), strict=False)
        await asyncio.gather(*(ask(config, wait, path) for wait, path in asked))

    loop = _QuickLoop()
    try:
        loop.run_until_complete(ask_all())
    finally:
        loop.close()
    return sent


@pytest.mark.parametrize("latency", [0.0, 0.15, 0.3, 0.9, 2.0])
def test_a_slow_discord_costs_no_slots(latency: float) -> None:
    """Slots count from the request: a hundred take as many seconds as there are slots for."""
    sent = _sent([latency] * 20 * LIMIT)
    slots = max(latency, 1.01)
    assert max(sent) == pytest.approx(19 * slots)


def test_requests_that_discord_is_slow_at_are_told_from_fast_ones() -> None:
    """A fast answer about a member says nothing of how fast a message can be answered."""
    paths = [f"/guilds/1/members/{number}" for number in range(LIMIT)]
    paths += [f"/channels/{number}/messages" for number in range(LIMIT)]
    sent = _sent(([0.0] * LIMIT + [0.3] * LIMIT) * 20, paths=paths)
    # Of the first two rounds of messages it is not known yet.
    assert max(sent) == pytest.approx(39 * 1.01 + 2 * 0.3, abs=0.01)


def test_few_answers_of_a_kind_do_not_tell_how_fast_it_can_be() -> None:
    """The first ones may have been held up on their way, all of them."""
    fast = [f"/guilds/1/members/{number}" for number in range(LIMIT)]
    slow = [f"/channels/{number}/messages" for number in range(LIMIT)]
    sent = _sent([0.0] * LIMIT + [0.5] * LIMIT + [0.0], paths=[*fast, *slow])
    assert sent[-1] == pytest.approx(1.01 + 1.51)


def test_a_request_held_up_on_its_way_keeps_its_slot_for_as_much_longer() -> None:
    waits = [0.3, 0.3, 0.3, 0.3, 0.8, *([0.3] * LIMIT)]
    sent = _sent(waits)
    assert sent[LIMIT:-1] == pytest.approx([1.01] * 4)
    assert sent[-1] == pytest.approx(1.51)


def test_a_failed_request_gives_its_slot_back() -> None:
    assert max(_sent([0.1] * 3 * LIMIT, "on_request_exception")) == pytest.approx(2 * 1.11)


async def test_no_second_holds_more_requests_than_the_limit() -> None:
    """Over a real connection; answers to interactions are not held."""
    arrived: list[str] = []
    sent: list[float] = []

    async def answer(request: web.Request) -> web.Response:
        arrived.append(request.path.split("/")[1])
        return web.Response()

    async def note(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        if "channels" in params.url.path:
            sent.append(asyncio.get_running_loop().time())

    seen = aiohttp.TraceConfig()
    seen.on_request_start.append(note)
    server = web.Application()
    server.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    # In this order: noted once it has its slot.
    traces = [RateLimit(LIMIT).trace(), seen]
    try:
        async with aiohttp.ClientSession(trace_configs=traces) as http:

            async def get(path: str) -> None:
                async with http.get(base + path) as response:
                    await response.read()

            held = [get("/channels/1/messages") for _ in range(2 * LIMIT + 1)]
            free = [get("/interactions/1/token/callback") for _ in range(3 * LIMIT)]
            await asyncio.gather(*held, *free)
    finally:
        await runner.cleanup()
    assert len(sent) == 2 * LIMIT + 1
    pairs = zip(sent, itertools.islice(sent, LIMIT, None), strict=False)
    assert all(later - earlier >= 1.0 for earlier, later in pairs)
    assert arrived[: 4 * LIMIT].count("interactions") == 3 * LIMIT
