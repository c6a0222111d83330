"""Files of deadlines as panels. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord
from discord import ui

from bot.community.rules import MAX_NAME, MAX_TYPED, as_typed, say_moment
from bot.deadline_files.service import MAX_FILES
from bot.deadline_files.values import (
    Chosen,
    DeadlineFile,
    Entry,
    FileKind,
    FileNotice,
    MovedDeadline,
    OpenFile,
    Standing,
)
from bot.inputs.links import MAX_LINK, host_of
from bot.inputs.text import first_characters
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, Urgency
from cogs.common.forms import Form, text_field
from cogs.common.panels import (
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import cut, escape, fit, plural, stamp, titled_link
from cogs.deadline_files.routes import (
    ANSWER,
    ASK,
    CHOOSE,
    FILES,
    OFF,
    OPEN,
    PAGE,
    UNCLEAR,
)

ACCENT = 0xEC4899

# What a select takes, and what a message holds of names and words at their longest.
_ROWS, _UNCLEAR_ROWS = 12, 10
_NAME, _SAID, _TROUBLE, _SHOWN_NAMES = 44, 30, 100, 3
# With ten files, longer addresses would not fit a message; the file's own panel has them.
_LINK_IN_LIST = 80
_KINDS = {FileKind.CALENDAR: "calendar", FileKind.YAML: "YAML", FileKind.JSON: "JSON"}
_MARKS = {Standing.ABSENT: "○", Standing.SAME: "●", Standing.OTHER: "◐"}
_HOW = (
    "I read it once a day. A deadline moves once the file has said the same for a day, and what "
    "was changed by hand stays."
)
_HINT = "Such as 2027-01-15 or 15 Jan 2027 17:00 UTC. No time: 23:59. No zone: AoE."

_PRIMARY = discord.ButtonStyle.primary


def files_panel(found: Sequence[DeadlineFile], said: str = "") -> Panel:
    """The files that are read daily, each with how it is and what was read last."""
    opening: Items = [said, line()] if said else []
    rows: Items = [row(_about_row(each), button("Open", OPEN(each.id))) for each in found]
    none = (
        "None yet. `/conference file` takes the address of a calendar (.ics), or of a list as "
        "ccf-deadlines and sec-deadlines publish it (YAML or JSON)."
    )
    return Panel(
        ACCENT,
        *opening,
        f"**Files of deadlines** · {len(found)} of {MAX_FILES}",
        line(),
        *(rows or [none]),
        small_print=f"Organisers see this. {ONLY_YOU}",
    )


def file_panel(opened: OpenFile, page: int = 0, said: str = "") -> Panel:
    """What a file has ahead, to choose from; ``said`` stands above it."""
    file = opened.file
    shown, page, pages = page_of(opened.ahead, page, _ROWS)
    items: Items = [said, line()] if said else []
    items += [_heading(file), line()]
    if shown:
        items += ["\n".join(map(_ahead_line, shown)), buttons(_chooser(file, shown, page))]
    else:
        items.append("Nothing in it is ahead that I can read.")
    acts = []
    if opened.unclear:
        acts.append(button(f"Not understood ({len(opened.unclear)})", UNCLEAR(file.id, 0)))
    if file.is_kept:
        acts.append(button("Switch off", OFF(file.id)))
    acts.append(button("All files", FILES()))
    turning = page_buttons(lambda to: PAGE(file.id, to), page=page, pages=pages)
    items += [buttons(*turning)] if turning else []
    return Panel(
        ACCENT, *items, buttons(*acts), small_print=f"● in the group's list. {_HOW} {ONLY_YOU}"
    )


def unclear_panel(opened: OpenFile, page: int = 0) -> Panel:
    """What of a file I do not read for sure, what contradicts itself first, and why."""
    file = opened.file
    shown, page, pages = page_of(opened.unclear, page, _UNCLEAR_ROWS)
    asked = sum(each.asks for each in opened.unclear)
    heading = f"**Not understood** · {len(opened.unclear)} in {titled_link(file.url)}"
    if asked:
        are = "contradicts itself" if asked == 1 else "contradict themselves"
        heading += f"\n{asked} {are}: which of the two is right?"
    items: Items = [heading, line()]
    if shown:
        items += ["\n".join(map(_unclear_line, shown)), buttons(_asker(file, shown))]
    else:
        items.append("All of it is clear.")
    turning = page_buttons(lambda to: UNCLEAR(file.id, to), page=page, pages=pages)
    return Panel(
        ACCENT,
        *items,
        buttons(*turning, button("Back", PAGE(file.id, 0))),
        small_print="I take none of these for a deadline. Choose one to say what it is. "
        f"{ONLY_YOU}",
    )


def answer_form(file_id: int, entry: Entry) -> Form:
    """The form for a deadline that is unclear, with the file's own words."""
    return Form(
        cut(entry.name, 45),
        ANSWER(file_id, entry.key),
        fields=[
            text_field("name", "Which one?", default=entry.name, max_length=MAX_NAME),
            text_field(
                "deadline",
                "Deadline",
                hint=_HINT,
                default=first_characters(entry.said, MAX_TYPED),
                max_length=MAX_TYPED,
            ),
            text_field("link", "Link", default=entry.link, required=False, max_length=MAX_LINK),
        ],
    )


def chosen_text(chosen: Chosen) -> str:
    """What choosing did, in a few lines."""
    lines = []
    for names, words in (
        (chosen.added, "Added"),
        (chosen.changed, "Moved to what the file says"),
        (chosen.there, "In your list already; the file keeps it current now"),
    ):
        if names:
            lines.append(f"{words}: {_names(names)}.")
    lines += [
        f"Not added, {fit(name, _NAME)}: {fit(why, _TROUBLE)}"
        for name, why in chosen.left_out[:_SHOWN_NAMES]
    ]
    if len(chosen.left_out) > _SHOWN_NAMES:
        lines.append(f"{len(chosen.left_out) - _SHOWN_NAMES} more were not added.")
    return "\n".join(lines) or "Nothing was chosen that stands there still. Look again."


def trouble_panel(url: str, trouble: str) -> Panel:
    """Why a file cannot be used."""
    return Panel(
        Accent.ERROR,
        f"I cannot read that file ({escape(cut(host_of(url), 60))}): {escape(trouble)}. Nothing "
        "was changed.\nA calendar (.ics) works, and a list as ccf-deadlines and sec-deadlines "
        "publish it.",
        buttons(button("All files", FILES())),
        small_print=ONLY_YOU,
    )


def notice_rows(notices: Sequence[FileNotice]) -> Items:
    """For ``/setup``: what organisers have not heard yet of their files, one at a time."""
    if not notices:
        return []
    first, *others = notices
    parts = []
    if first.failing_since is not None:
        parts.append(
            f"could not be read since {stamp(first.failing_since, 'd')}: "
            f"{fit(first.trouble, _TROUBLE)}. I go on trying once a day"
        )
    if first.gone:
        whose = _names(first.gone)
        parts.append(
            f"has no date any more that is surely that of {whose}; your list keeps what it has"
        )
    which = f"◐ A file of deadlines ({escape(cut(host_of(first.url), 60))})"
    text = f"{which} {', and it '.join(parts)}."
    if others:
        text += f" {plural(len(others), 'other file has', 'other files have')} news too."
    return [row(text, button("Look", OPEN(first.file_id)))]


def moved_line(moved: MovedDeadline, key: ReminderKey, *, due: date) -> DailyLine[ReminderKey]:
    """A watched deadline that a file moved, in the daily message."""
    link = f" · {titled_link(moved.link)}" if moved.link else ""
    return DailyLine(
        key=key,
        rows=[
            f"Deadline moved: *{fit(moved.name, 100)}* is due {stamp(moved.at, 'F')} now, and was "
            f"{stamp(moved.was, 'F')}{link}"
        ],
        urgency=Urgency.AHEAD,
        due=due,
        more_in="`/conference list`",
        worth_a_message=True,
    )


def _heading(file: DeadlineFile) -> str:
    lines = [f"**Deadlines in {titled_link(file.url)}** · {_KINDS[file.kind]}", _state(file)]
    left = [
        f"{count:,} {words}"
        for count, words in ((file.over, "over"), (file.undated, "without a date yet"))
        if count
    ]
    if left:
        lines.append(f"-# {' · '.join(left)}")
    if file.gone:
        whose = _names(file.gone)
        lines.append(
            f"No date in it any more is surely that of {whose}. Your list keeps what it has."
        )
    return "\n".join(lines)


def _about_row(file: DeadlineFile) -> str:
    taken = f"{plural(file.followed, 'deadline')} of your list" if file.followed else "none ahead"
    which = escape(cut(host_of(file.url), _NAME))
    if len(file.url) <= _LINK_IN_LIST:
        which = titled_link(file.url)
    return f"**{which}** · {_KINDS[file.kind]} · {taken}\n{_state(file)}"


def _state(file: DeadlineFile) -> str:
    parts = [f"{file.ahead:,} ahead"]
    if file.unclear:
        parts.append(f"{file.unclear:,} not understood")
    if file.waiting:
        parts.append(f"{file.waiting} moved in it, to be read once more tomorrow")
    if file.by_hand:
        parts.append(f"{file.by_hand} changed by hand")
    read = f"Read {stamp(file.read_at, 'R')}: {' · '.join(parts)}"
    if file.failing_since is None:
        return f"● {read}" if file.is_kept else f"○ {read}"
    since = stamp(file.failing_since, "d")
    return f"◐ Failing since {since}: {fit(file.trouble, _TROUBLE)}\n{read}"


def _ahead_line(entry: Entry) -> str:
    assert entry.moment is not None, "what is ahead has an instant"
    text = f"{_MARKS[entry.standing]} **{fit(entry.name, _NAME)}** · {stamp(entry.moment.at, 'f')}"
    text += f" · {fit(entry.said, _SAID)}"
    if entry.standing is Standing.OTHER and entry.listed is not None:
        text += f" · your list: {stamp(entry.listed.at, 'f')}"
    return text


def _unclear_line(entry: Entry) -> str:
    mark = "**?**" if entry.asks else "○"
    listed = "" if entry.listed is None else f" · your list: {stamp(entry.listed.at, 'f')}"
    return (
        f"{mark} **{fit(entry.name, _NAME)}** · {fit(entry.said, 2 * _SAID)}{listed}\n"
        f"-# {fit(entry.trouble, _TROUBLE)}"
    )


def _chooser(file: DeadlineFile, shown: Sequence[Entry], page: int) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=CHOOSE(file.id, page),
        placeholder="Take some into the group's list",
        min_values=1,
        max_values=len(shown),
        options=[
            discord.SelectOption(label=each.name, value=each.key, description=_described(each))
            for each in shown
        ],
    )


def _described(entry: Entry) -> str:
    """How it was read, or from what it would move yours."""
    assert entry.moment is not None, "what is ahead has an instant"
    read = say_moment(entry.moment)
    if entry.standing is Standing.OTHER and entry.listed is not None:
        return cut(f"{read}; yours is {as_typed(entry.listed)}", 100)
    return cut(f"in your list · {read}" if entry.standing is Standing.SAME else read, 100)


def _asker(file: DeadlineFile, shown: Sequence[Entry]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=ASK(file.id),
        placeholder="Say what one of them is",
        options=[
            discord.SelectOption(
                label=each.name, value=each.key, description=cut(each.trouble, 100)
            )
            for each in shown
        ],
    )


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(f"*{fit(name, _NAME)}*" for name in names[:_SHOWN_NAMES])
    more = len(names) - _SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
