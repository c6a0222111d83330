"""A Discord in a process of its own, so that a bot that is measured does not pay for it.

``python -m tests.bench.discord_host MEMBERS LATENCY`` serves a server with so many members, each
with an open conversation, and answers every request LATENCY seconds late. It prints where it is and
who is in it, then does what stands on a line of its input, and prints what came of it, as JSON:

- ``idle SECONDS``: the first member asks ``/help`` again and again for so long: how long the
  answers took.
- ``begin``: from now on requests count, and ``/help`` is asked until the end.
- ``end``: what was asked since, and how long the answers to ``/help`` took.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct, json

from sandbox import ActingUser, Sandbox, SettableClock
from sandbox.http.faults import ALWAYS
from tests.live import START

_MANY = 1 << 25
"""Bytes of the longest line: all requests of a run."""
_PAUSE = 0.1
"""Seconds between two commands."""
_NOT_COUNTED = ("/interactions/", "/webhooks/")
"""Answers to commands, which no limit of the bot's counts."""


class Place(Struct, frozen=True):
    """Where it is, and who is in its only server: ids with that of their conversation."""

    token: str
    api_url: str
    gateway_url: str
    cdn_url: str
    rss_url: str
    arxiv_url: str
    guild_id: int
    channel_id: int
    people: list[tuple[int, int]]


class Asked(Struct, frozen=True):
    """A request but an answer to a command: ``started`` is in monotonic seconds, as it arrived."""

    method: str
    route: str
    channel: str
    status: int | None
    started: float


class Happened(Struct, frozen=True):
    """What was asked while something was measured; seconds that ``/help`` took to be answered."""

    asked: list[Asked]
    members_asked: int
    answers: list[float]


class Elsewhere:
    """The process, for whoever measures."""

    def __init__(self, process: asyncio.subprocess.Process, place: Place) -> None:
        """It runs already."""
        self._process = process
        self.place = place

    async def idle(self, seconds: float) -> list[float]:
        """Seconds that answers to a command take while nothing else happens."""
        return json.decode(await self._told(f"idle {seconds}"), type=list[float])

    async def begin(self) -> None:
        """Count, and ask, from now on."""
        await self._told("begin")

    async def end(self) -> Happened:
        """Ask no more; what happened since."""
        return json.decode(await self._told("end"), type=Happened)

    async def _told(self, line: str) -> bytes:
        assert self._process.stdin is not None, "it was made with pipes"
        assert self._process.stdout is not None, "it was made with pipes"
        self._process.stdin.write(f"{line}\n".encode())
        return await self._process.stdout.readline()


@asynccontextmanager
async def discord_elsewhere(members: int, latency: float) -> AsyncIterator[Elsewhere]:
    """Run the process; it ends with the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.discord_host", str(members), str(latency)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_MANY,
    )
    assert process.stdin is not None, "it was made with pipes"
    assert process.stdout is not None, "it was made with pipes"
    place = json.decode(await process.stdout.readline(), type=Place)
    try:
        yield Elsewhere(process, place)
    finally:
        process.stdin.close()
        await process.wait()


class _Host:
    """What the process does."""

    def __init__(self, sandbox: Sandbox, asking: ActingUser) -> None:
        self._sandbox, self._user = sandbox, asking
        self._answers: list[float] = []
        self._asking: asyncio.Task[None] | None = None
        self._first = 0

    async def do(self, line: str) -> Any:
        """What is on the line; gives what came of it."""
        what, _, argument = line.strip().partition(" ")
        if what == "idle":
            await self._ask_until(time.monotonic() + float(argument))
            return self._answers
        if what == "begin":
            self._first = len(self._sandbox.requests)
            self._asking = asyncio.create_task(self._ask_until(float("inf")))
            return None
        assert what == "end", what
        return await self._end()

    async def _end(self) -> Happened:
        assert self._asking is not None, "it has begun"
        asked = [
            Asked(each.method, each.route, each.path.split("/")[2], each.status, each.started)
            for each in list(self._sandbox.requests)[self._first :]
            if not each.route.startswith(_NOT_COUNTED)
        ]
        self._asking.cancel()
        together = self._sandbox.gateway.happened["members asked"]
        return Happened(asked, together, self._answers)

    async def _ask_until(self, ends: float) -> None:
        """Ask for help, one time after another; without an answer, what was waited counts."""
        self._answers = []
        while (began := time.monotonic()) < ends:
            await self._user.slash("help")
            self._answers.append(time.monotonic() - began)
            await asyncio.sleep(_PAUSE)


async def serve(members: int, latency: float) -> None:
    """Serve until the input ends."""
    async with Sandbox(clock=SettableClock(START)) as sandbox:
        guild = sandbox.world.create_guild("Bench")
        channel = guild.create_text_channel("study")
        users = [sandbox.user(f"Member {number}") for number in range(members)]
        for user in users:
            user.join(guild)
        sandbox.faults.delay("*", "*", seconds=latency, times=ALWAYS)
        sandbox.gateway.members_after = latency
        place = Place(
            token=sandbox.world.application.token,
            api_url=sandbox.api_url,
            gateway_url=sandbox.gateway_url,
            cdn_url=sandbox.cdn_url,
            rss_url=sandbox.feeds.rss_url,
            arxiv_url=sandbox.feeds.api_url,
            guild_id=guild.id,
            channel_id=channel.id,
            people=[(user.id, user.dm.id) for user in users],
        )
        _tell(place)
        host = _Host(sandbox, users[0])
        while line := await asyncio.to_thread(sys.stdin.readline):
            _tell(await host.do(line))


def _tell(what: object) -> None:
    sys.stdout.buffer.write(json.encode(what) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
