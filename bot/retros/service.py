"""Use cases of a retro itself: open it, note where its messages stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.facts import Fact
from bot.feature import facts_of
from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from bot.milestones.figures import count_anew
from bot.milestones.progress import group_progress
from bot.milestones.rules import total
from bot.milestones.values import GroupProgress
from bot.public_panels import PostedMessage
from bot.retros.models import RetroColumnRow, RetroFactRow, RetroRow
from bot.retros.phases import MOST_DAYS, days_of, later, order
from bot.retros.queries import get_retro, missed_opening
from bot.retros.rules import (
    WORKED_ADJUST,
    Format,
    ballot_rules,
    find_format,
    reveal_time,
)
from bot.retros.values import (
    OPEN,
    PHASE,
    USUAL,
    Anonymity,
    BallotRules,
    Phase,
    PhaseEnd,
    Plan,
    Retro,
    RetroOutcome,
)
from bot.scheduling import DeliveryFailure, Once, put, put_now

_INSTANT = timedelta(microseconds=1)


async def schedule_openings(session: AsyncSession, group: Group, now: datetime) -> None:
    """Keep the group's next opening where its settings say (a group hook)."""
    await put(session, group.guild_id, kind=OPEN, rule=group.retro_rule, after=now)


async def retros_channel(session: AsyncSession, caller: OrganiserCaller) -> int:
    """The channel in which the group's retros are held.

    Raises:
        NotSetUp: the group is not set up.
    """
    return (await get_group(session, caller.guild_id)).retros_channel_id


async def open_retro(
    session: AsyncSession,
    caller: OrganiserCaller,
    *,
    format_key: str = WORKED_ADJUST.key,
    anonymity: Anonymity = Anonymity.ANONYMOUS,
    plan: Plan = USUAL,
) -> RetroOutcome:
    """Open a retro, with its panel due at once.

    While one is open whose latest message could not be posted, that is posted again instead.
    Summaries that could not be posted are on their way again too.

    Raises:
        NotSetUp: the group is not set up.
        UserError: a retro is open already, there is no such format, or the plan does not fit.
    """
    row = _new_row(format_key, anonymity, plan)
    group, now = await get_group(session, caller.guild_id), caller.now
    missed_on = await missed_opening(session, group.guild_id)
    retro_id = await _insert(session, group, row, now)
    again = retro_id is None
    if retro_id is None:
        unposted = await _take_trouble(session, group.guild_id, RetroRow.closed_at.is_(None))
        retro_id = next(iter(unposted), None)
    if retro_id is None:
        raise UserError(
            "A retro is open already. `/retro close` reveals its cards; then a new one can open."
        )
    retro = await get_retro(session, group.guild_id, retro_id)
    if retro.takes_cards:
        await put_now(
            session, group.guild_id, kind=OPEN, zone=group.zone, now=now, subject=str(retro_id)
        )
    else:
        await post_again(session, group, retro_id, now)
    owed = await post_owed_summaries(session, group, now)
    return RetroOutcome(retro, again, summaries=len(owed), missed_on=missed_on)


async def open_on_schedule(
    session: AsyncSession, guild_id: int, period: date, *, now: datetime
) -> Retro | None:
    """The retro that the schedule opens on ``period``; the same one however often it is asked.

    None when there is nothing to open: another is open, or this one has already closed. Summaries
    that could not be posted are on their way again with it.
    """
    retro_id = await session.scalar(
        select(RetroRow.id).where(RetroRow.guild_id == guild_id, RetroRow.scheduled_for == period)
    )
    if retro_id is None:
        group = await get_group(session, guild_id)
        row = _new_row(WORKED_ADJUST.key, Anonymity.ANONYMOUS, USUAL)
        retro_id = await _insert(session, group, row, now, scheduled_for=period)
        if retro_id is None:
            return None
        await post_owed_summaries(session, group, now)
    retro = await get_retro(session, guild_id, retro_id)
    return retro if retro.is_open else None


async def panel_posted(
    session: AsyncSession, guild_id: int, retro_id: int, message: PostedMessage
) -> None:
    """Record where the panel stands."""
    await update_retro(
        session,
        guild_id,
        RetroRow.id == retro_id,
        channel_id=message.channel_id,
        message_id=message.message_id,
        trouble=None,
    )


async def summary_posted(
    session: AsyncSession, guild_id: int, retro_id: int, message: PostedMessage
) -> None:
    """Record where the summary stands, which was posted for the phase that the retro is in."""
    await update_retro(
        session,
        guild_id,
        RetroRow.id == retro_id,
        summary_channel_id=message.channel_id,
        summary_id=message.message_id,
        shown_phase=RetroRow.phase,
        trouble=None,
    )


async def opening_failed(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Record why an open retro's panel could not be posted; ``/retro open`` posts it again.

    An opening that was missed before it was tried has made no retro: see `missed_opening`.
    """
    about = failure.delivery
    which = (
        RetroRow.id == int(about.subject)
        if about.subject
        else RetroRow.scheduled_for == about.period
    )
    waits = which & RetroRow.closed_at.is_(None) & RetroRow.message_id.is_(None)
    await update_retro(session, about.guild_id, waits, trouble=failure.reason)


async def post_again(session: AsyncSession, group: Group, retro_id: int, now: datetime) -> None:
    """Let the summary of a revealed retro fall due, whatever phase it is in."""
    subject = str(PhaseEnd(retro_id, Phase.CLOSED))
    await put_now(session, group.guild_id, kind=PHASE, zone=group.zone, now=now, subject=subject)


async def post_owed_summaries(session: AsyncSession, group: Group, now: datetime) -> list[int]:
    """Let the summaries that could not be posted fall due again; gives back whose."""
    owed = await _take_trouble(session, group.guild_id, RetroRow.closed_at.is_not(None))
    for retro_id in owed:
        await post_again(session, group, retro_id, now)
    return owed


async def put_deadline(
    session: AsyncSession, guild_id: int, end: PhaseEnd, at: datetime, zone: str, now: datetime
) -> None:
    """Keep when a phase is over, which may be long ago after a time away."""
    rule, after = Once(at, zone), min(at, now) - _INSTANT
    await put(session, guild_id, kind=PHASE, rule=rule, after=after, subject=str(end))


async def update_retro(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool], **values: Any
) -> int | None:
    """Change the retro of this description; gives back its id, or None where there is none."""
    changed: int | None = await session.scalar(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, which)
        .values(**values)
        .returning(RetroRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed


def _new_row(format_key: str, anonymity: Anonymity, plan: Plan) -> _NewRetro:
    """What a new retro is to be.

    Raises:
        UserError: there is no such format, or the plan does not fit.
    """
    if plan.days is not None and not 1 <= plan.days <= MOST_DAYS:
        raise UserError(f"A phase takes 1 to {MOST_DAYS} days.")
    ballot = ballot_rules(
        anonymity, votes=plan.votes, per_theme=plan.per_theme, own_cards=plan.own_votes
    )
    return _NewRetro(find_format(format_key), anonymity, plan, ballot)


@dataclass(frozen=True, slots=True)
class _NewRetro:
    format: Format
    anonymity: Anonymity
    plan: Plan
    ballot: BallotRules


async def _insert(
    session: AsyncSession,
    group: Group,
    new: _NewRetro,
    now: datetime,
    *,
    scheduled_for: date | None = None,
) -> int | None:
    """A new retro with its columns and its deadline; None when one is open or scheduled so."""
    is_quick, days = new.plan.is_quick, new.plan.days
    first = order(is_quick=is_quick)[0]
    ends_at = later(now, days_of(first, is_quick=is_quick, days=days), group.zone)
    retro_id: int | None = await session.scalar(
        insert(session, RetroRow)
        .values(
            guild_id=group.guild_id,
            format=new.format.key,
            title=new.format.title,
            anonymity=new.anonymity,
            scheduled_for=scheduled_for,
            opened_at=now,
            reveal_at=reveal_time(now, group.zone, is_quick=is_quick, days=days),
            phase=first,
            phase_began_at=now,
            phase_ends_at=ends_at,
            is_quick=is_quick,
            days=days,
            is_extended=False,
            votes=new.ballot.votes,
            votes_per_theme=new.ballot.per_theme,
            own_votes=new.ballot.own_cards,
        )
        .on_conflict_do_nothing()
        .returning(RetroRow.id)
    )
    if retro_id is None:
        return None
    session.add_all(
        RetroColumnRow(
            guild_id=group.guild_id,
            retro_id=retro_id,
            position=position,
            title=column.title,
            question=column.question,
        )
        for position, column in enumerate(new.format.columns)
    )
    await _keep_facts(session, group, retro_id, now)
    await session.flush()
    await put_deadline(session, group.guild_id, PhaseEnd(retro_id, first), ends_at, group.zone, now)
    return retro_id


async def _keep_facts(session: AsyncSession, group: Group, retro_id: int, now: datetime) -> None:
    """Keep what the group did since the retro before, and how far it is, once and for all.

    Milestones stand there as the group's progress is shown everywhere (U5): a count of those done
    since then would differ from it by what few members did.
    """
    before: datetime | None = await session.scalar(
        select(func.max(RetroRow.opened_at)).where(
            RetroRow.guild_id == group.guild_id, RetroRow.id != retro_id
        )
    )
    since = before or group.created_at or now
    await count_anew(session, group.guild_id, now=now)
    progress = await group_progress(session, group.guild_id)
    facts = await facts_of(session, group.guild_id, since, now)
    texts = [*_so_far(progress), *map(_said, facts)]
    session.add_all(
        RetroFactRow(guild_id=group.guild_id, retro_id=retro_id, position=place, text=text)
        for place, text in enumerate(texts)
    )


def _so_far(progress: GroupProgress | None) -> Iterator[str]:
    count = total(progress.counts) if progress else None
    if progress and count and count.done:
        yield f"{count.done:,} of {count.total:,} milestones done so far, {progress.together}"


def _said(fact: Fact) -> str:
    return f"{fact.count:,} {fact.one if fact.count == 1 else fact.many}"


async def _take_trouble(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool]
) -> list[int]:
    """The ids of those retros whose latest message could not be posted; the notes are cleared.

    One statement, so that of two organisers at once only one posts again.
    """
    found = await session.scalars(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, which, RetroRow.trouble.is_not(None))
        .values(trouble=None)
        .returning(RetroRow.id)
        .execution_options(synchronize_session=False)
    )
    return list(found)
