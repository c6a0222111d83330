"""Members as values, for tests of what is shown about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.groups.rest import MOST_RESTS, Lighter, QuietHours
from bot.groups.service import Member
from bot.scheduling import Skip


def member_in(zone: str, **settings: Any) -> Member:
    """One in a zone, with prompts on weekdays at 08:00 and these settings."""
    plain = wordy_member(own_zone=True)
    usual: dict[str, Any] = {
        "weekdays": frozenset(range(5)),
        "paused_until": None,
        "dms_refused": False,
    }
    usual |= {"day_start": time(), "quiet": None, "rests": (), "lighter": None}
    return replace(plain, **{"zone": zone, "dm_refusals": 0, **usual, **settings})


def wordy_member(*, own_zone: bool) -> Member:
    """One whose settings take as many words to show as settings can."""
    return Member(
        guild_id=2**62,
        user_id=2**62,
        zone="America/Argentina/ComodRivadavia",
        own_zone=own_zone,
        prompt_at=time(8),
        weekdays=frozenset({0, 2, 4, 6}),
        paused_until=date(2026, 12, 31),
        day_start=time(3, 30),
        quiet=QuietHours(time(22, 30), time(7, 30)),
        rests=tuple(
            Skip(frozenset({0, 2, 4}), frozenset({2, 9, 11, 12}), 1, date(2026, 9, day))
            for day in range(1, MOST_RESTS + 1)
        ),
        lighter=Lighter(frozenset({0, 2, 6}), date(2026, 12, 30)),
        started_on=date(2026, 3, 2),
        path=None,
        pace_days=365,
        dm_channel_id=None,
        dms_refused=True,
        dm_refusals=3,
        prompts_stopped=False,
        left=False,
        gone=False,
        checked_at=None,
    )
