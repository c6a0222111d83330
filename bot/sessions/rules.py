"""When meetings are, what they may be called, when people hear of them. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.errors import UserError
from bot.groups.values import Member
from bot.inputs.dates import WEEKDAYS, say_date
from bot.inputs.links import clean_link
from bot.inputs.moments import parse_moment
from bot.inputs.text import visible_line, visible_text
from bot.inputs.times import say_time
from bot.scheduling.recurrence import Weekly, find_zone, local_date, occurrence_after, wall_instant
from bot.sessions.values import Meeting

MAX_TOPIC, MAX_PLACE, MAX_NOTES = 100, 100, 2000
MAX_WHEN = 60
LEAST_MINUTES, MOST_MINUTES = 15, 480
MOST_AHEAD = 12
"""So many sessions a group has planned at most."""

BEFORE = timedelta(minutes=15)
"""How long before a meeting those who come hear of it once more."""

CHOSEN_PAPER = "paper"
"""What a session is about that follows the group's weekly paper."""

CHOSEN_TITLE = "The paper that we choose"
"""What that is called while none is chosen."""

LEADS = (0,)
"""How many days before its date the daily message names a meeting: the day itself."""

_MILESTONE = "milestone:"
_YEAR = timedelta(days=366)


def about_milestone(milestone_id: str) -> str:
    """How a session is said to be about a milestone of the plan."""
    return f"{_MILESTONE}{milestone_id}"


def milestone_in(about: str) -> str | None:
    """The milestone that a session is about, if it is about one."""
    return about.removeprefix(_MILESTONE) if about.startswith(_MILESTONE) else None


def clean_topic(text: str) -> str:
    """A topic in somebody's own words.

    Raises:
        UserError: nothing can be seen, or it is too long.
    """
    topic = visible_line(text)
    if not topic:
        raise UserError("Say in a few words what the session is about.", typed=text)
    return _fits(topic, MAX_TOPIC, "topic", text)


def clean_place(text: str | None) -> str | None:
    """Where it is held, in words or as a link; or None.

    Raises:
        UserError: it is too long, or a link that leads nowhere.
    """
    place = visible_line(text or "")
    if _is_link(place):
        return clean_link(place)
    return _fits(place, MAX_PLACE, "place", text or "") if place else None


def link_in(place: str | None) -> str | None:
    """The link that a place is, if it is one."""
    return place if place is not None and _is_link(place) else None


def clean_notes(text: str) -> str:
    """Notes of a meeting; empty to remove them.

    Raises:
        UserError: they are too long.
    """
    return _fits(visible_text(text), MAX_NOTES, "notes", text)


def check_minutes(minutes: int) -> int:
    """How long a meeting lasts.

    Raises:
        UserError: it is too short or too long.
    """
    if LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return minutes
    raise UserError(f"A session lasts {LEAST_MINUTES} to {MOST_MINUTES} minutes.")


def read_when(text: str, *, zone: str, now: datetime) -> tuple[date, time, datetime]:
    """The wall date and time in the group's zone that ``text`` says, and their instant.

    In an hour that clocks skip it is the first minute after it; in one that they show twice, the
    first time.

    Raises:
        UserError: it says none, a date that clocks skip, one in the past or too far away.
    """
    day, at = parse_moment(text, today=local_date(now, zone), zone=find_zone(zone))
    instant = wall_instant(day, at, zone)
    if instant is None:
        raise UserError(
            f"Clocks in `{zone}` skip {say_date(day)}. Pick the day before or after.", typed=text
        )
    said = f"{say_date(day)}, {say_time(at)} in `{zone}`,"
    if instant <= now:
        raise UserError(f"{said} is in the past. Pick a time that is still ahead.", typed=text)
    if instant - now > _YEAR:
        raise UserError(f"{said} is more than a year away. Pick one that is nearer.", typed=text)
    return day, at, instant


def is_skipped(day: date, at: time, zone: str) -> bool:
    """Whether clocks skip that hour, so that the instant shows another one."""
    instant = wall_instant(day, at, zone)
    return instant is not None and instant.astimezone(find_zone(zone)).time() != at


def next_time(
    weekday: int, at: time, zone: str, *, after: datetime
) -> tuple[date, datetime] | None:
    """The date and instant of a weekly session's first meeting after an instant."""
    found = occurrence_after(Weekly(frozenset({weekday}), at, zone), after)
    return None if found is None else (found.period, found.at)


def say_planned(day: date, at: time, zone: str, *, weekly: bool) -> str:
    """How the audit log says when a session is: ``Thursdays 18:00 UTC``."""
    days = f"{WEEKDAYS[day.weekday()]}s" if weekly else say_date(day)
    return f"{days} {say_time(at)} {zone}"


def tells_at(member: Member, meeting: Meeting, now: datetime) -> datetime | None:
    """When a member may hear of a meeting that begins soon; None: not at all.

    Whoever stopped messages or rests hears nothing. Quiet hours are waited for, unless it has begun
    by then. What falls into the minute of the daily message is left to that, which names it too.
    """
    if member.prompts_stopped or member.paused(now):
        return None
    at = member.after_quiet(now)
    if at >= meeting.starts_at or is_with_daily(member, at):
        return None
    return at


def reminds_on_time(member: Member, meeting: Meeting, now: datetime) -> bool:
    """Whether a member who says now that they come will hear of it `BEFORE` it begins."""
    at = meeting.starts_at - BEFORE
    return at > now and tells_at(member, meeting, at) == at


def news_at(member: Member, now: datetime) -> datetime | None:
    """When a member may hear that a meeting was moved or called off; None: not at all.

    Whoever stopped messages or rests sees it in ``/session list``. Quiet hours are waited for.
    """
    if member.prompts_stopped or member.paused(now):
        return None
    return member.after_quiet(now)


def is_with_daily(member: Member, at: datetime) -> bool:
    """Whether a message to the member at this instant would share its minute with the daily one."""
    wall = at.astimezone(find_zone(member.zone))
    same_minute = (wall.hour, wall.minute) == (member.prompt_at.hour, member.prompt_at.minute)
    return same_minute and member.messages_on(wall.date())


def _is_link(place: str) -> bool:
    return place.casefold().startswith(("https://", "http://")) and " " not in place


def _fits(text: str, limit: int, what: str, typed: str) -> str:
    if len(text) <= limit:
        return text
    raise UserError(f"That {what} has {len(text):,} characters, and {limit:,} fit.", typed=typed)
