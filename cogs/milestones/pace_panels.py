"""A member's pace and path as panels: what would move, and what each path holds."""

from __future__ import annotations

import discord
from discord import ui

from bot.groups.service import Member
from bot.inputs.dates import say_date
from bot.milestones.pace import Shift
from bot.milestones.rules import say_pace
from bot.milestones.values import Board
from cogs.common.feature import PanelAddition
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons
from cogs.common.text import cut, escape, fit, moved, plural
from cogs.milestones.links import ME
from cogs.milestones.routes import JOIN_PATH, PACE_SET, PICK_PATH

EVERYTHING = "_all"
"""The choice of no path; no path's id can be so."""

_ABOUT = 250
_ASKED_PATHS = 4


def preview_panel(shift: Shift) -> Panel:
    """What another pace or start would move, with the choice."""
    member = shift.member
    confirm = button(
        "Confirm",
        PACE_SET(member.guild_id, shift.days, shift.start, member.pace_days),
        style=discord.ButtonStyle.primary,
    )
    return Panel(
        Accent.SETTINGS,
        f"**Pace: {say_pace(shift.days)}**, counted from {say_date(shift.start)}\n"
        f"{shift.words(moved)}",
        buttons(confirm, button("Cancel", ME(member.guild_id))),
        small_print=f"Nothing has changed yet. {ONLY_YOU}",
    )


def shifted_panel(shift: Shift, rows: Items) -> Panel:
    """What was moved; ``rows`` stand below."""
    return Panel(
        Accent.SETTINGS,
        f"**Pace: {say_pace(shift.days)}**, counted from {say_date(shift.start)}\n"
        "Your open dates follow it from now on; done ones keep theirs.",
        *rows,
        buttons(button("My settings", ME(shift.member.guild_id))),
        small_print=ONLY_YOU,
    )


def path_panel(guild_id: int, board: Board) -> Panel:
    """What each path holds, and the choice."""
    texts = [
        f"**{escape(path.title)}** · {path.count.words}\n{fit(path.about, _ABOUT)}"
        for path in board.paths
    ]
    options = [
        discord.SelectOption(
            label=cut(path.title, 100),
            value=path.id,
            description=cut(f"{plural(path.count.total, 'milestone')}: {path.about}", 100),
            default=path.id == board.path,
        )
        for path in board.paths
    ]
    options.append(
        discord.SelectOption(
            label="All of the plan",
            value=EVERYTHING,
            description="The milestones of every path",
            default=board.path is None,
        )
    )
    select: ui.Select[ui.LayoutView] = ui.Select(custom_id=PICK_PATH(guild_id), options=options)
    return Panel(
        Accent.SETTINGS,
        "**Your path** · its milestones stand on your board, those of other paths do not.",
        "\n\n".join(texts),
        buttons(select),
        buttons(button("My settings", ME(guild_id))),
        small_print=f"What you did on a path stays, also while you are on another. {ONLY_YOU}",
    )


def path_question(guild_id: int, board: Board) -> PanelAddition:
    """Asks which path it shall be, with a button for each, as far as a row has room."""
    paths = board.paths[:_ASKED_PATHS]
    titles = ", ".join(fit(path.title, 80) for path in paths)
    return PanelAddition(
        rows=[
            f"**Which path do you take?** {titles}; *Later* is all of the plan for now. `/me` "
            "changes it."
        ],
        acts=[button(cut(path.short, 80), JOIN_PATH(guild_id, path.id)) for path in paths],
    )


def path_chosen_panel(member: Member, board: Board) -> Panel:
    """Which path it is now."""
    name = f"*{escape(board.path_title)}*" if board.path_title else "all of the plan"
    return Panel(
        Accent.SETTINGS,
        f"Your board shows {name} now: {board.count.words}. What you did elsewhere stays.",
        buttons(button("My settings", ME(member.guild_id))),
        small_print=ONLY_YOU,
    )
