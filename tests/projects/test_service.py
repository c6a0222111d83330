"""Projects on both databases: stages, checkpoints, publishing, counting, forgetting (C8, U12)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.about_person import forget_person, records_of_person
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.export import restore
from bot.export.file_reading import Archive
from bot.groups import membership
from bot.milestones import service as milestones
from bot.plans import service as plans
from bot.projects import publishing, queries, rules, service
from bot.projects.counts import published
from bot.projects.models import CheckpointRow, ProjectRow, StageRow
from bot.projects.rules import MOST_PROJECTS
from bot.projects.values import POST, TAKE_DOWN, ShownProject, Wanted
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus
from tests.groups import acting as groups
from tests.papers.group import ANA, BEN, GUILD, OTHER_GUILD, START, found_group
from tests.plans.strategies import small_plan
from tests.plans.test_loader import GUIDE
from tests.projects.work import CASE, NOW, RISKS, WHAT, act, begin, mine, publish
from tests.reviews.test_service import subjects
from tests.statements import statements

LOOK: dict[str, Any] = {"words": "Nothing odd.", "link": ""}
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


async def posted(db: Database, message_id: int = 88) -> ShownProject | None:
    """The newest delivery that posts a project has done so."""
    (*_, subject) = await subjects(db, POST)
    async with db.begin() as session:
        return await publishing.posted(session, GUILD, subject, message_id, NOW)


async def test_c8_stages_have_a_history_and_an_undo(db: Database) -> None:
    await found_group(db)
    project_id = (await begin(db)).project.id
    for stage in ("data", "model", "deployment"):
        assert (await moved(db, project_id)).project.stage == stage
    with pytest.raises(UserError, match="its last stage"):
        await moved(db, project_id)
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


async def test_u12_nothing_is_published_without_risks_or_a_stated_reason(db: Database) -> None:
    await found_group(db)
    project_id = (await begin(db)).project.id
    for to_group in (True, False):
        with pytest.raises(UserError, match="write down the risks"):
            await act(db, ANA, publishing.publish, project_id, to_group=to_group)
    await act(
        db,
        ANA,
        publishing.assess,
        project_id,
        rules.risks(risks="", mitigations="", reason="A toy"),
    )
    with pytest.raises(UserError, match="what came out"):
        await act(db, ANA, publishing.publish, project_id, to_group=True)
    await act(db, ANA, publishing.study, project_id, CASE)
    shown = await act(db, ANA, publishing.publish, project_id, to_group=False)
    assert (shown.project.is_published, shown.project.is_released) == (True, False)
    assert await subjects(db, POST) == []


async def test_c8_publishing_twice_posts_once(db: Database) -> None:
    await found_group(db)
    project = (await publish(db)).project
    await act(db, ANA, publishing.publish, project.id, to_group=True)
    assert await subjects(db, POST) == [f"{project.id}:1:{GUILD + 1}"]
    await posted(db)
    assert (await act(db, BEN, queries.show, project.id)).project.post.message_id == 88


async def test_c8_withdrawing_and_reopening_delete_the_post(db: Database) -> None:
    await found_group(db)
    project = (await publish(db)).project
    await posted(db)
    for _ in range(2):
        gone = (await act(db, ANA, publishing.withdraw, project.id)).project
        assert (gone.is_published, gone.is_released, gone.post) == (True, False, None)
    assert await subjects(db, TAKE_DOWN) == [f"{GUILD + 1}:88"]
    with pytest.raises(NotFound):
        await act(db, BEN, queries.show, project.id)
    await act(db, ANA, publishing.publish, project.id, to_group=True)
    assert (await subjects(db, POST))[-1] == f"{project.id}:2:{GUILD + 1}"
    await posted(db, 99)
    with pytest.raises(UserError, match="It is published"):
        await act(db, ANA, service.move_to, project.id, "data", anyway=True)
    back = (await act(db, ANA, publishing.reopen, project.id)).project
    assert not back.is_published
    assert (await subjects(db, TAKE_DOWN))[-1] == f"{GUILD + 1}:99"


async def test_c8_what_was_posted_while_it_was_withdrawn_is_deleted(db: Database) -> None:
    await found_group(db)
    project = (await publish(db)).project
    await act(db, ANA, publishing.withdraw, project.id)
    async with db.begin() as session:
        subject = f"{project.id}:1:{GUILD + 1}"
        assert await publishing.posted(session, GUILD, subject, 88, NOW) is None
    assert await subjects(db, TAKE_DOWN) == [f"{GUILD + 1}:88"]


async def test_c8_why_a_project_is_not_posted_is_kept_while_it_is_so(db: Database) -> None:
    await found_group(db)
    project = (await publish(db)).project
    (first,) = await subjects(db, POST)

    async def refused(subject: str) -> str | None:
        delivery = Delivery(1, GUILD, None, POST, subject, NOW.date(), NOW, 1, "once")
        failure = DeliveryFailure(delivery, DeliveryStatus.UNDELIVERABLE, "the channel is gone")
        async with db.begin() as session:
            await publishing.not_posted(session, failure, NOW)
        return (await mine(db, project.id)).project.trouble

    assert await refused(first) == "the channel is gone"
    _count, unposted = await act(db, ANA, queries.standing)
    assert unposted.id == project.id
    await act(db, ANA, publishing.post_again, project.id)
    assert (await mine(db, project.id)).project.trouble is None
    assert await refused(first) is None, "of a former release"
    await posted(db)
    (*_, second) = await subjects(db, POST)
    assert await refused(second) is None, "it stands there"


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


async def count(db: Database, shown: ShownProject, now: datetime = NOW) -> ShownProject:
    assert shown.count is not None
    assert shown.count.milestone is not None
    number = shown.count.milestone.number
    counted: ShownProject = await act(
        db, ANA, publishing.count, shown.project.id, number, link=None, now=now
    )
    return counted


def tally(shown: ShownProject) -> str:
    assert shown.count is not None
    assert shown.count.milestone is not None
    return str(shown.count.milestone.tally)


async def test_p11_a_press_counts_a_project_once_in_the_half_year_it_was_published(
    db: Database,
) -> None:
    await found_group(db)
    first, second = await publish(db, title="One"), await publish(db, title="Two", to_group=False)
    assert tally(first) == "0 of 2 in January to June", "nothing counts by itself"
    counted = await count(db, first)
    assert tally(await count(db, first)) == tally(counted) == "1 of 2 in January to June"
    assert tally(await count(db, second)) == "1 of 2 in January to June", "seen before"
    assert tally(await count(db, await mine(db, second.project.id))) == "2 of 2 in January to June"
    july = START.replace(month=7, day=2)
    third = await publish(db, title="Three", now=july)
    assert tally(third) == "0 of 2 in July to December"
    late = await mine(db, first.project.id, now=july)
    assert late.count is not None
    assert first.project.id not in late.count.takes
    await act(db, ANA, milestones.undo, "projects-major-projects", now=NOW)
    again = await mine(db, second.project.id)
    assert again.count is not None
    assert second.project.id in again.count.takes, "an undone count can be counted again"


async def test_p11_the_half_year_is_that_of_the_members_zone(db: Database) -> None:
    await found_group(db)
    async with db.begin() as session:
        await groups.change_member(session, GUILD, BEN, zone="Pacific/Auckland", now=START)
    late = datetime.fromisoformat("2026-06-30T20:00+00:00")
    assert tally(await publish(db, ANA, now=late)).endswith("January to June")
    assert tally(await publish(db, BEN, now=late)).endswith("July to December")


async def test_u1_what_was_published_when_is_read_for_whatever_counts_it(db: Database) -> None:
    await found_group(db)
    await begin(db, title="In work")
    await publish(db, title="Mine", to_group=False)
    await publish(db, title="Ours", now=NOW + timedelta(days=1))
    async with db.read() as session:
        found = await published(session, GUILD, ANA)
        assert await published(session, GUILD, BEN) == ()
    assert [(each.title, each.on.isoformat()) for each in found] == [
        ("Mine", "2026-03-02"),
        ("Ours", "2026-03-03"),
    ]


async def test_u12_the_milestone_of_the_audit_is_never_finished_by_itself(db: Database) -> None:
    await found_group(db)
    project_id = (await begin(db)).project.id
    with pytest.raises(UserError, match="each stage needs its checkpoint"):
        await act(db, ANA, publishing.finish_audit, project_id)
    for stage in ("scoping", "data", "model", "deployment"):
        await act(db, ANA, service.write_checkpoint, project_id, stage, **LOOK)
    await act(db, ANA, publishing.assess, project_id, RISKS)
    shown = await mine(db, project_id)
    assert shown.count is not None
    assert shown.count.audit is not None
    for _ in range(2):
        shown = await act(db, ANA, publishing.finish_audit, project_id)
        assert shown.count is not None
        assert shown.count.audit is None


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
    group = await act(db, ANA, queries.listed, Wanted(mine=False), 0)
    assert [each.title for each in group.projects] == ["Ben's"]
    assert (group.mine, group.released, group.total) == (7, 1, 1)
    for wanted, count in (
        (Wanted(stage="scoping"), 7),
        (Wanted(stage="published"), 0),
        (Wanted(mine=False, stage="published"), 1),
        (Wanted(mine=False, block="projects"), 1),
        (Wanted(block="projects"), 0),
        (Wanted(stage="' OR 1=1"), 0),
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
