"""Rounds of study partners as organisers see them: numbers, and when they come."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.partners.rules import BETWEEN
from bot.partners.values import FEWEST_WEEKS, MOST_WEEKS, Standing
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line
from cogs.common.text import plural, stamp
from cogs.partners.routes import START, START_SURE, WEEKS
from cogs.partners.style import ACCENT

OFF = "0"


def round_panel(found: Standing, lacking: Sequence[str], said: str | None = None) -> Panel:
    """How many take part, when rounds come, and what is ``lacking`` for threads."""
    items: Items = [said, line()] if said else []
    taking = "takes" if found.taking_part == 1 else "take"
    paused = f" {found.paused} more in a pause." if found.paused else ""
    lines = [
        "**Rounds of study partners**",
        f"{plural(found.taking_part, 'member')} {taking} part.{paused}",
    ]
    if found.last_round is not None:
        lines.append(f"The last round: {stamp(found.last_round, 'D')}.")
    if found.next_round is not None:
        lines.append(f"The next one comes {stamp(found.next_round, 'F')}, by itself.")
    else:
        lines.append("None comes by itself yet: choose how often.")
    if lacking:
        lines.append(
            f"For a private thread for each pair I still need: {', '.join(lacking)}. Until then "
            "partners are introduced by direct message."
        )
    if found.troubles:
        lines.append(f"Without a thread for now: {plural(found.troubles, 'pair')}.")
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=WEEKS(),
        placeholder="How often",
        options=[
            discord.SelectOption(
                label=f"Every {weeks} weeks", value=str(weeks), default=weeks == found.weeks
            )
            for weeks in range(FEWEST_WEEKS, MOST_WEEKS + 1)
        ]
        + [discord.SelectOption(label="Not by themselves", value=OFF, default=found.weeks is None)],
    )
    items += ["\n".join(lines), buttons(select), buttons(button("Start a round", START()))]
    small = (
        f"One that would come within {BETWEEN.days} days of another is left out. Nobody is listed "
        f"by name. {ONLY_YOU}"
    )
    return Panel(ACCENT, *items, small_print=small)


def start_panel(found: Standing) -> Panel:
    """Asks once more before a round is made."""
    text = (
        f"**Start a round now?** {plural(found.taking_part, 'member')} are brought together anew; "
        "the pairs of before end with it."
    )
    return Panel(
        ACCENT,
        text,
        buttons(button("Start", START_SURE(), style=discord.ButtonStyle.primary)),
        small_print=ONLY_YOU,
    )
