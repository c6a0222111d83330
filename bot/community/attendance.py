"""What a member went to: note it, count it towards the plan, take it back. Nobody else sees it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community import attendance_rules as rules
from bot.community.models import AttendedRow
from bot.community.rules import clean_name
from bot.community.values import Attendance, Attended, AttendedCount, EventKind
from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.inputs.dates import say_date
from bot.inputs.links import clean_link
from bot.inputs.text import comparable
from bot.milestones import service as milestones
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counting
from bot.milestones.values import Item


async def attended(session: AsyncSession, caller: MemberCaller) -> Attendance:
    """All that the caller went to, the newest first, and how the plan's count stands."""
    rows = await session.scalars(
        select(AttendedRow)
        .where(AttendedRow.guild_id == caller.guild_id, AttendedRow.user_id == caller.user_id)
        .order_by(AttendedRow.attended_on.desc(), AttendedRow.id.desc())
        .execution_options(populate_existing=True)
    )
    item = counting((await my_board(session, caller)).items, rules.EVENTS)
    events = tuple(_event(row, item) for row in rows)
    return Attendance(events, rules.in_year(events, caller.today.year), _count(item))


async def note(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    name: str,
    day: str | None = None,
    kind: EventKind = EventKind.CONFERENCE,
    link: str | None = None,
) -> tuple[Attendance, int]:
    """Note that the caller was there; gives all of theirs, and the id of this one.

    Noted again for the same day it stays one, with the kind and link said last.

    Raises:
        UserError: the name, day or link cannot be kept, or there is no room; it carries what was
            typed.
    """
    try:
        cleaned, url = clean_name(name), clean_link(link)
        on = rules.attended_on(day, today=caller.today, zone=caller.zone)
        await _check_room(session, caller, cleaned, on)
    except UserError as error:
        error.typed = "\n\n".join(part for part in (name, day, link) if part) or None
        raise
    key = {
        "guild_id": caller.guild_id,
        "user_id": caller.user_id,
        "folded_name": comparable(cleaned),
        "attended_on": on,
    }
    said = {"name": cleaned, "kind": kind, "link": url}
    event_id: int = (
        await session.execute(
            insert(session, AttendedRow)
            .values(**key, **said)
            .on_conflict_do_update(index_elements=list(key), set_=said)
            .returning(AttendedRow.id)
        )
    ).scalar_one()
    return await attended(session, caller), event_id


async def count(
    session: AsyncSession, caller: MemberCaller, event_id: int, number: int
) -> Attendance:
    """Count it towards the milestone that the plan names for such events (P11).

    ``number`` is the milestone's last change that was seen: when another came since, or it is
    counted, nothing happens.

    Raises:
        NotFound: the caller has no such event.
        UserError: it was in another period, that has all it needs, or the plan asks for none.
    """
    row = await _row(session, caller, event_id)
    before = await attended(session, caller)
    event = before.event(event_id)
    if event.is_counted:
        return before
    if before.count is None or not event.takes_it:
        raise UserError(
            "That one was not in the period that counts now, or the plan asks for no more."
        )
    outcome = await milestones.finish(
        session,
        caller,
        before.count.milestone_id,
        link=event.link,
        note=f"{event.name}, {say_date(event.on)}",
        number=number,
    )
    if outcome.changed:
        row.counted_as, row.counted_number = outcome.item.id, outcome.item.number
        await session.flush()
    return await attended(session, caller)


async def remove(session: AsyncSession, caller: MemberCaller, event_id: int) -> Attendance:
    """Take it off the caller's list.

    Raises:
        NotFound: the caller has no such event.
        UserError: it counts in their plan.
    """
    row = await _row(session, caller, event_id)
    if (await attended(session, caller)).event(event_id).is_counted:
        raise UserError(
            "It counts in your plan. `/milestone undo` takes the count back; then it can go."
        )
    await session.delete(row)
    await session.flush()
    return await attended(session, caller)


async def _row(session: AsyncSession, caller: MemberCaller, event_id: int) -> AttendedRow:
    row = await session.scalar(
        select(AttendedRow).where(
            AttendedRow.guild_id == caller.guild_id,
            AttendedRow.user_id == caller.user_id,
            AttendedRow.id == event_id,
        )
    )
    if row is None:
        raise NotFound("I do not find that one among yours. It may be removed already.")
    return row


async def _check_room(session: AsyncSession, caller: MemberCaller, name: str, on: date) -> None:
    others = await session.scalar(
        select(func.count())
        .select_from(AttendedRow)
        .where(
            AttendedRow.guild_id == caller.guild_id,
            AttendedRow.user_id == caller.user_id,
            or_(AttendedRow.folded_name != comparable(name), AttendedRow.attended_on != on),
        )
    )
    if (others or 0) >= rules.MAX_ATTENDED:
        raise UserError(
            f"Your list has {rules.MAX_ATTENDED} already, and no more fit. Remove an old one first."
        )


def _event(row: AttendedRow, item: Item | None) -> Attended:
    is_counted = item is not None and item.counts_at(row.counted_as, row.counted_number)
    takes_it = False
    if item is not None and item.occurrences is not None and not is_counted:
        tally = item.occurrences.now
        takes_it = row.attended_on in tally.period and not tally.is_reached
    return Attended(
        id=row.id,
        name=row.name,
        kind=row.kind,
        on=row.attended_on,
        link=row.link,
        is_counted=is_counted,
        takes_it=takes_it,
    )


def _count(item: Item | None) -> AttendedCount | None:
    if item is None or item.occurrences is None:
        return None
    return AttendedCount(item.id, item.title, item.number, item.occurrences.now)
