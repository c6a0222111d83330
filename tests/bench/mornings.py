"""A hundred first mornings: nobody's conversation is open, and Discord lets ten in ten seconds."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from sandbox import SettableClock
from tests.bench.setting import small_group
from tests.live import START

MEMBERS = 100
OPEN = "/users/@me/channels"
MESSAGE = "/channels/{channel_id}/messages"
BOUND = 10.0 * ((MEMBERS - 1) // 10)
_STEP = 0.25


async def measure() -> None:
    """Print the time from the first request to the last prompt, against the bound, and the 429s.

    The bound: the last ten conversations may be opened 90 s after the first ten. The clock stands
    until the first round is through, then catches up with the time since the first request.
    """
    clock = SettableClock(START)
    async with small_group(members=MEMBERS, clock=clock) as group:
        await clock.move_to(START + timedelta(hours=2))
        started = min(request.started for request in group.sandbox.requests.to("POST", OPEN))

        def arrived() -> list[float]:
            answered = [r for r in group.sandbox.requests.to("POST", MESSAGE) if r.status == 200]
            return [request.started + (request.elapsed or 0.0) for request in answered]

        told = clock.now()
        while len(arrived()) < MEMBERS:
            await asyncio.sleep(_STEP)
            await clock.move_to(told + timedelta(seconds=time.monotonic() - started))
        limited = sum(1 for request in group.sandbox.requests if request.status == 429)
        opened = len(group.sandbox.requests.to("POST", OPEN))
        seconds = max(arrived()) - started
    print(
        f"  {MEMBERS} first prompts in {seconds:.1f} s, bound {BOUND:.0f} s "
        f"(x{seconds / BOUND:.3f}), {opened} conversations opened, {limited} answers 429"
    )
