"""2,000 prompts that fall due at once, against the sandbox's 50 requests a second."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from sandbox import ActingUser, SettableClock
from sandbox.http.faults import ALWAYS
from tests.bench.loop_watch import LoopWatch
from tests.bench.setting import small_group
from tests.live import START

PROMPTS = 2000
LATENCIES = (0.0, 0.3)
LIMIT = 50
IDLE = 5.0
PAUSE = 0.1
"""Seconds of commands before anything is due, and between two of them."""
MESSAGE = "/channels/{channel_id}/messages"


async def measure() -> None:
    """Measure with a Discord that answers at once, and with one that takes its time."""
    for latency in LATENCIES:
        await _measure(latency)


async def _measure(latency: float) -> None:
    """Print the time from the first request to the last message, the bounds, and the 429s.

    And how much later than its bound the last in a hundred came, and how long a command's answer
    took meanwhile against before, for the last in a hundred as well.

    A bound: with the first burst at 0 s, the last of n requests may leave at (n - 1) // 50 s. The
    messages have one alone, and one together with whatever else was asked of Discord for them.
    """
    clock = SettableClock(START)
    async with small_group(members=PROMPTS, clock=clock, known_dms=True) as group:
        group.sandbox.faults.delay("*", "*", seconds=latency, times=ALWAYS)
        group.sandbox.gateway.members_after = latency
        idle = await _answers(group.users[0], asyncio.create_task(asyncio.sleep(IDLE)))
        first = len(group.sandbox.requests)
        sending = asyncio.create_task(clock.move_to(START + timedelta(hours=2)))
        async with LoopWatch() as watch:
            busy = await _answers(group.users[0], sending)
        await sending
        asked = list(group.sandbox.requests)[first:]
        together = group.sandbox.gateway.happened["members asked"]
    sent = [each for each in asked if (each.method, each.route) == ("POST", MESSAGE)]
    sent.sort(key=lambda each: each.started)
    limited = sum(1 for request in asked if request.status == 429)
    began = min(each.started for each in asked)
    late = [each.started - began - place // LIMIT for place, each in enumerate(sent)]
    seconds = max(each.started for each in sent) - began
    print(
        f"  answers after {latency * 1000:.0f} ms: {len(sent):,} prompts in {seconds:.2f} s; "
        f"bound of the messages alone {_of_bound(seconds, len(sent))}, with "
        f"{len(asked) - len(sent):,} other requests {_of_bound(seconds, len(asked))}; "
        f"{together} questions over the gateway, {limited} answers 429"
    )
    print(
        f"    p99 of lateness beyond the bound {_p99(late):.2f} s; p99 of /help's answer "
        f"{_p99(busy) * 1e3:.0f} ms ({len(busy)} asked), {_p99(idle) * 1e3:.0f} ms before; "
        f"the loop was held for {watch.longest * 1e3:.0f} ms at most"
    )


async def _answers(user: ActingUser, until: asyncio.Task[None]) -> list[float]:
    """Seconds that answers to a command took, one after another until a task ends."""
    took = []
    while not until.done():
        began = time.perf_counter()
        await user.slash("help")
        took.append(time.perf_counter() - began)
        await asyncio.wait([until], timeout=PAUSE)
    return took


def _p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) * 99 // 100, len(values) - 1)]


def _of_bound(seconds: float, requests: int) -> str:
    bound = (requests - 1) // LIMIT
    return f"{bound} s (x{seconds / bound:.3f})"
