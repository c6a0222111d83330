"""2,000 prompts that fall due at once, against the sandbox's 50 requests a second."""

from __future__ import annotations

from datetime import timedelta

from sandbox import SettableClock
from sandbox.http.faults import ALWAYS
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
    """Print the time from the first request to the last message, the bounds, and the 429s.

    A bound: with the first burst at 0 s, the last of n requests may leave at (n - 1) // 50 s. The
    messages have one alone, and one together with whatever else was asked of Discord for them.
    """
    clock = SettableClock(START)
    async with small_group(members=PROMPTS, clock=clock, known_dms=True) as group:
        group.sandbox.faults.delay("*", "*", seconds=latency, times=ALWAYS)
        group.sandbox.gateway.members_after = latency
        first = len(group.sandbox.requests)
        await clock.move_to(START + timedelta(hours=2))
        asked = list(group.sandbox.requests)[first:]
        together = group.sandbox.gateway.happened["members asked"]
    sent = [each for each in asked if (each.method, each.route) == ("POST", MESSAGE)]
    limited = sum(1 for request in asked if request.status == 429)
    seconds = max(each.started for each in sent) - min(each.started for each in asked)
    print(
        f"  answers after {latency * 1000:.0f} ms: {len(sent):,} prompts in {seconds:.2f} s; "
        f"bound of the messages alone {_of_bound(seconds, len(sent))}, with "
        f"{len(asked) - len(sent):,} other requests {_of_bound(seconds, len(asked))}; "
        f"{together} questions over the gateway, {limited} answers 429"
    )


def _of_bound(seconds: float, requests: int) -> str:
    bound = (requests - 1) // LIMIT
    return f"{bound} s (x{seconds / bound:.3f})"
