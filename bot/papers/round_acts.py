"""What organisers do with a round by hand: close it, give it more days, end it, skip a week.

Each act names what its organiser saw (the round, its close, the week), so that two organisers at
once do nothing twice: the second hears how it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.queries import get_group, lock_group
from bot.groups.service import change_group
from bot.groups.values import Group, OrganiserCaller
from bot.papers import queries
from bot.papers.models import RoundRow, SkippedWeekRow
from bot.papers.postings import show_anew
from bot.papers.rounds import close_at
from bot.papers.rules.timetable import CLOSE, OPEN, extensions, monday_of, opening
from bot.papers.values import Round, RoundDecision
from bot.scheduling import DeliveryStatus, newest_occurrence, occurrence_after, occurrences, put_now

WeekdayAt = tuple[int, time]

_KEPT = timedelta(weeks=4)

_OPEN_DELIVERIES = (DeliveryStatus.DUE, DeliveryStatus.SENDING, DeliveryStatus.RETRY)


@dataclass(frozen=True, slots=True)
class Extendable:
    """An open vote with when it would close by how many days more; ``opens_at`` is the next one."""

    round: Round
    choices: Mapping[int, datetime]
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class Week:
    """The week of an opening that is ahead or on its way; ``monday`` names it."""

    monday: date
    opens_at: datetime
    is_skipped: bool


@dataclass(frozen=True, slots=True)
class Skippable:
    """What can be skipped: the vote that is open, and the weeks that come, the nearest first.

    Those are the next one that is not skipped, and before it all that are.
    """

    round: Round | None
    weeks: tuple[Week, ...]


async def to_close(session: AsyncSession, caller: OrganiserCaller) -> Round:
    """The vote that would close.

    Raises:
        NotFound: none is open.
    """
    found = await _open_vote(session, caller)
    if found is None:
        raise NotFound(await _no_vote(session, caller))
    return found


async def close_now(session: AsyncSession, caller: OrganiserCaller, round_id: int) -> Round:
    """End the vote at this instant; its result is decided and posted by a delivery, as always.

    Raises:
        NotFound: no such round here.
        UserError: it is over already.
    """
    group, row = await _lock(session, caller, round_id)
    row.closes_at = caller.now
    await session.flush()
    await close_at(session, group, row, caller.now)
    return await queries.as_round(session, row)


async def to_extend(session: AsyncSession, caller: OrganiserCaller) -> Extendable:
    """The vote that would go on, and for how long.

    Raises:
        NotFound: none is open.
    """
    group = await get_group(session, caller.guild_id)
    found = await to_close(session, caller)
    opens_at = _opening_ahead(group, caller.now)
    return Extendable(found, extensions(found.closes_at, group.zone, opens_at), opens_at)


async def extend(
    session: AsyncSession, caller: OrganiserCaller, round_id: int, days: int, seen: int
) -> Round:
    """Let the vote close some days later than ``seen`` (a whole second since the epoch).

    Raises:
        NotFound: no such round here.
        UserError: it is over already, closes at another time than was seen, or must not close so
            late.
    """
    group, row = await _lock(session, caller, round_id)
    if int(row.closes_at.timestamp()) != seen:
        closes = f"<t:{row.closes_at.timestamp():.0f}:F>"
        raise UserError(
            f"Somebody has changed this vote meanwhile: it closes {closes}. `/paper extend` shows "
            "what can be added to that."
        )
    choices = extensions(row.closes_at, group.zone, _opening_ahead(group, caller.now))
    if days not in choices:
        raise UserError(
            "The next shortlist comes before that. `/paper extend` shows what can be added."
        )
    row.closes_at, row.is_extended = choices[days], True
    await session.flush()
    await close_at(session, group, row, caller.now)
    await show_anew(session, group, row.id, caller.now)
    return await queries.as_round(session, row)


async def to_skip(session: AsyncSession, caller: OrganiserCaller) -> Skippable:
    """What can be skipped, and what is.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await get_group(session, caller.guild_id)
    return Skippable(await _open_vote(session, caller), await _weeks(session, caller, group))


async def end_without_pick(session: AsyncSession, caller: OrganiserCaller, round_id: int) -> Round:
    """End the vote without a pick: nothing is counted or chosen, and its papers may come back.

    Raises:
        NotFound: no such round here.
        UserError: it is over already.
    """
    group, row = await _lock(session, caller, round_id)
    counts = await queries.count_ballots(session, caller.guild_id, [round_id])
    row.closed_at, row.ballots = caller.now, counts.get(round_id, 0)
    row.decision, row.is_skipped = RoundDecision.NO_BALLOTS, True
    await session.flush()
    await put_now(
        session,
        group.guild_id,
        kind=CLOSE,
        zone=group.zone,
        now=caller.now,
        subject=str(round_id),
    )
    return await queries.as_round(session, row)


async def skip_week(session: AsyncSession, caller: OrganiserCaller, monday: date) -> Skippable:
    """Let no round open in that week. Safe to run again.

    Raises:
        NotSetUp: the server has no group.
        UserError: it is not one that can be skipped (any more).
    """
    group = await lock_group(session, caller.guild_id)
    if monday not in {week.monday for week in await _weeks(session, caller, group)}:
        raise UserError("That week's shortlist is here already. `/paper skip` shows what can be.")
    await session.execute(
        delete(SkippedWeekRow).where(
            SkippedWeekRow.guild_id == caller.guild_id,
            SkippedWeekRow.monday < monday - _KEPT,
        )
    )
    await session.execute(
        insert(session, SkippedWeekRow)
        .values(guild_id=caller.guild_id, monday=monday, skipped_at=caller.now)
        .on_conflict_do_nothing()
    )
    return await to_skip(session, caller)


async def unskip_week(session: AsyncSession, caller: OrganiserCaller, monday: date) -> Skippable:
    """Let the round of a skipped week open after all. Safe to run again.

    Raises:
        NotSetUp: the server has no group.
        UserError: that week has begun, so it stays skipped.
    """
    group = await lock_group(session, caller.guild_id)
    if monday not in {week.monday for week in await _weeks(session, caller, group)}:
        raise UserError("The group has heard of that by now, so it stays. The next one comes.")
    await session.execute(
        delete(SkippedWeekRow).where(
            SkippedWeekRow.guild_id == caller.guild_id, SkippedWeekRow.monday == monday
        )
    )
    return await to_skip(session, caller)


async def keep_hour(session: AsyncSession, caller: OrganiserCaller) -> None:
    """The hour of the vote fits: this is not asked again until somebody has voted."""
    await _settle_hour(session, caller)


async def change_hour(
    session: AsyncSession, caller: OrganiserCaller, opens: WeekdayAt, closes: WeekdayAt
) -> Group:
    """Change when the group's votes open and close.

    Raises:
        NotSetUp: the server has no group.
        UserError: they would close as they open.
    """
    group = await change_group(session, caller, papers_open=opens, papers_close=closes)
    await _settle_hour(session, caller)
    return group


async def _settle_hour(session: AsyncSession, caller: OrganiserCaller) -> None:
    asked = await queries.asks_hour_after(session, caller.guild_id)
    await session.execute(
        update(RoundRow)
        .where(RoundRow.guild_id == caller.guild_id, RoundRow.id == asked)
        .values(is_hour_settled=True)
        .execution_options(synchronize_session=False)
    )


async def _open_vote(session: AsyncSession, caller: OrganiserCaller) -> Round | None:
    newest = await queries.recent(session, caller.guild_id, 1)
    return newest[0] if newest and newest[0].takes_ballots(caller.now) else None


async def _no_vote(session: AsyncSession, caller: OrganiserCaller) -> str:
    await get_group(session, caller.guild_id)
    opens_at = await queries.next_opening(session, caller.guild_id)
    return "No vote is open." + (
        f" The next one opens <t:{opens_at.timestamp():.0f}:F>." if opens_at else ""
    )


async def _lock(
    session: AsyncSession, caller: OrganiserCaller, round_id: int
) -> tuple[Group, RoundRow]:
    """The group and its open round, both held."""
    group = await lock_group(session, caller.guild_id)
    row = await session.scalar(
        select(RoundRow)
        .where(RoundRow.guild_id == caller.guild_id, RoundRow.id == round_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound(queries.NO_SUCH_ROUND)
    if row.closed_at is not None or row.closes_at <= caller.now:
        over_at = min(row.closed_at or row.closes_at, row.closes_at)
        how = "was ended without a pick" if row.is_skipped else "is closed"
        raise UserError(
            f"This vote {how} already, since <t:{over_at.timestamp():.0f}:f>. Nothing is done "
            "twice; `/paper picks` shows how it stands."
        )
    return group, row


def _opening_ahead(group: Group, now: datetime) -> datetime | None:
    """When the next round would open, skipped or not."""
    found = occurrence_after(opening(group), now)
    return found.at if found else None


async def _weeks(session: AsyncSession, caller: OrganiserCaller, group: Group) -> tuple[Week, ...]:
    skipped = await queries.skipped_weeks(session, caller.guild_id)
    ahead = islice(occurrences(opening(group), caller.now), len(skipped) + 1)
    coming = [(each.at, each.period) for each in ahead]
    on_its_way, status = await newest_occurrence(session, caller.guild_id, kind=OPEN)
    if on_its_way is not None and status in _OPEN_DELIVERIES:
        newest = await queries.recent(session, caller.guild_id, 1)
        if not newest or newest[0].period < on_its_way.period:
            coming.insert(0, (on_its_way.at, on_its_way.period))
    return tuple(_until_not_skipped(coming, skipped))


def _until_not_skipped(
    coming: Collection[tuple[datetime, date]], skipped: Collection[date]
) -> list[Week]:
    weeks: list[Week] = []
    for at, period in coming:
        monday = monday_of(period)
        weeks.append(Week(monday, at, monday in skipped))
        if monday not in skipped:
            break
    return weeks
