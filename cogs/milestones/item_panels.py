"""One milestone or step, with everything that can be done with it, as panels."""

from __future__ import annotations

import discord
from discord import ui

from bot.milestones.rules.next_up import next_up
from bot.milestones.rules.own_rules import MAX_DEPTH
from bot.milestones.values import Board, Item, MilestoneOutcome, Status
from bot.milestones.words import SHARED, SHARING, say_shared, say_taken_back
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line
from cogs.common.sharing import share_question_panel
from cogs.common.text import escape, fit, one_line, titled_link
from cogs.milestones.routes import (
    ADD,
    COUNT,
    DROP,
    DUE,
    FINISH,
    HIDE,
    MORE,
    NOTE,
    OPEN,
    RENAME,
    REVEAL,
    REVERT,
    SHARE,
    SHARE_FOR_SURE,
    SKIP,
    START,
    TAKE_BACK,
    TIMES,
)
from cogs.milestones.style import ACCENT
from cogs.milestones.texts import (
    because,
    earlier,
    facts,
    headline,
    history,
    marked,
    section_title,
)

# What fits a message even at its fullest.
_TEXT, _FOLD = 900, 300
_SHOWN_STEPS, _STEP = 4, 60

_REPEATS = "It can be done again in each period, so it is in no percentage."

_PROMISED = (
    "The group waits for this one: it sees the date and whether it is done, in `/action list`. The "
    "rest only you see."
)

_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


def item_panel(
    board: Board, item: Item, said: str | None = None, *, rows: Items | None = None
) -> Panel:
    """One milestone with its dates, history and acts; ``said`` stands above it, ``rows`` below."""
    details = [
        f"-# {_place(board, item)}",
        fit(item.milestone.text, _TEXT) if item.milestone.text else "",
        _step(item),
        " · ".join(facts(board, item)),
        earlier(item),
    ]
    if item.waits_for and item.status.is_open:
        names = ", ".join(f"*{one_line(title, 60)}*" for title in item.waits_for[:3])
        details.append(f"Easier after {names}")
    details += _steps(board, item)
    details += _kept(item)
    if item.history:
        details.append(history(item))
    small_print = ONLY_YOU if item.origin is None else _PROMISED
    if item.occurrences:
        small_print += f" {_REPEATS}"
    if item.change and item.is_done_now:
        small_print += f" {SHARED if item.change.shared else SHARING}"
    opening: Items = [said, line()] if said else []
    return Panel(
        ACCENT,
        *opening,
        marked(item),
        "\n".join(part for part in details if part),
        *(rows or []),
        *(buttons(*acts) for acts in (_acts(item), _changes(item)) if acts),
        small_print=small_print,
    )


def outcome_panel(outcome: MilestoneOutcome) -> Panel:
    """What an act did, and the milestone after it."""
    return item_panel(outcome.board, outcome.item, headline(outcome))


def shared_panel(outcome: MilestoneOutcome, channel_id: int) -> Panel:
    """What sharing did, and the milestone after it."""
    said = say_shared(escape(outcome.item.title), channel_id, changed=outcome.changed)
    return item_panel(outcome.board, outcome.item, said)


def ask_to_share_panel(item: Item, user_id: int, channel_id: int) -> Panel:
    """Asks once before a win is shared; both answers lead back to the milestone."""
    return share_question_panel(
        ACCENT,
        item.title,
        item.link,
        user_id=user_id,
        channel_id=channel_id,
        share=SHARE_FOR_SURE(item.id),
        not_now=OPEN(item.id),
    )


def taken_back_panel(outcome: MilestoneOutcome, *, is_gone: bool) -> Panel:
    """What taking a win back did, and the milestone after it."""
    said = say_taken_back(escape(outcome.item.title), is_gone=is_gone)
    return item_panel(outcome.board, outcome.item, said)


def finished_panel(outcome: MilestoneOutcome) -> Panel:
    """The short word after a press of Done in the list, with the offer to share."""
    return Panel(
        ACCENT,
        headline(outcome),
        buttons(*_acts(outcome.item)),
        small_print=f"{ONLY_YOU} {SHARING}",
    )


def next_panel(board: Board, rows: Items) -> Panel:
    """What to take up next, and why; ``rows`` stand below."""
    found = next_up(board)
    if found is None:
        return Panel(
            ACCENT,
            f"Nothing is open on your board: {board.count.done} of {board.count.total} done. "
            "Take a breath, then look at what the next cycle could hold.",
            *rows,
            small_print=ONLY_YOU,
        )
    return item_panel(board, found.item, f"**Next for you**\n{because(board, found)}", rows=rows)


def note_panel(item: Item) -> Panel:
    """A note in full."""
    return Panel(
        ACCENT,
        f"**{escape(item.title)}**\n{fit(item.note or 'There is no note.', 3700)}",
        small_print=ONLY_YOU,
    )


def _place(board: Board, item: Item) -> str:
    parent = board.item(item.parent) if item.parent else None
    section = board.sections[item.block - 1]
    where = section_title(section)
    return f"Step of *{one_line(parent.title, 80)}* · {where}" if parent else where


def _step(item: Item) -> str:
    """The words of the plan's flow for its date."""
    return f"-# Step of the plan: {escape(item.step_title)}" if item.step_title else ""


def _steps(board: Board, item: Item) -> list[str]:
    steps = board.steps_of(item.id)
    shown = [f"{step.status.mark} {one_line(step.title, _STEP)}" for step in steps[:_SHOWN_STEPS]]
    if len(steps) > _SHOWN_STEPS:
        shown.append(f"and {len(steps) - _SHOWN_STEPS} more in `/milestone list`")
    return shown


def _kept(item: Item) -> list[str]:
    """The link and the note, folded."""
    link = [titled_link(item.link)] if item.link else []
    note = [f"> {one_line(item.note, _FOLD)}"] if item.note else []
    return [*link, *note]


def _acts(item: Item) -> list[ui.Button[ui.LayoutView]]:
    """What can be done with its state, its link and its note."""
    if item.hidden:
        return [button("Show again", REVEAL(item.id), style=_PRIMARY)]
    acts = [*_states(item), button("Link or note", NOTE(item.id))]
    if item.note and len(item.note) > _FOLD:
        acts.append(button("More", MORE(item.id)))
    return acts


def _states(item: Item) -> list[ui.Button[ui.LayoutView]]:
    start = button("Start", START(item.id))
    done = button("Done", FINISH(item.id), style=_PRIMARY)
    if item.occurrences:
        done = button("Done", COUNT(item.id, item.number), style=_PRIMARY)
        if item.is_done_now:
            return _counted(item)
    skip = button("Skip", SKIP(item.id))
    undo = button("Undo", REVERT(item.id, item.number))
    match item.status:
        case Status.NOT_STARTED:
            return [start, done, skip]
        case Status.IN_PROGRESS:
            return [done, skip, undo]
        case Status.SKIPPED:
            return [undo]
    if item.change and not item.change.shared:
        return [button("Share", SHARE(item.id), style=_PRIMARY), undo]
    return [*_taking_back(item), undo]


def _taking_back(item: Item) -> list[ui.Button[ui.LayoutView]]:
    is_shared = item.change is not None and item.change.shared
    return [button("Take back", TAKE_BACK(item.id))] if is_shared else []


def _counted(item: Item) -> list[ui.Button[ui.LayoutView]]:
    """What can be done with one that repeats and was done in this period."""
    is_reached = item.status is Status.DONE
    again = button(
        "Once more" if is_reached else "Done",
        COUNT(item.id, item.number),
        style=discord.ButtonStyle.secondary if is_reached else _PRIMARY,
    )
    shared = item.change is not None and item.change.shared
    share = _taking_back(item) if shared else [button("Share", SHARE(item.id))]
    return [again, *share, button("Undo", REVERT(item.id, item.number))]


def _changes(item: Item) -> list[ui.Button[ui.LayoutView]]:
    """What can be done with the milestone itself."""
    if item.hidden:
        return []
    acts = []
    if item.status.is_open:
        acts.append(button("Date", DUE(item.id)))
    if item.occurrences and any(True for _ in item.occurrences):
        acts.append(button("Each time", TIMES(item.id, 0)))
    if item.depth < MAX_DEPTH:
        acts.append(button("Add step", ADD(item.id, "")))
    if item.is_own:
        acts.append(button("Rename", RENAME(item.id)))
        if item.origin is None:
            acts.append(button("Drop", DROP(item.id), style=_DANGER))
    else:
        acts.append(button("Hide", HIDE(item.id)))
    return acts
