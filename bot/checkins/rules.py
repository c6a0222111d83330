"""When a check-in is offered, what an answer may say, and after which one rest is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.checkins.values import (
    HIGHEST,
    LEAST_DAYS,
    LOWEST,
    MAX_NOTE,
    MOST_DAYS,
    VERSIONS,
    Levels,
    Offer,
    Past,
)
from bot.errors import UserError
from bot.inputs.text import visible_text

SHOWN_FOR = timedelta(days=14)
"""So long `/today` leads to one that a message has offered."""

_HARD = 2
_LEVELS = {str(level): level for level in range(LOWEST, HIGHEST + 1)}


def offer(past: Past, today: date) -> Offer | None:
    """The next check-in; None for who stopped them.

    It is due a cadence after the last one, or after the day on which one was skipped or, when it
    was left alone, offered; in the beginning after the member came. What lies ahead of ``today``
    is of a clock that stood wrong, and does not count.
    """
    if past.is_stopped:
        return None
    wait = timedelta(days=past.cadence)
    known = (past.taken_on, past.skipped_on)
    last = max([past.since, *(each for each in known if each is not None and each <= today)])
    named_on = past.named_on
    if named_on is None or not last < named_on <= today:
        due = last + wait
        return Offer(due, is_open=today >= due, to_name=today >= due)
    again = named_on + wait
    if today < named_on + SHOWN_FOR:
        return Offer(named_on, is_open=True, to_name=False)
    return Offer(again, is_open=today >= again, to_name=today >= again)


def check_cadence(days: int) -> int:
    """How many days shall lie between two check-ins.

    Raises:
        UserError: fewer than four weeks, or more than six.
    """
    if days < LEAST_DAYS:
        raise UserError(
            f"A check-in comes every {LEAST_DAYS} to {MOST_DAYS} days. More often would tell more "
            f"of single days than of you. Pick {LEAST_DAYS} or more; `/checkin now` works any day."
        )
    if days > MOST_DAYS:
        raise UserError(
            f"A check-in comes every {LEAST_DAYS} to {MOST_DAYS} days. With longer gaps strain "
            f"shows late. Pick {MOST_DAYS} or fewer, or press *Stop* in `/checkin cadence`."
        )
    return days


def levels(version: int, given: Sequence[str]) -> Levels:
    """An answer as it came from a form of that version of the questions.

    Raises:
        UserError: one is missing or none of the five, or nobody ever asked so.
    """
    items = VERSIONS.get(version)
    if items is None:
        raise UserError("I do not know those questions. `/checkin now` has the present ones.")
    if len(given) != len(items) or any(each not in _LEVELS for each in given):
        raise UserError("Pick one answer for each question. `/checkin now` opens them again.")
    return tuple(_LEVELS[each] for each in given)


def note(typed: str) -> str | None:
    """A note as it is kept; None for one that says nothing.

    Raises:
        UserError: it is too long; it carries what was typed.
    """
    if len(typed) > MAX_NOTE:
        raise UserError(f"A note holds {MAX_NOTE:,} characters, and this is longer.", typed=typed)
    return visible_text(typed) or None


def written(answer: Levels) -> str:
    """Levels as they are stored: a digit an item."""
    return "".join(map(str, answer))


def read(version: int, text: str) -> Levels:
    """What `written` wrote of that version.

    Raises:
        ValueError: it is none of it.
    """
    found = tuple(_LEVELS.get(digit, 0) for digit in text)
    if version not in VERSIONS or len(found) != len(VERSIONS[version]) or 0 in found:
        raise ValueError("no answer to these questions")
    return found


def is_strained(answer: Levels) -> bool:
    """Whether rest and a lighter routine are offered: one hardest answer, or two of the hard ones.

    It decides what is offered and nothing else; it is neither stored nor said.
    """
    return LOWEST in answer or sum(level <= _HARD for level in answer) >= 2
