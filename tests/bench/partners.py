"""The matching of 100, 200 and 500 study partners in the worker, and who waits meanwhile.

A third are mentors of three, a third mentees, the rest peers; a tenth of all pairs were together
before, and everybody avoids one other person.
"""

from __future__ import annotations

import random
import time
from datetime import date

from bot.partners.matching import match
from bot.partners.matching_values import Candidate, Role, pair
from bot.partners.waking import waking_hours
from bot.worker import Worker
from tests.bench.loop_watch import LoopWatch

MEMBERS = (100, 200, 500)
ROUNDS = 3
_ZONES = ("Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "America/Sao_Paulo")
_ROLES = (Role.MENTOR, Role.MENTEE, Role.PEER)
_TOPICS = tuple("abcdefgh")
_DAY = date(2026, 3, 2)


def _people(count: int, chance: random.Random) -> list[Candidate]:
    return [
        Candidate(
            number,
            frozenset({_ROLES[number % 3]} | ({Role.PEER} if number % 4 == 0 else set())),
            3 if number % 3 == 0 else 1,
            frozenset(chance.sample(_TOPICS, 3)),
            waking=waking_hours(_DAY, _ZONES[number % len(_ZONES)]),
            waiting=chance.randrange(3),
            load=chance.randrange(3),
        )
        for number in range(1, count + 1)
    ]


async def measure() -> None:
    """Print the time of each, the best and the worst of some rounds, with the loop's longest hold.

    Also how many were matched: whoever is left can be counted beside it.
    """
    worker = Worker()
    try:
        await worker.run(match, [], frozenset(), {}, 0)
        for count in MEMBERS:
            times, hold, left = [], 0.0, 0
            for number in range(ROUNDS):
                chance = random.Random(number)
                people = _people(count, chance)
                ids = [each.user_id for each in people]
                met = {pair(*chance.sample(ids, 2)): 1 for _ in range(count * count // 20)}
                apart = frozenset(pair(one, *chance.sample(ids, 1)) for one in ids if one != 1)
                apart = frozenset(each for each in apart if each[0] != each[1])
                async with LoopWatch() as watch:
                    begun = time.perf_counter()
                    found = await worker.run(match, people, apart, met, number, timeout=120.0)
                    times.append(time.perf_counter() - begun)
                hold, left = max(hold, watch.longest), max(left, len(found.left))
            print(
                f"  {count} members: {min(times):.2f} to {max(times):.2f} s, at most {left} left; "
                f"the loop was held for {hold * 1000:.0f} ms"
            )
    finally:
        await worker.close()
