"""Use cases of a retro's phases: go on, back, longer, to the end; by hand or by deadline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.errors import NotFound, UserError
from bot.feature import cards_revealed, retro_phase_entered
from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from bot.retros.card_service import settle_anonymous_cards, settle_anonymous_comments
from bot.retros.models import RetroRow
from bot.retros.phases import (
    HIDDEN,
    MORE_TIME,
    after,
    before,
    days_of,
    later,
    more_days,
)
from bot.retros.queries import find_retro, get_retro, lock_retro, missed_opening
from bot.retros.rules import PHASE_LATENESS, can_go_on, check_can_go_on, missed_text
from bot.retros.service import post_owed_summaries, put_deadline, update_retro
from bot.retros.values import PHASE, Phase, PhaseEnd, Retro, RetroOutcome
from bot.scheduling import DeliveryFailure, DeliveryStatus, put_now


async def go_on(
    session: AsyncSession, caller: OrganiserCaller, retro_id: int, phase: Phase
) -> Retro:
    """End ``phase`` before its deadline; the next one begins, or the retro closes.

    Raises:
        NotSetUp, NotFound: there is no such group or retro.
        UserError: it is in another phase meanwhile, or has too few cards to go on.
    """
    group = await get_group(session, caller.guild_id)
    retro = await _lock_in(session, caller, retro_id, phase)
    check_can_go_on(retro)
    return await _leave(session, group, retro, after(phase, is_quick=retro.is_quick), caller.now)


async def go_back(
    session: AsyncSession, caller: OrganiserCaller, retro_id: int, phase: Phase
) -> Retro:
    """Let the phase before ``phase`` begin anew.

    Raises:
        NotSetUp, NotFound: there is no such group or retro.
        UserError: it is in another phase meanwhile, or there is no way back.
    """
    group = await get_group(session, caller.guild_id)
    retro = await _lock_in(session, caller, retro_id, phase)
    return await _leave(session, group, retro, before(phase, is_quick=retro.is_quick), caller.now)


async def extend(
    session: AsyncSession, caller: OrganiserCaller, retro_id: int, phase: Phase, days: int
) -> Retro:
    """Give ``phase`` more days. Before the reveal, that moves with it.

    Raises:
        NotSetUp, NotFound: there is no such group or retro.
        UserError: not 1 to 14 days, or it is in another phase meanwhile.
    """
    group = await get_group(session, caller.guild_id)
    retro = await _lock_in(session, caller, retro_id, phase)
    await _prolong(session, group, retro, more_days(days), caller.now)
    return await get_retro(session, caller.guild_id, retro_id)


async def close_retro(
    session: AsyncSession, caller: OrganiserCaller, retro_id: int | None = None
) -> RetroOutcome:
    """Close the open retro before its time, whatever its phase, with its summary due at once.

    With ``retro_id`` only that one. Summaries that could not be posted are on their way again too,
    also when none is open.

    Raises:
        NotSetUp: the group is not set up.
        NotFound: no retro is open, and no summary is owed.
    """
    group, now = await get_group(session, caller.guild_id), caller.now
    owed = await post_owed_summaries(session, group, now)
    which = true() if retro_id is None else RetroRow.id == retro_id
    open_id = await session.scalar(
        select(RetroRow.id).where(
            RetroRow.guild_id == group.guild_id, which, RetroRow.closed_at.is_(None)
        )
    )
    if open_id is not None:
        retro = await lock_retro(session, group.guild_id, open_id, alone=True)
        if retro.is_open:
            closed = await _leave(session, group, retro, Phase.CLOSED, now)
            return RetroOutcome(closed, again=False, summaries=len(owed))
    if not owed:
        missed_on = await missed_opening(session, group.guild_id)
        why = "" if missed_on is None else f"{missed_text(missed_on)} "
        raise NotFound(
            f"No retro is open, so there is nothing to close. {why}`/retro open` begins one."
        )
    retro = await get_retro(session, group.guild_id, max(owed))
    return RetroOutcome(retro, again=True, summaries=len(owed) - 1)


async def phase_over(
    session: AsyncSession, guild_id: int, end: PhaseEnd, *, now: datetime
) -> Retro | None:
    """Let a phase end whose deadline is reached, and give its retro; None when there is none.

    Nothing changes where it ended already, or was given more time. A retro with fewer than two
    cards waits once for more, and then closes.
    """
    found = await find_retro(session, guild_id, end.retro_id)
    if found is None or not _is_over(found, end, now):
        return found
    retro = await lock_retro(session, guild_id, end.retro_id, alone=True)
    if not _is_over(retro, end, now):
        return retro
    group = await get_group(session, guild_id)
    phase = after(retro.phase, is_quick=retro.is_quick)
    if not can_go_on(retro):
        if not retro.is_extended:
            is_one = RetroRow.id == retro.id
            await update_retro(session, guild_id, is_one, is_extended=True)
            await _prolong(session, group, retro, MORE_TIME, now)
            return await get_retro(session, guild_id, retro.id)
        phase = Phase.CLOSED
    await _enter(session, group, retro, phase, now)
    return await get_retro(session, guild_id, retro.id)


async def phase_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Record why a summary could not be posted; a retro whose phase never ended is closed.

    It would stay open for ever otherwise, and keep the next ones from opening. The summary is
    posted again with the next retro, or when an organiser opens or closes one.
    """
    about = failure.delivery
    end = PhaseEnd.read(about.subject)
    retro = await find_retro(session, about.guild_id, end.retro_id)
    if retro is None:
        return
    if failure.status is DeliveryStatus.MISSED and retro.is_open and retro.phase is end.phase:
        group = await get_group(session, about.guild_id)
        await _enter(session, group, retro, Phase.CLOSED, now)
    is_asked = true() if end.phase is Phase.CLOSED else RetroRow.closed_at.is_(None)
    waits = (
        (RetroRow.id == end.retro_id)
        & RetroRow.revealed_at.is_not(None)
        & or_(
            RetroRow.summary_id.is_(None),
            is_asked & (RetroRow.shown_phase != RetroRow.phase),
        )
    )
    await update_retro(session, about.guild_id, waits, trouble=failure.reason)


async def go_on_after_clock(session: AsyncSession, now: datetime) -> None:
    """Let retros go on that a clock which stood ahead has led on before their time.

    Where the summary is in the channel it counts, and where another one is open it goes on.
    """
    opened = aliased(RetroRow)
    has_another = exists().where(
        opened.guild_id == RetroRow.guild_id,
        opened.id != RetroRow.id,
        opened.closed_at.is_(None),
    )
    newest = (
        select(func.max(RetroRow.id))
        .where(
            RetroRow.revealed_at > now,
            RetroRow.reveal_at > now,
            RetroRow.summary_id.is_(None),
            ~has_another,
        )
        .group_by(RetroRow.guild_id)
    )
    ahead = RetroRow.closed_at.is_(None) & (RetroRow.phase_began_at > now)
    found = await session.execute(
        select(RetroRow).where(or_(RetroRow.id.in_(newest), ahead)).with_for_update()
    )
    for row in found.scalars().all():
        await _set_right(session, row, now)


async def _set_right(session: AsyncSession, row: RetroRow, now: datetime) -> None:
    """A retro as of now: before its reveal where nobody saw that, else in the phase it is in."""
    group = await get_group(session, row.guild_id)
    phase, ends_at = row.phase, row.reveal_at
    if row.revealed_at is not None and row.revealed_at > now and row.summary_id is None:
        phase = Phase.COLLECT
    elif row.phase is not Phase.COLLECT:
        days = days_of(row.phase, is_quick=row.is_quick, days=row.days)
        ends_at = later(now, days, group.zone)
    values: dict[str, Any] = {"closed_at": None, "trouble": None} if phase is not row.phase else {}
    if phase is Phase.COLLECT:
        values |= {"revealed_at": None}
    await update_retro(
        session,
        row.guild_id,
        RetroRow.id == row.id,
        phase=phase,
        phase_began_at=now,
        phase_ends_at=ends_at,
        **values,
    )
    await put_deadline(session, row.guild_id, PhaseEnd(row.id, phase), ends_at, group.zone, now)
    await retro_phase_entered(session, row.guild_id, row.id, phase, now)


async def _lock_in(
    session: AsyncSession, caller: OrganiserCaller, retro_id: int, phase: Phase
) -> Retro:
    retro = await lock_retro(session, caller.guild_id, retro_id, alone=True)
    if not retro.is_open:
        raise UserError("That retro has closed meanwhile. `/retro open` begins a new one.")
    if retro.phase is not phase:
        raise UserError("That retro has gone on meanwhile: look at it again before you change it.")
    return retro


def _is_over(retro: Retro, end: PhaseEnd, now: datetime) -> bool:
    return (
        retro.phase is end.phase and retro.phase_ends_at is not None and retro.phase_ends_at <= now
    )


async def _leave(
    session: AsyncSession, group: Group, retro: Retro, phase: Phase, now: datetime
) -> Retro:
    """Lead a retro into ``phase`` by hand, with what the group will see due at once."""
    end, ends_at = PhaseEnd(retro.id, retro.phase), retro.phase_ends_at
    await _enter(session, group, retro, phase, now)
    # From the deadline on its own delivery is on the way; a second one would post twice.
    if ends_at is None or not ends_at <= now <= ends_at + PHASE_LATENESS:
        subject = str(end)
        await put_now(
            session, group.guild_id, kind=PHASE, zone=group.zone, now=now, subject=subject
        )
    return await get_retro(session, group.guild_id, retro.id)


async def _prolong(
    session: AsyncSession, group: Group, retro: Retro, days: int, now: datetime
) -> None:
    assert retro.phase_ends_at is not None
    ends_at = later(max(retro.phase_ends_at, now), days, group.zone)
    values: dict[str, Any] = {"phase_ends_at": ends_at}
    if retro.takes_cards:
        values["reveal_at"] = later(max(retro.reveal_at, now), days, group.zone)
    await update_retro(session, group.guild_id, RetroRow.id == retro.id, **values)
    end = PhaseEnd(retro.id, retro.phase)
    await put_deadline(session, group.guild_id, end, ends_at, group.zone, now)


async def _enter(
    session: AsyncSession, group: Group, retro: Retro, phase: Phase, now: datetime
) -> None:
    """Begin ``phase``, with its deadline; the first after the reveal takes the authors' secrets."""
    values: dict[str, Any] = {"phase": phase, "phase_began_at": now, "phase_ends_at": None}
    if phase is Phase.CLOSED:
        values["closed_at"] = now
    else:
        days = days_of(phase, is_quick=retro.is_quick, days=retro.days)
        ends_at = later(now, days, group.zone)
        values["phase_ends_at"] = ends_at
        if phase is Phase.COLLECT:
            # The reveal was announced: however long the facts took, it stays.
            values["phase_ends_at"] = ends_at = retro.reveal_at
        elif phase is Phase.FACTS:
            collecting = days_of(Phase.COLLECT, is_quick=retro.is_quick, days=retro.days)
            values["reveal_at"] = max(retro.reveal_at, later(ends_at, collecting, group.zone))
        await put_deadline(
            session, group.guild_id, PhaseEnd(retro.id, phase), ends_at, group.zone, now
        )
    is_reveal = retro.takes_cards and phase not in HIDDEN
    if is_reveal:
        values["revealed_at"] = now
    which: ColumnElement[bool] = RetroRow.id == retro.id
    if not (phase is Phase.CLOSED and retro.is_behind):
        values["trouble"] = None
    await update_retro(session, group.guild_id, which, **values)
    if is_reveal:
        await settle_anonymous_cards(session, group.guild_id, retro.id)
        await cards_revealed(session, group.guild_id, retro.id, now)
    elif phase is Phase.CLOSED and retro.is_anonymous:
        await settle_anonymous_comments(session, group.guild_id, retro.id)
    await retro_phase_entered(session, group.guild_id, retro.id, phase, now)
