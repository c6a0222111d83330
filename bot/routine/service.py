"""Use cases of the routine: see a day's prompt, answer it, snooze it, send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.inputs.text import storable
from bot.milestones import queries as milestones
from bot.milestones import reminders
from bot.milestones.collisions import collisions_of
from bot.milestones.due import Reminder
from bot.milestones.rules.collisions import Collision
from bot.milestones.values import Board, Item
from bot.plans import queries as plans
from bot.plans.values import DayPrompt, Resource
from bot.routine import rules
from bot.routine.held import held_dates
from bot.routine.models import MAX_NOTE, EntryRow, Outcome
from bot.routine.schedules import (
    drop_snooze,
    group_in_step,
    member_in_step,
    next_prompt,
    put_snooze,
    waiting_snooze,
)
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus, NothingToSend, find_zone

__all__ = [
    "Day",
    "Entry",
    "Message",
    "Outcome",
    "Today",
    "answer",
    "group_in_step",
    "member_in_step",
    "message_of",
    "see_day",
    "sent",
    "snooze",
    "to_send",
    "today",
    "write_note",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a member said about a day."""

    outcome: Outcome
    note: str | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One local date of one member. ``prompt`` is None where the plan leaves the weekday free.

    ``snoozed_until`` is when the prompt comes once more, if it was put off and not answered since.
    """

    member: groups.Member
    date: date
    prompt: DayPrompt | None
    resources: tuple[Resource, ...]
    entry: Entry | None
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Today:
    """Today for a member: the day itself, what comes next, and what closed DMs kept back.

    ``next_at`` is the next prompt's instant, today's while it is still to come. ``due`` are the
    open milestones with a date up to a week ahead, the earliest first; ``colliding`` are those
    whose dates collide, near or far.
    """

    day: Day
    next_at: datetime | None
    can_snooze: bool
    due: tuple[Item, ...]
    held: tuple[Day, ...]
    colliding: tuple[Collision, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What a direct message carries: the day's prompt if it ``asks``, and dates to name."""

    day: Day
    asks: bool
    reminders: tuple[Reminder, ...] = ()


async def see_day(session: AsyncSession, guild_id: int, user_id: int, day: date) -> Day:
    """The prompt of a local date and what the member said about it.

    Raises:
        NotSetUp: they are not in the group.
    """
    member = await groups.get_member(session, guild_id, user_id)
    return await _day(session, member, day)


async def today(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Today:
    """Today's prompt, when the next one comes, and what closed DMs kept back in the last week.

    Raises:
        NotSetUp: they are not in the group.
    """
    member = await groups.get_member(session, guild_id, user_id)
    this = member.today(now)
    coming = await next_prompt(session, member)
    held = await held_dates(session, member, after=this - rules.ANSWERABLE, before=this)
    days = [await _day(session, member, day) for day in held]
    day = await _day(session, member, this)
    board = await milestones.board_of(session, member, now=now)
    return Today(
        day=day,
        next_at=coming[0] if coming else None,
        can_snooze=(
            coming is not None
            and coming[1] > this
            and this.weekday() in member.weekdays
            and day.entry is None
            and not (member.dms_refused or member.paused(now))
        ),
        due=_due_milestones(board),
        held=tuple(day for day in days if day.entry is None and day.prompt is not None),
        colliding=await collisions_of(session, member, board, now=now),
    )


async def answer(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    day: date,
    outcome: Outcome,
    *,
    now: datetime,
) -> Day:
    """Say done or skipped for a date; another answer replaces the first and keeps the note.

    Raises:
        NotSetUp: they are not in the group.
        UserError: the date lies ahead, or more than a week back.
    """
    member = await groups.get_member(session, guild_id, user_id)
    rules.check_answerable(day, today=member.today(now))
    await session.execute(
        insert(session, EntryRow)
        .values(guild_id=guild_id, user_id=user_id, day=day, outcome=outcome, answered_at=now)
        .on_conflict_do_update(
            index_elements=["guild_id", "user_id", "day"],
            set_={"outcome": outcome, "answered_at": now},
            where=EntryRow.outcome != outcome,
        )
    )
    await drop_snooze(session, member, day)
    return await _day(session, member, day)


async def write_note(
    session: AsyncSession, guild_id: int, user_id: int, day: date, note: str, *, now: datetime
) -> Day:
    """Write, change or (empty) remove the note of an entry. At most 4,000 characters.

    Raises:
        NotSetUp: they are not in the group.
        NotFound: the day has no entry yet.
        UserError: the date lies more than a week back, or the note is too long.
    """
    member = await groups.get_member(session, guild_id, user_id)
    rules.check_answerable(day, today=member.today(now), typed=note)
    if len(note) > MAX_NOTE:
        raise UserError(f"A note holds {MAX_NOTE:,} characters; yours is longer.", typed=note)
    row = await session.get(EntryRow, (guild_id, user_id, day), populate_existing=True)
    if row is None:
        raise NotFound("Press *Done* or *Skip* first; then the note has its place.", typed=note)
    row.note = storable(note).strip() or None
    await session.flush()
    return await _day(session, member, day)


async def snooze(
    session: AsyncSession, guild_id: int, user_id: int, day: date, *, now: datetime
) -> Day:
    """Send the prompt once more in an hour; a snooze that still waits is moved, not doubled.

    Raises:
        NotSetUp: they are not in the group.
        UserError: the date is not today, the day is nearly over, it is answered, its own prompt
            is still to come, or prompts are paused or stopped.
    """
    member = await groups.get_member(session, guild_id, user_id)
    if member.paused(now) or member.prompts_stopped:
        raise UserError("Prompts are off for you right now, so nothing needs a snooze.")
    until = rules.snoozed_until(day, zone=member.zone, now=now)
    if await _entry(session, member, day) is not None:
        raise UserError("You have answered this one already, so it does not come again.")
    coming = await next_prompt(session, member)
    if coming is not None and coming[1] == day:
        raise UserError("Today's prompt has not come yet, so there is nothing to snooze.")
    await put_snooze(session, member, day, until=until, now=now)
    return await _day(session, member, day)


async def to_send(session: AsyncSession, delivery: Delivery, *, now: datetime) -> Message:
    """What a prompt's or a snooze's delivery is to carry.

    A snooze names no dates again, and nothing does at night.

    Raises:
        NothingToSend: the member left, stopped or paused, or the date is over for them; or there is
            nothing to ask (answered, or the plan leaves the weekday free) and no date to name.
    """
    assert delivery.user_id is not None, "routine's schedules belong to members"
    try:
        member = await groups.get_member(session, delivery.guild_id, delivery.user_id)
    except UserError as error:
        raise NothingToSend from error
    date_ = date.fromisoformat(delivery.subject) if delivery.subject else delivery.period
    day = await _day(session, member, date_)
    over = not rules.in_time(date_, zone=member.zone, now=now)
    if over or member.prompts_stopped or member.paused(now):
        raise NothingToSend
    asks = day.prompt is not None and day.entry is None
    named: tuple[Reminder, ...] = ()
    local = now.astimezone(find_zone(member.zone)).time()
    if not delivery.subject and rules.is_awake(local, member.prompt_at):
        next_on = rules.next_weekday(date_, member.weekdays)
        named = await reminders.to_name(session, member, next_on=next_on, now=now)
    if not asks and not named:
        raise NothingToSend
    return Message(day, asks, named)


async def sent(session: AsyncSession, delivery: Delivery, message: Message) -> None:
    """Keep which dates the delivery's message named, so that none is named twice."""
    day = message.day
    await reminders.keep_named(
        session, day.member, delivery.id, message.reminders, on=day.date, alone=not message.asks
    )


async def on_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Record for ``/me`` and ``/today`` that a direct message did not get through."""
    if failure.status is not DeliveryStatus.UNDELIVERABLE:
        return
    delivery = failure.delivery
    assert delivery.user_id is not None, "routine's schedules belong to members"
    await groups.mark_dms_refused(session, delivery.guild_id, delivery.user_id, now=now)


async def message_of(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    delivery_id: int,
    *,
    day: date | None = None,
    now: datetime,
) -> Message:
    """What a delivery's message to this person carried, as it stands now.

    ``day`` is the date it was for; a message that named dates has kept it.

    Raises:
        NotSetUp: they are not in the group.
        NotFound: without ``day``: it named nothing.
    """
    member = await groups.get_member(session, guild_id, user_id)
    named = await reminders.named_by(session, member, delivery_id, now=now)
    if named is not None:
        seen = await _day(session, member, named.on)
        return Message(seen, not named.alone, named.reminders)
    if day is None:
        raise NotFound("I no longer know what that message named. `/milestone list` shows it all.")
    return Message(await _day(session, member, day), asks=True)


async def _day(session: AsyncSession, member: groups.Member, day: date) -> Day:
    plan = await plans.current(session, member.guild_id)
    prompt = plan.day(day.weekday())
    wanted = prompt.resources if prompt else ()
    return Day(
        member=member,
        date=day,
        prompt=prompt,
        resources=tuple(resource for resource in plan.resources if resource.id in wanted),
        entry=await _entry(session, member, day),
        snoozed_until=await waiting_snooze(session, member, day),
    )


def _due_milestones(board: Board) -> tuple[Item, ...]:
    soon = board.today + rules.DUE_SOON
    due = [
        (item.due, number, item)
        for number, item in enumerate(board.items)
        if item.status.is_open and item.due is not None and item.due <= soon
    ]
    return tuple(item for _due, _number, item in sorted(due, key=lambda each: each[:2]))


async def _entry(session: AsyncSession, member: groups.Member, day: date) -> Entry | None:
    row = await session.scalar(
        select(EntryRow)
        .where(
            EntryRow.guild_id == member.guild_id,
            EntryRow.user_id == member.user_id,
            EntryRow.day == day,
        )
        .execution_options(populate_existing=True)
    )
    return None if row is None else Entry(row.outcome, row.note, row.answered_at)
