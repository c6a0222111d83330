"""Use cases of reviews: keep a draft, publish, take back, count towards the plan."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import ingest
from bot.arxiv.values import FeedEntry, Paper
from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones
from bot.releases import Release, keep_trouble, posted_release
from bot.reviews import queries
from bot.reviews.models import ReviewRow
from bot.reviews.values import POST, TAKE_DOWN, MyReview, Review, ReviewText
from bot.scheduling import DeliveryFailure, put_now, put_take_down


async def remember(session: AsyncSession, caller: MemberCaller, found: FeedEntry) -> Paper:
    """Know a paper from now on, as arXiv has it, so that it can be reviewed."""
    await ingest.remember(session, [found], caller.now)
    paper, _mine = await queries.of_paper(session, caller, found.key)
    return paper


async def keep(session: AsyncSession, caller: MemberCaller, key: str, text: ReviewText) -> MyReview:
    """Keep what the caller wrote of a paper: a draft, or the new text of what is published.

    Raises:
        NotFound: the paper is not known.
        UserError: it is published, and nothing is left to read.
    """
    _paper, before = await queries.of_paper(session, caller, key)
    if before is not None and before.is_released and not text.parts:
        raise UserError("The group reads this review, so a line has to stay. *Take back* ends it.")
    values = {
        "key_points": text.key_points,
        "analysis": text.analysis,
        "method": text.method,
        "worth": text.worth,
        "updated_at": caller.now,
    }
    owner = {"guild_id": caller.guild_id, "user_id": caller.user_id, "arxiv_id": key}
    review_id = (
        await session.execute(
            insert(session, ReviewRow)
            .values(**owner, **values, revision=1, releases=0)
            .on_conflict_do_update(
                index_elements=list(owner), set_={**values, "revision": ReviewRow.revision + 1}
            )
            .returning(ReviewRow.id)
        )
    ).scalar_one()
    return await queries.mine(session, caller, review_id)


async def publish(session: AsyncSession, caller: MemberCaller, review_id: int) -> MyReview:
    """Let the group read a review, once; a delivery posts it in the paper's thread, if it has one.

    Raises:
        NotFound: the caller has no such review.
        UserError: it has no text.
    """
    row, before = await _mine(session, caller, review_id)
    if before.is_released:
        return await queries.mine(session, caller, review_id)
    check_publishable(before)
    row.released_at, row.released_on, row.trouble = caller.now, caller.today, None
    await _put_post(session, caller, row, before.thread_id)
    return await queries.mine(session, caller, review_id)


def check_publishable(review: Review) -> None:
    """Check that there is something to read.

    Raises:
        UserError: there is none.
    """
    if not review.text.parts:
        raise UserError("Write a line in any of the parts first; then it can be published.")


async def post_again(session: AsyncSession, caller: MemberCaller, review_id: int) -> MyReview:
    """Try once more to post a published review that could not be.

    Raises:
        NotFound: the caller has no such review.
    """
    row, before = await _mine(session, caller, review_id)
    if before.is_released and before.trouble is not None and before.thread_id is not None:
        row.trouble = None
        await _put_post(session, caller, row, before.thread_id)
    return await queries.mine(session, caller, review_id)


async def take_back(session: AsyncSession, caller: MemberCaller, review_id: int) -> MyReview:
    """Make a published review a draft again; a delivery deletes its post.

    Raises:
        NotFound: the caller has no such review.
    """
    row, _before = await _mine(session, caller, review_id)
    if row.channel_id is not None and row.message_id is not None:
        post = (row.channel_id, row.message_id)
        await put_take_down(session, row.guild_id, *post, kind=TAKE_DOWN, at=caller.now)
    row.released_at = row.released_on = row.channel_id = row.message_id = row.trouble = None
    await session.flush()
    return await queries.mine(session, caller, review_id)


async def discard(session: AsyncSession, caller: MemberCaller, review_id: int) -> None:
    """Delete a draft for good; one that is deleted already stays so.

    Raises:
        UserError: it is published.
    """
    row = await session.scalar(_row_of(caller, review_id))
    if row is not None and row.released_at is not None:
        raise UserError("That review is published. *Take back* makes it a draft again.")
    await session.execute(
        delete(ReviewRow).where(
            ReviewRow.guild_id == caller.guild_id,
            ReviewRow.user_id == caller.user_id,
            ReviewRow.id == review_id,
        )
    )


async def count(
    session: AsyncSession,
    caller: MemberCaller,
    review_id: int,
    number: int,
    *,
    link: str | None,
) -> MyReview:
    """Count a published review towards the milestone that it fits, with the ``link`` to its post.

    ``number`` is the milestone's last change that was seen: when another came since, or the review
    is counted, nothing happens.

    Raises:
        NotFound: the caller has no such review.
        UserError: it is not published in the present period, or the plan asks for none.
    """
    row, review = await _mine(session, caller, review_id)
    before = await queries.mine(session, caller, review_id)
    if review.id in before.count.counted:
        return before
    if not before.count.takes(review.id, review.released_on):
        raise UserError(
            "That review was not published in the period that counts now, or the plan asks for "
            "none."
        )
    outcome = await milestones.finish(
        session,
        caller,
        before.count.milestone_id,
        link=link,
        note=f"Review of {review.paper.key}",
        number=number,
    )
    if outcome.changed:
        row.counted_as, row.counted_number = outcome.item.id, outcome.item.number
        await session.flush()
    return await queries.mine(session, caller, review_id)


async def posted(
    session: AsyncSession, guild_id: int, subject: str, message_id: int, now: datetime
) -> Review | None:
    """Record where a delivery posted a review; None where it is not wanted any more.

    Such a post is deleted by a delivery of its own.
    """
    return await posted_release(
        session,
        ReviewRow,
        guild_id,
        subject,
        message_id,
        read=queries.released,
        take_down=TAKE_DOWN,
        now=now,
    )


async def not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Keep with a review why it is not posted; the group reads it in the list."""
    await keep_trouble(session, ReviewRow, failure)


async def _put_post(
    session: AsyncSession, caller: MemberCaller, row: ReviewRow, thread_id: int | None
) -> None:
    row.releases += 1
    await session.flush()
    if thread_id is None:
        return
    subject = Release(row.id, row.releases, thread_id).subject
    await put_now(session, caller.guild_id, kind=POST, zone="UTC", now=caller.now, subject=subject)


async def _mine(
    session: AsyncSession, caller: MemberCaller, review_id: int
) -> tuple[ReviewRow, Review]:
    """A review of the caller's, locked, and how it stands.

    Raises:
        NotFound: they have none with this id here.
    """
    row = await session.scalar(_row_of(caller, review_id).with_for_update())
    review = await queries.own(session, caller, review_id)
    assert row is not None, "it was found just now"
    return row, review


def _row_of(caller: MemberCaller, review_id: int) -> Select[ReviewRow]:
    return select(ReviewRow).where(
        ReviewRow.guild_id == caller.guild_id,
        ReviewRow.user_id == caller.user_id,
        ReviewRow.id == review_id,
    )
