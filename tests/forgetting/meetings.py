"""What sessions and talks have of a group and of each person in it; see `everything`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

NOW = datetime(2026, 3, 20, 9, 30, 15, 250, tzinfo=UTC)
DAY = date(2026, 3, 16)
KEPT = "Kept by the group"

Rows = list[tuple[str, dict[str, Any]]]


def ground(guild_id: int) -> Rows:
    """Two meetings of a weekly session, one of which is over."""
    here = {"guild_id": guild_id}
    rows: Rows = [
        (
            "study_sessions",
            here
            | {"id": guild_id + 1, "weekday": 3, "local_time": time(18), "minutes": 60}
            | {"topic": KEPT, "planned_at": NOW},
        )
    ]
    for number in (1, 2):
        rows.append(
            (
                "session_meetings",
                here
                | {"id": guild_id + number, "session_id": guild_id + 1, "day": DAY}
                | {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1), "topic": KEPT}
                | {"is_cancelled": False, "revision": 1, "channel_id": 11}
                | {"message_id": 50 + number, "ended_at": NOW if number == 1 else None},
            )
        )
    return rows


def theirs(guild_id: int, user_id: int, place: int, said: str) -> Rows:
    """What the first (1) or second (2) person has there; ``said`` stands in each text."""
    own = guild_id + 100 * place
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    given = {"listener": "other", "clarity": 4, "impact": 3, "keep": said}
    rows: Rows = [
        ("session_answers", me | {"meeting_id": guild_id + 1, "comes": True, "answered_at": NOW}),
        (
            "session_notes",
            here
            | {"meeting_id": guild_id + place, "text": KEPT, "number": 1}
            | {"author_id": user_id},
        ),
        (
            "talks",
            me
            | {"id": own, "title": said, "about": said, "minutes": 10, "proposed_at": NOW}
            | {"slides": f"https://x.example/{said.replace(' ', '-')}", "recording": None}
            | {"meeting_id": guild_id + 1, "position": 0, "has_result": False},
        ),
    ]
    # On a talk of their own, as that of somebody else's goes with whoever gave it.
    rows.append(("talk_feedback_marks", me | {"talk_id": own}))
    rows.append(("signed_talk_feedback", me | {"talk_id": own} | given))
    return rows
