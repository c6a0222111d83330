"""What organisers see when they plan, move or call off a session."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.sessions.rules import MAX_WHEN
from bot.sessions.values import Meeting, Planned
from cogs.common.forms import Form, checkbox_field, text_field
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.text import cut, fit, stamp
from cogs.sessions.panels import heading, when
from cogs.sessions.routes import CANCEL_ALL, CANCEL_ONE, MOVE, OPEN
from cogs.sessions.style import ACCENT

_DANGER = discord.ButtonStyle.danger
_TITLE = 100
NO_EVENT = (
    "I may not make events here, so the panel stands alone. With *Create Events* the next one "
    "shows in Discord's list of events too."
)


def planned_text(planned: Planned, channel_id: int, *, moved: bool, makes_events: bool) -> str:
    """What planning or moving it did, and what is on the way."""
    meeting = planned.meeting
    title = f"*{fit(meeting.topic.title, _TITLE)}*"
    at = stamp(meeting.starts_at, "F")
    if moved:
        text = f"Moved: {title} is {at}. Those who come hear of it."
    else:
        every = ", and every week at that time" if meeting.is_weekly else ""
        text = f"Planned: {title}, {at}{every}. The panel is on its way to <#{channel_id}>."
    if planned.skipped_hour:
        text += "\nClocks skip that hour on that day, so it begins right after it."
    if not makes_events:
        text += f"\n{NO_EVENT}"
    return text


def ask_cancel_panel(meeting: Meeting, now: datetime) -> Panel:
    """Asks once more before a meeting is called off."""
    acts = [button("Call off", CANCEL_ONE(meeting.id, meeting.revision), style=_DANGER)]
    text = "Those who come hear of it, and its event goes."
    more = " The next week's stays, unless you end the series."
    if meeting.has_begun(now):
        text = "It has begun, so nobody is told."
        more = " The next week's stays. *End the series* lets this one go on, as the last one."
    if meeting.goes_on:
        text += more
        acts.append(
            button("End the series", CANCEL_ALL(meeting.id, meeting.revision), style=_DANGER)
        )
    return Panel(
        ACCENT,
        f"**Call this off?**\n{heading(meeting)}\n{when(meeting)}",
        text,
        buttons(*acts, button("Keep", OPEN(meeting.id))),
        small_print=ONLY_YOU,
    )


def cancelled_text(meeting: Meeting, following: Meeting | None) -> str:
    """What calling it off did."""
    title = f"*{fit(meeting.topic.title, _TITLE)}*"
    if not meeting.is_cancelled:
        return f"Ended: {title} goes on this time, and no week of it follows."
    text = f"Called off: {title}, {stamp(meeting.starts_at, 'F')}."
    if following is not None:
        return f"{text} The next one is {stamp(following.starts_at, 'F')}."
    return f"{text} Nothing of it follows." if meeting.is_weekly else text


def move_form(meeting: Meeting, zone: str) -> Form:
    """The form for another time."""
    fields = [
        text_field(
            "when",
            "When?",
            hint=cut(f"Such as thursday 18:00 or 2026-12-07 18:00, on clocks in {zone}.", 100),
            example="thursday 18:00",
            max_length=MAX_WHEN,
        )
    ]
    if meeting.goes_on:
        fields.append(
            checkbox_field("series", "All that follow too", hint="Every week from then on.")
        )
    return Form(cut(f"Move: {meeting.topic.title}", 45), MOVE(meeting.id), fields=fields)
