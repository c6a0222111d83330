"""P5: whatever is done, every view's figures are the store's, reckoned here from rows alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.errors import UserError
from bot.milestones import overrides, own, pace, progress
from bot.milestones import service as milestones
from bot.milestones.figures import count_anew
from bot.milestones.models import ChangeRow, OverrideRow, OwnRow
from bot.milestones.rules import count
from bot.milestones.values import OWN_SECTION, Board, Count, Status
from bot.plans import queries as plan_queries
from bot.plans import service as plans
from bot.plans.values import Plan
from cogs.common.text import bar
from cogs.milestones.listing import Show, View, fitting
from cogs.milestones.me_rows import rows_of
from cogs.milestones.panels import list_panel
from cogs.milestones.pictures import roadmap_of
from cogs.plans.panels import plan_panel
from tests.groups import acting as groups
from tests.groups.people import wordy_member
from tests.milestones.circle import (
    ANA,
    BEN,
    GUILD,
    NOW,
    PLAN,
    board,
    caller_of,
    make_groups,
    present,
    texts,
)

# The plan, and edits of it: one milestone gone, one new, one moved before another, a path renamed.
EDITS = (
    PLAN,
    PLAN.replace('id = "talk"', 'id = "speech"'),
    PLAN.replace('id = "first"\n', 'id = "renamed"\n'),
    PLAN.replace('id = "left"\n', 'id = "up"\n').replace('path = "left"', 'path = "up"'),
)
PLAN_IDS = ("read", "write", "talk", "speech", "left-one", "right-one")
OWN_IDS = tuple(f"own-{number}" for number in range(1, 7))


def random_acts(
    chance: random.Random, number: int
) -> Iterator[tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    """Acts as people and organisers do them, in any order."""
    for _ in range(number):
        name = chance.choice(PLAN_IDS + OWN_IDS)
        yield chance.choice(
            (
                (milestones.start, (name,), {}),
                (milestones.finish, (name,), {}),
                (milestones.finish, (name,), {}),
                (milestones.skip, (name,), {}),
                (milestones.undo, (name,), {}),
                (milestones.undo, (name,), {}),
                (overrides.hide, (name,), {}),
                (overrides.unhide, (name,), {}),
                (own.add, (), {"title": "x", "block": chance.choice(["1", None])}),
                (own.add, (), {"title": "x", "under": name}),
                (own.drop, (name,), {}),
                (own.restore, (name,), {}),
                (pace.choose_path, (chance.choice(["left", "right", "up", None]),), {}),
                (None, (chance.choice(EDITS),), {}),
            )
        )


async def reckon(db: Database, user_id: int, path: str | None) -> dict[str, Count]:
    """Counts by section, from the rows."""
    async with db.read() as session:
        plan = await plan_queries.current(session, GUILD)

        async def rows(table: Any, order: Any) -> list[Any]:
            mine = select(table).where(table.guild_id == GUILD, table.user_id == user_id)
            return list(await session.scalars(mine.order_by(order)))

        states = {r.milestone_id: r.status for r in await rows(ChangeRow, ChangeRow.number)}
        chosen = await rows(OverrideRow, OverrideRow.milestone_id)
        added = [r for r in await rows(OwnRow, OwnRow.number) if r.dropped_at is None]
    hidden = {row.milestone_id for row in chosen if row.hidden}
    counted = {
        block.id: [
            m.id for m in block.milestones if shows(plan, path, m.path) and m.id not in hidden
        ]
        for block in plan.blocks
    }
    known = {m.id for m in plan.milestones} | {f"own-{row.number}" for row in added}
    for row in added:
        if row.under not in known:
            place = row.block if row.block in counted else OWN_SECTION
            counted.setdefault(place, []).append(f"own-{row.number}")
    return {
        place: count(states.get(name, Status.NOT_STARTED) for name in names)
        for place, names in counted.items()
    }


def shows(plan: Plan, path: str | None, wanted: str | None) -> bool:
    return path is None or plan.path(path) is None or wanted in (None, path)


def check_views(view: Board, plan: Plan, wanted: dict[str, Count]) -> None:
    assert {section.id: section.count for section in view.sections} == wanted
    done, whole = (sum(getattr(c, name) for c in wanted.values()) for name in ("done", "total"))
    assert (view.count.done, view.count.total) == (done, whole)
    said = texts(list_panel(view, View()))
    assert f"{done} of {whole}" in said
    assert bar(done, whole) in said
    for section in view.sections:
        one = texts(list_panel(view, View(section.number)))
        assert f"** · {section.count.done} of {section.count.total}" in one
    road = roadmap_of(plan, view)
    assert (road.done, road.total) == (done, whole)
    in_plan = texts(plan_panel(plan, {section.id: section.count for section in view.sections}))
    for block in plan.blocks:
        assert f"· {wanted[block.id].done} of {wanted[block.id].total}" in in_plan
    standing, *_ = rows_of(wordy_member(own_zone=True), view, (), now=NOW).standing
    assert f"{bar(done, whole)} · {done} of {whole} milestones" in standing
    finished = [i for i in fitting(view, View(show=Show.DONE)) if not i.is_step]
    assert len(finished) == done


@pytest.mark.parametrize(
    ("db_url", "seed"),
    [("sqlite", 1), ("sqlite", 2), pytest.param("postgres", 3, marks=pytest.mark.postgres)],
    indirect=["db_url"],
)
async def test_p5_every_view_agrees_with_the_store_whatever_is_done(
    db: Database, seed: int
) -> None:
    await make_groups(db)
    chance = random.Random(seed)
    paths: dict[int, str | None] = {ANA: None, BEN: None}
    done = 0
    for number, (use_case, about, more) in enumerate(random_acts(chance, 60)):
        who = chance.choice((ANA, BEN))
        now = NOW + timedelta(hours=number)
        try:
            async with db.begin() as session:
                if use_case is None:
                    await plans.load(session, GUILD, *about, now=now)
                else:
                    caller = await caller_of(session, who, now=now)
                    await use_case(session, caller, *about, **more)
                    paths[who] = about[0] if use_case is pace.choose_path else paths[who]
                done += 1
        except UserError:
            continue
        if number % 9 == 0:
            async with db.read() as session:
                plan = await plan_queries.current(session, GUILD)
            for user_id in (ANA, BEN):
                wanted = await reckon(db, user_id, paths[user_id])
                check_views(await board(db, user_id), plan, wanted)
    assert done > 15


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_p5_w2_the_groups_counts_add_up_its_members(db: Database) -> None:
    await make_groups(db)
    chance = random.Random(3)
    people = (ANA, BEN, 1, 2, 3)
    async with db.begin() as session:
        for who in people[2:]:
            await groups.join(session, GUILD, who, now=NOW)
    for use_case, about, more in random_acts(chance, 90):
        try:
            async with db.begin() as session:
                if use_case is not None:
                    who = chance.choice(people)
                    await use_case(session, await caller_of(session, who), *about, **more)
        except UserError:
            continue
    async with db.begin() as session:
        await count_anew(session, GUILD, now=NOW)
        found = present(await progress.group_progress(session, GUILD))
    items = [i for who in people for i in (await board(db, who)).milestones if not i.is_own]
    assert [block.count for block in found.blocks] == [count(item.status for item in items)]
    assert found.people == "5 members"
