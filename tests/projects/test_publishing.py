"""Publishing and counting projects on both databases (C8, U12, P11)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.milestones import service as milestones
from bot.projects import publishing, queries, rules, service
from bot.projects.counts import published
from bot.projects.values import POST, TAKE_DOWN, ShownProject
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus
from tests.groups import acting as groups
from tests.papers.group import ANA, BEN, GUILD, START, found_group
from tests.projects.work import CASE, LOOK, NOW, RISKS, act, begin, mine, posted, publish
from tests.reviews.test_service import subjects


@pytest.fixture
def db(composed_db: Database) -> Database:
    """The hooks of all features run."""
    return composed_db


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
    seen = await act(db, BEN, queries.show, project.id)
    assert (seen.project.post.message_id, seen.count) == (88, None), "the count is Ana's alone"
    alone = (await publish(db, title="Alone", to_group=False)).project
    late = NOW + timedelta(days=200)
    shown = await act(db, ANA, publishing.publish, alone.id, to_group=True, now=late)
    assert shown.project.published_on == alone.published_on, "it counts where it was finished"


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
    await act(db, ANA, service.move_to, project.id, "data", anyway=True)
    await act(db, ANA, publishing.publish, project.id, to_group=False)
    with pytest.raises(UserError, match="no move to take back"):
        await act(db, ANA, service.undo, project.id, 2)
    assert (await subjects(db, TAKE_DOWN))[-1] == f"{GUILD + 1}:99"


async def test_c8_what_was_posted_while_it_was_withdrawn_is_deleted(db: Database) -> None:
    await found_group(db)
    project = (await publish(db)).project
    await act(db, ANA, publishing.withdraw, project.id)
    async with db.begin() as session:
        subject = f"{project.id}:1:{GUILD + 1}"
        assert await publishing.posted(session, GUILD, subject, 88, NOW) is None
    assert await subjects(db, TAKE_DOWN) == [f"{GUILD + 1}:88"]


async def test_c8_the_post_of_a_former_release_goes_and_the_newer_stays(db: Database) -> None:
    await found_group(db)
    project = (await publish(db)).project
    await act(db, ANA, publishing.withdraw, project.id)
    await act(db, ANA, publishing.publish, project.id, to_group=True)
    former, newer = await subjects(db, POST)
    async with db.begin() as session:
        assert await publishing.posted(session, GUILD, former, 88, NOW) is None
        shown = await publishing.posted(session, GUILD, newer, 99, NOW)
    assert shown is not None
    assert shown.project.post is not None
    assert shown.project.post.message_id == 99
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
    project = (await publish(db, title="Other")).project
    (*_, third) = await subjects(db, POST)
    assert await refused(third) == "the channel is gone"
    await act(db, ANA, publishing.withdraw, project.id)
    assert (await mine(db, project.id)).project.trouble is None
    assert await refused(third) is None, "nothing is to be posted"


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
    major = "projects-major-projects"
    for use_case in (milestones.finish, milestones.finish, milestones.undo):
        await act(db, BEN, use_case, major)
    before = await mine(db, second.project.id)
    assert before.count is not None
    assert second.project.id in before.count.counted, "what another takes back is theirs"
    await act(db, ANA, milestones.undo, major, now=NOW)
    again = await mine(db, second.project.id)
    assert again.count is not None
    assert again.count.takes == {second.project.id}, "an undone count can be counted again"
    late = await mine(db, second.project.id, now=july)
    assert late.count is not None
    assert late.count.takes == {third.project.id}, "what was published before is another period's"
    with pytest.raises(UserError, match="the period that counts now"):
        await count(db, late, now=july)
    fourth = await publish(db, title="Four")
    assert tally(await count(db, fourth)) == "2 of 2 in January to June"
    other = await mine(db, second.project.id)
    assert other.count is not None
    assert other.count.counted == {first.project.id, fourth.project.id}, "the one taken back is not"


async def test_p11_the_half_year_is_that_of_the_members_zone(db: Database) -> None:
    await found_group(db)
    async with db.begin() as session:
        await groups.change_member(session, GUILD, BEN, zone="Pacific/Auckland", now=START)
    late = datetime.fromisoformat("2026-06-30T20:00+00:00")
    for user_id, period in ((ANA, "January to June"), (BEN, "July to December")):
        shown = await publish(db, user_id, now=late)
        assert tally(shown).endswith(period)
        assert shown.count is not None
        assert shown.count.takes == {shown.project.id}


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
        with pytest.raises(UserError, match="each stage needs its checkpoint"):
            await act(db, ANA, publishing.finish_audit, project_id)
        await act(db, ANA, service.write_checkpoint, project_id, stage, **LOOK)
    reason = rules.risks(risks="", mitigations="", reason="A toy")
    await act(db, ANA, publishing.assess, project_id, reason)
    with pytest.raises(UserError, match="its risks and mitigations"):
        await act(db, ANA, publishing.finish_audit, project_id)
    await act(db, ANA, publishing.assess, project_id, RISKS)
    shown = await mine(db, project_id)
    assert shown.count is not None
    assert shown.count.audit is not None
    for _ in range(2):
        shown = await act(db, ANA, publishing.finish_audit, project_id)
        assert shown.count is not None
        assert shown.count.audit is None
    await act(db, ANA, milestones.undo, "professional-ethics-audit")
    await act(db, ANA, milestones.skip, "professional-ethics-audit")
    with pytest.raises(UserError, match="Nothing is open"):
        await act(db, ANA, publishing.finish_audit, project_id)
