"""Reads of check-ins, each of one member's own; the number of statements is fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.checkins.models import CheckInPlanRow, CheckInRow
from bot.checkins.rules import offer, read
from bot.checkins.values import KIND, USUAL_DAYS, CheckIn, Offer, Past
from bot.errors import NotFound
from bot.feature import looks_back
from bot.groups.models import MemberRow
from bot.groups.queries import get_group
from bot.groups.values import Member, MemberCaller
from bot.reminders.models import ReminderRow

SHOWN = 12
"""So many of the latest check-ins a trend shows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the next offer goes by, and that offer; ``is_offered``: it may be shown now."""

    guild_id: int
    past: Past
    offer: Offer | None
    is_offered: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A check-in as its member sees it, ``before`` the one before it; None where there is none.

    ``is_latest`` says that none came after it. ``support`` are the server's support links.
    """

    guild_id: int
    checkin: CheckIn
    before: CheckIn | None
    is_latest: bool
    support: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Welcome:
    """What stands before a check-in; ``today`` is the one of this day, which can be changed."""

    standing: Standing
    today: CheckIn | None
    support: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Some of a member's check-ins, oldest first; whether others came before and after them."""

    guild_id: int
    checkins: tuple[CheckIn, ...]
    support: tuple[str, ...]
    has_earlier: bool
    has_later: bool


# Each daily message asks for it: built once, on tables alone.
_MEMBERS, _TAKEN = MemberRow.__table__.c, CheckInRow.__table__.c
_PLANS, _NAMED = CheckInPlanRow.__table__.c, ReminderRow.__table__.c
_GUILD: BindParameter[int] = bindparam("guild_id")
_USER: BindParameter[int] = bindparam("user_id")
_PAST = (
    select(
        _MEMBERS.joined_at,
        _PLANS.cadence_days,
        _PLANS.is_stopped,
        _PLANS.skipped_on,
        select(func.max(_TAKEN.taken_on))
        .where(_TAKEN.guild_id == _GUILD, _TAKEN.user_id == _USER)
        .scalar_subquery()
        .label("taken_on"),
        select(func.max(_NAMED.named_on))
        .where(_NAMED.guild_id == _GUILD, _NAMED.user_id == _USER, _NAMED.kind == KIND)
        .scalar_subquery()
        .label("named_on"),
    )
    .select_from(MemberRow.__table__)
    .outerjoin(
        CheckInPlanRow.__table__,
        (_PLANS.guild_id == _MEMBERS.guild_id) & (_PLANS.user_id == _MEMBERS.user_id),
    )
    .where(_MEMBERS.guild_id == _GUILD, _MEMBERS.user_id == _USER)
)


async def past_of(session: AsyncSession, member: Member) -> Past:
    """What a member's next offer goes by."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id}
    row = (await connection.execute(_PAST, whose)).one()
    return Past(
        since=member.today(row.joined_at),
        cadence=row.cadence_days or USUAL_DAYS,
        is_stopped=bool(row.is_stopped),
        taken_on=row.taken_on,
        skipped_on=row.skipped_on,
        named_on=row.named_on,
    )


async def standing(session: AsyncSession, member: Member, now: datetime) -> Standing:
    """Whether a check-in may be offered now: not in rest, nor on a day of looking back."""
    past = await past_of(session, member)
    found = offer(past, member.today(now))
    may_be = found is not None and found.is_open and not member.paused(now)
    is_offered = may_be and not await looks_back(session, member, now)
    return Standing(member.guild_id, past, found, is_offered)


async def own_standing(session: AsyncSession, caller: MemberCaller) -> Standing:
    """The same of the caller."""
    return await standing(session, caller.member, caller.now)


async def welcome(session: AsyncSession, caller: MemberCaller) -> Welcome:
    """What stands before the caller's check-in of today."""
    found = await standing(session, caller.member, caller.now)
    today = await _taken_on(session, caller, caller.today)
    return Welcome(found, today, await support_of(session, caller))


async def today_s(session: AsyncSession, caller: MemberCaller) -> CheckIn | None:
    """The caller's check-in of today."""
    return await _taken_on(session, caller, caller.today)


async def see(session: AsyncSession, caller: MemberCaller, day: date) -> Seen:
    """The caller's check-in of a date.

    Raises:
        NotFound: there is none of theirs.
    """
    rows = await session.scalars(
        select(CheckInRow)
        .where(
            CheckInRow.guild_id == caller.guild_id,
            CheckInRow.user_id == caller.user_id,
            CheckInRow.taken_on <= day,
        )
        .order_by(CheckInRow.taken_on.desc())
        .limit(2)
        .execution_options(populate_existing=True)
    )
    found = [_checkin(row) for row in rows]
    if not found or found[0].taken_on != day:
        raise no_checkin()
    later = await session.scalar(
        select(func.max(CheckInRow.taken_on)).where(
            CheckInRow.guild_id == caller.guild_id,
            CheckInRow.user_id == caller.user_id,
            CheckInRow.taken_on > day,
            # What lies ahead is of a clock that stood wrong.
            CheckInRow.taken_on <= caller.today,
        )
    )
    return Seen(
        caller.guild_id,
        found[0],
        found[1] if len(found) > 1 else None,
        is_latest=later is None,
        support=await support_of(session, caller),
    )


async def history(
    session: AsyncSession, caller: MemberCaller, before: date | None = None
) -> History:
    """The caller's latest check-ins, or the latest ``before`` a date."""
    rows = await session.scalars(
        select(CheckInRow)
        .where(
            CheckInRow.guild_id == caller.guild_id,
            CheckInRow.user_id == caller.user_id,
            CheckInRow.taken_on < (before or date.max),
        )
        .order_by(CheckInRow.taken_on.desc())
        .limit(SHOWN + 1)
    )
    found = [_checkin(row) for row in rows]
    return History(
        caller.guild_id,
        tuple(found[:SHOWN][::-1]),
        await support_of(session, caller),
        has_earlier=len(found) > SHOWN,
        has_later=before is not None,
    )


async def support_of(session: AsyncSession, caller: MemberCaller) -> tuple[str, ...]:
    """The support links of the caller's server."""
    return (await get_group(session, caller.guild_id)).support


def no_checkin() -> NotFound:
    """What is said where somebody has no check-in of a date."""
    return NotFound("I do not find that check-in of yours. `/checkin history` has those there are.")


async def _taken_on(session: AsyncSession, caller: MemberCaller, day: date) -> CheckIn | None:
    row = await session.get(CheckInRow, (caller.guild_id, caller.user_id, day))
    return None if row is None else _checkin(row)


def _checkin(row: CheckInRow) -> CheckIn:
    return CheckIn(row.taken_on, row.version, read(row.version, row.levels), row.note)
