"""A slash command's round trip, against a bare discord.py bot on the same sandbox."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sandbox import ActingUser, Sandbox, Seen
from tests.bench.bare_bot import BareBot
from tests.bench.figures import milliseconds, ratios
from tests.bench.setting import small_group

PAIRS = 5  # of the bare bot and ours: the machine's moods meet both alike
ROUNDS = 30
CROWD = 50
CROWD_ROUNDS = 5
YARDSTICKS = ("echo", "panel")

Act = Callable[[ActingUser], Awaitable[Seen]]


@dataclass
class Times:
    """Median seconds of an act, a figure for each pair: alone, and until all of a crowd have it."""

    alone: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)

    async def take(self, users: list[ActingUser], act: Act) -> None:
        """Measure it once more."""
        await act(users[0])  # statements and panels are built once
        self.alone.append(await _median(ROUNDS, lambda: act(users[0])))
        self.crowd.append(
            await _median(CROWD_ROUNDS, lambda: asyncio.gather(*(act(user) for user in users)))
        )


async def _median(rounds: int, act: Callable[[], Awaitable[object]]) -> float:
    samples = []
    for _ in range(rounds):
        began = time.perf_counter()
        await act()
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


def typing(command: str, **options: str) -> Act:
    """Somebody's typing of a command."""
    return lambda user: user.slash(command, options=options)


async def _bare(times: dict[str, Times]) -> None:
    async with Sandbox() as sandbox:
        guild = sandbox.world.create_guild("Bench")
        guild.create_text_channel("general")
        users = [sandbox.user(f"Member {number}") for number in range(CROWD)]
        for user in users:
            user.join(guild)
        bot = BareBot(sandbox.api_url, sandbox.gateway_url)
        await bot.login(sandbox.world.application.token)
        running = asyncio.create_task(bot.connect())
        await sandbox.gateway.reached("identified")
        try:
            for name in YARDSTICKS:
                await times[name].take(users, typing(name, text="hello"))
        finally:
            await bot.close()
            await running


async def _ours(times: dict[str, Times]) -> None:
    async with small_group(members=CROWD) as group:
        acts = {
            "help topic": typing("help", topic="papers"),
            "help": typing("help"),
            "milestone show": typing("milestone show", milestone=group.milestone_id),
            "me": typing("me"),
            "milestone list": typing("milestone list"),
        }
        for name, act in acts.items():
            await times[name].take(group.users, act)


async def measure() -> None:
    """Print the times of ours and of the bare bot's, and ratios to both of those.

    ``help topic`` does what an echo does: no database. The others read the database and answer
    with a larger panel; what a panel costs the sandbox is in the bare bot's ``panel``.
    """
    times: defaultdict[str, Times] = defaultdict(Times)
    for _ in range(PAIRS):
        await _bare(times)
        await _ours(times)
    for name, taken in times.items():
        print(
            f"  /{name:<15} alone {milliseconds(taken.alone)}, "
            f"{CROWD} at once {milliseconds(taken.crowd)}"
        )
        for other in YARDSTICKS if name not in YARDSTICKS else ():
            print(
                f"{'':8}of the bare /{other:<6} alone {ratios(taken.alone, times[other].alone)}, "
                f"{CROWD} at once {ratios(taken.crowd, times[other].crowd)}"
            )
