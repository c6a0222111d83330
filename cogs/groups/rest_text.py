"""A member's rest in one line."""

from __future__ import annotations

from datetime import datetime

from bot.groups.rest_rules import say_rest
from bot.groups.values import Member
from bot.inputs.dates import say_date, say_weekdays
from cogs.common.text import plural

NONE_PLANNED = "none planned"
_SHOWN = 2


def rest_text(member: Member, now: datetime) -> str:
    """Pause, rest that repeats and lighter weeks: ``Fridays in July; lighter weeks until …``."""
    rules = [say_rest(rest) for rest in member.rests]
    more = len(rules) - _SHOWN
    parts = [
        pause_text(member, now),
        *rules[:_SHOWN],
        plural(more, "more rule") if more > 0 else None,
        lighter_text(member, now),
    ]
    said = "; ".join(part for part in parts if part)
    return said or NONE_PLANNED


def pause_text(member: Member, now: datetime) -> str | None:
    """The pause in force or planned."""
    today = member.today(now)
    pause = member.pause_on(today)
    if pause is None or pause.until is None:
        return None
    until = f"until {say_date(pause.until)}"
    if pause.since is None or pause.since <= today:
        return f"paused {until}"
    return f"pause from {say_date(pause.since)} {until}"


def lighter_text(member: Member, now: datetime) -> str | None:
    """The lighter weeks that are under way, with how many days they have."""
    lighter = member.lighter_on(member.today(now))
    if lighter is None:
        return None
    kept = lighter.weekdays & member.weekdays
    return (
        f"lighter weeks until {say_date(lighter.until)}: {say_weekdays(kept)}, {len(kept)} of "
        f"{len(member.weekdays)} days a week"
    )
