"""When what a file says of a deadline counts, and how its words are read. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.community.rules import Past, check_near, deadline_in
from bot.community.values import Moment
from bot.deadline_files.values import Followed, Over, Reading, Unclear, Undated
from bot.errors import UserError
from bot.inputs.dates import WEEKDAYS, NoDate, WrongWeekday, say_date
from bot.inputs.text import comparable, cut, visible_line

EVERY = timedelta(days=1)
"""Between two readings of a file, and at least between two that agree before a deadline moves."""

KEPT_OVER = timedelta(days=60)
"""So long after it a deadline is still looked at: some are moved on their last day."""

KEY_LENGTH, MAX_SAID, MAX_TROUBLE = 20, 120, 200
LEFT_TO_FAIL = 2
"""So many readings in a row have to fail before organisers hear of it."""

MOVE_TOLD = timedelta(days=14)
"""How long a daily message may still tell that a deadline moved.

Whoever rests longer hears of the new date by itself, at its 30, 7 and 1 days; and whoever begins to
watch it later knows no other.
"""

_NOT_KNOWN = {"", "tba", "tbc", "tbd", "n/a", "na", "none", "null", "~", "-", "?"}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")


def read(said: str, zone: str, *, now: datetime) -> Reading:
    """What a deadline's words mean, with the zone that the file gives it beside them.

    Read as calls for papers write them (`bot.community.rules.deadline_in`): without a time it is
    23:59, without a zone anywhere on earth. It has to name its year. A weekday that contradicts the
    date, and words that are left over, make it unclear.
    """
    text, zone = visible_line(said), visible_line(zone)
    if comparable(text).rstrip(".") in _NOT_KNOWN:
        return Undated()
    if _begins_with_what_is_over(text, now):
        return Over()
    if not _YEAR.search(text):
        return Unclear("it does not name its year")
    try:
        moment = deadline_in(f"{text} {zone}".strip(), today=(now - KEPT_OVER).date())
    except Past:
        return Over()
    except WrongWeekday as error:
        return Unclear(f"{say_date(error.day)} is no {WEEKDAYS[error.weekday]}", asks=True)
    except NoDate:
        return Unclear("I do not read that as a date and a time")
    except UserError as error:
        return _unclear(error)
    return Over() if moment.at < now - KEPT_OVER else moment


def is_long_over(day: date, *, now: datetime) -> bool:
    """Whether a date has long been over on every clock."""
    return day < (now - KEPT_OVER).date() - timedelta(days=2)


def read_date(day: date, *, now: datetime) -> Reading:
    """A deadline that is a date alone: at its end, anywhere on earth."""
    return read(day.isoformat(), "AoE", now=now)


def read_instant(at: datetime, zone: str, *, now: datetime) -> Reading:
    """A deadline that is an instant, given on clocks of the IANA zone ``zone``."""
    if at < now - KEPT_OVER:
        return Over()
    try:
        check_near(at.date(), today=now.date())
    except UserError as error:
        return _unclear(error)
    return Moment(at, "UTC" if zone in ("Etc/UTC", "GMT", "Etc/GMT") else zone)


def say_written(said: str, zone: str) -> str:
    """A deadline's own words, as they are kept."""
    text, where = visible_line(said), visible_line(zone)
    return cut(f"{text} {where}".strip() or "no words", MAX_SAID)


def read_again(followed: Followed, found: Moment | None, *, now: datetime) -> tuple[Followed, bool]:
    """What is known of a deadline after one more reading, and whether what was read is settled.

    It is once all readings of at least a day found the same. None: it is not there any more.
    """
    before = None if followed.seen is None else followed.seen.at
    if before != (None if found is None else found.at):
        return replace(followed, seen=found, since=now), False
    return followed, now - followed.since >= EVERY


def moved_to(followed: Followed, listed: Moment, *, is_settled: bool) -> Moment | None:
    """Where a deadline of the group's list, now ``listed``, is to move; None: it stays.

    One that is not what the file brought was changed by hand, and stays as it is.
    """
    if not is_settled or followed.seen is None or is_by_hand(followed, listed):
        return None
    return None if followed.seen.at == followed.applied.at else followed.seen


def is_by_hand(followed: Followed, listed: Moment) -> bool:
    """Whether somebody gave the group's deadline another instant than the file did."""
    return listed.at != followed.applied.at


def _unclear(error: UserError) -> Unclear:
    """The first sentence of what people hear who type it; the next ones say what to type."""
    reason = error.message.partition(". ")[0].partition("? ")[0].replace("`", "").rstrip(".?")
    return Unclear(cut(reason, MAX_TROUBLE))


def _begins_with_what_is_over(text: str, now: datetime) -> bool:
    """Whether it begins with a date long over: most of a file does, and needs no more."""
    found = _ISO.match(text)
    if found is None:
        return False
    try:
        return is_long_over(date(int(found[1]), int(found[2]), int(found[3])), now=now)
    except ValueError:
        return False
