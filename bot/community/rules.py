"""Deadlines of conferences: how they are typed, the instants they mean, who may change them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from bot.community.values import Conference, Moment
from bot.errors import NotAllowed, UserError
from bot.inputs.dates import (
    MONTHS,
    NoDate,
    parse_date,
    say_date,
    says_year,
    stamp_in,
    weekday_named,
)
from bot.inputs.text import ascii_signs, visible_line
from bot.inputs.times import check_hour, parse_time, say_time
from bot.inputs.zones import require_zone
from bot.scheduling.recurrence import wall_instant

MAX_NAME = 80
MAX_COMING = 100
MAX_TYPED = 100
LEADS = (30, 7, 1)
"""How many days before it a watched deadline is named."""

AOE = "Etc/GMT+12"
"""Anywhere on earth: the zone (UTC−12) whose dates end last."""

_END_OF_DAY = time(23, 59)
_TEN_YEARS = timedelta(days=3653)
# No two zones are further apart, so an older date is over everywhere.
_OVER = timedelta(days=2)
# Further ahead than this a date without a year may as well be one that has just passed.
_SURELY_NEXT = timedelta(days=300)
_TIME_WORDS = ("noon", "midday", "midnight")
_MIDNIGHT = ("midnight", "24:00")
_PARTS_OF_TIME = re.compile(r"[ap]\.?m\.?|h|uhr")
_OFFSET = re.compile(r"(?:utc|gmt) ?([-+]) ?([0-9]{1,2})(?::?00)?")
_ISO_OFFSET = re.compile(r"(?:utc|gmt) ?([-+])([0-9]{2}):?([0-9]{2})")
_UNEVEN = re.compile(r"(?:utc|gmt) ?[-+] ?[0-9]{1,2}(?::?[0-9]{2})?")
_FURTHEST_WEST, _FURTHEST_EAST = -12, 14
_FURTHEST = timedelta(hours=14)
# Hours from UTC. In summer too: whoever writes PST names UTC−8, and sees that answered.
_ABBREVIATIONS = {
    "pst": -8,
    "pdt": -7,
    "mst": -7,
    "mdt": -6,
    "est": -5,
    "edt": -4,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "jst": 9,
    "kst": 9,
}
# Each has several meanings, or one that only its own country knows.
_UNCLEAR = ("ast", "bst", "cdt", "cst", "ct", "et", "ist", "mt", "pt", "sst")


class Past(UserError):
    """A deadline that is over."""


def clean_name(name: str) -> str:
    """A conference's name as it is kept: one line, nothing invisible.

    Raises:
        UserError: nothing is left, or more than ``MAX_NAME`` characters; it carries the name.
    """
    text = visible_line(name)
    if not text:
        raise UserError("A conference needs a name, such as `NeurIPS 2027`.", typed=name or None)
    if len(text) > MAX_NAME:
        raise UserError(
            f"That name has {len(text):,} characters, and {MAX_NAME} fit. The short form will do, "
            "such as `NeurIPS 2027`. Nothing was added.",
            typed=name,
        )
    return text


def parse_deadline(text: str, *, today: date, now: datetime) -> Moment:
    """The deadline that ``text`` says: a date, then a time and a zone if it has them.

    "2027-01-15", "15 Jan 2027 17:00 UTC", "2027-01-15 23:59 Europe/Paris", "Jan 15 11:59pm (AoE)".
    Without a time it is 23:59, without a zone anywhere on earth. ``today`` is the reader's local
    date, from which dates without a year and words such as "friday" count.

    Raises:
        UserError: it says none, or one before ``now`` or beyond ten years; it carries the text.
    """
    try:
        moment = deadline_in(text, today=today)
        if moment.at <= now:
            raise _past(say_moment(moment))
    except NoDate:
        raise UserError(
            "I do not read that as a deadline. Type a date, then a time and a zone if it has "
            "them: `2027-01-15`, `2027-01-15 23:59 AoE`, `15 Jan 2027 17:00 UTC`.",
            typed=text,
        ) from None
    except UserError as error:
        error.typed = text
        raise
    return moment


def deadline_in(text: str, *, today: date) -> Moment:
    """As `parse_deadline`, for what is written elsewhere; one of these days may be over.

    Raises:
        NoDate: it says none.
        Past: it says one more than two days before ``today``.
        UserError: it can mean several, or one that cannot be.
    """
    if len(text) > MAX_TYPED:
        raise NoDate("")
    return _moment(" ".join(_spaced(ascii_signs(text)).split()), today)


def check_near(day: date, *, today: date) -> None:
    """Let a deadline's date pass that can be meant.

    Raises:
        UserError: it is more than ten years away.
    """
    if day - today > _TEN_YEARS:
        raise UserError(f"{say_date(day)} is more than ten years away. Pick one that is nearer.")


def say_zone(zone: str) -> str:
    """``AoE``, ``UTC``, ``UTC−8``, ``Paris time``."""
    if zone == AOE:
        return "AoE"
    if zone.startswith("Etc/GMT"):
        hours = -int(zone.removeprefix("Etc/GMT"))
        return f"UTC{'+' if hours > 0 else '−'}{abs(hours)}"
    return zone if zone == "UTC" else f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def say_moment(moment: Moment) -> str:
    """``Friday 15 January 2027, 23:59 AoE``: as the conference announces it."""
    wall = moment.wall
    return f"{say_date(wall.date())}, {say_time(wall.time())} {say_zone(moment.zone)}"


def as_typed(moment: Moment) -> str:
    """``2027-01-15 23:59 AoE``: what :func:`parse_deadline` reads as this moment."""
    plain = moment.zone == AOE or moment.zone.startswith("Etc/")
    zone = say_zone(moment.zone) if plain else moment.zone
    return f"{moment.wall:%Y-%m-%d %H:%M} {zone}"


def check_changeable(conference: Conference) -> None:
    """Let a member pass who may change the conference.

    Raises:
        NotAllowed: they neither added it nor are an organiser.
    """
    if conference.changeable:
        return
    if conference.added_by is None:
        raise NotAllowed("Nobody is named as who added that one; only organisers can change it.")
    raise NotAllowed(
        f"<@{conference.added_by}> added that one. They can change or remove it, or an organiser "
        "can."
    )


def _spaced(text: str) -> str:
    """Apart what ISO 8601 and calls for papers write in one, and without seconds."""
    text = re.sub(r"(?<=[0-9])[Tt](?=[0-9])", " ", text.replace("(", " ").replace(")", " "))
    text = re.sub(r"([0-9]{1,2}:[0-9]{2}):[0-9]{2}(?:\.[0-9]+)?", r"\1", text)
    text = re.sub(r"([0-9]:[0-9]{2}) ?([-+][0-9]{2}(?::?[0-9]{2})?)$", r"\1 UTC\2", text)
    text = re.sub(r"(?i)anywhere[ -]on[ -]earth", "AoE", text)
    return re.sub(r"(?i)(?<=[0-9m])(?=(?:aoe|utc|gmt|z)\b)", " ", text)


def _moment(text: str, today: date) -> Moment:
    if stamp := stamp_in(text):
        check_near(stamp.date(), today=today)
        return Moment(stamp, "UTC")
    said, day, rest = _day(text.split(" "), today)
    if day < today - _OVER:
        raise _past(say_date(day))
    check_near(day, today=today)
    at, left = _time(rest, said)
    typed = " ".join(left).casefold().removesuffix(" time")
    if (offset := _uneven_offset(typed)) is not None:
        return Moment(datetime.combine(day, at, timezone(offset)).astimezone(UTC), "UTC")
    zone = _named_zone(typed) if left else AOE
    if zone is None:
        # Behind a date alone a word such as "extended" or "nice" is no city for sure.
        if len(left) == len(rest) and "/" not in typed:
            raise _left_over(day, left)
        zone = require_zone(typed)
    instant = wall_instant(day, at, zone)
    if instant is None:
        raise UserError(f"Clocks in `{zone}` skip {say_date(day)}. Pick the day before or after.")
    return Moment(instant, zone)


def _day(words: list[str], today: date) -> tuple[str, date, list[str]]:
    """The words of a date that the text begins or ends with, or else holds; it; and the rest.

    As long as can be.
    """
    ways = [(words[:count], words[count:]) for count in range(len(words), 0, -1)]
    ways += [(words[count:], words[:count]) for count in range(1, len(words))]
    ways += [
        (words[begin:end], words[:begin] + words[end:])
        for begin in range(1, len(words))
        for end in range(len(words) - 1, begin, -1)
    ]
    for said, others in ways:
        typed = " ".join(said).strip(",")
        try:
            day = parse_date(typed, today=today)
        except NoDate:
            continue
        if day - today > _SURELY_NEXT and not (says_year(typed) or _has_weekday(said)):
            raise UserError(f"Do you mean {say_date(day)}? Type the year too: `{day}`.")
        rest = [word for each in others if (word := each.strip(","))]
        if any(_is_of_date(word) for word in rest):
            raise _left_over(day, rest)
        return typed, day, rest
    raise NoDate("")


def _has_weekday(words: list[str]) -> bool:
    return any(weekday_named(word.strip(",.")) is not None for word in words)


def _is_of_date(word: str) -> bool:
    """Whether it belongs to a date: as such it is no part of a zone."""
    name = word.casefold().strip(".")
    is_month = len(name) > 2 and any(month.casefold().startswith(name) for month in MONTHS)
    return is_month or weekday_named(name) is not None or name in ("today", "tomorrow")


def _time(words: list[str], date_words: str) -> tuple[time, list[str]]:
    """The time that the words begin with, or the end of the day; and what follows it."""
    words = [word for word in words if word.casefold() != "on"]
    says_time = bool(words) and words[0].casefold() in ("at", "by")
    if says_time:
        words = words[1:]
    if not words or not (words[0][0].isdigit() or words[0].casefold() in _TIME_WORDS):
        return _END_OF_DAY, words
    halved = len(words) > 1 and _PARTS_OF_TIME.fullmatch(words[1].casefold())
    count = 2 if halved else 1
    if words[0].casefold() in _MIDNIGHT:
        raise UserError(
            "Midnight can be where that day begins or where it ends. Type `0:00` or `23:59`."
        )
    typed = " ".join(words[:count])
    if not says_time:
        check_hour(typed, beside=date_words)
    return parse_time(typed), words[count:]


def _uneven_offset(typed: str) -> timedelta | None:
    """Hours and minutes from UTC as ISO 8601 writes them, where they are no whole hours."""
    found = _ISO_OFFSET.fullmatch(typed)
    if found is None or found[3] == "00":
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if int(found[3]) > 59 or offset > _FURTHEST:
        return None
    return offset if found[1] == "+" else -offset


def _named_zone(typed: str) -> str | None:
    """The zone of these words as calls for papers have them; None: they may name a city."""
    words = typed.replace(",", " ").split()
    if "aoe" in words:  # and often its offset beside it
        words.remove("aoe")
        return AOE if not words or _named_zone(" ".join(words)) == AOE else None
    if typed in ("utc", "gmt", "z", "zulu"):
        return "UTC"
    if found := _OFFSET.fullmatch(typed):
        hours = int(found[2]) if found[1] == "+" else -int(found[2])
        if _FURTHEST_WEST <= hours <= _FURTHEST_EAST:
            return _fixed(hours)
    if typed in _ABBREVIATIONS:
        return _fixed(_ABBREVIATIONS[typed])
    if typed in _UNCLEAR or _UNEVEN.fullmatch(typed):
        raise UserError(
            "I cannot tell for sure which zone that is. Type a city, such as `Kolkata`, or whole "
            "hours from UTC, such as `UTC-5`; `AoE` is anywhere on earth."
        )
    return None


def _left_over(day: date, words: list[str]) -> UserError:
    return UserError(
        f"I read {say_date(day)} in that, and `{' '.join(words)}` is left over. Type the date "
        f"once, then a time and a zone if it has them, such as `{day} 23:59 Paris`."
    )


def _fixed(hours: int) -> str:
    """The zone so many hours east of UTC; IANA's names count westwards."""
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _past(deadline: str) -> Past:
    return Past(f"That deadline is in the past: {deadline}. Pick one that is still ahead.")
