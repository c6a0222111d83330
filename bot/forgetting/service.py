"""Use cases of forgetting: what would go, and letting it go."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import forget_person, naming_posts, records_of_person, titled_counts
from bot.errors import NotFound
from bot.feature import features_of
from bot.forgetting.rules import post_subject
from bot.forgetting.values import POST_KIND, Holdings, PostState
from bot.groups.changes import change_row
from bot.groups.direct_messages import use_last_in_dms
from bot.groups.models import GroupRow, MemberRow, is_here
from bot.groups.values import Caller
from bot.public_panels import NamingPost
from bot.scheduling import DeliveryStatus, Once, deliveries_of, put
from bot.scheduling.models import DeliveryRow, ScheduleRow

_INSTANT = timedelta(microseconds=1)


async def holdings(session: AsyncSession, guild_id: int, user_id: int) -> Holdings:
    """What is stored about the person in the group, member or not."""
    found = await records_of_person(session, guild_id, user_id)
    kept = [
        phrase
        for feature in features_of(session)
        if any(found[feature.name].values())
        for phrase in feature.kept
    ]
    posts = await naming_posts(session, guild_id, user_id)
    counts = titled_counts(session, found)
    return Holdings(guild_id, tuple(counts), tuple(kept), tuple(posts))


async def forget(session: AsyncSession, caller: Caller) -> Holdings:
    """Remove all that is stored about the caller in the group; gives back what that was.

    Acts of theirs that run at the same time are over before, or find nothing of them. Messages
    that name them are deleted or shown anew as soon as the transaction is committed.

    Raises:
        NotFound: nothing is stored about them there.
    """
    guild_id, user_id = caller.guild_id, caller.user_id
    await lock_person(session, guild_id, user_id)
    found = await holdings(session, guild_id, user_id)
    if found.is_empty:
        raise NotFound(
            "I have nothing stored about you in that group. If you pressed this twice, it is done."
        )
    await remove(session, guild_id, user_id, now=caller.now)
    return found


async def remove(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> None:
    """Remove all that is stored about the person in the group; their row is locked already
    (`lock_person`).

    First they leave, so that whoever did something with them is told as ever. Messages that name
    them are deleted or shown anew.
    """
    await change_row(session, guild_id, user_id, is_here(), columns={"left_at": now}, now=now)
    posts = await naming_posts(session, guild_id, user_id)
    await forget_person(session, guild_id, user_id)
    for post in posts:
        await put(
            session,
            guild_id,
            kind=POST_KIND,
            rule=Once(now, "UTC"),
            after=now - _INSTANT,
            subject=post_subject(post),
        )
    await use_last_in_dms(session, user_id, now=now)


async def post_states(
    session: AsyncSession, guild_id: int, posts: tuple[NamingPost, ...], since: datetime
) -> tuple[PostState, ...]:
    """What became of these messages since they were to lose the name."""
    about = (ScheduleRow.subject, DeliveryRow.status, DeliveryRow.reason)
    rows = await session.execute(
        deliveries_of(guild_id, *about).where(
            ScheduleRow.kind == POST_KIND, DeliveryRow.due_at >= since
        )
    )
    known = {row.subject: row for row in rows}
    found = []
    for post in posts:
        row = known.get(post_subject(post))
        is_refused = row is not None and row.status is DeliveryStatus.UNDELIVERABLE
        found.append(
            PostState(
                post.channel_id,
                post.message_id,
                row is not None and row.status is DeliveryStatus.SENT,
                row.reason if row is not None and is_refused else None,
            )
        )
    return tuple(found)


async def lock_person(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Wait for what else the person does here; the group comes before its members."""
    await session.execute(
        select(GroupRow.guild_id)
        .where(GroupRow.guild_id == guild_id)
        .with_for_update(key_share=True)
    )
    for feature in features_of(session):
        if feature.lock_first is not None:
            await feature.lock_first(session, guild_id, user_id)
    await session.execute(
        select(MemberRow.user_id)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id)
        .with_for_update()
    )
