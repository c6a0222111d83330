"""What is offered while somebody types: milestones among 400, zones by any city. In CPU time."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable, Sequence

from bot.inputs import cities, search, zones
from tests.bench.figures import spread

TITLES = 400
ROUNDS = 20
# By substring, by a later word, with slips, long, and nothing that is there.
TYPED_TITLES = ("pro", "of the", "latensy", "merged pul requst", "problem sets on matrx", "zzzzz")
TYPED_CITIES = ("s", "a", "lon", "san", "portland", "munich", "köln", "valencia spain", "zzzzz")
_PHRASES = (
    "problem sets on matrix calculus",
    "first merged pull request",
    "a large model optimised for latency",
    "project demo for an audience",
    "attention from scratch",
    "a distributed training run",
    "results of a paper reproduced",
    "probability and statistics",
)


async def measure() -> None:
    """Print times with medians and both ends, and what the list of cities takes."""
    rng = random.Random(9)
    titles = [
        (f"milestone-{n}", f"{' and '.join(rng.choices(_PHRASES, k=2))}, part {n}".capitalize())
        for n in range(TITLES)
    ]
    _say(f"milestones, {TITLES} titles", TYPED_TITLES, lambda typed: search.search(titles, typed))
    tracemalloc.start()
    cities.search("a", limit=1)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    cities._table.cache_clear()
    began = time.thread_time()
    zones.search("a")
    print(f"  the first search for a zone {(time.thread_time() - began) * 1e3:9.1f} ms")
    print(f"  cities keep {kept / 2**20:.1f} MiB, {peak / 2**20:.1f} MiB while they are read")
    _say("zones", TYPED_CITIES, zones.search)


def _say(name: str, texts: Sequence[str], suggest: Callable[[str], object]) -> None:
    for typed in texts:
        samples = []
        for _ in range(ROUNDS):
            began = time.thread_time()
            suggest(typed)
            samples.append((time.thread_time() - began) * 1e3)
        print(f"  {name}, {typed!r:<24} {spread(samples, 2)} ms")
