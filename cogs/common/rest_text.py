"""What is said of a member's rest: that it is, until when, and that nothing is due."""

from __future__ import annotations

from datetime import datetime

from bot.groups.rest_rules import say_rest
from bot.groups.values import Member
from bot.inputs.dates import say_date


def resting(member: Member, now: datetime) -> str | None:
    """That they rest today, and when that ends; None where they do not."""
    today = member.today(now)
    if not member.rests_on(today):
        return None
    if member.in_pause(today) and member.paused_until is not None:
        return f"⏸ Paused until {say_date(member.paused_until)}. Nothing is due."
    rule = next(rest for rest in member.rests if rest.covers(today))
    ends = member.rest_ends(today)
    again = f" Your days go on from {say_date(ends)}." if ends else ""
    return f"⏸ Rest today: {say_rest(rule)}. Nothing is due.{again}"
