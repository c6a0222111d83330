"""The client's wiring: the tree is synced when it changed, requests are paced."""

from __future__ import annotations

import asyncio
import itertools

import aiohttp
import pytest
from aiohttp import web

from bot.ratelimit import RateLimit
from tests.live import Study

SYNC = "/applications/{application_id}/commands"


def syncs(study: Study) -> int:
    return sum(
        1 for request in study.sandbox.requests if request.method == "PUT" and request.route == SYNC
    )


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_the_tree_is_synced_only_when_it_changed(blank_study: Study) -> None:
    assert syncs(blank_study) == 1
    await blank_study.restart()
    assert syncs(blank_study) == 1
    async with blank_study.db.begin() as session:
        from bot.db.command_sync import remember_digest

        application_id = blank_study.sandbox.world.application.id
        await remember_digest(session, application_id, "of an older version")
    await blank_study.restart()
    assert syncs(blank_study) == 2


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_m3_only_the_guilds_intent_is_asked_for(blank_study: Study) -> None:
    intents = blank_study.bot.intents
    assert [name for name, on in intents if on] == ["guilds"]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("act", ["command", "button", "form"])
async def test_stopping_lets_running_answers_arrive(study: Study, act: str) -> None:
    """Whatever the library runs them in: the connection closes only behind them."""
    ana = await study.person("Ana")
    me = await ana.slash("me")
    form = await ana.click(me, "Pause")
    hold = study.sandbox.faults.hold("POST", "/interactions/{id}/{token}/callback")
    acts = {
        "command": lambda: ana.slash("today"),
        "button": lambda: ana.click(me, "Stop prompts"),
        "form": lambda: ana.submit(form, {"until": "2026-03-04"}),
    }
    acting = asyncio.create_task(acts[act]())
    await hold.reached()
    closing = asyncio.create_task(study.bot.close())
    # A stop that waited for nothing would be over by then.
    done, _ = await asyncio.wait({closing}, timeout=0.3)
    assert not done
    hold.release()
    assert (await acting).failed is None
    await closing


async def test_no_second_holds_more_requests_than_the_limit() -> None:
    """Counted where it matters, at the server; answers to interactions are not held."""
    arrivals: list[float] = []
    uncounted: list[float] = []

    async def answer(request: web.Request) -> web.Response:
        into = uncounted if "interactions" in request.path else arrivals
        into.append(asyncio.get_running_loop().time())
        return web.Response()

    server = web.Application()
    server.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    limit = 5
    try:
        async with aiohttp.ClientSession(trace_configs=[RateLimit(limit).trace()]) as http:

            async def get(path: str) -> None:
                async with http.get(base + path) as response:
                    await response.read()

            held = [get("/channels/1/messages") for _ in range(2 * limit + 1)]
            free = [get("/interactions/1/token/callback") for _ in range(3 * limit)]
            await asyncio.gather(*held, *free)
    finally:
        await runner.cleanup()
    assert len(arrivals) == 2 * limit + 1
    assert all(
        later - earlier >= 1.0
        for earlier, later in zip(arrivals, itertools.islice(arrivals, limit, None), strict=False)
    )
    assert uncounted[-1] < arrivals[limit]
