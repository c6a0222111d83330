"""A group's files of deadlines for its organisers, and what they moved for whoever watches it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.models import ConferenceRow, WatchRow
from bot.community.values import Moment
from bot.deadline_files.following import followed_in
from bot.deadline_files.models import DeadlineFileRow, FileEntryRow, FollowedRow
from bot.deadline_files.rules import LEFT_TO_FAIL, MOVE_TOLD, is_by_hand
from bot.deadline_files.values import (
    DeadlineFile,
    Entry,
    FileNotice,
    MovedDeadline,
    OpenFile,
)
from bot.errors import NotFound
from bot.groups.queries import get_group
from bot.groups.values import OrganiserCaller
from bot.inputs.text import comparable

# Every daily message asks for it: built once, and without what a session would do.
_FOLLOWED, _CONFERENCES, _WATCHES = (
    each.__table__ for each in (FollowedRow, ConferenceRow, WatchRow)
)
_MOVED = (
    select(
        _CONFERENCES.c.id,
        _CONFERENCES.c.name,
        _FOLLOWED.c.was_at,
        _CONFERENCES.c.deadline_at,
        _CONFERENCES.c.link,
        _FOLLOWED.c.moves,
    )
    .join(
        _CONFERENCES,
        and_(
            _CONFERENCES.c.guild_id == _FOLLOWED.c.guild_id,
            _CONFERENCES.c.id == _FOLLOWED.c.conference_id,
            # Whoever changed it by hand since said so to the group.
            _CONFERENCES.c.deadline_at == _FOLLOWED.c.applied_at,
        ),
    )
    .join(
        _WATCHES,
        and_(
            _WATCHES.c.guild_id == _FOLLOWED.c.guild_id,
            _WATCHES.c.conference_id == _FOLLOWED.c.conference_id,
        ),
    )
    .where(
        _WATCHES.c.guild_id == bindparam("guild_id"),
        _WATCHES.c.user_id == bindparam("user_id"),
        _FOLLOWED.c.moved_at > bindparam("since"),
        _CONFERENCES.c.deadline_at > bindparam("now"),
    )
    .order_by(_CONFERENCES.c.deadline_at, _CONFERENCES.c.id)
)


class _FollowedDeadline(NamedTuple):
    """A deadline that a group took from a file, and what its list has of it now."""

    row: FollowedRow
    listed: Moment
    name: str


async def files(session: AsyncSession, caller: OrganiserCaller) -> list[DeadlineFile]:
    """The files that are read daily, in the order in which they were named.

    Raises:
        NotSetUp: the server has no group.
    """
    await get_group(session, caller.guild_id)
    rows = await session.scalars(
        select(DeadlineFileRow)
        .where(DeadlineFileRow.guild_id == caller.guild_id, DeadlineFileRow.kept_at.is_not(None))
        .order_by(DeadlineFileRow.kept_at, DeadlineFileRow.id)
    )
    return await _files(session, caller.guild_id, rows.all(), caller.now)


async def file_row(
    session: AsyncSession, guild_id: int, file_id: int, *, to_change: bool = False
) -> DeadlineFileRow:
    """A file, kept or only looked at; locked where it is ``to_change``.

    Raises:
        NotFound: the group has none such, or looked at it more than a day ago.
    """
    wanted = select(DeadlineFileRow).where(
        DeadlineFileRow.guild_id == guild_id, DeadlineFileRow.id == file_id
    )
    row: DeadlineFileRow | None = await session.scalar(
        wanted.with_for_update() if to_change else wanted
    )
    if row is None:
        raise NotFound(
            "I no longer have that file. `/conference file` takes its address, and lists those "
            "that are read daily."
        )
    return row


async def opened(session: AsyncSession, caller: OrganiserCaller, file_id: int) -> OpenFile:
    """A file, kept or only looked at, with what the last reading found in it.

    Raises:
        NotFound: see `file_row`.
    """
    row = await file_row(session, caller.guild_id, file_id)
    entries = await _entries(session, caller, file_id)
    ahead = sorted(
        (each for each in entries if each.moment is not None and each.moment.at > caller.now),
        key=_instant,
    )
    unclear = sorted((each for each in entries if each.moment is None), key=lambda e: not e.asks)
    (file,) = await _files(session, caller.guild_id, [row], caller.now)
    return OpenFile(file, tuple(ahead), tuple(unclear))


async def notices(session: AsyncSession, caller: OrganiserCaller) -> list[FileNotice]:
    """What organisers have not heard yet: files that fail, conferences that went from theirs."""
    found = []
    rows = await session.scalars(
        select(DeadlineFileRow)
        .where(DeadlineFileRow.guild_id == caller.guild_id, DeadlineFileRow.kept_at.is_not(None))
        .order_by(DeadlineFileRow.id)
    )
    followed = await _followed(session, caller.guild_id, caller.now)
    for row in rows.all():
        fails = row.failures >= LEFT_TO_FAIL and not row.is_trouble_told
        names = [
            name
            for each, _listed, name in followed[row.id]
            if each.gone_at is not None and not each.is_gone_told
        ]
        if fails or names:
            since = row.failing_since if fails else None
            found.append(FileNotice(row.id, row.url, row.trouble or "", since, tuple(names)))
    return found


async def moved(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> list[MovedDeadline]:
    """The deadlines ahead that a member watches and that files moved of late, nearest first."""
    connection = await session.connection()
    asked = {"guild_id": guild_id, "user_id": user_id, "now": now, "since": now - MOVE_TOLD}
    return [MovedDeadline(*row) for row in (await connection.execute(_MOVED, asked)).all()]


def _instant(entry: Entry) -> datetime:
    assert entry.moment is not None, "those without one stand elsewhere"
    return entry.moment.at


async def _entries(session: AsyncSession, caller: OrganiserCaller, file_id: int) -> Sequence[Entry]:
    rows = await session.scalars(
        select(FileEntryRow)
        .where(FileEntryRow.guild_id == caller.guild_id, FileEntryRow.file_id == file_id)
        .order_by(FileEntryRow.place)
    )
    listed = {
        name: Moment(at, zone)
        for name, at, zone in await session.execute(
            select(ConferenceRow.folded_name, ConferenceRow.deadline_at, ConferenceRow.zone).where(
                ConferenceRow.guild_id == caller.guild_id, ConferenceRow.deadline_at > caller.now
            )
        )
    }
    return [
        Entry(
            key=row.key,
            name=row.name,
            said=row.said,
            moment=Moment(row.deadline_at, row.zone) if row.deadline_at and row.zone else None,
            trouble=row.trouble,
            asks=row.asks,
            link=row.link,
            listed=listed.get(comparable(row.name)),
        )
        for row in rows.all()
    ]


async def _files(
    session: AsyncSession, guild_id: int, rows: Sequence[DeadlineFileRow], now: datetime
) -> list[DeadlineFile]:
    """These files of a group with their counts; two statements, however many they are."""
    found = await session.execute(
        select(
            FileEntryRow.file_id,
            func.count().filter(FileEntryRow.deadline_at > now),
            func.count().filter(FileEntryRow.deadline_at.is_(None)),
        )
        .where(
            FileEntryRow.guild_id == guild_id, FileEntryRow.file_id.in_([row.id for row in rows])
        )
        .group_by(FileEntryRow.file_id)
    )
    counts = {file_id: (ahead, unclear) for file_id, ahead, unclear in found}
    followed = await _followed(session, guild_id, now)
    return [_file(row, *counts.get(row.id, (0, 0)), followed[row.id]) for row in rows]


def _file(
    row: DeadlineFileRow, ahead: int, unclear: int, followed: Sequence[_FollowedDeadline]
) -> DeadlineFile:
    states = [(followed_in(each), listed) for each, listed, _name in followed]
    return DeadlineFile(
        id=row.id,
        url=row.url,
        kind=row.kind,
        is_kept=row.kept_at is not None,
        read_at=row.read_at,
        failures=row.failures,
        failing_since=row.failing_since,
        trouble=row.trouble or "",
        over=row.over,
        undated=row.undated,
        ahead=ahead,
        unclear=unclear,
        followed=len(states),
        waiting=sum(
            each.seen is not None
            and each.seen.at != each.applied.at
            and not is_by_hand(each, listed)
            for each, listed in states
        ),
        by_hand=sum(is_by_hand(each, listed) for each, listed in states),
        gone=tuple(name for each, _listed, name in followed if each.gone_at is not None),
    )


async def _followed(
    session: AsyncSession, guild_id: int, now: datetime
) -> defaultdict[int, list[_FollowedDeadline]]:
    """What the group took from its files and is ahead, nearest first, by file."""
    rows = await session.execute(
        select(FollowedRow, ConferenceRow.deadline_at, ConferenceRow.zone, ConferenceRow.name)
        .join(
            ConferenceRow,
            and_(
                ConferenceRow.guild_id == FollowedRow.guild_id,
                ConferenceRow.id == FollowedRow.conference_id,
            ),
        )
        .where(FollowedRow.guild_id == guild_id, ConferenceRow.deadline_at > now)
        .order_by(ConferenceRow.deadline_at, ConferenceRow.id)
    )
    found: defaultdict[int, list[_FollowedDeadline]] = defaultdict(list)
    for row, at, zone, name in rows.all():
        found[row.file_id].append(_FollowedDeadline(row, Moment(at, zone), name))
    return found
