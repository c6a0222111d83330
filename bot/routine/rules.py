"""When a prompt is still worth sending, snoozing or answering. Pure.

A prompt is for one local date of the member. It may be late by up to six hours, but never beyond
that date, nor in quiet hours: what comes later is dropped, since the next one is near. Where clocks
skip its hour and midnight with it, the date lasts until they would have shown midnight. It can be
answered for a week, so that one who was away can still say what they did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from bot.errors import UserError
from bot.groups.values import Member
from bot.plans.values import Tip
from bot.routine.values import SnoozeFor
from bot.routine.week_values import week_of
from bot.scheduling.recurrence import find_zone, wall_instant

LATENESS = timedelta(hours=6)
SNOOZED_FOR = timedelta(hours=1)
FOLLOWS_AFTER = timedelta(hours=4)
ANSWERABLE = timedelta(days=7)
"""So far back a day can still be answered."""
_FRIDAY = 4
_MOMENT = timedelta(microseconds=1)
_SENTENCE = re.compile(r".+?(?:[.?!]+(?=\s|$)|$)")
EVENING_AT = time(18)
WAKES_AT, SLEEPS_AT = time(7), time(22)


def comes_at(member: Member, day: date, at: datetime) -> datetime | None:
    """When what is for ``day``, and ready at ``at``, may reach the member.

    Quiet hours are waited for. None: the day is over by then.
    """
    at = member.after_quiet(at)
    return at if member.today(at) <= day or _in_skipped_evening(member, day, at) else None


def _in_skipped_evening(member: Member, day: date, at: datetime) -> bool:
    """Whether the message's hour is one that clocks skipped on ``day``, and would be so still.

    Where they go on from 23:00 to 0:00 (Nuuk, in March), the message of 23:30 comes at 0:00 (R2).
    """
    due = wall_instant(day, member.prompt_at, member.zone)
    if due is None or at < due or member.today(due) <= day:
        return False
    before = (due - _MOMENT).astimezone(find_zone(member.zone)).utcoffset()
    assert before is not None, "zones have offsets"
    return (at + before).date() <= day


def snooze_choices(member: Member, day: date, *, now: datetime) -> dict[SnoozeFor, datetime]:
    """For how long the prompt of ``day`` can be put off now, each with when it comes then.

    No instant stands there twice, the shorter wait being the one that is left.
    """
    found: dict[SnoozeFor, datetime] = {}
    for wait in SnoozeFor:
        try:
            at = snoozed_until(member, day, wait, now=now)
        except UserError:
            continue
        if at not in found.values():
            found[wait] = at
    return found


def snoozed_until(member: Member, day: date, wait: SnoozeFor, *, now: datetime) -> datetime:
    """The instant of a snooze that begins now, for the prompt of ``day``.

    Quiet hours are waited for. *Tomorrow* is for a day that has no message of its own, so that two
    never come on one; on days of rest nothing comes.

    Raises:
        UserError: the day is over, or would be by then; or that day has its own message, or rest.
    """
    if member.today(now) != day:
        raise UserError(
            "That prompt was for another day, so there is nothing to snooze. `/today` shows "
            "today's."
        )
    if wait is SnoozeFor.TOMORROW:
        return _tomorrow(member, day)
    until = now + SNOOZED_FOR
    if wait is SnoozeFor.EVENING:
        evening = wall_instant(day, EVENING_AT, member.zone)
        if evening is None or evening <= now:
            raise UserError("It is evening already. *1 hour* puts it off a little.")
        until = evening
    if member.today(until) != day:
        raise UserError(
            "Less than an hour of today is left, too little to snooze. Press *Done* or *Skip*, "
            "or leave it: tomorrow is a new day."
        )
    later = comes_at(member, day, until)
    if later is None:
        raise UserError(
            "By then your quiet hours have begun, and they last as long as the day. Press "
            "*Done* or *Skip*, or leave it: tomorrow is a new day."
        )
    return later


def _tomorrow(member: Member, day: date) -> datetime:
    """When what is put off to the day after ``day`` comes. Raises UserError: not then."""
    next_day = day_after(day)
    if member.messages_on(next_day):
        raise UserError(
            "Tomorrow has its own message, so this one is not sent beside it. Its buttons work for "
            "a week."
        )
    at = wall_instant(next_day, member.prompt_at, member.zone)
    later = None if at is None else comes_at(member, next_day, at)
    if member.rests_on(next_day) or later is None:
        raise UserError("You rest tomorrow, and nothing comes then. Its buttons work for a week.")
    return later


def day_after(day: date) -> date:
    """The next date."""
    return day + timedelta(days=1)


def check_answerable(day: date, *, today: date, typed: str | None = None) -> None:
    """Refuse entries for days to come and for days long gone.

    Raises:
        UserError: ``day`` is after ``today``, or more than a week before it.
    """
    if day > today:
        raise UserError("That day has not begun yet. `/today` shows today's prompt.", typed=typed)
    if today - day > ANSWERABLE:
        raise UserError(
            "That prompt is more than a week old, so its day stays as it is. `/today` shows "
            "today's.",
            typed=typed,
        )


def week_recalled(day: date, weekdays: Collection[int]) -> date | None:
    """The Monday of the week before, on the day that recalls its plan; None on others.

    That is Monday, or the first of the member's days in a week.
    """
    first = not day.weekday() or day.weekday() == min(weekdays, default=0)
    # Dates in custom ids are forged as far back as there are any.
    return week_of(day) - timedelta(weeks=1) if first and day.year > date.min.year else None


def is_awake(at: time, prompt_at: time) -> bool:
    """Whether a message may name things at this local time: by day, or at the member's own hour.

    One that downtime made late can come at night; what it would name waits for the next one then.
    """
    minutes = (at.hour - prompt_at.hour) * 60 + at.minute - prompt_at.minute
    return WAKES_AT <= at < SLEEPS_AT or 0 <= minutes < 60


def tip_of(tips: Sequence[Tip], day: date) -> Tip | None:
    """The tip of a local date: one each Friday, in turn (P14); None on other days."""
    if not tips or day.weekday() != _FRIDAY:
        return None
    return tips[day.toordinal() // 7 % len(tips)]


def in_two(text: str) -> tuple[str, str]:
    """What a prompt's text says to do, and what it asks: its last line or sentence with a ``?``.

    The question is empty where it asks nothing, as is the rest where it does nothing else.
    """
    lines = text.strip().split("\n")
    last = next((n for n in reversed(range(len(lines))) if "?" in lines[n]), None)
    if last is None:
        return text.strip(), ""
    if len(lines) > 1:
        return "\n".join((*lines[:last], *lines[last + 1 :])).strip(), lines[last].strip()
    sentences = _SENTENCE.findall(lines[0])
    place = max(n for n, each in enumerate(sentences) if "?" in each)
    rest = (*sentences[:place], *sentences[place + 1 :])
    return " ".join(each.strip() for each in rest).strip(), sentences[place].strip()


def asked(question: str) -> str:
    """A question alone, without what is said after it."""
    return question[: question.rfind("?") + 1]
