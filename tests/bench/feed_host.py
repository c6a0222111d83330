"""arXiv's feeds in a process of their own, so that whoever measures does not pay for them.

``python -m tests.bench.feed_host`` serves made-up weeks. It prints the two addresses, then takes
the number of a day (0 = the first Monday) a line, moves its clock there and prints it back.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta

from sandbox import Sandbox, SettableClock
from sandbox.feeds import Paper

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)
WEEKS, PUBLISHING_DAYS, PAPERS = 6, 5, 2_000
"""So many weeks, each with its own papers."""

CATEGORIES = ("cs.LG", "stat.ML", "cs.CL", "cs.CV")

_OTHERS = ("cs.AI", "cs.IR", "cs.RO", "eess.IV", "math.ST")
_TEXT = (
    "we study the generalisation of large models under distillation quantisation and federated "
    "learning double descent appears in attention of every depth with graphs agents and images "
    "a benchmark for retrieval reasoning diffusion alignment sparse training data policy robust"
)


def papers_of(day: int, chance: random.Random) -> list[Paper]:
    """A publishing day's papers; about half of them are cross-listed into a second feed."""
    words = _TEXT.split()
    count = PAPERS // PUBLISHING_DAYS
    week, weekday = divmod(day, 7)
    first_number = (week * PUBLISHING_DAYS + weekday) * count + 1
    papers = []
    for number in range(first_number, first_number + count):
        first, second = chance.sample(CATEGORIES, 2)
        others = [second] if chance.random() < 0.5 else []
        papers.append(
            Paper(
                id=f"2603.{number:05}",
                title=f"Paper {number}: {' '.join(chance.choices(words, k=8))}",
                authors=tuple(f"Author {chance.randrange(5_000)}" for _ in range(5)),
                categories=(first, *others, chance.choice(_OTHERS)),
                # As long as an abstract is on average.
                summary=" ".join(chance.choices(words, k=180)),
                published=(MONDAY + (day - 1) * DAY).date(),
            )
        )
    return papers


async def serve() -> None:
    """Serve until the input ends."""
    clock, chance = SettableClock(MONDAY - DAY), random.Random(1)
    async with Sandbox(clock=clock) as sandbox:
        for day in range(7 * WEEKS):
            if day % 7 < PUBLISHING_DAYS:
                date = (MONDAY + day * DAY).date()
                sandbox.feeds.set_batch(date, papers_of(day, chance))
        print(sandbox.feeds.rss_url, sandbox.feeds.api_url, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            await clock.move_to(MONDAY + int(line) * DAY)
            print(line.strip(), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
