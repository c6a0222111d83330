"""Use cases of milestones: the board and the acts on it.

What members add and choose for themselves is in `own` and `choices`, pace and path in `pace`, wins
in `wins`, the group's progress in `progress`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.inputs.links import clean_link
from bot.milestones.boards import Outcome, board, board_of, outcome_of
from bot.milestones.choices import choice_row, tidy
from bot.milestones.locking import lock
from bot.milestones.models import ChangeRow, ChoiceRow
from bot.milestones.progress import group_progress
from bot.milestones.rules import Status, changes_to, clean_note

__all__ = [
    "Outcome",
    "annotate",
    "board",
    "board_of",
    "finish",
    "group_progress",
    "skip",
    "start",
    "undo",
]


async def start(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Outcome:
    """Take a milestone up. Nothing changes if it is in progress.

    ``milestone`` is here and below an id, a title, or a part of one title only.

    Raises:
        NotFound: no such milestone on the member's path.
        UserError: it is done.
        NotSetUp: see `board`.
    """
    return await _change(session, guild_id, user_id, milestone, Status.IN_PROGRESS, now=now)


async def skip(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Outcome:
    """Leave a milestone out: it counts neither way. Raises as `start` does."""
    return await _change(session, guild_id, user_id, milestone, Status.SKIPPED, now=now)


async def finish(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone: str,
    *,
    link: str | None = None,
    note: str | None = None,
    now: datetime,
) -> Outcome:
    """Mark a milestone done, with a link and a note if there are any (P4).

    What was noted on the way stands in for what is not given. Done again, it keeps its time; a link
    or note given then replaces the former one.

    Raises:
        UserError: the link or note cannot be kept; it carries what was typed.
        NotFound, NotSetUp: see `start`.
    """
    kept = {"link": clean_link(link, note), "note": clean_note(note)}
    try:
        return await _change(session, guild_id, user_id, milestone, Status.DONE, now=now, **kept)
    except UserError as error:
        error.typed = error.typed or _both(link, note)
        raise


async def annotate(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone: str,
    *,
    link: str | None = None,
    note: str | None = None,
    now: datetime,
) -> Outcome:
    """Give a milestone this link and note, whether or not it is done (P4).

    An empty one goes away; None leaves what is there.

    Raises:
        UserError: the link or note cannot be kept; it carries what was typed.
        NotFound, NotSetUp: see `start`.
    """
    kept_link, kept_note = clean_link(link, note), clean_note(note)
    await lock(session, guild_id, user_id)
    try:
        item = (await board(session, guild_id, user_id, now=now)).find(milestone)
    except UserError as error:
        error.typed = error.typed or _both(link, note)
        raise
    row = (
        await session.get_one(ChangeRow, (guild_id, user_id, item.id, item.number))
        if item.status is Status.DONE
        else await choice_row(session, guild_id, user_id, item.id)
    )
    kept_link = row.link if link is None else kept_link
    kept_note = row.note if note is None else kept_note
    changed = (row.link, row.note) != (kept_link, kept_note)
    row.link, row.note = kept_link, kept_note
    if isinstance(row, ChoiceRow):
        await tidy(session, row)
    await session.flush()
    return outcome_of(await board(session, guild_id, user_id, now=now), item.id, changed)


async def undo(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone: str,
    *,
    number: int | None = None,
    now: datetime,
) -> Outcome:
    """Take the last change of a milestone back: the former state returns with its time (P3).

    ``number`` names the change that is meant; when another one came since, nothing happens, so a
    button pressed twice takes back one change only.

    Raises:
        UserError: there is nothing to take back.
        NotFound, NotSetUp: see `start`.
    """
    await lock(session, guild_id, user_id)
    item = (await board(session, guild_id, user_id, now=now)).find(milestone)
    if number is None and item.change is None:
        raise UserError("There is nothing to undo on that one: it is not started.")
    changed = item.change is not None and number in (None, item.number)
    if changed:
        key = (guild_id, user_id, item.id, item.number)
        await session.delete(await session.get_one(ChangeRow, key))
        await session.flush()
    return outcome_of(await board(session, guild_id, user_id, now=now), item.id, changed)


async def _change(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone: str,
    status: Status,
    *,
    link: str | None = None,
    note: str | None = None,
    now: datetime,
) -> Outcome:
    await lock(session, guild_id, user_id)
    item = (await board(session, guild_id, user_id, now=now)).find(milestone)
    changed = changes_to(item.status, status)
    if changed:
        is_done = status is Status.DONE
        row = ChangeRow(
            guild_id=guild_id,
            user_id=user_id,
            milestone_id=item.id,
            number=item.number + 1,
            status=status,
            changed_at=now,
            link=link or (item.link if is_done else None),
            note=note or (item.note if is_done else None),
            due_on=None if status.is_open else item.due,
        )
        session.add(row)
    elif link or note:
        row = await session.get_one(ChangeRow, (guild_id, user_id, item.id, item.number))
        row.link, row.note = link or row.link, note or row.note
        changed = True
    await session.flush()
    return outcome_of(await board(session, guild_id, user_id, now=now), item.id, changed)


def _both(link: str | None, note: str | None) -> str | None:
    return "\n\n".join(part for part in (link, note) if part) or None
