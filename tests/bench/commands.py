"""A slash command's round trip, against a bare discord.py bot on the same sandbox."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox import Sandbox
from tests.bench.bare_bot import BareBot
from tests.bench.setting import small_group

ROUNDS = 40
CROWD = 50

Act = Callable[[Any], Awaitable[Any]]


async def one_at_a_time(user: Any, act: Act) -> float:
    """Median seconds of a command that is alone."""
    samples = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await act(user)
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


async def crowd_at_once(users: list[Any], act: Act) -> float:
    """Seconds until all of a crowd that typed in the same instant have their answers."""
    samples = []
    for _ in range(5):
        began = time.perf_counter()
        await asyncio.gather(*(act(user) for user in users))
        samples.append(time.perf_counter() - began)
    return statistics.median(samples)


async def measure() -> None:
    """Print the times of ours and the bare one, and their ratios."""
    async with small_group(members=CROWD) as group:
        users = group.users
        ours = {
            name: (
                await one_at_a_time(users[0], act),
                await crowd_at_once(users, act),
            )
            for name, act in {
                "/help": lambda user: user.slash("help"),
                "/milestone show": lambda user: user.slash(
                    "milestone show", milestone=group.milestone_id
                ),
                "/me": lambda user: user.slash("me"),
                "/milestone list": lambda user: user.slash("milestone list"),
            }.items()
            if group.has_command(name)
        }
    async with Sandbox() as sandbox:
        guild = sandbox.world.create_guild("Bench")
        guild.create_text_channel("general")
        bot = BareBot(sandbox.api_url, sandbox.gateway_url)
        await bot.login(sandbox.world.application.token)
        running = asyncio.create_task(bot.connect())
        await sandbox.gateway.reached("identified")
        users = [sandbox.user(f"Member {number}") for number in range(CROWD)]
        for user in users:
            user.join(guild)

        async def echo(user: Any) -> None:
            await user.slash("echo", text="hello")

        bare = (await one_at_a_time(users[0], echo), await crowd_at_once(users, echo))
        await bot.close()
        await running
    print(
        f"  {'bare /echo':<17} alone {bare[0] * 1e3:6.1f} ms           "
        f"{CROWD} at once {bare[1] * 1e3:7.1f} ms"
    )
    for name, (alone, crowd) in ours.items():
        print(
            f"  {name:<17} alone {alone * 1e3:6.1f} ms (x{alone / bare[0]:4.2f})   "
            f"{CROWD} at once {crowd * 1e3:7.1f} ms (x{crowd / bare[1]:4.2f})"
        )
