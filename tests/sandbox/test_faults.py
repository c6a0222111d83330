"""Faults, seen by a real HTTP client over a real socket."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.http.faults import ALWAYS, NO_ANSWER, Fault, Faults, Kind

ROUTE = "/channels/{channel_id}/messages"


class Stand:
    """One POST route behind the faults; `executed` counts what took effect."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.arrived = asyncio.Event()
        self.executed = 0
        self.statuses: list[int] = []
        app = web.Application()
        app.router.add_post("/channels/{id}/messages", self.answer)
        self.server = TestServer(app)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.arrived.set()
        response = await self.faults.through(request, ROUTE, request.path, self.execute)
        self.statuses.append(response.status)
        return response

    async def execute(self) -> web.StreamResponse:
        self.executed += 1
        return web.json_response({"id": "1"})

    async def post(
        self, channel: int = 1, seconds: float = 5
    ) -> tuple[int, Any, Mapping[str, str]]:
        url = self.server.make_url(f"/channels/{channel}/messages")
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, json={"content": "hi"}) as response,
        ):
            return response.status, await response.json(), response.headers


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    stand = Stand()
    await stand.server.start_server()
    yield stand
    stand.faults.close()
    await stand.server.close()


async def test_fail_answers_so_many_times_then_lets_pass(stand: Stand) -> None:
    stand.faults.fail("POST", ROUTE, status=503, times=2)
    assert [(await stand.post())[0] for _ in range(3)] == [503, 503, 200]
    assert stand.executed == 1


async def test_fail_has_discords_json_and_exact_content_type(stand: Stand) -> None:
    stand.faults.fail("POST", ROUTE, status=403, code=50007, message="Cannot send")
    status, body, headers = await stand.post()
    assert (status, body) == (403, {"message": "Cannot send", "code": 50007})
    assert headers["Content-Type"] == "application/json"
    assert "Via" in headers


async def test_rate_limit_without_via_looks_like_a_ban(stand: Stand) -> None:
    stand.faults.rate_limit("POST", ROUTE, retry_after=0.25, scope="global")
    stand.faults.rate_limit("POST", ROUTE, via=False)
    status, body, headers = await stand.post()
    assert (status, body["retry_after"], body["global"]) == (429, 0.25, True)
    assert headers["X-RateLimit-Global"] == "true"
    assert headers["Retry-After"] == "0.250"
    assert "Via" in headers
    assert "Via" not in (await stand.post())[2]


async def test_timeout_never_answers_and_does_nothing(stand: Stand) -> None:
    stand.faults.timeout("POST", ROUTE)
    with pytest.raises(TimeoutError):
        await stand.post(seconds=0.1)
    assert stand.executed == 0


async def test_a_waiting_request_does_not_delay_the_end(stand: Stand) -> None:
    stand.faults.timeout("POST", ROUTE)
    asking = asyncio.create_task(stand.post())
    await stand.arrived.wait()
    stand.faults.close()
    with pytest.raises(aiohttp.ClientError):
        await asking


async def test_reset_cuts_before_and_after_cuts_behind_the_effect(stand: Stand) -> None:
    stand.faults.reset("POST", ROUTE)
    with pytest.raises(aiohttp.ClientError):
        await stand.post()
    assert stand.executed == 0
    stand.faults.after("POST", ROUTE)
    with pytest.raises(aiohttp.ClientError):
        await stand.post()
    assert stand.executed == 1
    assert stand.statuses == [NO_ANSWER, NO_ANSWER]
    assert (await stand.post())[0] == 200


@pytest.mark.parametrize("after", [False, True])
async def test_hold_keeps_a_request_until_released(stand: Stand, after: bool) -> None:
    hold = stand.faults.hold("POST", ROUTE, after=after)
    asking = asyncio.create_task(stand.post())
    await hold.reached()
    assert stand.executed == int(after)
    assert not asking.done()
    hold.release()
    assert (await asking)[0] == 200
    assert stand.executed == 1


async def test_clear_removes_faults_and_opens_gates(stand: Stand) -> None:
    hold = stand.faults.hold("POST", ROUTE)
    stand.faults.fail("POST", ROUTE, times=ALWAYS)
    asking = asyncio.create_task(stand.post())
    await hold.reached()
    stand.faults.clear()
    assert (await asking)[0] == 200
    assert (await stand.post())[0] == 200


async def test_a_fault_may_name_a_path_any_route_or_a_condition(stand: Stand) -> None:
    stand.faults.fail("POST", "/channels/2/messages", status=500)
    stand.faults.add(Fault("*", "*", Kind.FAIL, status=502, only=lambda path: "/3/" in path))
    assert [(await stand.post(channel))[0] for channel in (1, 2, 3, 2, 3)] == [
        200,
        500,
        502,
        200,
        200,
    ]


async def test_other_methods_and_routes_are_left_alone(stand: Stand) -> None:
    fault = stand.faults.fail("PATCH", ROUTE)
    stand.faults.fail("POST", "/channels/{id}")
    assert (await stand.post())[0] == 200
    assert stand.faults.match("PATCH", ROUTE, "/x") is fault
    stand.faults.remove(fault)
