"""Acts of the routine: answer a day's prompt, note, snooze, and say what a delivery carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.rest import Nudges
from bot.groups.values import MemberCaller
from bot.inputs.text import visible_text
from bot.routine import rules
from bot.routine.models import EntryRow
from bot.routine.queries import day_state, prompt_day
from bot.routine.schedules import FOLLOW_UP, drop_follow_up, drop_snooze, put_snooze
from bot.routine.values import MAX_NOTE, EntryOutcome, PromptDay, PromptMessage, RoutineEntry
from bot.scheduling import (
    Delivery,
    DeliveryFailure,
    NothingToSend,
    NotYet,
    find_zone,
)
from bot.scheduling.skips import covered


async def answer(
    session: AsyncSession, caller: MemberCaller, day: date, outcome: EntryOutcome
) -> PromptDay:
    """Say done or skipped for a date; another answer replaces the first and keeps the note.

    Raises:
        UserError: the date lies ahead, or more than a week back.
    """
    rules.check_answerable(day, today=caller.today)
    before = await prompt_day(session, caller.member, day)
    if before.snoozed_until is not None:
        await drop_snooze(session, caller.member, day)
    if caller.member.nudges is Nudges.NORMAL:
        await drop_follow_up(session, caller.member, day)
    if before.entry is not None and before.entry.outcome is outcome:
        return replace(before, snoozed_until=None)
    said = {"outcome": outcome, "answered_at": caller.now}
    await session.execute(
        insert(session, EntryRow)
        .values(guild_id=caller.guild_id, user_id=caller.user_id, day=day, **said)
        .on_conflict_do_update(index_elements=["guild_id", "user_id", "day"], set_=said)
    )
    kept = before.entry or RoutineEntry(outcome, None, caller.now)
    entry = replace(kept, outcome=outcome, answered_at=caller.now)
    return replace(before, entry=entry, snoozed_until=None)


async def write_note(
    session: AsyncSession, caller: MemberCaller, day: date, note: str
) -> PromptDay:
    """Write, change or (empty) remove the note of an entry. At most 4,000 characters.

    Raises:
        NotFound: the day has no entry yet.
        UserError: the date lies more than a week back, or the note is too long.
    """
    rules.check_answerable(day, today=caller.today, typed=note)
    if len(note) > MAX_NOTE:
        raise UserError(f"A note holds {MAX_NOTE:,} characters; yours is longer.", typed=note)
    before = await prompt_day(session, caller.member, day)
    if before.entry is None:
        raise NotFound("Press *Done* or *Skip* first; then the note has its place.", typed=note)
    kept = visible_text(note) or None
    await session.execute(
        update(EntryRow)
        .where(
            EntryRow.guild_id == caller.guild_id,
            EntryRow.user_id == caller.user_id,
            EntryRow.day == day,
        )
        .values(note=kept)
        .execution_options(synchronize_session=False)
    )
    return replace(before, entry=replace(before.entry, note=kept))


async def snooze(session: AsyncSession, caller: MemberCaller, day: date) -> PromptDay:
    """Send the prompt once more in an hour; a snooze that still waits is moved, not doubled.

    Raises:
        UserError: the date is not today, the day is nearly over, it is answered, its own prompt
            is still to come, or prompts are paused or stopped.
    """
    member = caller.member
    if member.paused(caller.now) or member.prompts_stopped:
        raise UserError("Prompts are off for you right now, so nothing needs a snooze.")
    until = rules.snoozed_until(member, day, now=caller.now)
    state = await day_state(session, member, day)
    if state.entry is not None:
        raise UserError("You have answered this one already, so it does not come again.")
    if state.next_prompt is not None and state.next_prompt.period == day:
        raise UserError("Today's prompt has not come yet, so there is nothing to snooze.")
    if member.nudges is Nudges.NORMAL:
        await drop_follow_up(session, member, day)
    comes_at = await put_snooze(session, member, day, until=until, now=caller.now)
    return await prompt_day(session, member, day, replace(state, snoozed_until=comes_at))


async def to_send(session: AsyncSession, delivery: Delivery, *, now: datetime) -> PromptMessage:
    """What the delivery of a prompt, a snooze or a follow-up is to carry.

    Lines are added to the prompt alone, which others would say again, not to what comes at night,
    and to nothing of those who want the message only.

    Raises:
        NothingToSend: the member left, stopped or rests, the date is over for them or will be when
            their quiet hours end, or a follow-up has nothing to ask.
        NotYet: they have quiet hours.
    """
    assert delivery.user_id is not None, "routine's schedules belong to members"
    try:
        member = await groups.get_member(session, delivery.guild_id, delivery.user_id)
    except UserError as error:
        raise NothingToSend from error
    day = date.fromisoformat(delivery.subject) if delivery.subject else delivery.period
    at = rules.comes_at(member, day, now)
    if at is None or member.prompts_stopped or covered(member.skips_from(day), day):
        raise NothingToSend
    if at > now:
        raise NotYet(at - now)
    follows_up = delivery.kind == FOLLOW_UP
    if follows_up and member.nudges is not Nudges.NORMAL:
        raise NothingToSend
    seen = await prompt_day(session, member, day)
    asks = seen.prompt is not None and seen.entry is None
    local = now.astimezone(find_zone(member.zone)).time()
    return PromptMessage(
        day=seen,
        asks=asks,
        takes_lines=(
            not delivery.subject
            and member.nudges is not Nudges.OFF
            and rules.is_awake(local, member.prompt_at)
        ),
        next_day=member.next_day(day),
        follows_up=follows_up,
        may_follow_up=asks and not delivery.subject and member.nudges is Nudges.NORMAL,
    )


async def on_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Record for ``/me`` and ``/today`` that the member takes no direct messages.

    A prompt that was refused or missed waits in ``/today`` by itself (`undelivered_prompts`); that
    of a missed snooze or follow-up had arrived before.
    """
    if not failure.messages_closed:
        return
    delivery = failure.delivery
    assert delivery.user_id is not None, "routine's schedules belong to members"
    await groups.mark_dms_refused(session, delivery.guild_id, delivery.user_id, now=now)
