"""Drafts, publishing, taking back and counting, on both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import func, select

from bot.about_person import forget_person, records_of_person
from bot.arxiv.models import PaperRow
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups import membership
from bot.milestones import service as milestones
from bot.milestones.values import Period
from bot.papers import candidates, rounds, unused
from bot.plans import service as plans
from bot.ranking import EvidenceKind, Request, rank
from bot.reviews import queries, service
from bot.reviews.models import ReviewRow
from bot.reviews.rules.texts import review_text
from bot.reviews.values import POST, TAKE_DOWN, MyReview, ReviewList
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus
from bot.scheduling.models import ScheduleRow
from tests.groups import acting as groups
from tests.kept_worker import KeptWorker
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    DAY,
    GUILD,
    OTHER_GUILD,
    START,
    WEEK,
    announce,
    entry,
    found_group,
)
from tests.plans.strategies import milestone_text, small_plan
from tests.reviews.test_rota_service import NOW, act, chosen, count_in

KEY = "2603.00001"
MISSING = 999


@pytest.fixture
def db(composed_db: Database) -> Database:
    """The hooks of all features run."""
    return composed_db


async def keep(
    db: Database, user_id: int, key: str = KEY, *, now: datetime = NOW, **texts: str
) -> MyReview:
    empty = {"key_points": "", "analysis": "", "method": "", "worth": ""}
    text = review_text(**empty | (texts or {"key_points": "It claims much."}))
    kept: MyReview = await act(db, user_id, service.keep, key, text, now=now)
    return kept


async def publish(
    db: Database, user_id: int, key: str = KEY, *, now: datetime = NOW, **texts: str
) -> MyReview:
    mine = await keep(db, user_id, key, now=now, **texts)
    released: MyReview = await act(db, user_id, service.publish, mine.review.id, now=now)
    return released


async def listed(db: Database, user_id: int, *, now: datetime = NOW) -> ReviewList:
    found: ReviewList = await act(db, user_id, queries.my_list, now=now)
    return found


async def subjects(db: Database, kind: str) -> list[str]:
    async with db.read() as session:
        rows = select(ScheduleRow.subject).where(
            ScheduleRow.kind == kind, ScheduleRow.next_due_at.is_not(None)
        )
        return list(await session.scalars(rows.order_by(ScheduleRow.id)))


async def with_thread(db: Database, *, thread_id: int = 77) -> None:
    """Paper 1 was chosen and has its thread."""
    round_id = await chosen(db, 1)
    async with db.begin() as session:
        await rounds.announced(
            session, GUILD, round_id, message_id=76, thread_id=thread_id, trouble=None
        )


async def posted(db: Database, message_id: int = 88) -> None:
    """The newest delivery that posts a review has done so."""
    (*_, subject) = await subjects(db, POST)
    async with db.begin() as session:
        await service.posted(session, GUILD, subject, message_id, NOW)


async def test_a_draft_is_its_authors_alone(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    mine = (await keep(db, ANA)).review
    again = (await keep(db, ANA, method="They try.", worth="3")).review
    assert again.id == mine.id, "one review of a paper"
    assert (again.text.key_points, again.text.method, again.text.worth) == ("", "They try.", 3)
    for use_case in (queries.readable, queries.mine, service.publish, service.take_back):
        with pytest.raises(NotFound):
            await act(db, BEN, use_case, mine.id)
        with pytest.raises(NotFound):
            await act(db, ANA, use_case, MISSING)
    await act(db, BEN, service.discard, mine.id)
    others = await listed(db, BEN)
    assert (others.mine, others.released) == ((), ())
    assert [each.id for each in (await listed(db, ANA)).mine] == [mine.id]
    for _ in range(2):
        await act(db, ANA, service.discard, mine.id)
    assert (await listed(db, ANA)).mine == ()


async def test_a_review_of_an_unknown_paper_is_refused(db: Database) -> None:
    await found_group(db)
    with pytest.raises(NotFound):
        await keep(db, ANA, "2603.09999")


async def test_ids_of_another_group_are_not_found(db: Database) -> None:
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=(ANA,))
    await announce(db, entry(1))
    mine = (await publish(db, ANA)).review
    for use_case in (queries.readable, queries.mine, service.take_back):
        with pytest.raises(NotFound):
            await act(db, ANA, use_case, mine.id, guild_id=OTHER_GUILD)


async def test_publishing_twice_posts_once_and_lets_the_group_read(db: Database) -> None:
    await found_group(db)
    await with_thread(db)
    mine = (await publish(db, ANA)).review
    await act(db, ANA, service.publish, mine.id)
    assert await subjects(db, POST) == [f"{mine.id}:1:77"]
    assert [each.id for each in (await listed(db, BEN)).released] == [mine.id]
    await posted(db)
    assert (await act(db, BEN, queries.readable, mine.id)).post.message_id == 88
    with pytest.raises(UserError, match="makes it a draft again"):
        await act(db, ANA, service.discard, (await listed(db, ANA)).mine[0].id)


async def test_without_a_thread_nothing_is_posted_and_the_group_can_read_it(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    mine = (await publish(db, ANA)).review
    assert await subjects(db, POST) == []
    assert (await act(db, BEN, queries.readable, mine.id)).is_released


async def test_a_number_alone_is_kept_and_not_published(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    mine = (await keep(db, ANA, worth="2")).review
    with pytest.raises(UserError, match="Write a line"):
        await act(db, ANA, service.publish, mine.id)
    await publish(db, ANA)
    with pytest.raises(UserError, match="a line has to stay"):
        await keep(db, ANA, worth="2")


async def test_taking_back_deletes_the_post_and_publishing_anew_posts_anew(db: Database) -> None:
    await found_group(db)
    await with_thread(db)
    mine = (await publish(db, ANA)).review
    await posted(db)
    back = (await act(db, ANA, service.take_back, mine.id)).review
    assert (back.is_released, back.post) == (False, None)
    assert await subjects(db, TAKE_DOWN) == ["77:88"]
    await act(db, ANA, service.take_back, mine.id)
    await act(db, ANA, service.publish, mine.id)
    assert (await subjects(db, POST))[-1] == f"{mine.id}:2:77"


async def test_what_was_posted_while_it_was_taken_back_is_deleted(db: Database) -> None:
    await found_group(db)
    await with_thread(db)
    mine = (await publish(db, ANA)).review
    await act(db, ANA, service.take_back, mine.id)
    async with db.begin() as session:
        assert await service.posted(session, GUILD, f"{mine.id}:1:77", 88, NOW) is None
    assert await subjects(db, TAKE_DOWN) == ["77:88"]


async def count(db: Database, user_id: int, mine: MyReview, *, now: datetime = NOW) -> MyReview:
    async def use(session: Any, caller: Any) -> MyReview:
        return await service.count(
            session, caller, mine.review.id, mine.count.number, link="https://example.org/1"
        )

    counted: MyReview = await act(db, user_id, use, now=now)
    return counted


async def test_a12_a_press_counts_a_published_review_once(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(2))
    draft = await keep(db, ANA)
    with pytest.raises(UserError):
        await count(db, ANA, draft)
    first, second = await publish(db, ANA), await publish(db, ANA, "2603.00002")
    assert str(first.count.tally) == "0 of 4 in March", "nothing counts by itself"
    assert second.count.made == 2
    counted = await count(db, ANA, first)
    assert str(counted.count.tally) == "1 of 4 in March"
    assert counted.count.counted == {first.review.id}
    for _ in range(2):
        counted = await count(db, ANA, first)
    assert str(counted.count.tally) == "1 of 4 in March"
    assert str((await count(db, ANA, second)).count.tally) == "1 of 4 in March", "seen before"
    newer: MyReview = await act(db, ANA, queries.mine, second.review.id)
    assert str((await count(db, ANA, newer)).count.tally) == "2 of 4 in March"
    assert str((await listed(db, BEN)).count.tally) == "0 of 4 in March"


async def test_a12_the_plan_names_what_a_review_counts_for_and_no_title_does(
    db: Database,
) -> None:
    """Words of a title are anybody's; the key in the plan file is what a review goes by."""
    await found_group(db)
    await announce(db, entry(1))
    told: dict[str, object] = {"repeats": "month", "times": 2}
    ours = milestone_text("write-ups", **told, counts="paper-reviews")
    alike = milestone_text("alike", **told).replace("Milestone alike", "Four paper reviews a month")
    for text, milestone_id in (
        (small_plan(alike, ours), "write-ups"),
        (small_plan(alike), ""),
    ):
        async with db.begin() as session:
            await plans.load(session, GUILD, text, now=START)
        published = await publish(db, ANA)
        assert published.count.milestone_id == milestone_id
        assert published.count.takes(published.review.id, published.review.released_on) is bool(
            milestone_id
        )
        assert published.count.made == 1
    with pytest.raises(UserError, match="the plan asks for none"):
        await count(db, ANA, published)


async def test_a12_where_the_plan_asks_for_none_the_period_is_the_whole_calendar_month(
    db: Database,
) -> None:
    await found_group(db)
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(), now=START)
    for day, first, last in (
        ("2026-03-31", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026-04-30", date(2026, 4, 1), date(2026, 4, 30)),
        ("2026-12-01", date(2026, 12, 1), date(2026, 12, 31)),
        ("2028-02-29", date(2028, 2, 1), date(2028, 2, 29)),
    ):
        now = datetime.fromisoformat(f"{day}T12:00+00:00")
        assert (await listed(db, ANA, now=now)).count.period == Period(first, last)


async def test_a12_an_undone_count_can_be_counted_again(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    counted = await count(db, ANA, await publish(db, ANA))
    await act(db, ANA, milestones.undo, counted.count.milestone_id)
    mine: MyReview = await act(db, ANA, queries.mine, counted.review.id)
    assert mine.count.counted == frozenset()
    assert mine.count.takes(mine.review.id, mine.review.released_on)


async def test_a12_the_month_is_that_of_the_members_zone(db: Database) -> None:
    await found_group(db)
    async with db.begin() as session:
        await groups.change_member(session, GUILD, BEN, zone="Pacific/Auckland", now=START)
    late = datetime.fromisoformat("2026-03-31T20:00+00:00")
    await announce(db, entry(1), now=late)
    for user_id, month in ((ANA, "March"), (BEN, "April")):
        found = (await publish(db, user_id, now=late)).count
        assert (found.words, found.made) == (month, 1)
    after = await listed(db, ANA, now=late + DAY)
    assert (after.count.words, after.count.made) == ("April", 0)
    assert not after.count.takes(after.mine[0].id, after.mine[0].released_on)


async def test_reviews_of_who_is_not_here_are_read_by_nobody(db: Database) -> None:
    group = await found_group(db)
    await announce(db, entry(1))
    mine = (await publish(db, ANA)).review
    async with db.begin() as session:
        assert [each.key for each in await queries.evidence(session, group)] == [KEY]
        await membership.record_gone(session, GUILD, ANA, now=NOW)
        assert await queries.evidence(session, group) == [], "nor do they move a shortlist"
    assert (await listed(db, BEN)).released == ()
    with pytest.raises(NotFound):
        await act(db, BEN, queries.readable, mine.id)


async def refused(
    db: Database,
    subject: str,
    status: Literal[
        DeliveryStatus.MISSED, DeliveryStatus.UNDELIVERABLE
    ] = DeliveryStatus.UNDELIVERABLE,
) -> None:
    """The delivery that posts a review came to nothing."""
    delivery = Delivery(1, GUILD, None, POST, subject, NOW.date(), NOW, 1, "once")
    async with db.begin() as session:
        failure = DeliveryFailure(delivery, status, "the channel is gone")
        await service.not_posted(session, failure, NOW)


async def trouble(db: Database) -> str | None:
    """Why Ana's review is not in its thread."""
    return (await listed(db, ANA)).mine[0].trouble


async def test_why_a_review_is_not_posted_is_kept_while_it_is_so(db: Database) -> None:
    """A word that comes late is of a former publication, or of one that was posted after all."""
    await found_group(db)
    await with_thread(db)
    mine = (await publish(db, ANA)).review
    (first,) = await subjects(db, POST)
    await refused(db, first)
    assert await trouble(db) == "the channel is gone"
    await act(db, ANA, service.take_back, mine.id)
    await act(db, ANA, service.publish, mine.id)
    await refused(db, first)
    assert await trouble(db) is None, "of a former publication"
    (*_, second) = await subjects(db, POST)
    await refused(db, second, DeliveryStatus.MISSED)
    assert await trouble(db) == "it took too long"
    await act(db, ANA, service.post_again, mine.id)
    assert await trouble(db) is None
    (*_, third) = await subjects(db, POST)
    await posted(db)
    await refused(db, third)
    assert await trouble(db) is None, "it stands in the thread"


async def test_forgetting_deletes_reviews_and_their_posts(db: Database) -> None:
    await found_group(db)
    await count_in(db, ANA, BEN)
    await with_thread(db)
    await publish(db, ANA)
    await posted(db)
    await publish(db, BEN)
    async with db.begin() as session:
        found = await records_of_person(session, GUILD, ANA)
        stored = found["reviews"]
        assert [row["key_points"] for row in stored["paper_reviews"]] == ["It claims much."]
        assert {name: len(rows) for name, rows in stored.items()} == {
            "paper_reviews": 1,
            "paper_reviewers": 1,
            "paper_review_turns": 1,
            "paper_review_skips": 0,
        }
        await forget_person(session, GUILD, ANA)
        assert not any((await records_of_person(session, GUILD, ANA))["reviews"].values())
    assert await subjects(db, TAKE_DOWN) == ["77:88"]
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(ReviewRow)) == 1


async def test_papers_that_somebody_reviewed_are_kept(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(2))
    await keep(db, ANA)
    async with db.begin() as session:
        assert await unused.forget_old(session, START + timedelta(days=91)) == 1
        assert list(await session.scalars(select(PaperRow.arxiv_id))) == [KEY]


async def test_a5_a_reviewed_paper_moves_a_later_shortlist(db: Database) -> None:
    group = await found_group(db)
    await announce(db, *(entry(number) for number in range(11, 40)), now=START + WEEK)

    async def ranked() -> tuple[Request, list[str]]:
        async with db.read() as session:
            request = await candidates.gather(session, group, START + WEEK)
        ranking = await KeptWorker().run(rank, request, timeout=60)
        return request, [each.key for each in ranking.ordered]

    _request, before = await ranked()
    last = int(before[-1].removeprefix("2603."))
    alike = entry(1, f"More {entry(last).title}", abstract=entry(last).abstract)
    # Long before, so that it is no candidate itself.
    await announce(db, alike, now=START - 5 * WEEK)
    await publish(db, ANA, now=START)
    await publish(db, BEN, now=START)
    gone = (await publish(db, CARA, now=START)).review
    await act(db, CARA, service.take_back, gone.id)
    request, after = await ranked()
    (found,) = [each for each in request.evidence if each.kind is EvidenceKind.REVIEWED]
    assert (found.key, found.weight, found.on) == (KEY, 2.0, START.date())
    assert KEY not in after
    assert after.index(before[-1]) == 0
