"""2,000 prompts that fall due at once, against the sandbox's 50 requests a second."""

from __future__ import annotations

from datetime import timedelta

from sandbox import SettableClock
from tests.bench.setting import small_group
from tests.live import START

PROMPTS = 2000
LATENCIES = (0.0, 0.3)
LIMIT = 50
MESSAGE = "/channels/{channel_id}/messages"


async def measure() -> None:
    """Measure with a Discord that answers at once, and with one that takes its time."""
    for latency in LATENCIES:
        await _measure(latency)


async def _measure(latency: float) -> None:
    """Print the time from the first to the last request, its ratio to the bound, and the 429s.

    The bound: with the first burst at 0 s, the last of n requests may leave at (n - 1) // 50 s.
    """
    clock = SettableClock(START)
    async with small_group(members=PROMPTS, clock=clock, known_dms=True) as group:
        group.sandbox.faults.delay("POST", MESSAGE, seconds=latency, times=PROMPTS)
        first = len(list(group.sandbox.requests))
        await clock.move_to(START + timedelta(hours=2))
        sent = [
            request
            for request in list(group.sandbox.requests)[first:]
            if request.method == "POST" and request.route == MESSAGE
        ]
        others = len(list(group.sandbox.requests)) - first - len(sent)
        limited = sum(1 for request in group.sandbox.requests if request.status == 429)
    seconds = max(request.started for request in sent) - min(request.started for request in sent)
    bound = (PROMPTS - 1) // LIMIT
    print(
        f"  answers after {latency * 1000:.0f} ms: "
        f"{len(sent):,} prompts in {seconds:.2f} s, bound {bound} s (x{seconds / bound:.3f}), "
        f"{others} other requests, {limited} answers 429"
    )
