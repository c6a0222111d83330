"""What a member releases to the group: its post is recorded, deleted, or why there is none is kept.

A table of such things has ``user_id``, ``releases``, which counts how often one was released,
``released_at``, ``channel_id`` and ``message_id`` of its post, and ``trouble``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.errors import NotFound
from bot.inputs.text import cut
from bot.public_panels import NamingPost
from bot.scheduling import DeliveryFailure, DeliveryStatus, put_take_down

_TOO_LATE = "it took too long"
_REASON = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Release:
    """One of the releases of a thing, and where it is to be posted.

    A post can be taken down by it though the thing is forgotten.
    """

    thing_id: int
    number: int
    channel_id: int

    @property
    def subject(self) -> str:
        """What names it in its delivery."""
        return f"{self.thing_id}:{self.number}:{self.channel_id}"


def read_release(subject: str) -> Release:
    """The release that a delivery's subject names."""
    return Release(*map(int, subject.split(":")))


async def posted_release(
    session: AsyncSession,
    table: type[Base],
    guild_id: int,
    subject: str,
    message_id: int,
    *,
    read: Callable[[AsyncSession, int, int], Awaitable[T]],
    take_down: str,
    now: datetime,
) -> T | None:
    """Record where a delivery posted a release, and ``read`` the thing as it is by now.

    None where it is not wanted any more; its post is deleted by a delivery of the kind
    ``take_down``.
    """
    release = read_release(subject)
    if not await _keep_post(
        session, table, guild_id, release, message_id, take_down=take_down, now=now
    ):
        return None
    try:
        return await read(session, guild_id, release.thing_id)
    except NotFound:  # its member has left
        return None


async def _keep_post(
    session: AsyncSession,
    table: type[Base],
    guild_id: int,
    release: Release,
    message_id: int,
    *,
    take_down: str,
    now: datetime,
) -> bool:
    """Record where a release was posted; False where it has to be taken down."""
    columns = table.__table__.c
    kept = await session.execute(
        update(table)
        .where(
            columns.guild_id == guild_id,
            columns.id == release.thing_id,
            columns.releases == release.number,
            columns.released_at.is_not(None),
        )
        .values(channel_id=release.channel_id, message_id=message_id, trouble=None)
        .returning(columns.id)
        .execution_options(synchronize_session=False)
    )
    if kept.scalar() is not None:
        return True
    post = (release.channel_id, message_id)
    await put_take_down(session, guild_id, *post, kind=take_down, at=now)
    return False


async def posts_of_person(
    session: AsyncSession, table: type[Base], guild_id: int, user_id: int
) -> list[tuple[NamingPost, datetime]]:
    """The posts of a person's releases, each with when it was released."""
    columns = table.__table__.c
    rows = await session.execute(
        select(columns.channel_id, columns.message_id, columns.released_at).where(
            columns.guild_id == guild_id,
            columns.user_id == user_id,
            columns.message_id.is_not(None),
            columns.released_at.is_not(None),
        )
    )
    return [(NamingPost(channel_id, message_id), at) for channel_id, message_id, at in rows]


async def take_down_posts(
    session: AsyncSession, table: type[Base], guild_id: int, user_id: int, *, kind: str
) -> None:
    """Let deliveries of ``kind`` delete the posts of a person's releases, who is forgotten."""
    for post, released_at in await posts_of_person(session, table, guild_id, user_id):
        where = (post.channel_id, post.message_id)
        await put_take_down(session, guild_id, *where, kind=kind, at=released_at)


async def keep_trouble(session: AsyncSession, table: type[Base], failure: DeliveryFailure) -> None:
    """Keep with a thing why it is not posted, while that is so."""
    release, columns = read_release(failure.delivery.subject), table.__table__.c
    is_late = failure.status is DeliveryStatus.MISSED
    await session.execute(
        update(table)
        .where(
            columns.guild_id == failure.delivery.guild_id,
            columns.id == release.thing_id,
            columns.releases == release.number,
            columns.released_at.is_not(None),
            columns.message_id.is_(None),
        )
        .values(trouble=_TOO_LATE if is_late else cut(failure.reason, _REASON))
        .execution_options(synchronize_session=False)
    )
