"""What members say about a meeting: whether they come, and notes of it afterwards (C10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.sessions import meetings, queries, rules
from bot.sessions.models import ComingRow, NotesRow
from bot.sessions.values import Meeting


async def answer(
    session: AsyncSession, caller: MemberCaller, meeting_id: int, comes: bool
) -> Meeting:
    """Say whether the caller comes. Saying it twice changes nothing.

    Raises:
        NotFound: the group has no such meeting.
        UserError: it is over, or called off.
    """
    before = await queries.get_open(session, caller, meeting_id)
    if await queries.answer_of(session, caller, meeting_id) is comes:
        return before
    key = {"guild_id": caller.guild_id, "meeting_id": meeting_id, "user_id": caller.user_id}
    said = {"comes": comes, "answered_at": caller.now}
    await session.execute(
        insert(session, ComingRow)
        .values(**key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
    )
    return await queries.get(session, caller, meeting_id)


async def let_come(
    session: AsyncSession, guild_id: int, meeting_id: int, user_id: int, now: datetime
) -> None:
    """Let a member come who has a part in a meeting, unless they have said otherwise."""
    key = {"guild_id": guild_id, "meeting_id": meeting_id, "user_id": user_id}
    await session.execute(
        insert(session, ComingRow)
        .values(**key, comes=True, answered_at=now)
        .on_conflict_do_nothing(index_elements=list(key))
    )


async def write_notes(
    session: AsyncSession, caller: MemberCaller, meeting_id: int, number: int, text: str
) -> Meeting:
    """Write the notes of a meeting, or change them; with nothing in them, they are removed.

    ``number`` is the version that was seen.

    Raises:
        NotFound: the group has no such meeting.
        UserError: it has not begun or was called off, they are too long, or somebody else changed
            them meanwhile; it carries what was typed.
    """
    try:
        found = await _write(session, caller, meeting_id, number, rules.clean_notes(text))
    except UserError as error:
        error.typed = text
        raise
    return found


async def _write(
    session: AsyncSession, caller: MemberCaller, meeting_id: int, number: int, text: str
) -> Meeting:
    # Also when it has ended: whoever writes at the same moment waits.
    await meetings.lock_meeting(session, caller.guild_id, meeting_id)
    before = await queries.get(session, caller, meeting_id)
    check_noted(before, caller)
    known = 0 if before.notes is None else before.notes.number
    if known != number:
        raise UserError(
            "Somebody wrote notes meanwhile. Open them again, and add yours to what is there."
        )
    key = {"guild_id": caller.guild_id, "meeting_id": meeting_id}
    if text:
        said = {"text": text, "number": number + 1, "author_id": caller.user_id}
        await session.execute(
            insert(session, NotesRow)
            .values(**key, **said)
            .on_conflict_do_update(index_elements=list(key), set_=said)
        )
    else:
        await session.execute(delete(NotesRow).filter_by(**key))
    return await queries.get(session, caller, meeting_id)


def check_noted(meeting: Meeting, caller: MemberCaller) -> None:
    """Let a meeting pass of which notes can be written.

    Raises:
        UserError: it has not begun, or was called off.
    """
    if meeting.is_cancelled:
        raise UserError("That session was called off, so there is nothing to note.")
    if not meeting.has_begun(caller.now):
        raise UserError("Notes can be written from the beginning of the session on.")
