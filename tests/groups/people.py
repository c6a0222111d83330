"""Members as values, for tests of what is shown about them."""

from __future__ import annotations

from datetime import date, time

from bot.groups.service import Member


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
