"""How long what somebody entered waits for them, and telling them so, once, when that begins (M2).

It begins when they left the group, when Discord said that they are no longer in its server, or
when it said that the bot is not. Whoever left by `/leave` was told in the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.forgetting.values import GRACE_KIND
from bot.groups.models import GroupRow, MemberRow
from bot.groups.rows import MEMBER_COLUMNS, member_from
from bot.groups.values import Member
from bot.scheduling import put_now
from bot.scheduling.models import ScheduleRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose things wait since an instant; ``is_absent`` if only the bot has gone."""

    member: Member
    since: datetime
    is_absent: bool


_ABSENT, _GONE = GroupRow.absent_since, MemberRow.gone_since
# Whichever was first, as both may be.
_BEGAN = case((_GONE.is_(None), _ABSENT), (_ABSENT < _GONE, _ABSENT), else_=_GONE)


async def waiting(session: AsyncSession, guild_id: int, user_id: int) -> Waiting | None:
    """What waits for the person; None where they are here, or nothing is stored of them."""
    statement: Select[Any] = (
        select(*MEMBER_COLUMNS, GroupRow.zone.label("group_zone"), GroupRow.absent_since)
        .join(GroupRow, GroupRow.guild_id == MemberRow.guild_id)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id)
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        return None
    began = [at for at in (row.left_at, row.gone_since, row.absent_since) if at is not None]
    if not began:
        return None
    is_absent = row.left_at is None and row.gone_since is None
    return Waiting(member_from(row, row.group_zone), min(began), is_absent)


async def to_tell(session: AsyncSession, *, limit: int) -> Sequence[tuple[int, int]]:
    """Up to ``limit`` people (guild, user) who have not been told.

    Where the bot was removed, those alone whom it can still write to: members of another group.
    """
    rows = await session.execute(_untold().limit(limit))
    return [(row.guild_id, row.user_id) for row in rows]


async def tell(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> None:
    """Let one direct message say until when it waits; none more until they have left anew."""
    still = _untold().where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id)
    row = (await session.execute(still.with_for_update(of=MemberRow))).one_or_none()
    if row is not None:
        zone = row.zone
        await put_now(session, guild_id, kind=GRACE_KIND, zone=zone, now=now, user_id=user_id)


def _untold() -> Select[int, int, str]:
    is_told = exists().where(
        ScheduleRow.guild_id == MemberRow.guild_id,
        ScheduleRow.user_id == MemberRow.user_id,
        ScheduleRow.kind == GRACE_KIND,
        ScheduleRow.once_at >= _BEGAN,
    )
    elsewhere, their_group = aliased(MemberRow), aliased(GroupRow)
    is_elsewhere = exists().where(
        elsewhere.user_id == MemberRow.user_id,
        elsewhere.left_at.is_(None),
        elsewhere.gone_since.is_(None),
        their_group.guild_id == elsewhere.guild_id,
        their_group.absent_since.is_(None),
    )
    return (
        select(MemberRow.guild_id, MemberRow.user_id, GroupRow.zone)
        .join(GroupRow, GroupRow.guild_id == MemberRow.guild_id)
        .where(
            MemberRow.left_at.is_(None),
            or_(
                and_(_GONE.is_not(None), _ABSENT.is_(None)),
                and_(_ABSENT.is_not(None), is_elsewhere),
            ),
            ~is_told,
        )
    )
