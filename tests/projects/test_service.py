"""Projects on both databases: stages, checkpoints, lists, forgetting (C8, U12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.about_person import forget_person, records_of_person
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.export import restore
from bot.export.file_reading import Archive
from bot.groups import membership
from bot.plans import service as plans
from bot.projects import publishing, queries, rules, service
from bot.projects.models import CheckpointRow, ProjectRow, StageRow
from bot.projects.rules import MOST_PROJECTS
from bot.projects.values import TAKE_DOWN, ShownProject, Wanted
from tests.groups import acting as groups
from tests.papers.group import ANA, BEN, GUILD, OTHER_GUILD, START, found_group
from tests.plans.strategies import small_plan
from tests.plans.test_loader import GUIDE
from tests.projects.work import CASE, LOOK, NOW, RISKS, WHAT, act, begin, mine, posted, publish
from tests.reviews.test_service import subjects
from tests.statements import statements

MISSING = 10**9


@pytest.fixture
def db(composed_db: Database) -> Database:
    """The hooks of all features run."""
    return composed_db


async def moved(db: Database, project_id: int, *, anyway: bool = True) -> ShownProject:
    number = (await mine(db, project_id)).progress.number
    found = await act(db, ANA, service.move_on, project_id, number, anyway=anyway)
    shown: ShownProject = found.shown
    return shown


async def test_c8_stages_have_a_history_and_an_undo(db: Database) -> None:
    await found_group(db)
    project_id = (await begin(db)).project.id
    other = (await begin(db, title="Other")).project.id
    await act(db, ANA, service.move_to, other, "data", anyway=True)
    for stage in ("data", "model", "deployment"):
        assert (await moved(db, project_id)).project.stage == stage
    with pytest.raises(UserError, match="its last stage"):
        await moved(db, project_id)
    await act(db, ANA, service.move_to, project_id, "deployment", anyway=False)
    back = (await act(db, ANA, service.move_to, project_id, "data", anyway=False)).shown
    assert [each.stage for each in back.progress.history] == [
        *("scoping", "data", "model", "deployment"),
        "data",
    ]
    for stage in ("deployment", "model", "data", "scoping"):
        number = (await mine(db, project_id)).progress.number
        undone = await act(db, ANA, service.undo, project_id, number)
        assert undone.project.stage == stage
        same = await act(db, ANA, service.undo, project_id, number)
        assert same.project.stage == stage, "a button pressed twice takes back one move"
    with pytest.raises(UserError, match="no move to take back"):
        await act(db, ANA, service.undo, project_id, 1)
    assert [each.stage for each in (await mine(db, other)).progress.history] == ["scoping", "data"]


async def test_u12_leaving_a_stage_without_its_look_asks_and_back_does_not(db: Database) -> None:
    await found_group(db)
    project_id = (await begin(db)).project.id
    asked = await act(db, ANA, service.move_on, project_id, 1, anyway=False)
    assert (asked.leaves.id, asked.shown.project.stage) == ("scoping", "scoping")
    with pytest.raises(UserError, match="A sentence is enough"):
        await act(
            db, ANA, service.write_checkpoint, project_id, "scoping", words=" \u3164", link=""
        )
    with pytest.raises(UserError, match="no such stage"):
        await act(db, ANA, service.write_checkpoint, project_id, "nowhere", **LOOK)
    await act(db, ANA, service.write_checkpoint, project_id, "scoping", **LOOK)
    done = await act(db, ANA, service.move_on, project_id, 1, anyway=False)
    assert (done.leaves, done.shown.project.stage) == (None, "data")
    back = await act(db, ANA, service.move_to, project_id, "scoping", anyway=False)
    assert back.leaves is None, "going back asks nothing"


async def test_c8_anothers_project_and_one_of_another_group_are_not_found(db: Database) -> None:
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=(ANA,))
    project_id = (await begin(db)).project.id
    number = {"number": 1}
    acts: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (queries.show, (), {}),
        (queries.own, (), {}),
        (service.describe, (), {**WHAT, "title": "x"}),
        (service.answer, ({},), {}),
        (service.write_checkpoint, ("data",), LOOK),
        (service.plan_step, ("x",), {}),
        (service.move_on, (), {**number, "anyway": True}),
        (service.move_to, ("data",), {"anyway": True}),
        (service.undo, (1,), {}),
        (service.discard, (), {}),
        (publishing.assess, (RISKS,), {}),
        (publishing.study, (CASE,), {}),
        (publishing.publish, (), {"to_group": True}),
        (publishing.withdraw, (), {}),
        (publishing.reopen, (), {}),
        (publishing.post_again, (), {}),
        (publishing.count, (), {**number, "link": None}),
        (publishing.finish_audit, (), {}),
    ]
    for use_case, args, named in acts:
        for user_id, found, guild_id in (
            (BEN, project_id, GUILD),
            (ANA, MISSING, GUILD),
            (ANA, project_id, OTHER_GUILD),
        ):
            with pytest.raises(NotFound):
                await act(db, user_id, use_case, found, *args, guild_id=guild_id, **named)
    for typed in (str(project_id), "Mails"):
        with pytest.raises(NotFound):
            await act(db, BEN, queries.find, typed, mine=False)
    assert await act(db, BEN, queries.suggest, "", 25, mine=False) == []
    assert await act(db, ANA, queries.suggest, "", 25, mine=False, guild_id=OTHER_GUILD) == []
    assert (await mine(db, project_id)).project.stage == "scoping"


async def test_c8_another_plan_keeps_what_was_written(db: Database) -> None:
    """A stage, question or block that goes leaves its id, answer and checkpoint."""
    await found_group(db)
    project_id = (await begin(db, block="projects", pain_points=["ethics"])).project.id
    await act(db, ANA, service.answer, project_id, {"impact": "Much."})
    await act(db, ANA, service.write_checkpoint, project_id, "scoping", **LOOK)
    await moved(db, project_id)
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(tail=GUIDE), now=START)
    shown = await mine(db, project_id)
    assert (shown.block, shown.project.said.pain_points) == (None, ("ethics",))
    assert shown.project.answers == {"impact": "Much."}
    audit = rules.audit(shown.guide, shown.project, shown.progress)
    assert [(each.id, each.is_missing) for each in audit.stages] == [
        ("sketch", False),
        ("scoping", False),
        ("data", True),
    ]
    await act(db, ANA, service.write_checkpoint, project_id, "data", **LOOK)
    answered = await act(db, ANA, service.answer, project_id, {"why": "For fun."})
    assert answered.project.answers == {"impact": "Much.", "why": "For fun."}
    assert (await moved(db, project_id)).project.stage == "sketch"
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(), now=START)
    assert (await mine(db, project_id)).guide.stages[0].id == "scoping", "the general guide serves"


async def test_c8_lists_show_ones_own_or_what_the_group_can_read(db: Database) -> None:
    await found_group(db)
    for number in range(7):
        await begin(db, title=f"P{number}", block="theory", now=NOW + timedelta(minutes=number))
    await publish(db, BEN, "Ben's", block="projects")
    await publish(db, BEN, "Ben's own", to_group=False)
    first = await act(db, ANA, queries.listed, Wanted(), 0)
    assert [each.title for each in first.projects] == ["P6", "P5", "P4", "P3", "P2", "P1"]
    last = await act(db, ANA, queries.listed, Wanted(), 99)
    assert ([each.title for each in last.projects], last.page) == (["P0"], 1)
    touched = last.projects[0].id
    await act(db, ANA, service.plan_step, touched, "Label", now=NOW + timedelta(hours=1))
    first = await act(db, ANA, queries.listed, Wanted(), 0)
    assert [each.title for each in first.projects][:2] == ["P0", "P6"], "the last touched first"
    group = await act(db, ANA, queries.listed, Wanted(mine=False), 0)
    assert [each.title for each in group.projects] == ["Ben's"]
    assert (group.mine, group.released, group.total) == (7, 1, 1)
    for wanted, count in (
        (Wanted(stage="scoping"), 7),
        (Wanted(stage="published"), 0),
        (Wanted(mine=False, stage="published"), 1),
        (Wanted(mine=False, block="projects"), 1),
        (Wanted(block="projects"), 0),
        (Wanted(stage="' OR 1=1", block="x" * 80), 7),
    ):
        assert (await act(db, ANA, queries.listed, wanted, 0)).total == count, wanted
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, BEN, now=NOW)
    assert (await act(db, ANA, queries.listed, Wanted(mine=False), 0)).total == 0
    assert await act(db, ANA, queries.suggest, "Ben", 25, mine=False) == []


async def test_c8_a_member_has_as_many_projects_as_fit(db: Database) -> None:
    await found_group(db)
    for number in range(MOST_PROJECTS):
        await begin(db, title=str(number))
    with pytest.raises(UserError, match="all that fits"):
        await begin(db, title="one more")


async def test_m1_forgetting_deletes_projects_and_their_posts(db: Database) -> None:
    await found_group(db)
    project_id = (await publish(db)).project.id
    await act(db, ANA, service.write_checkpoint, project_id, "scoping", **LOOK)
    await posted(db)
    await publish(db, BEN)
    async with db.begin() as session:
        stored = (await records_of_person(session, GUILD, ANA))["projects"]
        assert {name: len(rows) for name, rows in stored.items()} == {
            "projects": 1,
            "project_stages": 1,
            "project_checkpoints": 1,
        }
        await forget_person(session, GUILD, ANA)
        assert not any((await records_of_person(session, GUILD, ANA))["projects"].values())
    assert await subjects(db, TAKE_DOWN) == [f"{GUILD + 1}:88"]
    async with db.read() as session:
        for table, left in ((ProjectRow, 1), (StageRow, 1), (CheckpointRow, 0)):
            assert await session.scalar(select(func.count()).select_from(table)) == left


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("projects", {"stage": "a:b"}),
        ("projects", {"pain_points": ["Two words"]}),
        ("projects", {"pain_points": "ethics"}),
        ("projects", {"answers": {"impact": "x" * 1001}}),
        ("projects", {"answers": ["x"]}),
        ("projects", {"block": "a:b"}),
        ("projects", {"demo": "javascript:alert(1)"}),
        ("projects", {"risks": "", "no_risks_because": ""}),
        ("project_stages", {"stage": "a:b"}),
        ("project_checkpoints", {"stage": 7}),
        ("project_checkpoints", {"words": "", "link": None}),
    ],
)
async def test_d1_a_file_that_was_changed_by_hand_is_refused(
    db: Database, table: str, changes: dict[str, Any]
) -> None:
    await found_group(db)
    project_id = (await publish(db)).project.id
    await act(db, ANA, service.write_checkpoint, project_id, "scoping", **LOOK)
    async with db.begin() as session:
        stored = (await records_of_person(session, GUILD, ANA))["projects"]
        await forget_person(session, GUILD, ANA)
        await groups.join(session, GUILD, ANA, now=NOW)
    tables = {name: [dict(row) for row in rows] for name, rows in stored.items()}
    forged = {**tables, table: [{**tables[table][0], **changes}]}
    with pytest.raises(UserError, match="Nothing was changed"):
        await act(db, ANA, restore.restore, Archive(1, GUILD, ANA, {"projects": forged}))
    sound = Archive(1, GUILD, ANA, {"projects": tables})
    assert (await act(db, ANA, restore.restore, sound)).back == 3
    (restored,) = (await act(db, ANA, queries.listed, Wanted(), 0)).projects
    assert (restored.is_published, restored.is_released) == (True, False), "private until shown"


async def test_each_read_costs_the_same_however_many_projects_there_are(db: Database) -> None:
    await found_group(db)
    project_id = (await publish(db)).project.id
    costs = []
    for _ in range(2):
        cost = []
        for read, args in (
            (queries.show, (project_id,)),
            (queries.listed, (Wanted(), 0)),
            (queries.audits, ()),
            (queries.standing, ()),
        ):
            with statements(db) as seen:
                await act(db, ANA, read, *args)
            cost.append(len(seen))
        costs.append(cost)
        for number in range(5):
            await publish(db, title=f"More {number}")
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12
