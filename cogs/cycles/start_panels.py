"""Closing a cycle and beginning the next, as panels: the preview, what was done, the news of it."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cycles.values import BegunCycle, ClosingPreview
from bot.figures import FLOOR
from bot.groups.values import Group
from bot.inputs.dates import say_date
from bot.milestones.rules import total
from bot.milestones.values import GroupProgress
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.routes import CustomId
from cogs.common.text import day_stamp, fit, stamp
from cogs.cycles.routes import BEGIN, CANCEL, REVIEW
from cogs.cycles.style import ACCENT

_AFTER = 900
_TOO_FEW = f"counts appear from {FLOOR} members on"


def closing_panel(closing: ClosingPreview, lacking: Sequence[str] | None) -> Panel:
    """What closing the present cycle does, with the choice."""
    group, number = closing.group, closing.number
    whose = (
        "the one member stands is"
        if closing.members == 1
        else (f"each of {closing.members:,} members stands is")
    )
    return Panel(
        ACCENT,
        f"**Close cycle {number}, begin cycle {number + 1}**\n"
        f"Cycle {number} began {say_date(group.start_date)}. Cycle {number + 1} begins "
        f"{say_date(closing.start)}.",
        f"- **Snapshots** · how {whose} kept, for that member alone, and never changes\n"
        f"- **Together so far** · {_together(closing.progress) or _TOO_FEW}\n"
        "- **What is open** stays open, and no date moves. In `/cycle review` each member carries, "
        "re-dates or drops what is theirs\n"
        f"- **Announced** · {_where(group, lacking)}",
        buttons(
            button(
                f"Start cycle {number + 1}",
                BEGIN(group.guild_id, number, closing.start),
                style=discord.ButtonStyle.primary,
            ),
            button("Cancel", CANCEL(group.guild_id, number)),
        ),
        small_print=f"Nothing has changed yet. A closed cycle stays closed. {ONLY_YOU}",
    )


def cancelled_panel(number: int) -> Panel:
    """Nothing was done."""
    return Panel(ACCENT, f"Nothing has changed: cycle {number} goes on.", small_print=ONLY_YOU)


def begun_panel(begun: BegunCycle, lacking: Sequence[str] | None) -> Panel:
    """What was done; or, for the second who pressed, that it was done already."""
    closed, group = begun.closed, begun.group
    if begun.is_new:
        said = (
            f"**Cycle {closed.number} is closed, cycle {begun.number} "
            f"{_begins(begun)} {say_date(group.start_date)}**\n"
            f"How everybody stood is kept. Announced {_where(group, lacking)}."
        )
    else:
        said = (
            f"**Cycle {closed.number} is closed already**, since {stamp(closed.closed_at)}. "
            "Nothing was done twice."
        )
    return Panel(
        ACCENT,
        said,
        buttons(button("Review", REVIEW(group.guild_id, closed.number))),
        small_print=ONLY_YOU,
    )


def announcement_panel(
    begun: BegunCycle, also: Sequence[discord.ui.Button[discord.ui.LayoutView]] = ()
) -> Panel:
    """The news, for everybody; ``also`` are buttons of other features about the closed cycle."""
    closed, group = begun.closed, begun.group
    together = _together(begun.progress)
    return Panel(
        ACCENT,
        f"🌱 **Cycle {closed.number} is over, cycle {begun.number} {_begins(begun)} "
        f"{day_stamp(group.start_date, group.zone)}**",
        (f"Together so far: {together}.\n" if together else "")
        + "How you stood is kept for you in `/cycle show`. What you had open stays open, and no "
        "date has moved: *Review* asks, one by one, whether to carry it, give it a new date, or "
        "drop it.",
        *([fit(begun.after, _AFTER)] if begun.after else []),
        buttons(button("Review", REVIEW(group.guild_id, closed.number)), *also),
        small_print="Your review and your snapshot are seen by you alone.",
    )


def announcement_marker(begun: BegunCycle) -> CustomId:
    """The custom id by which the news are found again: one cycle is announced once."""
    return REVIEW(begun.group.guild_id, begun.closed.number)


def _together(progress: GroupProgress | None) -> str:
    """The group's counts over the plan, without names; empty where of too few any can be told."""
    if progress is None:
        return ""
    count = total(progress.counts)
    return (
        f"{count.done:,} of {count.total:,} milestones done, {count.total - count.done:,} open, "
        f"{progress.together}"
    )


def _where(group: Group, lacking: Sequence[str] | None) -> str:
    if lacking is None:
        return "nowhere, since the announcements channel is gone. `/setup` chooses another"
    here = f"in <#{group.announcements_channel_id}>"
    return f"{here}, once I have *{', '.join(lacking)}* there" if lacking else here


def _begins(begun: BegunCycle) -> str:
    return "begins" if begun.group.start_date >= begun.closed.ended_on else "began"
