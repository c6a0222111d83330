"""U3: where members stand, on both databases, beside what their own boards say."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from bot.db import Database
from bot.milestones import overrides, pace
from bot.milestones import service as milestones
from bot.milestones.present_blocks import present_blocks
from bot.milestones.values import Board, Status
from bot.plans import loader
from bot.plans import queries as plans
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, GUILD, NOW, act, board, make_groups
from tests.statements import statements

PLAN = loader.shipped()


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db, loader.shipped_text())


async def found(db: Database) -> dict[str, int]:
    async with db.read() as session:
        return await present_blocks(session, GUILD, await plans.current(session, GUILD))


def stands_in(own: Board) -> set[str]:
    """The same, read from a member's board."""
    counted = {section.id: section.counted for section in own.sections if not section.is_own}
    begun = {
        name
        for name, items in counted.items()
        if any(item.status is Status.IN_PROGRESS for item in items)
    }
    still_open = (name for name, items in counted.items() if any(i.status.is_open for i in items))
    return begun or {next(still_open)}


async def test_u3_members_stand_in_the_first_open_block_or_in_what_they_began(
    group: Database,
) -> None:
    assert await found(group) == {"theory": 2}
    await act(group, milestones.start, "practice-train-models")
    assert await found(group) == {"theory": 1, "practice": 1}
    for block, _component, milestone in PLAN.walk():
        if block.id == "theory":
            await act(group, milestones.finish, milestone.id, user_id=BEN)
    assert await found(group) == {"practice": 2}
    async with group.begin() as session:
        await groups.leave(session, GUILD, BEN, now=NOW)
    assert await found(group) == {"practice": 1}


async def test_u3_whatever_members_did_their_boards_say_the_same(group: Database) -> None:
    chance = random.Random(12)
    paths = [path.id for path in PLAN.paths]
    for user_id in (ANA, BEN):
        await act(group, pace.choose_path, chance.choice(paths), user_id=user_id)
        shown = [each.id for each in (await board(group, user_id)).counted]
        for milestone_id in chance.sample(shown, 30):
            use_case = chance.choice(
                (milestones.finish, milestones.finish, milestones.skip, overrides.hide)
            )
            await act(group, use_case, milestone_id, user_id=user_id)
        expected = Counter(stands_in(await board(group, ANA)))
        expected.update(stands_in(await board(group, BEN)))
        assert await found(group) == dict(expected)


async def test_u3_one_statement_tells_where_everybody_stands(group: Database) -> None:
    async with group.begin() as session:
        for user_id in range(100, 130):
            await groups.join(session, GUILD, user_id, now=NOW)
    async with group.read() as session:
        plan = await plans.current(session, GUILD)
        with statements(group) as seen:
            assert await present_blocks(session, GUILD, plan) == {"theory": 32}
    assert len(seen) == 1, seen
