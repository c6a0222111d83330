"""Deadlines of conferences as panels. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord
from discord import ui

from bot.community.rules import MAX_NAME, MAX_TYPED, as_typed, say_moment
from bot.community.values import (
    AddedConference,
    Conference,
    ConferenceOutcome,
    Deadline,
    DeadlineReminder,
)
from bot.inputs.links import MAX_LINK
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, Urgency
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
from cogs.common.text import cut, escape, fit, in_days, plural, stamp, titled_link
from cogs.community.routes import (
    ADD,
    CHANGE,
    OPEN,
    PAGE,
    REMOVE,
    REMOVE_FOR_SURE,
    SHOW,
    UNWATCH,
    WATCH,
    Place,
)

ACCENT = 0xEC4899

# A row is three components, and a message holds forty.
_ROWS = 8
# With eight rows, longer ones would not fit a message; the conference's own panel has them.
_NAME_IN_LIST, _LINK_IN_LIST = 100, 80
_SHOWN_ON_TODAY, _NAME_ON_TODAY = 3, 60
_WHO_SEES = "The group sees conferences and who added them; which ones you watch, only you see."
_HINT = "Such as 2027-01-15 or 15 Jan 2027 17:00 UTC. No time: 23:59. No zone: AoE."

_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


def list_panel(found: list[Conference], page: int = 0) -> Panel:
    """The coming deadlines, nearest first, with a button for each."""
    shown, page, pages = page_of(found, page, _ROWS)
    rows: Items = [_row(each, page) for each in shown]
    heading = "**Conference deadlines**"
    if found:
        watched = sum(each.watched for each in found)
        heading += f" · {len(found)} ahead, you watch {watched}"
    else:
        heading += (
            "\nNone ahead yet. *Add* takes a name and a deadline, such as `2027-01-15 23:59 AoE`, "
            "and shows everybody the exact time on their own clock."
        )
    return Panel(
        ACCENT,
        heading,
        line(),
        *rows,
        *([line(), buttons(_chooser(shown))] if shown else []),
        buttons(
            *page_buttons(PAGE, page=page, pages=pages),
            button("Add", ADD(), style=_PRIMARY),
        ),
        small_print=f"AoE is anywhere on earth, UTC−12. {_WHO_SEES}",
    )


def conference_panel(found: Conference, said: str | None = None) -> Panel:
    """One conference with its acts; ``said`` stands above it."""
    opening: Items = [said, line()] if said else []
    details = [f"**{escape(found.name)}**", *_when(found)]
    if found.link:
        details.append(titled_link(found.link))
    if found.added_by is not None:
        details.append(f"-# Added by <@{found.added_by}>")
    acts = [_watch(found, Place.OWN, 0)]
    if found.changeable:
        acts += [
            button("Change", CHANGE(found.id)),
            button("Remove", REMOVE(found.id), style=_DANGER),
        ]
    return Panel(
        ACCENT,
        *opening,
        "\n".join(details),
        buttons(*acts, button("All", PAGE(0))),
        small_print=_WHO_SEES,
    )


def deadline_line(reminder: DeadlineReminder, *, today: date) -> DailyLine[ReminderKey]:
    """A watched deadline in the daily message."""
    deadline, when = reminder.deadline, in_days((reminder.due - today).days)
    link = f" · {titled_link(deadline.link)}" if deadline.link else ""
    return DailyLine(
        key=reminder.key,
        rows=[f"Deadline: *{fit(deadline.name, 100)}* · {when} ({stamp(deadline.at, 'F')}){link}"],
        urgency=Urgency.AHEAD,
        due=reminder.due,
        more_in="`/conference list`",
        worth_a_message=True,
    )


def ahead_rows(deadlines: Sequence[Deadline]) -> Items:
    """For ``/today``: the watched deadlines that come soon, nearest first."""
    if not deadlines:
        return []
    lines = [
        f"{fit(each.name, _NAME_ON_TODAY)}, {stamp(each.at, 'F')}"
        for each in deadlines[:_SHOWN_ON_TODAY]
    ]
    if len(deadlines) > _SHOWN_ON_TODAY:
        lines.append(f"and {len(deadlines) - _SHOWN_ON_TODAY} more in `/conference list`")
    return ["\n".join(("**Deadlines you watch**", *lines))]


def standing(deadlines: Sequence[Deadline], *, is_due: bool) -> str:
    """For ``/me``: how many deadlines the member watches; empty for none."""
    if not deadlines:
        return ""
    text = f"{plural(len(deadlines), 'deadline')} that you watch in `/conference list`"
    return f"{text}, next {stamp(deadlines[0].at, 'D')}" if is_due else text


def added_text(added: AddedConference) -> str:
    """What adding it did."""
    name = f"*{escape(added.conference.name)}*"
    match added.outcome:
        case ConferenceOutcome.ADDED:
            return f"Added: {name}. The group sees it, and you watch it."
        case ConferenceOutcome.CHANGED:
            return f"Changed: {name}, for everybody. You watch it."
        case ConferenceOutcome.THERE:
            return f"The group has {name} already. You watch it."


def watching_text(found: Conference) -> str:
    """What watching did, or ending it."""
    name = f"*{escape(found.name)}*"
    if not found.watched:
        return f"You no longer watch {name}."
    return (
        f"You watch {name} now. A date of yours in the week before it shows in `/milestone next`."
    )


def ask_remove_panel(found: Conference) -> Panel:
    """Asks once more before a conference goes."""
    return Panel(
        ACCENT,
        f"**Remove** *{escape(found.name)}*?\nIt leaves the group's list, and the lists of those "
        "who watch it.",
        buttons(
            button("Remove", REMOVE_FOR_SURE(found.id), style=_DANGER),
            button("Keep", SHOW(found.id)),
        ),
        small_print=ONLY_YOU,
    )


def removed_panel(gone: Conference) -> Panel:
    """What was removed."""
    return Panel(
        ACCENT,
        f"Removed: *{escape(gone.name)}*, with its deadline {escape(say_moment(gone.deadline))}.",
        buttons(button("All", PAGE(0))),
        small_print=ONLY_YOU,
    )


def add_form() -> Form:
    """The form for a conference."""
    return Form(
        "Add a conference",
        ADD(),
        fields=[
            text_field("name", "Which one?", example="NeurIPS 2027", max_length=MAX_NAME),
            _deadline_field(),
            _link_field(),
        ],
    )


def change_form(found: Conference) -> Form:
    """The form for another deadline or link, with those in force."""
    return Form(
        cut(f"Change {found.name}", 45),
        CHANGE(found.id),
        fields=[_deadline_field(as_typed(found.deadline)), _link_field(found.link)],
    )


def _deadline_field(default: str | None = None) -> ui.Label[Form]:
    return text_field("deadline", "Deadline", hint=_HINT, default=default, max_length=MAX_TYPED)


def _link_field(default: str | None = None) -> ui.Label[Form]:
    return text_field(
        "link",
        "Link",
        example="https://…",
        default=default,
        required=False,
        max_length=MAX_LINK,
    )


def _row(found: Conference, page: int) -> ui.Section[ui.LayoutView]:
    heading = f"**{fit(found.name, _NAME_IN_LIST)}**"
    if found.link and len(found.link) <= _LINK_IN_LIST:
        heading += f" · {titled_link(found.link)}"
    return row("\n".join((heading, *_when(found))), _watch(found, Place.LIST, page))


def _when(found: Conference) -> tuple[str, str]:
    """The instant on the reader's clock, and the deadline as it was announced."""
    at = found.deadline.at
    watched = " · you watch it" if found.watched else ""
    announced = f"-# {escape(say_moment(found.deadline))}{watched}"
    return f"{stamp(at, 'F')} · {stamp(at, 'R')}", announced


def _watch(found: Conference, place: Place, page: int) -> ui.Button[ui.LayoutView]:
    label, route = ("Unwatch", UNWATCH) if found.watched else ("Watch", WATCH)
    return button(label, route(found.id, place, page))


def _chooser(shown: Sequence[Conference]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=OPEN(),
        placeholder="Open one",
        options=[
            discord.SelectOption(
                label=each.name, value=str(each.id), description=say_moment(each.deadline)
            )
            for each in shown
        ],
    )
