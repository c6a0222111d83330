"""Panels of a change that waits, of what it did, and of a file that cannot be used."""

from __future__ import annotations

import io
from datetime import datetime

import discord

from bot.plans.loader import Problem
from bot.plans.queries import UNDO_WINDOW
from bot.plans.values import LoadedPlan, Plan, PlanDiff, Preview, UndoPreview
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line
from cogs.common.text import escape, one_line, plural, stamp
from cogs.plans.change_text import change_lists
from cogs.plans.routes import CANCEL, CHANGES, CONFIRM, UNDO, UNDO_FOR_SURE, VERSIONS
from cogs.plans.style import ACCENT

_PROBLEM_LINES = 20
_PROBLEM_TEXT = 3000
_PROBLEM_LINE = 300

Answer = tuple[Panel, list[discord.File]]
"""A panel, and the files that it shows."""


def contents(plan: Plan) -> str:
    """``*Title*: 6 blocks, 37 milestones``."""
    blocks, milestones = len(plan.blocks), len(plan.milestones)
    return f"*{escape(plan.title)}*: {plural(blocks, 'block')}, {plural(milestones, 'milestone')}"


def preview_panel(preview: Preview) -> Panel:
    """What would change, with Confirm and Cancel; or that nothing would."""
    if preview.is_identical:
        return Panel(
            ACCENT,
            f"**Nothing to change**\nThis is the plan in force already, version {preview.number}; "
            "only comments or the layout may differ.",
            small_print=ONLY_YOU,
        )
    lists, is_whole = change_lists(preview.changes, preview.plan)
    acts = [
        button(
            "Confirm",
            CONFIRM(preview.number, preview.key),
            style=discord.ButtonStyle.primary,
        ),
        button("Cancel", CANCEL(preview.key)),
    ]
    if not is_whole:
        acts.append(button("Whole list", CHANGES(preview.key)))
    return Panel(
        ACCENT,
        f"**Change the plan?**\n{contents(preview.plan)}, against version {preview.number} which "
        "is in force.",
        *([_overtaken(preview)] if preview.is_overtaken else []),
        line(),
        lists,
        *_about_ids(preview.changes),
        *_about_progress(preview.changes),
        buttons(*acts),
        small_print=f"Nothing has changed yet. {ONLY_YOU}",
    )


def undo_panel(back: UndoPreview) -> Panel:
    """What an undo would change; asked once more."""
    lists, _ = change_lists(back.changes, back.plan)
    return Panel(
        ACCENT,
        f"**Undo version {back.number}?**\nThe plan is then as it was in version {back.back_to}: "
        f"{contents(back.plan)}.",
        line(),
        lists,
        *_about_progress(back.changes),
        buttons(
            button("Undo", UNDO_FOR_SURE(back.number), style=discord.ButtonStyle.danger),
            button("Keep it", VERSIONS(0)),
        ),
        small_print=f"Nothing has changed yet. {ONLY_YOU}",
    )


def loaded_panel(loaded: LoadedPlan, now: datetime) -> Panel:
    """What is in force now, with the way back."""
    if not loaded.is_new:
        headline = f"**Version {loaded.number} is in force already**"
        acts = [button("Versions", VERSIONS(0))]
        until = ""
    else:
        headline = f"**Version {loaded.number} is in force**"
        acts = [
            button("Undo", UNDO(loaded.number)),
            button("Versions", VERSIONS(0)),
        ]
        until = f"\nIt can be undone until {stamp(now + UNDO_WINDOW, 'D')}."
    return Panel(
        ACCENT,
        f"{headline}\n{contents(loaded.plan)}. Members find it in `/plan show`; what they did "
        f"stays theirs.{until}",
        buttons(*acts),
        small_print=ONLY_YOU,
    )


def cancelled_panel() -> Panel:
    """That nothing happened."""
    return Panel(
        ACCENT,
        "**Cancelled**\nThe plan stays as it is.",
        small_print=ONLY_YOU,
    )


def problems_answer(problems: tuple[Problem, ...]) -> Answer:
    """Each problem with line and key; those that do not fit are in a file, all together."""
    shown: list[str] = []
    for problem in problems[:_PROBLEM_LINES]:
        text = f"- {one_line(str(problem), _PROBLEM_LINE)}"
        if sum(map(len, shown)) + len(text) > _PROBLEM_TEXT:
            break
        shown.append(text)
    parts: Items = [
        "**This file cannot be used yet**\n"
        f"Nothing changed. Mend {'this' if len(problems) == 1 else 'these'} and import it again:",
        "\n".join(shown),
    ]
    files = []
    if len(shown) < len(problems):
        parts.append(f"… and {len(problems) - len(shown)} more; the file has them all.")
        files = [text_file("problems.txt", "\n".join(map(str, problems)) + "\n")]
        parts += [discord.ui.File(file) for file in files]
    return Panel(Accent.ERROR, *parts, small_print=ONLY_YOU), files


def file_answer(headline: str, name: str, text: str) -> Answer:
    """A file with a word on it."""
    file = text_file(name, text)
    return Panel(ACCENT, headline, discord.ui.File(file), small_print=ONLY_YOU), [file]


def text_file(name: str, text: str) -> discord.File:
    """A text to download."""
    return discord.File(io.BytesIO(text.encode(errors="replace")), filename=name)


def _overtaken(preview: Preview) -> str:
    by = f" by <@{preview.made_by}>" if preview.made_by else ""
    return (
        f"**Version {preview.number} came meanwhile**{by}, so I did not put yours over it unseen. "
        "Below is your change against that version: what it brought and yours lacks would go "
        "again. To keep both, cancel and make your change on `/plan export` as it is now."
    )


def _about_ids(changes: PlanDiff) -> list[str]:
    """A milestone that goes and comes under the same title most likely lost its id by mistake."""
    gone = {entry.title: entry.id for entry in changes.removed if entry.kind == "milestone"}
    lost = [entry for entry in changes.added if entry.kind == "milestone" and entry.title in gone]
    if not lost:
        return []
    first = lost[0]
    more = f", and {len(lost) - 1} more like it" if len(lost) > 1 else ""
    return [
        f"**Is it the same one?** *{escape(first.title)}* has another id now: `{first.id}` instead "
        f"of `{gone[first.title]}`{more}. Progress hangs on the id: to keep it, cancel and put the "
        "old id back."
    ]


def _about_progress(changes: PlanDiff) -> list[str]:
    """Said whether anybody has some or not: two counts of them would tell what one did (U5)."""
    if not any(entry.kind == "milestone" for entry in changes.removed):
        return []
    return [
        "What members did on a removed milestone is kept out of sight. If the milestone comes "
        "back, by an undo or an import with the same id, so does their progress. "
        "How many have some is told to nobody."
    ]
