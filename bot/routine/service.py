"""Acts of the routine: answer a day's prompt, note, snooze, and say what a delivery carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.rest import Nudges
from bot.groups.values import MemberCaller
from bot.inputs.text import visible_text
from bot.routine import rules
from bot.routine.models import EntryRow
from bot.routine.queries import DayState, day_state, prompt_day
from bot.routine.schedules import FOLLOW_UP, SNOOZE, drop_follow_up, drop_snooze, put_snooze
from bot.routine.values import (
    MAX_NOTE,
    EntryOutcome,
    PromptDay,
    PromptMessage,
    RoutineEntry,
    SnoozeFor,
)
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
    session: AsyncSession, caller: MemberCaller, day: date, note: str, *, done: bool = False
) -> PromptDay:
    """Write, change or (empty) remove the note of an entry. At most 4,000 characters.

    A day without an answer stays so, unless it is said to be ``done`` with it.

    Raises:
        UserError: the date lies ahead or more than a week back, the note is too long, or there is
            nothing to write and nothing to remove.
    """
    rules.check_answerable(day, today=caller.today, typed=note)
    if len(note) > MAX_NOTE:
        raise UserError(f"A note holds {MAX_NOTE:,} characters; yours is longer.", typed=note)
    kept = visible_text(note) or None
    before = await prompt_day(session, caller.member, day)
    if before.entry is None and kept is None:
        raise UserError("That note is empty. Write a few words, or press *Done* without any.")
    if not before.is_answered and done:
        before = await answer(session, caller, day, EntryOutcome.DONE)
    elif not before.is_answered and kept is None:
        await _remove_entry(session, caller, day)
        return replace(before, entry=None)
    elif before.entry is None:
        before = await _begin_entry(session, caller, before)
    assert before.entry is not None, "there is one by now"
    await change_entry(session, caller, day, note=kept)
    return replace(before, entry=replace(before.entry, note=kept))


async def _begin_entry(session: AsyncSession, caller: MemberCaller, before: PromptDay) -> PromptDay:
    """An entry for what is noted of a day; an answer that came meanwhile stays."""
    said = {"outcome": EntryOutcome.NOTED, "answered_at": caller.now}
    await session.execute(
        insert(session, EntryRow)
        .values(guild_id=caller.guild_id, user_id=caller.user_id, day=before.date, **said)
        .on_conflict_do_nothing(index_elements=["guild_id", "user_id", "day"])
    )
    return replace(before, entry=RoutineEntry(EntryOutcome.NOTED, None, caller.now))


async def _remove_entry(session: AsyncSession, caller: MemberCaller, day: date) -> None:
    """Remove a note that stands alone; an answer that came meanwhile stays."""
    await session.execute(
        delete(EntryRow)
        .where(
            EntryRow.guild_id == caller.guild_id,
            EntryRow.user_id == caller.user_id,
            EntryRow.day == day,
            EntryRow.outcome == EntryOutcome.NOTED,
        )
        .execution_options(synchronize_session=False)
    )


async def change_entry(
    session: AsyncSession, caller: MemberCaller, day: date, **values: str | int | None
) -> None:
    """Write these columns of the entry that the caller has for a date."""
    await session.execute(
        update(EntryRow)
        .where(
            EntryRow.guild_id == caller.guild_id,
            EntryRow.user_id == caller.user_id,
            EntryRow.day == day,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def snooze(
    session: AsyncSession,
    caller: MemberCaller,
    day: date,
    wait: SnoozeFor = SnoozeFor.HOUR,
) -> PromptDay:
    """Send the prompt once more later; a snooze that still waits is moved, not doubled.

    Raises:
        UserError: the date is not today, the day is nearly over, it is answered, its own prompt
            is still to come, prompts are paused or stopped, or `rules.snoozed_until` has no time.
    """
    member = caller.member
    state = await _snoozable(session, caller, day)
    until = rules.snoozed_until(member, day, wait, now=caller.now)
    if member.nudges is Nudges.NORMAL:
        await drop_follow_up(session, member, day)
    comes_at = await put_snooze(session, member, day, until=until, now=caller.now)
    return await prompt_day(session, member, day, replace(state, snoozed_until=comes_at))


async def to_snooze(session: AsyncSession, caller: MemberCaller, day: date) -> PromptDay:
    """The day, if its prompt can be put off by an hour or until later.

    Raises:
        UserError: as `snooze`, if there is no time at all to put it off to.
    """
    state = await _snoozable(session, caller, day)
    if not rules.snooze_choices(caller.member, day, now=caller.now):
        rules.snoozed_until(caller.member, day, SnoozeFor.HOUR, now=caller.now)
    return await prompt_day(session, caller.member, day, state)


async def _snoozable(session: AsyncSession, caller: MemberCaller, day: date) -> DayState:
    """What is stored of a day whose prompt can be put off; raises UserError as `snooze`."""
    member = caller.member
    if member.paused(caller.now) or member.prompts_stopped:
        raise UserError("Prompts are off for you right now, so nothing needs a snooze.")
    state = await day_state(session, member, day)
    if state.entry is not None and state.entry.is_answer:
        raise UserError("You have answered this one already, so it does not come again.")
    if state.next_prompt is not None and state.next_prompt.period == day:
        raise UserError("Today's prompt has not come yet, so there is nothing to snooze.")
    return state


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
    # A snooze until tomorrow is for one day and comes on the next, if nothing else does.
    snoozed = delivery.kind == SNOOZE
    comes_on = max(day, member.today(delivery.due_at)) if snoozed else day
    at = rules.comes_at(member, comes_on, now)
    if at is None or member.prompts_stopped or covered(member.skips_from(day), day):
        raise NothingToSend
    if comes_on > day and (member.messages_on(comes_on) or member.rests_on(comes_on)):
        raise NothingToSend
    if at > now:
        raise NotYet(at - now)
    follows_up = delivery.kind == FOLLOW_UP
    if follows_up and member.nudges is not Nudges.NORMAL:
        raise NothingToSend
    seen = await prompt_day(session, member, day)
    asks = seen.prompt is not None and not seen.is_answered
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
