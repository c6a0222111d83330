"""Sessions as panels: a meeting as the group sees it, as one person does, and what is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.milestones.values import Item
from bot.scheduling import Delivery
from bot.sessions.rules import MAX_NOTES, link_in
from bot.sessions.values import Meeting, Notes, Told, Why
from cogs.common.feature import PanelAddition
from cogs.common.forms import Form, text_field
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.routes import CustomId
from cogs.common.text import cut, escape, fit, link_to, one_line, plural, stamp, titled_link
from cogs.sessions.routes import (
    CANCEL,
    CANNOT,
    CANNOT_HERE,
    DONE,
    JOIN,
    JOIN_HERE,
    LIST,
    MOVE,
    NOTES,
    OPEN,
    STOP,
    WRITE,
)
from cogs.sessions.style import ACCENT

_ROWS, _TITLE = 8, 120
_NAMED = 25
_NOTES_SHOWN, _NOTES_WHOLE = 300, 2500
_WHO_SEES = "The group sees who comes; of those who cannot, only how many."
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
_OPENINGS = {
    Why.SOON: "Soon: your session begins",
    Why.MOVED: "Moved: the session that you join is now",
    Why.CANCELLED: "Called off: there is no session",
}


def meeting_panel(meeting: Meeting, addition: PanelAddition, now: datetime) -> Panel:
    """A meeting for the whole group, with what other features add."""
    items: Items = [f"📅 {heading(meeting)}\n{when(meeting)}"]
    if addition.rows:
        items += [line(), *addition.rows]
    items += [line(), people(meeting)]
    if meeting.notes is not None:
        items.append(_notes(meeting.notes, _NOTES_SHOWN))
    items.append(buttons(*_public_acts(meeting, now), *addition.acts))
    return Panel(ACCENT, *items, small_print=_WHO_SEES)


def meeting_marker(meeting: Meeting) -> CustomId:
    """The custom id by which a meeting's panel is found again."""
    return JOIN(meeting.guild_id, meeting.id)


def own_panel(
    meeting: Meeting,
    user_id: int,
    now: datetime,
    *,
    organises: bool,
    said: str | None = None,
    completes: Item | None = None,
) -> Panel:
    """A meeting for one person, with their acts; ``said`` stands above it.

    ``completes`` is the milestone that it can complete for them.
    """
    opening: Items = [said, line()] if said else []
    items: Items = [*opening, f"{heading(meeting)}\n{when(meeting)}", people(meeting)]
    if meeting.notes is not None:
        items.append(_notes(meeting.notes, _NOTES_WHOLE))
    if completes is not None:
        text = f"Did this complete *{fit(completes.title, 90)}* for you? Only you decide."
        items.append(row(text, button("Mark done", DONE(meeting.id, completes.number))))
    acts = _own_acts(meeting, user_id, now)
    if organises and meeting.takes_answers:
        if not meeting.has_begun(now):
            acts.append(button("Move", MOVE(meeting.id)))
        acts.append(button("Call off", CANCEL(meeting.id), style=_DANGER))
    items.append(buttons(*acts, button("All", LIST(0))))
    return Panel(ACCENT, *items, small_print=f"{_WHO_SEES} {ONLY_YOU}")


def list_panel(found: Sequence[Meeting], user_id: int, page: int = 0, *, organises: bool) -> Panel:
    """What is ahead, nearest first, then the last ones."""
    shown, page, pages = page_of(found, page, _ROWS)
    rows: Items = [_row(each, user_id) for each in shown]
    ahead = sum(not each.is_over for each in found)
    text = f"**Sessions** · {ahead} ahead" if ahead else "**Sessions**\nNone ahead yet."
    if not ahead:
        text += (
            " `/session plan` takes a time, such as `thursday 18:00`, and a topic."
            if organises
            else " An organiser can plan one with `/session plan`."
        )
    paging = page_buttons(LIST, page=page, pages=pages)
    return Panel(
        ACCENT,
        text,
        *([line(), *rows] if rows else []),
        *([buttons(*paging)] if paging else []),
        small_print=ONLY_YOU,
    )


def told_panel(told: Told, delivery: Delivery) -> Panel:
    """A message to somebody who comes: what is new, in its first two lines."""
    meeting = told.meeting
    at = stamp(meeting.starts_at, "F")
    title = f"**{fit(meeting.topic.title, _TITLE)}**"
    if told.why is Why.CANCELLED:
        text = f"{_OPENINGS[told.why]} {at}.\n{title}"
    else:
        soon = stamp(meeting.starts_at, "R")
        text = f"{_OPENINGS[told.why]} {at} ({soon}).\n{title}{where(meeting)}"
    acts = []
    if told.why is not Why.CANCELLED:
        acts.append(button("Can't come", CANNOT_HERE(meeting.guild_id, meeting.id)))
    acts.append(button("Stop", stop_id(delivery)))
    small = "You get this because you come to it. *Stop* ends all messages at once."
    return Panel(ACCENT, text, buttons(*acts), small_print=small)


def stop_id(delivery: Delivery) -> CustomId:
    """The custom id of *Stop* on the message of a delivery; no other message has it."""
    return STOP(delivery.guild_id, delivery.id)


def notes_form(meeting: Meeting) -> Form:
    """The form for notes, with those that stand there."""
    notes = meeting.notes
    return Form(
        cut(f"Notes: {meeting.topic.title}", 45),
        WRITE(meeting.id, 0 if notes is None else notes.number),
        fields=[
            text_field(
                "notes",
                "What came up, what was agreed",
                hint="The group sees it, with your name as who wrote it last. Empty removes it.",
                default=None if notes is None else notes.text,
                long=True,
                required=False,
                max_length=MAX_NOTES,
            )
        ],
    )


def heading(meeting: Meeting) -> str:
    """What it is about."""
    title = fit(meeting.topic.title, _TITLE)
    if meeting.topic.link:
        title = link_to(title, meeting.topic.link)
    kind = "Weekly session" if meeting.goes_on else "Session"
    return f"**{kind} · {title}**"


def when(meeting: Meeting) -> str:
    """When and where it is."""
    begins = stamp(meeting.starts_at, "F")
    if meeting.is_cancelled:
        return f"Called off. It was planned for {begins}."
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    state = "It is over." if meeting.is_over else stamp(meeting.starts_at, "R")
    return f"{begins} · {minutes} minutes · {state}{where(meeting)}"


def where(meeting: Meeting) -> str:
    """Where it is held, on a line of its own; empty where nothing was said."""
    places = []
    if meeting.voice_id is not None:
        places.append(f"<#{meeting.voice_id}>")
    if meeting.place:
        link = link_in(meeting.place)
        places.append(escape(meeting.place) if link is None else titled_link(link))
    return f"\nWhere: {' · '.join(places)}" if places else ""


def people(meeting: Meeting) -> str:
    """Who comes, and how many cannot."""
    verb = "came" if meeting.is_over and not meeting.is_cancelled else "comes"
    names = ", ".join(f"<@{user_id}>" for user_id in meeting.coming[:_NAMED])
    if len(meeting.coming) > _NAMED:
        names += f" and {len(meeting.coming) - _NAMED} more"
    text = f"**Who {verb}** · {len(meeting.coming)}" + (f"\n{names}" if names else "")
    if meeting.absent and not meeting.is_over:
        text += f"\n-# {plural(meeting.absent, 'member')} cannot this time"
    return text


def _notes(notes: Notes, shown: int) -> str:
    author = "" if notes.author_id is None else f" · last by <@{notes.author_id}>"
    return f"**Notes**{author}\n{fit(notes.text, shown)}"


def _public_acts(meeting: Meeting, now: datetime) -> list[ui.Button[ui.LayoutView]]:
    ended = meeting.is_over
    acts = [
        button("Join", JOIN(meeting.guild_id, meeting.id), style=_PRIMARY, disabled=ended),
        button("Can't come", CANNOT(meeting.guild_id, meeting.id), disabled=ended),
    ]
    if meeting.has_begun(now) and not meeting.is_cancelled:
        acts.append(button("Notes", NOTES(meeting.id)))
    return acts


def _own_acts(meeting: Meeting, user_id: int, now: datetime) -> list[ui.Button[ui.LayoutView]]:
    acts: list[ui.Button[ui.LayoutView]] = []
    here = meeting.guild_id, meeting.id
    if meeting.takes_answers:
        if user_id in meeting.coming:
            acts.append(button("Can't come", CANNOT_HERE(*here)))
        else:
            acts.append(button("Join", JOIN_HERE(*here), style=_PRIMARY))
    if meeting.has_begun(now) and not meeting.is_cancelled:
        acts.append(button("Notes", NOTES(meeting.id)))
    return acts


def _row(meeting: Meeting, user_id: int) -> ui.Section[ui.LayoutView]:
    mark = "●" if meeting.is_over else "◐" if user_id in meeting.coming else "○"
    state = f"{plural(len(meeting.coming), 'member')} " + (
        "came" if meeting.is_over else "come" if len(meeting.coming) != 1 else "comes"
    )
    if user_id in meeting.coming and not meeting.is_over:
        state += ", you too"
    if meeting.notes is not None:
        state += " · notes"
    text = (
        f"{mark} **{one_line(meeting.topic.title, 80)}** · {stamp(meeting.starts_at, 'F')}\n{state}"
    )
    return row(text, button("Open", OPEN(meeting.id)))
