"""A slash command's round trip, against a bare discord.py bot on the same sandbox."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sandbox import ActingUser, Sandbox, Seen
from sandbox.rules.component_tree import walk
from sandbox.types import Json
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


@dataclass
class Answers:
    """What our commands answered with, as the API takes it, by command."""

    panels: dict[str, list[Json]] = field(default_factory=dict)

    def keep(self, name: str, seen: Seen) -> None:
        """Keep it without the numbers that Discord gives to components."""
        self.panels[name] = [_without_id(component) for component in seen.components]

    def size(self, name: str) -> str:
        """``38 components, 5,582 characters``."""
        panel = self.panels[name]
        return f"{sum(1 for _ in walk(panel))} components, {len(json.dumps(panel)):,} characters"


def _without_id(component: Json) -> Json:
    return {
        key: [_without_id(each) for each in value]
        if key == "components"
        else _without_id(value)
        if key == "accessory"
        else value
        for key, value in component.items()
        if key != "id"
    }


async def _bare(times: dict[str, Times], answers: Answers) -> None:
    async with Sandbox() as sandbox:
        guild = sandbox.world.create_guild("Bench")
        guild.create_text_channel("general")
        users = [sandbox.user(f"Member {number}") for number in range(CROWD)]
        for user in users:
            user.join(guild)
        bot = BareBot(sandbox.api_url, sandbox.gateway_url, answers.panels)
        await bot.login(sandbox.world.application.token)
        running = asyncio.create_task(bot.connect())
        await sandbox.gateway.reached("identified")
        try:
            for name in YARDSTICKS:
                await times[name].take(users, typing(name, text="hello"))
            for name in answers.panels:
                await times[_same(name)].take(users, typing("same", panel=name))
        finally:
            await bot.close()
            await running


def _same(name: str) -> str:
    return f"same as {name}"


async def _ours(times: dict[str, Times], answers: Answers) -> None:
    async with small_group(members=CROWD) as group:
        acts = {
            "help topic": typing("help", topic="papers"),
            "help": typing("help"),
            "milestone show": typing("milestone show", milestone=group.milestone_id),
            "me": typing("me"),
            "milestone list": typing("milestone list"),
        }
        for name, act in acts.items():
            answers.keep(name, await act(group.users[0]))
            await times[name].take(group.users, act)


async def measure() -> None:
    """Print the times of ours and of the bare bot's, and ratios to those.

    ``help topic`` does what an echo does: no database. The others read the database. The bare
    bot's ``panel`` is small; its ``same`` is the very panel that ours answered with, ready made,
    so that what is left between the two is what ours costs.
    """
    times: defaultdict[str, Times] = defaultdict(Times)
    answers = Answers()
    for _ in range(PAIRS):
        await _ours(times, answers)
        await _bare(times, answers)
    for name in YARDSTICKS:
        print(f"  /{name:<15} {_figures(times[name])}")
    for name in answers.panels:
        taken = times[name]
        print(f"  /{name:<15} {_figures(taken)}; {answers.size(name)}")
        for other in (*YARDSTICKS, _same(name)):
            yardstick = times[other]
            print(
                f"{'':8}of the bare /{other.split()[0]:<6} "
                f"alone {ratios(taken.alone, yardstick.alone)}, "
                f"{CROWD} at once {ratios(taken.crowd, yardstick.crowd)}"
            )


def _figures(taken: Times) -> str:
    return f"alone {milliseconds(taken.alone)}, {CROWD} at once {milliseconds(taken.crowd)}"
