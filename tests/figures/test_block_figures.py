"""W2, U5: the group's counts in a real database file, over random lives of a group.

What an onlooker has seen is compared with what every member counts for, as their own boards say.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import func, select

from bot.db import Database
from bot.feature import session_info
from bot.forgetting import service as forgetting
from bot.groups.values import Caller
from bot.milestones import pace
from bot.milestones import service as milestones
from bot.milestones.figures import count_anew
from bot.milestones.models import BlockFigureRow, BlockStandingRow
from bot.milestones.progress import group_progress
from bot.plans import service as plans
from cogs.features import FEATURES
from tests.figures.life import PEOPLE, PLAN, RENAMED, Life
from tests.groups import acting as groups
from tests.milestones.circle import GUILD, NOW, caller_of, present


def test_u5_w2_no_two_figures_differ_by_few_and_none_has_who_was_deleted(
    sqlite_template: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source.db"
    shutil.copy(sqlite_template, source)

    async def found() -> None:
        db = Database(f"sqlite:///{source}", session_info=session_info(FEATURES))
        async with db.begin() as session:
            await groups.set_up(session, GUILD, now=NOW)
            await plans.load(session, GUILD, PLAN, now=NOW)
            for who in PEOPLE[:6]:
                await groups.join(session, GUILD, who, now=NOW)
        await db.close()

    asyncio.run(found())
    life = type("OfSix", (Life,), {"source": source})
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=min(25, settings().max_examples), stateful_step_count=30, deadline=None
        ),
    )


async def shown(db: Database) -> list[tuple[int, int] | None]:
    """What anybody sees of each block: how much is done, of how many members."""
    async with db.begin() as session:
        await count_anew(session, GUILD, now=NOW)
        found = await group_progress(session, GUILD)
    return [
        None if block.count is None else (block.count.done, block.members)
        for block in (found.blocks if found else ())
    ]


@pytest.fixture
async def group(composed_db: Database) -> Database:
    """A group of six of whom the first has done *read*, once counted."""
    async with composed_db.begin() as session:
        await groups.set_up(session, GUILD, now=NOW)
        await plans.load(session, GUILD, PLAN, now=NOW)
        for who in PEOPLE[:6]:
            await groups.join(session, GUILD, who, now=NOW)
        await milestones.finish(session, await caller_of(session, PEOPLE[0]), "read")
    assert await shown(composed_db) == [(1, 6), (0, 6)]
    return composed_db


async def finish(db: Database, name: str, *people: int) -> None:
    for who in people:
        async with db.begin() as session:
            await milestones.finish(session, await caller_of(session, who), name)


async def forget(db: Database, who: int) -> None:
    async with db.begin() as session:
        await forgetting.forget(session, Caller(GUILD, who, False, NOW))


async def test_u5_m1_a_deletion_withholds_figures_until_others_changed(group: Database) -> None:
    """A count without Ana, beside the one that was seen, would tell that she had done *read*."""
    async with group.begin() as session:
        await groups.join(session, GUILD, PEOPLE[6], now=NOW)
    await forget(group, PEOPLE[6])
    assert await shown(group) == [(1, 6), (0, 6)], "that one is in none"
    await forget(group, PEOPLE[0])
    assert await shown(group) == []
    async with group.begin() as session:
        await groups.join(session, GUILD, PEOPLE[7], now=NOW)
        await groups.join(session, GUILD, PEOPLE[0], now=NOW)
    await finish(group, "read", *PEOPLE[1:3])
    assert await shown(group) == [], "four changed: the one who came back may be who went"
    await finish(group, "read", PEOPLE[3])
    assert await shown(group) == [(3, 7), None], "nothing of hers is in it"
    await finish(group, "talk", *PEOPLE[1:4])
    assert await shown(group) == [(3, 7), (3, 7)]


async def test_u5_a_figure_goes_with_its_block_when_another_tells_it(group: Database) -> None:
    async with group.begin() as session:
        await plans.load(session, GUILD, RENAMED, now=NOW)
    assert await shown(group) == [(1, 6), (0, 6)]
    async with group.read() as session:
        ids = set(await session.scalars(select(BlockFigureRow.block_id)))
    assert ids == {"renamed", "second"}
    await finish(group, "read", PEOPLE[1])
    async with group.begin() as session:
        await plans.load(session, GUILD, PLAN, now=NOW)
    assert await shown(group) == [None, (0, 6)], "one changed something since"


async def test_p8_on_a_path_that_the_plan_lacks_everything_counts(group: Database) -> None:
    async def totals() -> list[int]:
        await shown(group)
        async with group.read() as session:
            return [count.total for count in present(await group_progress(session, GUILD)).counts]

    for who in PEOPLE[:5]:
        async with group.begin() as session:
            await pace.choose_path(session, await caller_of(session, who), "left")
    assert await totals() == [18, 7]
    async with group.begin() as session:
        await plans.load(session, GUILD, PLAN.replace('"left"', '"other"'), now=NOW)
    assert await totals() == [18, 12]


async def test_m2_who_leaves_is_in_no_figure_counted_later(group: Database) -> None:
    async with group.begin() as session:
        await groups.leave(session, GUILD, PEOPLE[0], now=NOW)
    assert await shown(group) == [(1, 6), (0, 6)], "as it was counted when they were there"
    await finish(group, "write", *PEOPLE[1:5])
    assert await shown(group) == [(4, 5), (0, 6)]
    async with group.begin() as session:
        await groups.leave(session, GUILD, PEOPLE[1], now=NOW)
    assert await shown(group) == [], "four are left"


async def test_u5_nobody_else_is_in_another_groups_figures(group: Database) -> None:
    other = GUILD + 5
    async with group.begin() as session:
        await groups.set_up(session, other, now=NOW)
        await plans.load(session, other, PLAN, now=NOW)
        await groups.join(session, other, PEOPLE[0], now=NOW)
        await count_anew(session, other, now=NOW)
        assert await group_progress(session, other) is None
        await forgetting.forget(session, Caller(other, PEOPLE[0], False, NOW))
    assert await shown(group) == [(1, 6), (0, 6)]


async def test_two_who_look_at_once_count_once(group: Database) -> None:
    await finish(group, "write", *PEOPLE[:5])
    found = await asyncio.gather(*(shown(group) for _ in range(4)))
    assert found == [[(6, 6), (0, 6)]] * 4
    async with group.read() as session:
        kept = await session.scalar(select(func.count()).select_from(BlockStandingRow))
    assert present(kept) == 12
