"""What a member did stands by itself at the axes that it tells of (U1), and leads to a focus."""

from __future__ import annotations

from functools import partial

import pytest

from bot.competency import queries
from bot.competency.evidence import my_evidence
from bot.competency.values import Evidence
from bot.db import Database
from bot.milestones import service as milestones
from bot.milestones.overrides import hide
from bot.projects import publishing
from bot.projects import service as projects
from bot.reviews import service as reviews
from bot.reviews.rules.texts import review_text
from bot.shares import service as shares
from tests.competency.acting import SIX, act, at, axis, follow, plan, rate_all
from tests.milestones.circle import BEN, make_groups
from tests.papers.group import announce, entry
from tests.plans.strategies import milestone_text, small_plan
from tests.projects.work import CASE, RISKS

KEY = "2603.00001"
TEXT = review_text(key_points="Much", analysis="", method="", worth="")


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """Two groups, whose plan has axes on its milestones."""
    return await make_groups(composed_db, plan())


async def seen(db: Database, day: int = 10, user_id: int = 1 << 62) -> list[Evidence]:
    found: list[Evidence] = await act(db, my_evidence, day=day, user_id=user_id)
    return found


def said(found: list[Evidence]) -> list[tuple[str, str, int]]:
    return [(each.kind, " ".join(each.axes), each.day.day) for each in found]


async def test_u1_a_finished_milestone_is_evidence_by_itself_and_gone_when_undone(
    db: Database,
) -> None:
    await act(db, milestones.finish, "essay", link="https://example.org/e", day=4)
    await act(db, milestones.finish, "book", day=5)
    assert said(await seen(db)) == [("milestone", "read", 5), ("milestone", "read write", 4)]
    assert (await seen(db))[1].link == "https://example.org/e"
    assert await seen(db, user_id=BEN) == []
    await act(db, milestones.undo, "book", day=6)
    assert said(await seen(db)) == [("milestone", "read write", 4)]
    await act(db, hide, "essay", day=6)
    assert said(await seen(db)) == [("milestone", "read write", 4)], "what was done was done"


async def test_u1_a_published_review_is_evidence_once_also_when_it_is_counted(
    db: Database,
) -> None:
    """At the axes of the milestone that counts reviews; a time counted by hand is one more."""
    await announce(db, entry(1), now=at(1))
    mine = await act(db, reviews.keep, KEY, TEXT, day=4)
    assert await seen(db) == [], "a draft tells nothing yet"
    released = await act(db, reviews.publish, mine.review.id, day=5)
    [found] = await seen(db)
    assert (found.kind, found.axes, found.day) == ("review", ("write",), at(5).date())
    number = released.count.number
    await act(db, reviews.count, mine.review.id, number, link=None, day=6)
    assert said(await seen(db)) == [("review", "write", 5)]
    await act(db, milestones.finish, "reviews", day=7)
    assert said(await seen(db)) == [("milestone", "write", 7), ("review", "write", 5)]
    await act(db, reviews.take_back, mine.review.id, day=8)
    assert "review" not in str(said(await seen(db)))


async def test_u1_a_share_and_a_published_project_are_evidence_once_also_when_they_are_counted(
    db: Database,
) -> None:
    """At the axes of the milestones that count them."""
    counting = (
        milestone_text("share", axes=["speak"], repeats="month", counts="shares"),
        milestone_text("own", axes=["build"], repeats="half-year", counts="projects"),
    )
    await follow(db, small_plan(*counting, tail="".join(map(axis, SIX))), day=2)
    link = "https://owl.example"
    begin = partial(projects.begin, title="Mails", summary="", repository="", block="")
    log = partial(shares.log, kind="blog", title="PAC", link=link, day="", audience="technical")
    mine = await act(db, log, day=4)
    project = (await act(db, begin, pain_points=[], day=4)).project
    assert said(await seen(db)) == [("share", "speak", 4)], "a project tells once it is published"
    assert (await seen(db))[0].link == link
    await act(db, publishing.assess, project.id, RISKS, day=5)
    await act(db, publishing.study, project.id, CASE, day=5)
    await act(db, publishing.publish, project.id, to_group=False, day=6)
    both = [("project", "build", 6), ("share", "speak", 4)]
    assert said(await seen(db)) == both
    await act(db, shares.count, mine.share.id, mine.count.number, day=7)
    await act(db, publishing.count, project.id, 0, link=None, day=7)
    assert said(await seen(db)) == both


async def test_u1_the_rating_shows_what_came_since_the_one_before(db: Database) -> None:
    await act(db, milestones.finish, "book", day=3)
    await rate_all(db, 1, 1, 1, 1, 1, 1, day=4)
    await act(db, milestones.finish, "essay", day=5)
    first = await act(db, queries.look, day=6)
    assert first.evidence == {"read": {"milestone": 1}}
    sheet = await act(db, queries.sheet, day=62)
    assert [dict(each.evidence) for each in sheet.parts[0]][:3] == [
        {"milestone": 1},
        {"milestone": 1},
        {},
    ]
    await rate_all(db, 1, 1, 1, 1, 1, 1, day=62)
    second = await act(db, queries.look, day=62)
    assert second.evidence == {"read": {"milestone": 1}, "write": {"milestone": 1}}


async def test_the_weakest_axes_suggest_what_is_open_and_waits_for_nothing(db: Database) -> None:
    await rate_all(db, 1, 1, 2, 4, 4, 4, day=3)
    found = await act(db, queries.focus, day=3)
    assert [(each.level.axis, [item.id for item in each.items]) for each in found] == [
        ("read", ["book", "essay"]),
        ("write", []),
        ("speak", ["talk"]),
    ]
    await act(db, milestones.start, "essay", day=3)
    await act(db, milestones.finish, "book", day=3)
    await act(db, milestones.finish, "talk", day=3)
    found = await act(db, queries.focus, day=3)
    assert [[item.id for item in each.items] for each in found] == [["essay"], [], ["second-talk"]]
