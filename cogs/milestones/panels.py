"""What members see of milestones: the list, one of them, a shared win. Data in, panels out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

import discord
from discord import ui

from bot.milestones.board import Board, Item, Section, next_due
from bot.milestones.rules import Count, Status
from bot.milestones.service import Outcome, Win
from cogs.common.marks import MARKS
from cogs.common.panels import (
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_of,
    pager,
    row,
)
from cogs.common.routes import custom_id
from cogs.common.text import bar, cut, day_stamp, escape, fit, one_line, percentage, stamp

# A row is three components, and a message holds forty.
_ROWS = 8
_FOLD = 300
# With eight rows, longer links would not fit a message; the milestone's own panel has them.
_LINK_IN_LIST = 150


class Show(StrEnum):
    """Which milestones a list shows."""

    ALL = "all"
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    SKIPPED = "skipped"

    def takes(self, status: Status) -> bool:
        """Whether a milestone of this status is shown."""
        match self:
            case Show.ALL:
                return True
            case Show.OPEN:
                return status.is_open
            case _:
                return self.value == status.value.replace("_", "-")


SHOW_LABELS = {
    Show.ALL: "All",
    Show.OPEN: "Open",
    Show.IN_PROGRESS: "In progress",
    Show.DONE: "Done",
    Show.SKIPPED: "Skipped",
}


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows: a block (0 = all), a filter, and a page from 0."""

    block: int = 0
    show: Show = Show.ALL
    page: int = 0

    @property
    def keys(self) -> tuple[int, str, int]:
        """The view as it stands in custom ids."""
        return self.block, self.show.value, self.page


def list_panel(board: Board, view: View) -> Panel:
    """The list of milestones. A view that no longer fits shows the nearest that does."""
    section = board.section(view.block)
    view = view if section else replace(view, block=0)
    items = section.items if section else board.items
    fitting = [item for item in items if view.show.takes(item.status)]
    shown, page, pages = page_of(fitting, view.page, _ROWS)
    view = replace(view, page=page)
    rows: Items = [_row(board, item, view) for item in shown]
    return Panel(
        Accent.PLAN,
        _heading(board, section),
        line(),
        *(rows or [_EMPTY[view.show]]),
        line(),
        buttons(_filter(board, view)),
        buttons(
            *pager("milestone:page", view.block, view.show.value, page=view.page, pages=pages),
            button("Next for me", "milestone:next", style=discord.ButtonStyle.primary),
        ),
        small_print=ONLY_YOU,
    )


def item_panel(board: Board, item: Item, headline: str | None = None) -> Panel:
    """One milestone with everything that can be done with it."""
    milestone = item.milestone
    section = board.sections[item.block - 1]
    details = [
        f"-# Block {item.block} · {escape(section.title)}",
        escape(milestone.text),
        " · ".join(_facts(board, item)),
    ]
    if item.waits_for:
        names = ", ".join(f"*{one_line(title, 60)}*" for title in item.waits_for[:3])
        details.append(f"Easier after {names}")
    details += _kept(item)
    small_print = ONLY_YOU
    if item.change and item.status is Status.DONE:
        small_print += (
            " You shared this win."
            if item.change.shared
            else " *Share* posts your name, the milestone and its link in the announcements; "
            "a note stays private."
        )
    opening: Items = [headline, line()] if headline else []
    return Panel(
        Accent.PLAN,
        *opening,
        f"{MARKS[item.status]} **{escape(item.title)}**",
        "\n".join(part for part in details if part),
        buttons(*_acts(item)),
        small_print=small_print,
    )


def outcome_panel(outcome: Outcome) -> Panel:
    """What an act did, and the milestone after it."""
    return item_panel(outcome.board, outcome.item, _headline(outcome))


def finished_panel(outcome: Outcome) -> Panel:
    """The short word after a press of Done in the list, with the offer to share."""
    return Panel(
        Accent.PLAN,
        _headline(outcome),
        buttons(*_acts(outcome.item)),
        small_print=f"{ONLY_YOU} *Share* posts your name, the milestone and its link in the "
        "announcements; a note stays private.",
    )


def nothing_left_panel(board: Board) -> Panel:
    """Next for me, when nothing is open."""
    return Panel(
        Accent.PLAN,
        f"Nothing is open on your path: {board.count.done} of {board.count.total} done. "
        "Take a breath, then look at what the next cycle could hold.",
        small_print=ONLY_YOU,
    )


def note_panel(item: Item) -> Panel:
    """A note in full."""
    note = item.change.note if item.change else None
    return Panel(
        Accent.PLAN,
        f"**{escape(item.title)}**\n{fit(note or 'There is no note.', 3700)}",
        small_print=ONLY_YOU,
    )


def win_panel(win: Win, delivery_id: int) -> Panel:
    """A win that its member released, for everyone."""
    outcome = win.outcome
    text = (
        f"🎉 <@{win.user_id}> finished **{escape(outcome.item.title)}**\n"
        f"Block {outcome.section.number} · {escape(outcome.section.title)}"
    )
    if win.link:
        text += f"\n{titled_link(win.link)}"
    return Panel(
        Accent.COMMUNITY,
        text,
        buttons(button("My milestones", "milestone:mine", delivery_id)),
        small_print="Shared by the member. Only you see your own list.",
    )


def win_marker(delivery_id: int) -> str:
    """The custom id by which a win's message is found again."""
    return custom_id("milestone:mine", delivery_id)


def titled_link(url: str) -> str:
    """A link that shows the site's name and opens no preview."""
    return f"[{escape(cut(urlsplit(url).hostname or 'link', 60))}](<{url}>)"


def _heading(board: Board, section: Section | None) -> str:
    if section:
        title = f"Block {section.number} · {escape(section.title)}"
        tally, items = section.count, section.items
    else:
        title = escape(board.plan_title) + (
            f" · {escape(board.path_title)}" if board.path_title else ""
        )
        tally, items = board.count, board.items
    state = [f"{bar(tally.done, tally.total)}"]
    due = next_due(items)
    if due is not None:
        word = "next due" if due >= board.today else "was planned for"
        state.append(f"{word} {day_stamp(due, board.zone)}")
    return f"**{title}** · {_tally(tally)}\n{' · '.join(state)}"


def _tally(tally: Count) -> str:
    skipped = f" · {tally.skipped} skipped" if tally.skipped else ""
    return f"{tally.done} of {tally.total}{skipped}"


def _row(board: Board, item: Item, view: View) -> ui.Section[ui.LayoutView]:
    facts = _facts(board, item)
    if not view.block:
        facts.append(f"block {item.block}")
    if item.change and item.change.link and len(item.change.link) <= _LINK_IN_LIST:
        facts.append(titled_link(item.change.link))
    text = f"{MARKS[item.status]} **{escape(item.title)}**"
    if facts:
        text += f"\n{' · '.join(facts)}"
    if item.status.is_open:
        return row(text, button("Done", "milestone:done", item.id, *view.keys))
    return row(text, button("Undo", "milestone:undo", item.id, item.number, *view.keys))


def _facts(board: Board, item: Item) -> list[str]:
    """Dates and effort: what is due or when it happened."""
    if item.change and item.status is Status.DONE:
        return [f"done {stamp(item.change.at, 'd')}"]
    if item.change and item.status is Status.SKIPPED:
        return [f"skipped {stamp(item.change.at, 'd')}"]
    facts = []
    if item.change:
        facts.append(f"since {stamp(item.change.at, 'd')}")
    if item.due:
        word = "due" if item.due >= board.today else "planned for"
        facts.append(f"{word} {day_stamp(item.due, board.zone)}")
    if item.milestone.hours:
        low, high = item.milestone.hours
        facts.append(f"{low}–{high} h" if low != high else f"{low} h")
    if item.milestone.repeats:
        facts.append(f"every {item.milestone.repeats}")
    return facts


def _kept(item: Item) -> list[str]:
    """The link and the note, folded."""
    if item.change is None:
        return []
    parts = []
    if item.change.link:
        parts.append(titled_link(item.change.link))
    if item.change.note:
        folded = one_line(item.change.note, _FOLD)
        parts.append(f"> {folded}")
    return parts


def _acts(item: Item) -> list[ui.Button[ui.LayoutView]]:
    primary = discord.ButtonStyle.primary
    start = button("Start", "milestone:start", item.id)
    done = button("Done", "milestone:finish", item.id, style=primary)
    skip = button("Skip", "milestone:skip", item.id)
    undo = button("Undo", "milestone:revert", item.id, item.number)
    match item.status:
        case Status.NOT_STARTED:
            return [start, done, skip]
        case Status.IN_PROGRESS:
            return [done, skip, undo]
        case Status.SKIPPED:
            return [undo]
    acts = [button("Link or note", "milestone:note", item.id), undo]
    if item.change and not item.change.shared:
        acts.insert(0, button("Share", "milestone:share", item.id, style=primary))
    if item.change and item.change.note and len(item.change.note) > _FOLD:
        acts.append(button("More", "milestone:more", item.id))
    return acts


def _headline(outcome: Outcome) -> str:
    item, tally = outcome.item, outcome.section.count
    title = f"*{escape(item.title)}*"
    if not outcome.changed:
        return f"Nothing to change: {title} is {item.status.value.replace('_', ' ')} already."
    if item.status is Status.DONE:
        percent = percentage(tally.done, tally.total)
        return f"Done: {title}. That is block {item.block} at {percent} %."
    if item.status is Status.IN_PROGRESS:
        return f"In progress: {title}."
    if item.status is Status.SKIPPED:
        return f"Skipped: {title}. It counts neither way, and *Undo* brings it back."
    return f"Back to not started: {title}."


def _filter(board: Board, view: View) -> ui.Select[ui.LayoutView]:
    """One select for the block and the filter; picking one keeps the other."""
    options = [
        discord.SelectOption(label=f"{SHOW_LABELS[show]} milestones", value=f"show-{show.value}")
        for show in Show
        if show is not view.show
    ]
    if view.block:
        options.append(discord.SelectOption(label="All blocks", value="block-0"))
    options += [
        discord.SelectOption(
            label=cut(f"Block {section.number} · {section.title}", 100),
            value=f"block-{section.number}",
            description=_tally(section.count),
        )
        for section in board.sections
        if section.number != view.block
    ]
    where = f"Block {view.block}" if view.block else "All blocks"
    return ui.Select(
        custom_id=custom_id("milestone:filter", view.block, view.show.value),
        placeholder=f"Filter: {where.lower()}, {SHOW_LABELS[view.show].lower()}",
        options=options,
    )


_EMPTY = {
    Show.ALL: "The plan has no milestones here.",
    Show.OPEN: "Nothing is open here. Enjoy that for a moment.",
    Show.IN_PROGRESS: "Nothing is in progress. `/milestone start` takes one up.",
    Show.DONE: "Nothing is done here yet. The first one is often the smallest.",
    Show.SKIPPED: "Nothing is skipped here.",
}
