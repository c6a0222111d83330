"""Suggestions while somebody types a time zone or a time."""

from __future__ import annotations

import asyncio
from datetime import datetime, time

from discord import SelectOption

from bot.inputs import zones
from bot.inputs.times import parse_time, say_time
from bot.scheduling import find_zone
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.routes import Interaction
from cogs.common.text import cut

_NAME_LIMIT = 100
_TIMES = tuple(time(hour) for hour in (6, 7, 8, 9, 12, 17, 18, 19, 20, 21, 22))


@suggestions
async def suggest_zones(interaction: Interaction, typed: str) -> Choices:
    """Zones by city, each with the time it is there."""
    # In a thread: the first search reads the lists.
    found = await asyncio.to_thread(zones.search, typed, locale=str(interaction.locale))
    now = interaction.client.clock.now()
    return [choice(zone_label(zone, now), zone.name) for zone in found]


@suggestions
async def suggest_times(_interaction: Interaction, typed: str) -> Choices:
    """How a typed time is read; common ones before anything is typed."""
    times = (parse_time(typed),) if typed.strip() else _TIMES
    return [choice(say_time(at), say_time(at)) for at in times]


def zone_options(found: list[zones.Zone], now: datetime) -> list[SelectOption]:
    """The same zones as options of a select (at most 25)."""
    return [SelectOption(label=zone_label(zone, now), value=zone.name) for zone in found[:25]]


def zone_label(zone: zones.Zone, now: datetime) -> str:
    """``Kolkata, India · 11:30 now · Asia/Kolkata``."""
    place = f"{zone.city}, {zone.country}" if zone.country else zone.city
    return cut(f"{place} · {local_time(zone.name, now)} now · {zone.name}", _NAME_LIMIT)


def local_time(zone: str, now: datetime) -> str:
    """What clocks in ``zone`` show: the surest way to see that it is the right one."""
    return say_time(now.astimezone(find_zone(zone)).time())
