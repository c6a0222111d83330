"""What the rules say of each member's dates, written from the rules and not from the code.

Zones are read with zoneinfo alone. Every message must be allowed (`_message_fault`), and every date
on which the rules want a message has one, or is on record as not arrived (`_date_fault`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LATEST = timedelta(hours=6)
FOLLOWS_AFTER = timedelta(hours=4)
SNOOZED_FOR = timedelta(hours=1)
MARGIN = timedelta(minutes=20)
"""Retries of what fails a few times, and a dead process's lease, are over by then."""


@dataclass(frozen=True)
class Rest:
    """Rest that repeats: on some weekdays in some months, or each so many weeks' whole week."""

    weekdays: frozenset[int] = frozenset(range(7))
    months: frozenset[int] = frozenset(range(1, 13))
    every: int = 1
    since: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the date is one of rest."""
        if day.weekday() not in self.weekdays or day.month not in self.months:
            return False
        if self.since is None:
            return True
        first = _monday(self.since) if self.every > 1 else self.since
        return day >= first and (_monday(day) - _monday(first)).days // 7 % self.every == 0


@dataclass(frozen=True)
class Settings:
    """How a member stands from an instant on."""

    zone: str
    prompt_at: time
    weekdays: frozenset[int]
    day_start: time = time()
    quiet: tuple[time, time] | None = None
    pause: tuple[date, date] | None = None
    rests: tuple[Rest, ...] = ()
    lighter: tuple[frozenset[int], date] | None = None
    is_here: bool = True
    takes_messages: bool = True
    follow_ups: bool = False

    def plans(self, day: date) -> bool:
        """Whether a message is planned on a date: theirs, and not one of rest (R5, R14)."""
        if not self.is_here or day.weekday() not in self.weekdays:
            return False
        if self.pause is not None and self.pause[0] <= day < self.pause[1]:
            return False
        kept = self.lighter[0] if self.lighter and day < self.lighter[1] else self.weekdays
        if day.weekday() not in kept:
            return False
        return not any(rest.covers(day) for rest in self.rests)

    def due(self, day: date) -> datetime | None:
        """When the date's message is due; None where clocks there skip the date (R2)."""
        return first_instant(day, self.prompt_at, self.zone)

    def day(self, instant: datetime) -> date:
        """Their date, which begins at the day's start (R10)."""
        local = instant.astimezone(ZoneInfo(self.zone))
        return local.date() - DAY if local.time() < self.day_start else local.date()

    def is_quiet(self, instant: datetime) -> bool:
        """Whether clocks there stand in the quiet hours (R6)."""
        if self.quiet is None:
            return False
        begins, ends = self.quiet
        at = instant.astimezone(ZoneInfo(self.zone)).time()
        return begins <= at < ends if begins < ends else at >= begins or at < ends

    def is_skipped_evening(self, day: date, instant: datetime) -> bool:
        """Whether clocks skipped the message's hour, and midnight with it, and that hour goes on.

        A missing hour fires at the next valid minute (R2), though that be on the next date.
        """
        due = self.due(day)
        if due is None or instant < due or self.day(due) <= day:
            return False
        there = ZoneInfo(self.zone)
        skipped = due.astimezone(there).replace(tzinfo=None) - (due - MINUTE).astimezone(
            there
        ).replace(tzinfo=None)
        return instant - due < skipped - MINUTE

    def suits(self, day: date, instant: datetime) -> bool:
        """Whether the message of a date may come at an instant."""
        due = self.due(day)
        return (
            due is not None
            and due <= instant <= due + LATEST
            and (self.day(instant) == day or self.is_skipped_evening(day, instant))
            and not self.is_quiet(instant)
        )


@dataclass(frozen=True)
class Message:
    """What arrived."""

    user_id: int
    kind: str
    day: date
    at: datetime


@dataclass
class Life:
    """What a member did, in order: their settings from an instant on, answers, snoozes."""

    settings: list[tuple[datetime, Settings]]
    answered: dict[date, datetime] = field(default_factory=dict)
    snoozed: list[tuple[date, datetime]] = field(default_factory=list)

    def at(self, instant: datetime) -> Settings:
        """The settings in force."""
        return [each for since, each in self.settings if since <= instant][-1]

    def spans(self, end: datetime) -> Iterator[tuple[datetime, datetime, Settings]]:
        """Each stretch of the same settings."""
        for (since, each), (until, _) in pairwise([*self.settings, (end, self.settings[-1][1])]):
            if since < until:
                yield since, until, each


@dataclass(frozen=True)
class Year:
    """All that happened: who lived how, when nothing ran, what arrived, what is on record."""

    start: datetime
    end: datetime
    lives: dict[int, Life]
    downtimes: Sequence[tuple[datetime, datetime]]
    messages: Sequence[Message]
    failed: set[tuple[int, date]]


@dataclass
class Verdict:
    """The faults, and how many dates of which sort were looked at."""

    faults: list[str] = field(default_factory=list)
    dates: Counter[str] = field(default_factory=Counter)


@lru_cache(maxsize=200_000)
def first_instant(day: date, at: time, zone: str) -> datetime | None:
    """When clocks first show it; for a missing time the first valid minute after it (R2)."""
    there = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    for _ in range(26 * 60):
        instant = wall.replace(tzinfo=there, fold=0).astimezone(UTC)
        if instant.astimezone(there).replace(tzinfo=None) == wall:
            whole_date_is_gone = wall.date() != day and not _exists(day, zone)
            return None if whole_date_is_gone else instant
        wall = wall.replace(second=0) + MINUTE
    return None


def judge(year: Year) -> Verdict:
    """Look at every message and at every date of everybody."""
    verdict = Verdict()
    by_member: defaultdict[int, list[Message]] = defaultdict(list)
    for message in year.messages:
        by_member[message.user_id].append(message)
    for user_id, life in year.lives.items():
        messages = by_member[user_id]
        prompts = {each.day: each for each in messages if each.kind == "prompt"}
        for each in messages:
            if fault := _message_fault(each, life, prompts):
                verdict.faults.append(f"member {user_id}, {each.kind} of {each.day}: {fault}")
        for (kind, day), times in Counter((each.kind, each.day) for each in messages).items():
            allowed = 1
            if kind == "snooze":
                allowed = sum(day == snoozed for snoozed, _ in life.snoozed)
            if times > allowed:
                verdict.faults.append(f"member {user_id}: {times} times the {kind} of {day}")
        for day in _days(year):
            sort, fault = _date(day, life, prompts.get(day), year, user_id)
            verdict.dates[sort] += 1
            if fault:
                verdict.faults.append(f"member {user_id}, {day}: {fault}")
    return verdict


def _message_fault(message: Message, life: Life, prompts: dict[date, Message]) -> str | None:
    """Why this message should not have come, if so."""
    at, day, now = message.at, message.day, life.at(message.at)
    if not now.is_here:
        return f"came at {at}, when they were not here"
    if not now.takes_messages:
        return "came although they take none"
    if now.is_quiet(at):
        return f"came at {at}, in quiet hours of {now.zone}"
    # After a move to where it is still the day before, what is left of the date goes on.
    if now.day(at) > day and not now.is_skipped_evening(day, at):
        return f"came at {at}, on {now.day(at)} in {now.zone}"
    if not now.plans(day):
        return f"came at {at}, although it is none of their days"
    if message.kind == "prompt":
        # What fell due before somebody moved on may come a moment after it.
        known = [each for since, each in life.settings if since <= at]
        before = [each for since, each in life.settings if at - LATEST <= since <= at]
        recent = {now, *before, *known[-len(before) - 1 :]}
        dues = [due for each in recent if (due := each.due(day)) is not None]
        if not any(due <= at <= due + LATEST for due in dues):
            return f"came at {at}; it is due at {now.due(day)}"
        return None
    if (answered := life.answered.get(day)) and answered < at:
        return f"came at {at}, though it was answered at {answered}"
    if message.kind == "follow-up":
        first = prompts.get(day)
        if first is None or at - first.at < FOLLOWS_AFTER:
            return f"came at {at}; the prompt came at {first and first.at}"
        return None
    if not any(d == day and pressed + SNOOZED_FOR <= at for d, pressed in life.snoozed):
        return f"came at {at} without a snooze that ended"
    return None


def _date(
    day: date, life: Life, came: Message | None, year: Year, user_id: int
) -> tuple[str, str | None]:
    """What sort of date it is, and what is wrong with it."""
    wanted = _wanted(day, life, year)
    if came is not None:
        return "came late" if _is_late(came, life) else "came", None
    if wanted is None:
        return "none wanted", None
    since, settings = wanted
    if not settings.takes_messages:
        if (user_id, day) in year.failed:
            return "refused, and on record", None
        return "refused", f"refused at {since}, and nothing is on record"
    return "lost", f"nothing came, though it was due at {since} in {settings.zone}"


def _wanted(day: date, life: Life, year: Year) -> tuple[datetime, Settings] | None:
    """Since when it must come by the rules, and by which settings; None where it need not."""
    former: Settings | None = None
    for since, until, now in life.spans(year.end):
        due = now.due(day)
        if due is not None and now.plans(day):
            begins = due
            if due <= since and former is not None and _is_still_to_come(day, former, now, since):
                begins = since
            if begins >= since and _has_room(day, now, begins, until, year):
                return begins, now
        former = now
    return None


def _is_still_to_come(day: date, former: Settings, now: Settings, moved: datetime) -> bool:
    """A move brings the day's message at once, where it was to come there and its hour is over."""
    there, here = former.due(day), now.due(day)
    assert here is not None
    if former.zone == now.zone or there is None or there <= moved or not former.plans(day):
        return False
    return now.day(moved) == day and moved - here <= LATEST


def _has_room(day: date, now: Settings, begins: datetime, until: datetime, year: Year) -> bool:
    """Whether there is a stretch, long enough for retries, in which it could come."""
    at, free = begins, timedelta()
    while at < until and now.suits(day, at):
        pause = next((down for down in year.downtimes if down[0] <= at < down[1]), None)
        free = timedelta() if pause else free + MINUTE
        if free >= MARGIN:
            return True
        at = pause[1] if pause else at + MINUTE
    return free >= MARGIN or _after_quiet(day, now, at, until, year)


def _after_quiet(day: date, now: Settings, at: datetime, until: datetime, year: Year) -> bool:
    """Quiet hours are waited for, within the date and six hours."""
    due = now.due(day)
    assert due is not None
    while at < until and now.is_quiet(at):
        at += MINUTE
        if not now.is_quiet(at):
            return now.suits(day, at) and _has_room(day, now, at, until, year)
    return False


def _is_late(came: Message, life: Life) -> bool:
    due = life.at(came.at).due(came.day)
    return due is not None and came.at - due > MARGIN


def _days(year: Year) -> Iterator[date]:
    day = year.start.date() - DAY
    while day <= year.end.date() + DAY:
        yield day
        day += DAY


def _exists(day: date, zone: str) -> bool:
    """Whether clocks there show the date at any time."""
    there = ZoneInfo(zone)
    noon = datetime.combine(day, time(12), UTC)
    return any((noon + hour * HOUR).astimezone(there).date() == day for hour in range(-27, 27))


def _monday(day: date) -> date:
    return day - day.weekday() * DAY
