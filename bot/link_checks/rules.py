"""What an answer tells of a link, and when it is called dead. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from bot.inputs.text import first_characters
from bot.link_checks.values import Alive, Failed, Failures, Later, Step, Verdict
from bot.scheduling.recurrence import Weekly, occurrence_after

MAX_HOPS, MAX_HOST = 5, 255
MAX_STEP = 1000
"""The longest address that is followed."""

DEAD_AFTER = 2
"""On so many different days a link has to fail before it is called dead."""

HOST_GAP = timedelta(minutes=1)
"""Between two requests to one host."""

AGAIN = timedelta(days=1)
"""After so long a link that failed, or that could not be asked, is asked once more."""

_TUESDAY, _AT = 1, time(4)
_ASKED_TOO_OFTEN, _UNAVAILABLE = 429, 503
_WAIT = timedelta(hours=1)
_GONE = {404, 410}


def judge(
    status: int, step: Step, *, location: str | None = None, wait: timedelta | None = None
) -> Verdict:
    """What the answer to a step told of its link: a status, where it leads, a wait it asks for.

    A site that refuses machines, or asks for a password, is there. A refusal of HEAD says nothing,
    so that GET follows.
    """
    if location is not None:
        return _follow(location, step)
    if status == _ASKED_TOO_OFTEN or (status == _UNAVAILABLE and wait is not None):
        return Later(wait or _WAIT)
    if status < 400:
        return Alive()
    if step.method == "HEAD":
        return replace(step, method="GET")
    if status in _GONE or 500 <= status < 600:
        return Failed(f"it answered with status {status}")
    return Alive()


def unanswered(trouble: str, step: Step) -> Verdict:
    """What it tells that there was no answer: some sites have none for HEAD alone."""
    return replace(step, method="GET") if step.method == "HEAD" else Failed(trouble)


def _follow(location: str, step: Step) -> Verdict:
    if step.hops >= MAX_HOPS:
        return Failed("its answer led in circles")
    if len(location) > MAX_STEP:
        return Failed("it led to an address that is too long")
    return Step(location, step.method, step.hops + 1)


def after_failure(failures: Failures, today: date) -> Failures:
    """One more day on which it failed; a day counts once."""
    days = failures.days if failures.last == today else failures.days + 1
    return Failures(days, today)


def is_dead(failures: Failures) -> bool:
    """Whether a link is called dead: it failed on different days, and never worked between."""
    return failures.days >= DEAD_AFTER


def next_check(zone: str, now: datetime) -> datetime:
    """When a group's links are checked next: in the night to Tuesday, by its own clock."""
    found = occurrence_after(Weekly(frozenset({_TUESDAY}), _AT, zone), now)
    assert found is not None, "a week always has another one"
    return found.at


def host_in(url: str) -> str:
    """What is asked once a minute: a host by its name, without what else the address says."""
    try:
        return first_characters((urlsplit(url).hostname or "").rstrip("."), MAX_HOST)
    except ValueError:
        return ""
