"""W2, U5: a group that lives at random in a real database file, and is looked at from outside.

What an onlooker has seen is compared with what every member counts for, as their own boards say.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycle_reports.models import SumsRow
from bot.cycles import service as cycles
from bot.cycles.queries import closed_cycles
from bot.db import Database
from bot.errors import UserError
from bot.feature import session_info
from bot.forgetting import service as forgetting
from bot.groups.values import Caller
from bot.milestones import overrides, pace
from bot.milestones import service as milestones
from bot.milestones.figures import count_anew
from bot.milestones.models import BlockFigureRow, BlockStandingRow
from bot.milestones.progress import group_progress
from bot.milestones.rules import total
from bot.milestones.values import GroupProgress, Status
from bot.plans import queries as plan_queries
from bot.plans import service as plans
from bot.retros import service as retros
from bot.retros import steering
from bot.retros.models import RetroFactRow, RetroRow
from cogs.features import FEATURES
from tests.groups import acting as groups
from tests.milestones.circle import GUILD, NOW, PATHS, board_at, caller_of, present
from tests.plans.strategies import milestone_text, small_plan

T = TypeVar("T")
PEOPLE = tuple(range(101, 109))
SECOND = """
[[blocks]]
id = "second"
title = "Second block"
summary = "Another one."
rhythm = "Two weeks."
objectives = ["Learn"]

[[blocks.components]]
id = "second-part"
title = "Second part"
summary = "Its only part."
"""


def plan_of(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """Two blocks of these milestones; those with the name of a path are for it alone."""

    def texts(names: tuple[str, ...]) -> list[str]:
        return [
            milestone_text(name, **({"path": name} if name in ("left", "right") else {}))
            for name in names
        ]

    return small_plan(*texts(first), tail=SECOND + "".join(texts(second)) + PATHS)


PLAN = plan_of(("read", "write", "left"), ("talk", "right"))
RENAMED = PLAN.replace('id = "first"', 'id = "renamed"')
PLANS = (
    PLAN,
    plan_of(("read", "left"), ("write", "talk", "right")),
    RENAMED,
)
NAMES = ("read", "write", "talk", "left", "right")

Truth = dict[int, dict[str, Status]]
"""How everybody in the group stands with each milestone that they are shown."""


async def truth_of(session: AsyncSession) -> Truth:
    """The same, from everybody's own board."""
    return {
        member.user_id: {
            item.id: item.status
            for item in (
                await board_at(session, GUILD, member.user_id, now=NOW + timedelta(days=1))
            ).milestones
        }
        for member in await groups.members(session, GUILD)
    }


def counts_for(truth: Truth, names: frozenset[str]) -> dict[int, Counter[Status]]:
    """What everybody counts for in a figure of these milestones."""
    return {
        who: Counter(status for name, status in stands.items() if name in names)
        for who, stands in truth.items()
    }


def differ(before: Truth, after: Truth, names: frozenset[str]) -> int:
    """How many people two figures of these milestones differ by."""
    then, now = counts_for(before, names), counts_for(after, names)
    return sum(then.get(who) != now.get(who) for who in then.keys() | now.keys())


@dataclass(frozen=True)
class Published:
    """A figure that was seen: when it was counted, of which milestones, and of what."""

    counted_at: datetime
    names: frozenset[str]
    truth: Truth


async def hold_a_retro(session: AsyncSession, now: datetime) -> None:
    await retros.open_retro(session, groups.organiser(GUILD, now=now))
    await steering.close_retro(session, groups.organiser(GUILD, now=now))


async def close_a_cycle(session: AsyncSession, now: datetime) -> None:
    number = len(await closed_cycles(session, GUILD)) + 1
    await cycles.close(session, groups.organiser(GUILD, now=now), number, start=now.date())


async def told_by(session: AsyncSession, what: str) -> list[Any]:
    """What the newest retro's facts say of milestones, or the newest cycle's sums."""
    if what == "cycle":
        sums = await session.scalar(select(SumsRow).order_by(SumsRow.number.desc()).limit(1))
        return present(sums).blocks or []
    newest = select(func.max(RetroRow.id)).scalar_subquery()
    facts = await session.scalars(select(RetroFactRow.text).filter_by(retro_id=newest))
    return [fact for fact in facts if "milestones" in fact]


def as_shown(found: GroupProgress | None, what: str) -> list[Any]:
    """The same, of the group's progress as it is shown."""
    blocks = [block for block in found.blocks if block.count] if found else []
    if found is None or what == "cycle":
        return [[e.number, e.id, e.title, e.members, *astuple(present(e.count))] for e in blocks]
    whole = total(found.counts)
    line = f"{whole.done} of {whole.total} milestones done so far, {found.together}"
    return [line] if whole.done else []


class Life(RuleBasedStateMachine):
    """A group lives, and somebody looks at its counts now and then."""

    source: Path
    """A database file with the group of six in it."""

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        path = self.source.with_name("life.db")
        shutil.copy(self.source, path)
        self.db = Database(f"sqlite:///{path}", session_info=session_info(FEATURES))
        self.now = NOW
        self.published: dict[str, Published] = {}
        self.forgotten = 0

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.run(self.db.close())
            self.runner.close()

    @rule(what=st.sampled_from(["retro", "cycle"]))
    def gather(self, what: str) -> None:
        """Where the group comes together it sees what it sees elsewhere, and no second figure."""
        self.now += timedelta(days=1)
        self.act(hold_a_retro if what == "retro" else close_a_cycle, self.now)
        self.run(self.looking())
        self.run(self.check_told(what))

    async def check_told(self, what: str) -> None:
        async with self.db.read() as session:
            shown = as_shown(await group_progress(session, GUILD), what)
            assert await told_by(session, what) == shown

    def run(self, about: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(about)

    def act(self, use_case: Any, *about: Any) -> None:
        async def acting() -> None:
            async with self.db.begin() as session:
                await use_case(session, *about)

        try:
            self.run(acting())
        except UserError:
            return

    @rule(who=st.sampled_from(PEOPLE))
    def join(self, who: int) -> None:
        async def join(session: AsyncSession) -> None:
            await groups.join(session, GUILD, who, now=self.now)

        self.act(join)

    @rule(who=st.sampled_from(PEOPLE))
    def leave(self, who: int) -> None:
        async def leave(session: AsyncSession) -> None:
            await groups.leave(session, GUILD, who, now=self.now)

        self.act(leave)

    @rule(
        who=st.sampled_from(PEOPLE),
        name=st.sampled_from(NAMES),
        how=st.sampled_from(
            [
                milestones.start,
                milestones.finish,
                milestones.skip,
                milestones.undo,
                overrides.hide,
                overrides.unhide,
            ]
        ),
    )
    def change(self, who: int, name: str, how: Any) -> None:
        async def change(session: AsyncSession) -> None:
            await how(session, await caller_of(session, who, now=self.now), name)

        self.act(change)

    @rule(name=st.sampled_from(NAMES), how=st.sampled_from([milestones.finish, milestones.undo]))
    def change_together(self, name: str, how: Any) -> None:
        for who in PEOPLE[:5]:
            self.change(who, name, how)

    @rule(who=st.sampled_from(PEOPLE), path=st.sampled_from(["left", "right", None]))
    def choose_path(self, who: int, path: str | None) -> None:
        async def choose(session: AsyncSession) -> None:
            await pace.choose_path(session, await caller_of(session, who, now=self.now), path)

        self.act(choose)

    @rule(text=st.sampled_from(PLANS))
    def edit_plan(self, text: str) -> None:
        async def edit(session: AsyncSession) -> None:
            await plans.load(session, GUILD, text, now=self.now)

        self.act(edit)
        self.look()

    @rule(who=st.sampled_from(PEOPLE))
    def forget(self, who: int) -> None:
        async def forget(session: AsyncSession) -> None:
            await forgetting.forget(session, Caller(GUILD, who, False, self.now))

        before = {name for name, each in self.published.items() if who in each.truth}
        self.act(forget)
        self.run(self.check_nothing_left(who, before))
        # Whoever comes back after that is somebody new, whatever they do then.
        self.forgotten += 1
        for each in self.published.values():
            if who in each.truth:
                each.truth[-self.forgotten] = each.truth.pop(who)

    async def check_nothing_left(self, who: int, blocks: set[str]) -> None:
        async with self.db.read() as session:
            rows = (await session.scalars(select(BlockFigureRow))).all()
            standing = select(func.count()).where(BlockStandingRow.user_id == who)
            assert await session.scalar(standing) == 0
            found = await group_progress(session, GUILD)
        for row in rows:
            if row.block_id in blocks and row.gone:
                numbers = (row.members, row.done, row.in_progress, row.skipped, row.total)
                assert set(numbers) == {None}
        for block in found.blocks if found else ():
            if block.count is not None:
                assert who not in self.published[block.id].truth, "a figure without trace of them"

    @rule()
    def look(self) -> None:
        self.now += timedelta(minutes=1)
        self.run(self.looking())

    async def looking(self) -> None:
        async with self.db.begin() as session:
            await count_anew(session, GUILD, now=self.now)
        async with self.db.read() as session:
            found = await group_progress(session, GUILD)
            truth = await truth_of(session)
            plan = (await plan_queries.current(session, GUILD)).blocks
            rows = {row.block_id: row for row in await session.scalars(select(BlockFigureRow))}
        names = {block.id: frozenset(each.id for each in block.milestones) for block in plan}
        made = {name for name in names if name in rows and rows[name].counted_at == self.now}
        for name in made:
            assert len(truth) >= 5
            for other, before in self.published.items():
                if other == name or before.names & names[name]:
                    changed = differ(before.truth, truth, before.names)
                    is_other = other != name or before.names != names[name]
                    assert changed >= 5 or (changed == 0 and is_other)
        told = frozenset().union(*(names[name] for name in made))
        self.published = {
            other: each
            for other, each in self.published.items()
            if other in names or not each.names & told
        } | {name: Published(self.now, names[name], truth) for name in made}
        for block in found.blocks if found else ():
            if block.count is None:
                continue
            shown = self.published[block.id]
            assert rows[block.id].counted_at == shown.counted_at
            whole: Counter[Status] = Counter()
            for each in counts_for(shown.truth, shown.names).values():
                whole += each
            assert block.members == len(shown.truth) >= 5
            assert (block.count.done, block.count.in_progress, block.count.skipped) == (
                whole[Status.DONE],
                whole[Status.IN_PROGRESS],
                whole[Status.SKIPPED],
            )
            assert block.count.total == whole.total() - whole[Status.SKIPPED]
