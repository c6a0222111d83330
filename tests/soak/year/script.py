"""What people do and what breaks, drawn from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from tests.soak.year.oracle import DAY, HOUR, MINUTE, Rest, Settings

ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Adak",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Caracas",
    "America/Havana",
    "America/Los_Angeles",
    "America/New_York",
    "America/Nuuk",
    "America/Phoenix",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Shanghai",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
)
"""Forty, some of which change clocks at midnight, by half an hour, twice around Ramadan, or skip
a date of their own (Apia in December 2011, Kwajalein in August 1993)."""

PROMPTS_AT = (time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(7, 15))
LATER = (time(8), time(8), time(9), time(12), time(18), time(21, 45), time(23, 30))
QUIET = ((time(22), time(6)), (time(3), time(7)), (time(23), time(7, 30)), (time(12, 30), time(14)))
GROUP_ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Happening:
    """Something that is done at ``at``, by a member or to the process (``user_id`` 0)."""

    at: datetime
    user_id: int
    what: str
    value: object = None


@dataclass(frozen=True)
class Script:
    """How everybody begins (``follows``: in the group's zone), and what happens, in order."""

    seed: str
    start: datetime
    end: datetime
    members: dict[int, Settings]
    follows: frozenset[int]
    happenings: list[Happening]


def write(seed: str, start: datetime, days: int, members: int) -> Script:
    """The script of a group; the same for the same arguments."""
    start += timedelta(seconds=30)
    end = start + days * DAY
    begins, follows, happenings = {}, set(), []
    for user_id in range(1, members + 1):
        rng = Random(f"{seed} member {user_id}")
        if rng.random() < 0.15:
            follows.add(user_id)
        zone = GROUP_ZONE if user_id in follows else ZONES[user_id % len(ZONES)]
        begins[user_id] = _settings(rng, zone, start.date())
        happenings += _of_member(rng, user_id, start, days, moves=user_id not in follows)
    happenings += _of_process(Random(f"{seed} process"), start, days)
    happenings.sort(key=lambda each: (each.at, each.user_id))
    return Script(seed, start, end, begins, frozenset(follows), happenings)


def _settings(rng: Random, zone: str, first: date) -> Settings:
    at = rng.choice(PROMPTS_AT + LATER)
    weekdays = frozenset(range(7)) if rng.random() < 0.6 else frozenset(rng.sample(range(7), 4))
    quiet = rng.choice(QUIET) if rng.random() < 0.4 else None
    if quiet is not None and _holds(quiet, at):
        quiet = None
    day_start = time(4) if at >= time(4) and rng.random() < 0.2 else time()
    rests: tuple[Rest, ...] = ()
    if rng.random() < 0.25:
        rests = rng.choice(
            (
                (Rest(every=8, since=first + rng.randrange(5) * 7 * DAY),),
                (Rest(weekdays=frozenset({4}), months=frozenset({7})),),
                (Rest(weekdays=frozenset({min(weekdays)})),),
            )
        )
    return Settings(
        zone, at, weekdays, day_start, quiet, rests=rests, follow_ups=rng.random() < 0.4
    )


def _of_member(
    rng: Random, user_id: int, start: datetime, days: int, *, moves: bool
) -> list[Happening]:
    """A year has two moves, two pauses, and for some closed messages, absence, lighter weeks."""

    def when(latest: int = days) -> datetime:
        return start + rng.randrange(1, max(latest * 24 * 60, 2)) * MINUTE

    found = []

    def times(a_year: float) -> int:
        share = a_year * days / 366
        return int(share) + (rng.random() < share % 1)

    for _ in range(times(2.5) if moves else 0):
        found.append(Happening(when(), user_id, "move", rng.choice(ZONES)))
    for _ in range(times(2)):
        ahead, length = rng.choice((0, 0, 0, 3, 20)), rng.randrange(1, 16)
        found.append(Happening(when(), user_id, "pause", (ahead, length)))
    for _ in range(times(0.7)):
        found.append(Happening(when(), user_id, "resume"))
    for _ in range(times(0.6)):
        found.append(Happening(when(), user_id, "lighten", rng.randrange(1, 4)))
    for what, back, a_year in (("close", "open", 0.6), ("gone", "back", 0.4)):
        for _ in range(times(a_year)):
            at = when()
            found.append(Happening(at, user_id, what))
            found.append(Happening(at + rng.randrange(4, 400) * HOUR, user_id, back))
    return found


def _of_process(rng: Random, start: datetime, days: int) -> list[Happening]:
    """A kill every few days, ten downtimes of two hours a year and two of three days."""
    minutes = days * 24 * 60
    found = [
        Happening(start + rng.randrange(minutes * 4 // 5) * MINUTE, 0, "kill", rng.randrange(4))
        for _ in range(max(days // 4, 3))
    ]
    for length, number in ((2 * HOUR, max(days // 36, 1)), (3 * DAY, days // 180)):
        for _ in range(number):
            found.append(Happening(start + rng.randrange(minutes) * MINUTE, 0, "down", length))
    if days > 30:
        at = start + rng.randrange(minutes) * MINUTE
        found.append(Happening(at, 0, "group moves", "America/New_York"))
    return found


def _holds(quiet: tuple[time, time], at: time) -> bool:
    begins, ends = quiet
    return begins <= at < ends if begins < ends else at >= begins or at < ends
