"""A group's settings as organisers read and choose them, in ``/setup`` and ``/settings``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

import discord
from discord import ui

from bot.groups.channel_uses import CHANNEL_USES, channel_ids
from bot.groups.values import Group
from bot.inputs.date_patterns import say_date_pattern
from bot.inputs.dates import WEEKDAYS, say_date
from bot.inputs.times import say_time
from bot.scheduling import occurrences
from cogs.common.panels import Items, buttons
from cogs.common.routes import CustomId, Route
from cogs.common.text import stamp
from cogs.common.zone_choices import local_time

_NEXT_SHOWN = 3


def basics_text(group: Group, now: datetime) -> str:
    """The group's zone, with what clocks show there, and the first day of its plan."""
    return (
        f"**Zone** {group.zone}, {local_time(group.zone, now)} there now\n"
        f"**Start** {say_date(group.start_date)}"
    )


def rhythm_text(group: Group, now: datetime) -> str:
    """When the weekly paper opens and closes, and retros open."""
    opens = f"{WEEKDAYS[group.papers_open_weekday]} {say_time(group.papers_open_at)}"
    closes = f"{WEEKDAYS[group.papers_close_weekday]} {say_time(group.papers_close_at)}"
    return (
        f"**Weekly paper** opens {opens}, closes {closes}\n"
        f"**Retro** {say_date_pattern(group.retro_on)} at {say_time(group.retro_at)}, next "
        f"{next_retros(group, now)}"
    )


def next_retros(group: Group, now: datetime) -> str:
    """When the next ones open, as every reader's clock has it."""
    ahead = islice(occurrences(group.retro_rule, now), _NEXT_SHOWN)
    return ", ".join(stamp(found.at) for found in ahead)


def channel_selects(group: Group, routes: Mapping[str, Route[()]]) -> Items:
    """Each of the group's channels with a select for another one."""
    ids = channel_ids(group)
    parts: Items = []
    for use, label in CHANNEL_USES.items():
        parts += [f"**{label}**", buttons(_channel_select(routes[use](), ids[use]))]
    return parts


def _channel_select(custom_id: CustomId, channel_id: int) -> ui.ChannelSelect[ui.LayoutView]:
    default = discord.SelectDefaultValue(id=channel_id, type=discord.SelectDefaultValueType.channel)
    return ui.ChannelSelect(
        custom_id=custom_id,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        default_values=[default],
    )
