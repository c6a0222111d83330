"""What a member may set of their messages and rest, and how it is said. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta

from bot.errors import UserError
from bot.groups.rest import MOST_RESTS, Lighter, QuietHours
from bot.inputs.dates import say_date, say_weekdays
from bot.inputs.repeats import RepeatedDays, say_repeated_days
from bot.inputs.times import say_time
from bot.scheduling.skips import EVERY_DAY, Skip, covered

MOST_LIGHTER_WEEKS = 12

_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_LOOKED_AHEAD = 2 * _YEAR


def check_pause(until: date, *, today: date, first: date | None = None) -> tuple[date, date]:
    """A pause's first date and the first one with prompts again; it begins today unless said.

    Raises:
        UserError: it begins in the past or too far ahead, ends before it begins, or is too long.
    """
    begins = today if first is None else first
    if begins < today:
        raise UserError(
            f"A pause begins today at the earliest, and {say_date(begins)} is over. Leave its "
            "first day empty to begin now."
        )
    if begins - today > _YEAR:
        raise UserError(
            f"{say_date(begins)} is more than a year away. A pause can begin up to "
            f"`{today + _YEAR}`."
        )
    if until <= begins and first is not None and first > today:
        raise UserError(
            f"That pause would end on {say_date(until)}, before it begins: its first day is "
            f"{say_date(begins)}. Prompts can come again from `{begins + _DAY}` on."
        )
    if until <= begins:
        raise UserError(
            f"A pause ends after today, and {say_date(until)} does not. Type a date from "
            f"`{today + _DAY}` on."
        )
    if until - begins > _YEAR:
        raise UserError(
            f"A pause lasts a year at most: up to `{begins + _YEAR}`. For longer, *Stop* "
            "prompts; they start again when you say so."
        )
    return begins, until


def check_times(prompt_at: time, day_start: time, quiet: QuietHours | None) -> None:
    """Refuse a message before its day begins, or inside quiet hours.

    Raises:
        UserError: it would be, with what would fit.
    """
    at = say_time(prompt_at)
    if prompt_at < day_start:
        raise UserError(
            f"Your day would begin at {say_time(day_start)}, after its own message at {at}. Let "
            f"the message come at {say_time(day_start)} or later, or the day begin by {at}."
        )
    if quiet is not None and quiet.hold(prompt_at):
        raise UserError(
            f"The message at {at} would lie in your quiet hours, {say_quiet(quiet)}. Let it come "
            f"at {say_time(quiet.ends)}, when they end, or let them end by {at}."
        )


def check_rests(
    rests: Sequence[Skip], *, weekdays: Collection[int], today: date
) -> tuple[Skip, ...]:
    """Rules of rest that repeats, each once.

    Raises:
        UserError: they are too many, or leave none of the ``weekdays`` in the next two years.
    """
    kept = tuple(dict.fromkeys(rests))
    if len(kept) > MOST_RESTS:
        raise UserError(
            f"You have {MOST_RESTS} rules of rest, as many as I keep. Remove one first."
        )
    days = (today + offset * _DAY for offset in range(_LOOKED_AHEAD.days))
    own = frozenset(weekdays) or EVERY_DAY
    if kept and all(covered(kept, day) for day in days if day.weekday() in own):
        raise UserError(
            "That would be every day you have messages on, so none would ever come. Name fewer "
            "days; to have no prompts at all, press *Stop prompts*."
        )
    return kept


def rest_of(days: RepeatedDays) -> Skip:
    """The dates that such rest covers; weeks that are counted are whole ones."""
    first = days.first
    if first is not None and days.every > 1:
        first -= timedelta(days=first.weekday())
    return Skip(weekdays=days.weekdays, months=days.months, every=days.every, since=first)


def check_lighter(
    weekdays: frozenset[int], weeks: int, *, own: frozenset[int], today: date
) -> Lighter:
    """Lighter weeks from today on, with these of the ``own`` weekdays.

    Raises:
        UserError: no weekday, one that is not their own, none fewer, or too many weeks.
    """
    if not 1 <= weeks <= MOST_LIGHTER_WEEKS:
        raise UserError(f"Lighter weeks are 1 to {MOST_LIGHTER_WEEKS}: type how many.")
    if not weekdays:
        raise UserError("Keep at least one day. For none at all there is *Pause*.")
    if not weekdays <= own:
        raise UserError(
            f"Lighter weeks keep some of your own days: {say_weekdays(own)}. Choose among those."
        )
    if weekdays == own:
        raise UserError(
            f"Those are all of your days, {say_weekdays(own)}. Keep fewer to make it lighter."
        )
    return Lighter(weekdays, today + timedelta(weeks=weeks))


def rest_key(rest: Skip) -> str:
    """What tells a rule of rest that repeats from every other one, in few characters."""
    bits = (sum(1 << each for each in part) for part in (rest.weekdays, rest.months))
    return ".".join(map(str, (*bits, rest.every, rest.since or "")))


def say_rest(rest: Skip) -> str:
    """A rule of rest that repeats in words: ``Fridays in July``."""
    return say_repeated_days(RepeatedDays(rest.weekdays, rest.months, rest.every, rest.since))


def say_quiet(quiet: QuietHours) -> str:
    """``22:00 to 07:00``."""
    return f"{say_time(quiet.begins)} to {say_time(quiet.ends)}"
