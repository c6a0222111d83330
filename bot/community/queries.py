"""What conferences a group has, and which deadlines a member aims for (C6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.models import AdderRow, ConferenceRow, WatchRow
from bot.community.rules import LEADS, check_changeable
from bot.community.values import KIND, Conference, Deadline, DeadlineReminder, Moment
from bot.errors import NotFound
from bot.groups.values import Caller, Member, MemberCaller
from bot.inputs.search import pick
from bot.inputs.text import comparable
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date

_MOST_NAMES = 200
# Whoever looks at their dates asks for these: built once, plain rows.
_CONFERENCES, _WATCHES = ConferenceRow.__table__, WatchRow.__table__
_WATCHED = (
    select(_CONFERENCES.c.name, _CONFERENCES.c.deadline_at, _CONFERENCES.c.link, _CONFERENCES.c.id)
    .join(
        _WATCHES,
        and_(
            _WATCHES.c.guild_id == _CONFERENCES.c.guild_id,
            _WATCHES.c.conference_id == _CONFERENCES.c.id,
        ),
    )
    .where(
        _WATCHES.c.guild_id == bindparam("guild_id"),
        _WATCHES.c.user_id == bindparam("user_id"),
        _CONFERENCES.c.deadline_at > bindparam("now"),
    )
    .order_by(_CONFERENCES.c.deadline_at, _CONFERENCES.c.id)
)


async def coming(session: AsyncSession, caller: MemberCaller) -> list[Conference]:
    """The conferences whose deadlines are ahead, nearest first."""
    rows = await session.execute(
        _seen_by(caller)
        .where(ConferenceRow.deadline_at > caller.now)
        .order_by(ConferenceRow.deadline_at, ConferenceRow.id)
    )
    return [_conference(row, caller) for row in rows]


async def watched(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> tuple[Deadline, ...]:
    """The coming deadlines that a member watches, nearest first; none for anybody else."""
    connection = await session.connection()
    asked = {"guild_id": guild_id, "user_id": user_id, "now": now}
    return tuple(Deadline(*row) for row in (await connection.execute(_WATCHED, asked)).all())


async def to_remind(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> list[DeadlineReminder]:
    """The watched deadlines that a message which goes out now is to name (C6, R13).

    ``sent`` is what was named before.
    """
    named = {(each.thing_id, each.due, each.stage) for each in sent if each.kind == KIND}
    found = []
    for deadline in await watched(session, member.guild_id, member.user_id, now=now):
        due, key = local_date(deadline.at, member.zone), str(deadline.id)
        before = {stage for *which, stage in named if which == [key, due]}
        lead = lead_to_name(due, LEADS, before, today=member.today(now), next_day=next_day)
        if lead is not None:
            reminder_key = ReminderKey(KIND, key, due, str(lead))
            found.append(DeadlineReminder(deadline, due, reminder_key))
    return found


async def conference_names(session: AsyncSession, guild_id: int) -> list[str]:
    """The names of the group's newest conferences; those whose deadline is over count too.

    Papers say that they were accepted long after it.
    """
    found = await session.scalars(
        select(ConferenceRow.name)
        .where(ConferenceRow.guild_id == guild_id)
        .order_by(ConferenceRow.deadline_at.desc(), ConferenceRow.id)
        .limit(_MOST_NAMES)
    )
    return [*found]


async def get(session: AsyncSession, caller: MemberCaller, conference_id: int) -> Conference:
    """A conference whose deadline is ahead.

    Raises:
        NotFound: the group has none such, or its deadline is over.
    """
    found = await session.execute(
        _seen_by(caller).where(
            ConferenceRow.id == conference_id, ConferenceRow.deadline_at > caller.now
        )
    )
    row = found.one_or_none()
    if row is None:
        raise _not_there()
    return _conference(row, caller)


async def get_changeable(
    session: AsyncSession, caller: MemberCaller, conference_id: int
) -> Conference:
    """As `get`, one that the caller may change.

    Raises:
        NotAllowed: somebody else added it, and they are no organiser.
    """
    found = await get(session, caller, conference_id)
    check_changeable(found)
    return found


async def find(session: AsyncSession, caller: MemberCaller, text: str) -> Conference:
    """The coming conference that ``text`` means: its id, its name, or a part that only one has.

    Raises:
        NotFound: none, or several.
    """
    by_id = {str(each.id): each for each in await coming(session, caller)}
    meant = text if text in by_id else pick([(key, c.name) for key, c in by_id.items()], text)
    if meant is None:
        raise _not_there()
    return by_id[meant]


async def named(session: AsyncSession, caller: Caller, name: str) -> Conference | None:
    """The group's conference of that name, whatever its case and deadline; None: it has none."""
    found = await session.execute(
        _seen_by(caller).where(ConferenceRow.folded_name == comparable(name))
    )
    row = found.one_or_none()
    return None if row is None else _conference(row, caller)


def _seen_by(caller: Caller) -> Select[*tuple[Any, ...]]:
    """The group's conferences, with who added each and whether the caller watches it."""
    adder_is_its = and_(
        AdderRow.guild_id == ConferenceRow.guild_id, AdderRow.conference_id == ConferenceRow.id
    )
    watch_is_theirs = and_(
        WatchRow.guild_id == ConferenceRow.guild_id,
        WatchRow.conference_id == ConferenceRow.id,
        WatchRow.user_id == caller.user_id,
    )
    return (
        select(
            ConferenceRow.id,
            ConferenceRow.name,
            ConferenceRow.deadline_at,
            ConferenceRow.zone,
            ConferenceRow.link,
            AdderRow.user_id.label("added_by"),
            WatchRow.user_id.is_not(None).label("watched"),
        )
        .outerjoin(AdderRow, adder_is_its)
        .outerjoin(WatchRow, watch_is_theirs)
        .where(ConferenceRow.guild_id == caller.guild_id)
    )


def _conference(row: Row[Any], caller: Caller) -> Conference:
    return Conference(
        id=row.id,
        name=row.name,
        deadline=Moment(row.deadline_at, row.zone),
        link=row.link,
        added_by=row.added_by,
        watched=bool(row.watched),
        changeable=caller.is_organiser or caller.user_id == row.added_by,
    )


def _not_there() -> NotFound:
    return NotFound(
        "I do not find that conference here; its deadline may be over. `/conference list` shows "
        "what is ahead."
    )
