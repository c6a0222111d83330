"""Editing a large plan: how long the organiser waits, a member, and all else in the loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from bot.plans import service as plans
from sandbox import ActingUser, Permissions
from tests.bench.figures import milliseconds
from tests.bench.loop_watch import LoopWatch
from tests.bench.setting import small_group

ROUNDS = 5
_DUE = "Due, counted from each member's start"
_PART, _PARTS = 25, 12  # as many as a component and a block take

T = TypeVar("T")

_HEAD = '[plan]\nid = "large"\ntitle = "Large plan"\nsummary = "For measuring."\n'
_BLOCK = (
    '\n[[blocks]]\nid = "block-{0}"\ntitle = "Block {0}"\nsummary = "One of the blocks."\n'
    'rhythm = "Weeks."\nobjectives = ["Learn"]\n'
)
_COMPONENT = '\n[[blocks.components]]\nid = "part-{0}"\ntitle = "Part {0}"\nsummary = "A part."\n'
_MILESTONE = (
    '\n[[blocks.components.milestones]]\nid = "m-{0}"\ntitle = "Milestone number {0} of the plan"\n'
    'text = "{1}"\nhours = [2, 8]\n'
)
_TEXT = "Do it, write down what came out, and show it to somebody who has not done it yet."


def wide_plan(milestones: int, *, needing_first: int, text: str = _TEXT) -> str:
    """A plan where so many milestones need the first one."""
    parts = [_HEAD]
    for number in range(milestones):
        if number % (_PART * _PARTS) == 0:
            parts.append(_BLOCK.format(number // (_PART * _PARTS)))
        if number % _PART == 0:
            parts.append(_COMPONENT.format(number // _PART))
        parts.append(_MILESTONE.format(number, text))
        if 0 < number <= needing_first:
            parts.append('needs = ["m-0"]\n')
    parts.append('\n[[flow]]\nid = "first"\ntitle = "First"\nweek = 2\nmilestones = ["m-1"]\n')
    return "".join(parts)


@dataclass
class Waits:
    """Seconds, a figure a round: the organiser's, the longest of a member, the loop's stall."""

    act: list[float] = field(default_factory=list)
    other: list[float] = field(default_factory=list)
    stall: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        """Each with its median and both ends."""
        return ", ".join(
            f"{name} {milliseconds(taken)}"
            for name, taken in (
                ("answer", self.act),
                ("another's /help", self.other),
                ("loop held", self.stall),
            )
        )


async def _beside(other: ActingUser, act: Callable[[], Awaitable[T]], waits: Waits) -> T:
    """Do ``act`` while a member asks for help again and again."""
    longest = 0.0

    async def timed() -> T:
        began = time.perf_counter()
        seen = await act()
        waits.act.append(time.perf_counter() - began)
        return seen

    async with LoopWatch() as watch:
        acting = asyncio.create_task(timed())
        while not acting.done():
            asked = time.perf_counter()
            await other.slash("help")
            longest = max(longest, time.perf_counter() - asked)
        seen = await acting
    waits.other.append(longest)
    waits.stall.append(watch.longest)
    return seen


async def _edits(olga: ActingUser, other: ActingUser, *, rounds: int) -> dict[str, Waits]:
    """An edit and its confirmation, then the removal of what most of the others need."""
    found = {name: Waits() for name in ("nothing", "Edit", "Confirm", "Remove", "Undo")}
    for number in range(rounds):
        await _beside(other, partial(asyncio.sleep, 0.2), found["nothing"])
        form = await olga.click(await olga.slash("plan edit", milestone="m-7"), "Edit")
        typed = {"Title": f"Another title {number}", _DUE: f"week {3 + number}"}
        seen = await _beside(other, partial(olga.submit, form, typed), found["Edit"])
        await _beside(other, partial(olga.click, seen, "Confirm"), found["Confirm"])
        hub = await olga.slash("plan edit", milestone="m-0")
        gone = await _beside(other, partial(olga.click, hub, "Remove"), found["Remove"])
        if gone.failed is not None:
            print(f"    Remove was not answered: {gone.failed}")
        asked = await olga.click(seen, "Undo")
        await _beside(other, partial(olga.click, asked, "Undo"), found["Undo"])
        assert "is in force" in seen.text, seen.text
    return found


async def measure() -> None:
    """Print it for 300 milestones, and for the 39 KiB of 200 where 199 need the first."""
    async with small_group(members=2) as group:
        olga, other = group.users
        guild = next(iter(group.sandbox.world.guilds.values()))
        olga.join(
            guild, roles=[guild.create_role("Organiser", permissions=Permissions.MANAGE_GUILD)]
        )
        for milestones, needing in ((300, 0), (200, 199)):
            source = wide_plan(milestones, needing_first=needing)
            async with group.bot.db.begin() as session:
                await plans.load(session, guild.id, source, now=group.sandbox.clock.now())
            await _edits(olga, other, rounds=1)  # every statement is built once
            print(
                f"  {milestones} milestones, {needing} need the first, {len(source) / 1024:.0f} KiB"
            )
            for name, waits in (await _edits(olga, other, rounds=ROUNDS)).items():
                print(f"    {name:<8} {waits}")
