"""What a reading of a file changes in a group's list, which is locked: see `rules`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community import service as community
from bot.community.models import ConferenceRow
from bot.community.values import Moment
from bot.deadline_files.models import FollowedRow
from bot.deadline_files.rules import moved_to, read_again
from bot.deadline_files.values import FileDeadline, Followed


@dataclass(frozen=True, slots=True)
class Newest:
    """What a reading found, and the families and instants that the one ``before`` had."""

    deadlines: Sequence[FileDeadline]
    before: frozenset[tuple[str, datetime]]


async def apply(
    session: AsyncSession,
    guild_id: int,
    file_id: int,
    newest: Newest | None,
    now: datetime,
) -> None:
    """Take in what a file says of the deadlines that the group took from it.

    ``newest`` None: it says what it said the last time.
    """
    rows = await session.execute(
        select(FollowedRow, ConferenceRow.deadline_at, ConferenceRow.zone)
        .join(
            ConferenceRow,
            and_(
                ConferenceRow.guild_id == FollowedRow.guild_id,
                ConferenceRow.id == FollowedRow.conference_id,
            ),
        )
        .where(FollowedRow.guild_id == guild_id, FollowedRow.file_id == file_id)
        .order_by(FollowedRow.conference_id)
    )
    for row, listed_at, zone in rows.all():
        said = seen_in(row) if newest is None else _said_of(row, newest)
        if said is not None and said.at <= now and said.at != row.applied_at:
            said = None  # a new date that is over already is none to go by
        await _read(session, row, said, Moment(listed_at, zone), now)


def followed_in(row: FollowedRow) -> Followed:
    """A row as the rules take it."""
    return Followed(Moment(row.applied_at, row.applied_zone), seen_in(row), row.seen_since)


def seen_in(row: FollowedRow) -> Moment | None:
    """What the last reading found of it."""
    if row.seen_at is None or row.seen_zone is None:
        return None
    return Moment(row.seen_at, row.seen_zone)


def _said_of(row: FollowedRow, newest: Newest) -> Moment | None:
    """What the file says of a deadline now.

    Where it has several of one name, their places tell little once one came or went. So what is
    found at a known instant is that one; and no other's instant is taken for a new one of this.
    """
    family = [each for each in newest.deadlines if each.family == row.family]
    for known in (row.seen_at, row.applied_at):
        for each in family:
            if known is not None and each.moment is not None and each.moment.at == known:
                row.key = each.key
                return each.moment
    for each in family:
        if each.key == row.key and each.moment is not None:
            is_new = (row.family, each.moment.at) not in newest.before
            return each.moment if is_new else None
    return None


async def _read(
    session: AsyncSession, row: FollowedRow, said: Moment | None, listed: Moment, now: datetime
) -> None:
    followed, is_settled = read_again(followed_in(row), said, now=now)
    row.seen_at = None if followed.seen is None else followed.seen.at
    row.seen_zone = None if followed.seen is None else followed.seen.zone
    row.seen_since = followed.since
    if said is not None:
        row.gone_at, row.is_gone_told = None, False
    elif is_settled and row.gone_at is None and listed.at > now:
        row.gone_at = now
    target = moved_to(followed, listed, is_settled=is_settled)
    if target is None:
        return
    await community.move_deadline(session, row.guild_id, row.conference_id, target)
    row.was_at, row.moved_at, row.moves = listed.at, now, row.moves + 1
    row.applied_at, row.applied_zone = target.at, target.zone
