"""Files as they are read: whose turn it is, and what an answer brought.

An address that several groups named is asked once for all of them, so `claim` takes no guild id.
What it brought each group takes in by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.deadline_files import following
from bot.deadline_files.models import DeadlineFileRow, FileEntryRow, FollowedRow
from bot.deadline_files.rules import EVERY, MAX_TROUBLE
from bot.deadline_files.values import DueFile, FoundFile
from bot.errors import NotSetUp
from bot.fetch import LONGEST_WAIT
from bot.groups import service as groups
from bot.inputs.text import cut

LEASE = timedelta(minutes=5)
"""How long one process has a file to itself; a killed one's turn comes back after it."""


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next file can be read: when it is due and nobody else is reading it."""
    free_at = case(
        (DeadlineFileRow.leased_until > DeadlineFileRow.next_read_at, DeadlineFileRow.leased_until),
        else_=DeadlineFileRow.next_read_at,
    )
    found: datetime | None = await session.scalar(select(func.min(free_at)))
    return found


async def claim(session: AsyncSession, now: datetime) -> DueFile | None:
    """A file that is due and that nobody else reads, or None.

    Those from which nothing was taken within a day go.
    """
    await session.execute(
        delete(DeadlineFileRow).where(
            DeadlineFileRow.kept_at.is_(None), DeadlineFileRow.next_read_at <= now
        )
    )
    is_free = or_(DeadlineFileRow.leased_until.is_(None), DeadlineFileRow.leased_until <= now)
    first = await session.scalar(
        select(DeadlineFileRow)
        .where(DeadlineFileRow.next_read_at <= now, DeadlineFileRow.kept_at.is_not(None), is_free)
        .order_by(DeadlineFileRow.next_read_at, DeadlineFileRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if first is None:
        return None
    rows = await session.scalars(
        select(DeadlineFileRow)
        .where(
            DeadlineFileRow.url == first.url,
            DeadlineFileRow.kept_at.is_not(None),
            is_free,
        )
        .order_by(DeadlineFileRow.id)
        .with_for_update(skip_locked=True)
    )
    files = rows.all()
    until = now + LEASE
    for row in files:
        row.leased_until = until
    is_one_answer = len({(row.etag, row.last_modified) for row in files}) == 1
    return DueFile(
        url=first.url,
        etag=first.etag if is_one_answer else None,
        last_modified=first.last_modified if is_one_answer else None,
        files=tuple((row.guild_id, row.id) for row in files),
        until=until,
    )


async def took(
    session: AsyncSession,
    guild_id: int,
    file_id: int,
    found: FoundFile | None,
    now: datetime,
    *,
    until: datetime | None = None,
) -> None:
    """Take in what a reading brought to a group; None: that nothing is new.

    Nothing happens where the group is gone, or somebody else claimed the file after ``until``'s
    claim.
    """
    row = await _locked(session, guild_id, file_id, until)
    if row is None:
        return
    row.read_at, row.next_read_at, row.leased_until = now, now + EVERY, None
    row.failures, row.failing_since, row.trouble = 0, None, None
    row.is_trouble_told = False
    if found is None:
        await following.apply(session, guild_id, file_id, None, now)
        return
    row.etag, row.last_modified = found.etag, found.last_modified
    row.kind = found.file.kind
    row.over, row.undated = found.file.over, found.file.undated
    before = await _known(session, guild_id, file_id)
    await _put_entries(session, guild_id, file_id, found, now)
    newest = following.Newest(found.file.deadlines, before)
    await following.apply(session, guild_id, file_id, newest, now)


async def failed(
    session: AsyncSession, due: DueFile, trouble: str, wait: timedelta | None, now: datetime
) -> None:
    """A reading was of no use; ``wait`` is how long the site asks to be left alone."""
    await session.execute(
        update(DeadlineFileRow)
        .where(*_still(due))
        .values(
            failures=DeadlineFileRow.failures + 1,
            failing_since=func.coalesce(DeadlineFileRow.failing_since, now),
            trouble=cut(trouble, MAX_TROUBLE),
            next_read_at=now + max(EVERY, wait or timedelta()),
            leased_until=None,
        )
        .execution_options(synchronize_session=False)
    )


async def put_off(session: AsyncSession, due: DueFile, until: datetime | None) -> None:
    """Give back a file that was not read; it stays due, or is due at ``until``."""
    values: dict[str, datetime | None] = {"leased_until": None}
    if until is not None:
        values["next_read_at"] = until
    await session.execute(
        update(DeadlineFileRow)
        .where(*_still(due))
        .values(values)
        .execution_options(synchronize_session=False)
    )


async def set_right(session: AsyncSession, now: datetime) -> None:
    """What a clock that stood ahead has put off is due now, and began now."""
    for column, longest, value in (
        (DeadlineFileRow.next_read_at, EVERY + LONGEST_WAIT, now),
        (DeadlineFileRow.leased_until, LEASE, None),
        (FollowedRow.seen_since, timedelta(), now),
        (FollowedRow.moved_at, timedelta(), now),
    ):
        await session.execute(
            update(column.class_)
            .where(column > now + longest)
            .values({column: value})
            .execution_options(synchronize_session=False)
        )


async def _locked(
    session: AsyncSession, guild_id: int, file_id: int, until: datetime | None
) -> DeadlineFileRow | None:
    try:
        await groups.lock_group(session, guild_id)
    except NotSetUp:
        return None
    row: DeadlineFileRow | None = await session.scalar(
        select(DeadlineFileRow)
        .where(DeadlineFileRow.guild_id == guild_id, DeadlineFileRow.id == file_id)
        .with_for_update()
    )
    return row if row is None or until is None or row.leased_until == until else None


async def _known(
    session: AsyncSession, guild_id: int, file_id: int
) -> frozenset[tuple[str, datetime]]:
    """The deadlines of the reading before, as families and instants."""
    rows = await session.execute(
        select(FileEntryRow.family, FileEntryRow.deadline_at).where(
            FileEntryRow.guild_id == guild_id,
            FileEntryRow.file_id == file_id,
            FileEntryRow.deadline_at.is_not(None),
        )
    )
    return frozenset((family, at) for family, at in rows if at is not None)


async def _put_entries(
    session: AsyncSession, guild_id: int, file_id: int, found: FoundFile, now: datetime
) -> None:
    """What the file has ahead or unclear, in place of what it had."""
    await session.execute(
        delete(FileEntryRow)
        .where(FileEntryRow.guild_id == guild_id, FileEntryRow.file_id == file_id)
        .execution_options(synchronize_session=False)
    )
    rows = [
        {
            "guild_id": guild_id,
            "file_id": file_id,
            "key": each.key,
            "family": each.family,
            "place": place,
            "name": each.name,
            "said": each.said,
            "deadline_at": None if each.moment is None else each.moment.at,
            "zone": None if each.moment is None else each.moment.zone,
            "trouble": each.trouble,
            "asks": each.asks,
            "link": each.link,
        }
        for place, each in enumerate(found.file.deadlines)
        if each.moment is None or each.moment.at > now
    ]
    if rows:
        await session.execute(insert(FileEntryRow), rows)


def _still(due: DueFile) -> tuple[ColumnElement[bool], ...]:
    ids = [file_id for _guild_id, file_id in due.files]
    return DeadlineFileRow.id.in_(ids), DeadlineFileRow.leased_until == due.until
