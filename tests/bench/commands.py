"""A slash command's round trip, against a bare discord.py bot on the same sandbox."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

from sandbox import ActingUser, Sandbox, Seen
from tests.bench.bare_bot import BareBot
from tests.bench.setting import small_group

ROUNDS = 40
CROWD = 50

Act = Callable[[ActingUser], Awaitable[Seen]]


async def one_at_a_time(user: ActingUser, act: Act) -> float:
    """Median seconds of a command that is alone."""
    samples = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await act(user)
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


async def crowd_at_once(users: list[ActingUser], act: Act) -> float:
    """Seconds until all of a crowd that typed in the same instant have their answers."""
    samples = []
    for _ in range(5):
        began = time.perf_counter()
        await asyncio.gather(*(act(user) for user in users))
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


async def _times(users: list[ActingUser], act: Act) -> tuple[float, float]:
    return await one_at_a_time(users[0], act), await crowd_at_once(users, act)


def typing(command: str, **options: str) -> Act:
    """Somebody's typing of a command."""
    return lambda user: user.slash(command, options=options)


async def _bare() -> dict[str, tuple[float, float]]:
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
        times = {
            name: await _times(users, typing(name, text="hello")) for name in ("echo", "panel")
        }
        await bot.close()
        await running
    return times


async def _ours() -> dict[str, tuple[float, float]]:
    async with small_group(members=CROWD) as group:
        acts = {
            "help topic": typing("help", topic="papers"),
            "help": typing("help"),
            "milestone show": typing("milestone show", milestone=group.milestone_id),
            "me": typing("me"),
            "milestone list": typing("milestone list"),
        }
        return {name: await _times(group.users, act) for name, act in acts.items()}


async def measure() -> None:
    """Print the times of ours and of the bare bot's, and ratios to both of those.

    ``help topic`` does what an echo does: no database. The others read the database and answer
    with a larger panel; what a panel costs the sandbox is in the bare bot's ``panel``.
    """
    bare, ours = await _bare(), await _ours()
    for name, (alone, crowd) in {**bare, **ours}.items():
        ratios = "".join(
            f"  /{other}: x{alone / bare[other][0]:4.2f}, x{crowd / bare[other][1]:4.2f}"
            for other in bare
            if name in ours
        )
        times = f"alone {alone * 1e3:6.1f} ms, {CROWD} at once {crowd * 1e3:6.1f} ms"
        print(f"  /{name:<15} {times}{ratios}")
