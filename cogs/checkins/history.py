"""How a member's check-ins have moved: from their answers to the chart, and each one to open."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.charts import checkins as chart
from bot.checkins.queries import History
from bot.checkins.values import HIGHEST, LOWEST, CheckIn, Item
from bot.inputs.dates import say_date
from cogs.checkins.panels import ACCENT, YOURS, help_text
from cogs.checkins.routes import HISTORY, HISTORY_BEFORE, OPEN, SEE
from cogs.common.panels import Items, Panel, button, buttons


def trend_of(found: Sequence[CheckIn]) -> chart.Trend:
    """The answers by their items' lasting keys; what a version did not ask is a gap."""
    items: dict[str, Item] = {item.key: item for each in found for item in each.items}
    checks = [
        chart.Check(each.taken_on, tuple(each.by_key.get(key) for key in items)) for each in found
    ]
    names = tuple((item.name, item.question) for item in items.values())
    return chart.Trend(names, tuple(checks), LOWEST, HIGHEST)


def empty_panel(found: History) -> Panel:
    """What stands there without any."""
    return Panel(
        ACCENT,
        "**No check-in yet.** `/checkin now` takes a minute, on any day you like.",
        help_text(found.support),
        buttons(button("Check in", OPEN(found.guild_id))),
        small_print=YOURS,
    )


def turn_buttons(found: History) -> Items:
    """Lead to what came before, and back to the latest."""
    guild_id, turns = found.guild_id, []
    if found.has_earlier:
        first = found.checkins[0].taken_on
        turns.append(button("Earlier", HISTORY_BEFORE(guild_id, first)))
    if found.has_later:
        turns.append(button("Latest", HISTORY(guild_id)))
    return [buttons(*turns)] if turns else []


def open_select(found: History) -> ui.ActionRow[ui.LayoutView]:
    """Opens one of those that the trend shows, the newest first."""
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=SEE(found.guild_id),
        placeholder="Open one",
        options=[
            discord.SelectOption(label=say_date(each.taken_on), value=each.taken_on.isoformat())
            for each in reversed(found.checkins)
        ],
    )
    return buttons(select)
