"""`/milestone list` of a member with 200 milestones in a group of 500, against an empty command."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.milestones.figures import count_anew
from bot.milestones.models import ChangeRow
from bot.milestones.progress import group_progress
from bot.milestones.values import Status
from bot.plans import service as plans
from cogs.milestones.listing import View
from cogs.milestones.panels import list_panel
from sandbox import ActingUser
from tests.bench.commands import Act, typing
from tests.bench.figures import milliseconds
from tests.bench.loop_watch import LoopWatch
from tests.bench.setting import Group, small_group
from tests.milestones.circle import board_at

MEMBERS, MILESTONES, BLOCKS, ROUNDS = 500, 200, 10, 60
STATES = (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED)


def large_plan() -> str:
    """A plan of `MILESTONES` in ten blocks, each needing the one before it, a third with dates."""
    parts = ['[plan]\nid = "large"\ntitle = "Large plan"\nsummary = "For measuring."\n']
    for block in range(BLOCKS):
        parts.append(
            f'[[blocks]]\nid = "block-{block}"\ntitle = "Block {block}"\nsummary = "One."\n'
            'rhythm = "Weeks."\nobjectives = ["Learn"]\n'
        )
        for number in range(block * MILESTONES // BLOCKS, (block + 1) * MILESTONES // BLOCKS):
            if number % 10 == 0:
                parts.append(
                    f'[[blocks.components]]\nid = "part-{number}"\ntitle = "Part {number}"\n'
                    'summary = "A part."\n'
                )
            needs = f'needs = ["m-{number - 1}"]\n' if number % 10 else ""
            parts.append(
                f'[[blocks.components.milestones]]\nid = "m-{number}"\n'
                f'title = "Milestone number {number} of the plan"\ntext = "Do it."\n'
                f"hours = [2, {3 + number % 7}]\n{needs}"
            )
    for number in range(2, MILESTONES, 9):
        parts.append(
            f'[[flow]]\nid = "point-{number}"\ntitle = "Point"\nweek = {1 + number // 4}\n'
            f'milestones = ["m-{number}"]\n'
        )
    return "".join(parts)


async def fill(group: Group, guild_id: int) -> None:
    """Give the group the large plan, and every member changes of 60 of its milestones."""
    now = group.sandbox.clock.now()
    async with group.bot.db.begin() as session:
        await plans.load(session, guild_id, large_plan(), now=now)
        session.add_all(
            ChangeRow(
                guild_id=guild_id,
                user_id=user.id,
                milestone_id=f"m-{number}",
                number=1,
                status=STATES[(number + place) % 3],
                changed_at=now - timedelta(days=number % 30),
                due_on=date(2026, 3, 2),
            )
            for place, user in enumerate(group.users)
            for number in range(0, MILESTONES, 3)
        )


async def in_turns(user: ActingUser, acts: dict[str, Act]) -> dict[str, list[float]]:
    """Seconds of each, in turns: the machine's moods meet all alike."""
    samples: dict[str, list[float]] = {name: [] for name in acts}
    for round_number in range(ROUNDS + 5):
        for name, act in acts.items():
            began = time.perf_counter()
            await act(user)
            if round_number >= 5:
                samples[name].append(time.perf_counter() - began)
    return samples


async def add_empty_commands(group: Group, same: discord.ui.LayoutView) -> None:
    """Give the bot commands that do nothing but answer: a word, and what the list answers."""
    tree = group.bot.tree

    @tree.command(name="word", description="Answer a word")
    async def word(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Hello", ephemeral=True)

    @tree.command(name="same", description="Answer as much as the list does")
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=same, ephemeral=True)

    await tree.sync()


async def measure() -> None:
    """Print the list's round trip beside empty commands, and the parts of ours."""
    async with small_group(members=MEMBERS) as group:
        guild_id = next(iter(group.bot.guilds)).id
        await fill(group, guild_id)
        someone = group.users[-1]
        now = group.sandbox.clock.now()
        async with group.bot.db.read() as session:
            board = await board_at(session, guild_id, someone.id, now=now)
        await add_empty_commands(group, list_panel(board, View()))
        times = await in_turns(
            someone,
            {
                "an empty command that answers a word": typing("word"),
                "an empty command that answers as much": typing("same"),
                "/milestone list": typing("milestone list"),
                "/milestone next": typing("milestone next"),
            },
        )
        word, same, *_ = map(statistics.median, times.values())
        for name, seconds in times.items():
            median = statistics.median(seconds)
            print(
                f"  {name:<38} {milliseconds(seconds)}, x{median / word:.2f} of a word, "
                f"x{median / same:.2f} of as much"
            )
        await _inside(group, guild_id)


async def _inside(group: Group, guild_id: int) -> None:
    """The board and the group's counts alone."""
    now = group.sandbox.clock.now()
    began = time.perf_counter()
    async with LoopWatch() as watch, group.bot.db.begin() as session:
        await count_anew(session, guild_id, now=now)
    whole = [time.perf_counter() - began]
    print(f"  counting anew   {milliseconds(whole)}, loop held {milliseconds([watch.longest])}")
    asks: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
        "board": lambda session: board_at(session, guild_id, group.users[-1].id, now=now),
        "group's counts": lambda session: group_progress(session, guild_id),
    }
    for name, ask in asks.items():
        took, held = [], []
        for _ in range(30):
            began = time.perf_counter()
            async with LoopWatch() as watch, group.bot.db.read() as session:
                await ask(session)
            took.append(time.perf_counter() - began)
            held.append(watch.longest)
        print(f"  {name:<15} {milliseconds(took)}, loop held {milliseconds(held)}")
