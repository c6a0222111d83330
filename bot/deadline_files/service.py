"""Acts of organisers on files of deadlines: name one, take deadlines from it, let it be (C6)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community import service as community
from bot.community.rules import parse_deadline
from bot.community.values import AddedConference, ConferenceOutcome, Moment
from bot.db import insert
from bot.deadline_files import ingest, queries
from bot.deadline_files.audited import DEADLINE_FILE
from bot.deadline_files.models import DeadlineFileRow, FileEntryRow, FollowedRow
from bot.deadline_files.rules import EVERY, LEFT_TO_FAIL
from bot.deadline_files.values import Chosen, DeadlineFile, FoundFile, OpenFile
from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.audit import record
from bot.groups.audit_rules import Change
from bot.groups.values import OrganiserCaller
from bot.inputs.links import address_key, clean_link, host_of
from bot.scheduling import local_date

MAX_FILES = 10
"""Files that a group can have read daily, and as many that were looked at within a day."""


async def wanted(session: AsyncSession, caller: OrganiserCaller, typed: str) -> str:
    """The address that ``typed`` means, which is to be read.

    Raises:
        NotSetUp: the server has no group.
        UserError: it is no address, or there is no room; it carries what was typed.
    """
    await groups.get_group(session, caller.guild_id)
    address = clean_link(typed)
    if address is None:
        raise UserError("Type the file's address, which starts with `https://`.", typed=typed)
    known = await session.execute(
        select(DeadlineFileRow.key).where(
            DeadlineFileRow.guild_id == caller.guild_id, DeadlineFileRow.kept_at.is_not(None)
        )
    )
    keys = {key for (key,) in known}
    if address_key(address) not in keys:
        _require_room(len(keys), typed)
    return address


async def look(
    session: AsyncSession, caller: OrganiserCaller, address: str, found: FoundFile
) -> OpenFile:
    """Keep for a day what was ``found`` at ``address``, so that one can choose from it.

    Of a file that is read daily this is one more reading.

    Raises:
        NotSetUp: the server has no group.
    """
    await groups.lock_group(session, caller.guild_id)
    now, key = caller.now, address_key(address)
    await session.execute(
        insert(session, DeadlineFileRow)
        .values(
            guild_id=caller.guild_id,
            key=key,
            url=address,
            kind=found.file.kind,
            read_at=now,
            next_read_at=now + EVERY,
            over=0,
            undated=0,
            failures=0,
            is_trouble_told=False,
        )
        .on_conflict_do_nothing(index_elements=["guild_id", "key"])
    )
    file_id = await session.scalar(
        select(DeadlineFileRow.id).where(
            DeadlineFileRow.guild_id == caller.guild_id, DeadlineFileRow.key == key
        )
    )
    assert file_id is not None, "it was just made, or was there"
    await ingest.took(session, caller.guild_id, file_id, found, now)
    await session.flush()
    await _forget_older_looks(session, caller.guild_id)
    return await queries.opened(session, caller, file_id)


async def choose(
    session: AsyncSession, caller: OrganiserCaller, file_id: int, keys: Collection[str]
) -> Chosen:
    """Take deadlines of a file into the group's list, and follow the file from now on.

    What cannot be taken is said, and keeps nothing else from it.

    Raises:
        NotFound: see `queries.file_row`.
        UserError: the group has as many files as it can.
    """
    await groups.lock_group(session, caller.guild_id)
    # The job may be letting go of it now, as one from which nothing was taken.
    row = await queries.file_row(session, caller.guild_id, file_id, to_change=True)
    done: dict[ConferenceOutcome, list[str]] = {each: [] for each in ConferenceOutcome}
    left_out = []
    entries = await session.scalars(
        select(FileEntryRow)
        .where(
            FileEntryRow.guild_id == caller.guild_id,
            FileEntryRow.file_id == file_id,
            FileEntryRow.key.in_(keys),
        )
        .order_by(FileEntryRow.deadline_at, FileEntryRow.place)
    )
    for entry in entries.all():
        if entry.deadline_at is None or entry.zone is None:
            continue
        moment = Moment(entry.deadline_at, entry.zone)
        try:
            async with session.begin_nested():
                added = await community.add_for_group(
                    session, caller, name=entry.name, moment=moment, link=entry.link
                )
        except UserError as error:
            left_out.append((entry.name, error.message))
            continue
        await _keep(session, caller, row)
        await _follow(session, caller, entry, added.conference.id, moment)
        done[added.outcome].append(entry.name)
    await session.flush()
    return Chosen(
        await queries.opened(session, caller, file_id),
        added=tuple(done[ConferenceOutcome.ADDED]),
        changed=tuple(done[ConferenceOutcome.CHANGED]),
        there=tuple(done[ConferenceOutcome.THERE]),
        left_out=tuple(left_out),
    )


async def answer(
    session: AsyncSession,
    caller: OrganiserCaller,
    file_id: int,
    *,
    name: str,
    deadline: str,
    link: str,
) -> tuple[AddedConference, OpenFile]:
    """Add a conference whose deadline in a file is unclear, as an organiser says it.

    That is a change by hand, so no file moves it.

    Raises:
        NotFound: see `queries.file_row`.
        UserError: the name, deadline or link cannot be kept, or there is no room; it carries what
            was typed.
    """
    group = await groups.lock_group(session, caller.guild_id)
    await queries.file_row(session, caller.guild_id, file_id)
    try:
        moment = parse_deadline(deadline, today=local_date(caller.now, group.zone), now=caller.now)
        added = await community.add_for_group(
            session, caller, name=name, moment=moment, link=clean_link(link)
        )
    except UserError as error:
        error.typed = "\n\n".join(part for part in (name, deadline, link) if part) or None
        raise
    return added, await queries.opened(session, caller, file_id)


async def switch_off(
    session: AsyncSession, caller: OrganiserCaller, file_id: int
) -> list[DeadlineFile]:
    """Read a file no more, and forget it. What was taken from it stays. Safe to repeat."""
    await groups.lock_group(session, caller.guild_id)
    gone = await session.execute(
        delete(DeadlineFileRow)
        .where(DeadlineFileRow.guild_id == caller.guild_id, DeadlineFileRow.id == file_id)
        .returning(DeadlineFileRow.url, DeadlineFileRow.kept_at)
    )
    row = gone.one_or_none()
    if row is not None and row.kept_at is not None:
        await _record(session, caller, Change(DEADLINE_FILE.name, host_of(row.url), None))
    return await queries.files(session, caller)


async def see(session: AsyncSession, caller: OrganiserCaller, file_id: int) -> OpenFile:
    """As `queries.opened`, by an organiser who thereby hears what is wrong with the file.

    Raises:
        NotFound: see `queries.file_row`.
    """
    found = await queries.opened(session, caller, file_id)
    here = (FollowedRow.guild_id == caller.guild_id, FollowedRow.file_id == file_id)
    await session.execute(
        update(FollowedRow)
        .where(*here, FollowedRow.gone_at.is_not(None))
        .values(is_gone_told=True)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(DeadlineFileRow)
        .where(
            DeadlineFileRow.guild_id == caller.guild_id,
            DeadlineFileRow.id == file_id,
            DeadlineFileRow.failures >= LEFT_TO_FAIL,
        )
        .values(is_trouble_told=True)
        .execution_options(synchronize_session=False)
    )
    return found


async def _forget_older_looks(session: AsyncSession, guild_id: int) -> None:
    """Let go of files from which nothing was taken, but those that were looked at last."""
    looked_at = (DeadlineFileRow.guild_id == guild_id, DeadlineFileRow.kept_at.is_(None))
    last = (
        select(DeadlineFileRow.id)
        .where(*looked_at)
        .order_by(DeadlineFileRow.read_at.desc(), DeadlineFileRow.id.desc())
        .limit(MAX_FILES)
    )
    await session.execute(
        delete(DeadlineFileRow)
        .where(*looked_at, DeadlineFileRow.id.not_in(last))
        .execution_options(synchronize_session=False)
    )


async def _keep(session: AsyncSession, caller: OrganiserCaller, row: DeadlineFileRow) -> None:
    """Let the file be read daily from now on.

    Raises:
        UserError: the group has as many files as it can.
    """
    if row.kept_at is not None:
        return
    count = await session.scalar(
        select(func.count())
        .select_from(DeadlineFileRow)
        .where(DeadlineFileRow.guild_id == caller.guild_id, DeadlineFileRow.kept_at.is_not(None))
    )
    _require_room(count or 0, None)
    row.kept_at = caller.now
    await _record(session, caller, Change(DEADLINE_FILE.name, None, host_of(row.url)))


async def _follow(
    session: AsyncSession,
    caller: OrganiserCaller,
    entry: FileEntryRow,
    conference_id: int,
    moment: Moment,
) -> None:
    """Let the file say from now on when a conference's deadline is, as it was just chosen."""
    values = {
        "file_id": entry.file_id,
        "key": entry.key,
        "family": entry.family,
        "applied_at": moment.at,
        "applied_zone": moment.zone,
        "seen_at": moment.at,
        "seen_zone": moment.zone,
        "seen_since": caller.now,
        "gone_at": None,
        "is_gone_told": False,
    }
    here = {"guild_id": caller.guild_id, "conference_id": conference_id}
    await session.execute(
        insert(session, FollowedRow)
        .values(here | values | {"moves": 0})
        .on_conflict_do_update(index_elements=["guild_id", "conference_id"], set_=values)
    )


async def _record(session: AsyncSession, caller: OrganiserCaller, change: Change) -> None:
    await record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)


def _require_room(count: int, typed: str | None) -> None:
    if count >= MAX_FILES:
        raise UserError(
            f"The group has {MAX_FILES} files read daily, and more do not fit. Switch one off in "
            "`/conference file`, then add this one.",
            typed=typed,
        )
