"""Loading and changing the group; shared by ``/setup`` and its panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import NotFound
from bot.groups import service as groups
from bot.groups.queries import find_group, find_member
from bot.groups.values import (
    DEFAULT_CATEGORIES,
    DEFAULT_PAPERS_CLOSE,
    DEFAULT_PAPERS_OPEN,
    DEFAULT_RETRO,
    Group,
    GroupFields,
    OrganiserCaller,
)
from bot.inputs import zones
from bot.inputs.text import comparable
from bot.scheduling import Unposted, local_date, unposted
from cogs.common.callers import as_organiser
from cogs.common.feature import PanelAddition
from cogs.common.group_fields import server
from cogs.common.panels import Items, Panel
from cogs.common.permissions import problems_in
from cogs.common.routes import Interaction
from cogs.groups.setup_panels import setup_panel

# A channel whose name holds one of these words is a good guess for the use.
_NAME_HINTS = {
    "announcements": ("announce", "news", "general"),
    "papers": ("paper", "reading", "journal"),
    "retros": ("retro", "reflect", "feedback"),
}
_UNPOSTED_SHOWN = timedelta(weeks=4)


async def show(interaction: Interaction, said: str | None = None) -> Panel:
    """The group's settings, or my suggestions where there is none; ``said`` stands above them."""
    seen = await as_organiser(interaction).read(_look, interaction.client)
    return await _panel(interaction, seen, said)


async def save(interaction: Interaction, fields: GroupFields) -> Panel:
    """Change what ``fields`` name; a server without a group becomes one, as suggested."""

    async def act(session: AsyncSession, caller: OrganiserCaller) -> _Seen:
        if await _find(session, caller) is None:
            first = suggestion(interaction)
            await groups.set_up(
                session,
                caller,
                zone=first.zone,
                start_date=first.start_date,
                announcements_channel_id=first.announcements_channel_id,
                papers_channel_id=first.papers_channel_id,
                retros_channel_id=first.retros_channel_id,
            )
        await groups.change_group(session, caller, **fields)
        return await _look(session, caller, interaction.client)

    return await _panel(interaction, await as_organiser(interaction).act(act))


async def in_force(interaction: Interaction) -> Group:
    """The group's settings, or those I suggest."""
    return await as_organiser(interaction).read(_find) or suggestion(interaction)


def suggestion(interaction: Interaction) -> Group:
    """Settings that work at once: channels by name, the organiser's zone, starting today."""
    guild = server(interaction)
    now = interaction.client.clock.now()
    zone = zones.guess(str(interaction.locale))
    ids = {use: _channel_like(guild, hints, interaction) for use, hints in _NAME_HINTS.items()}
    return Group(
        guild_id=guild.id,
        zone=zone,
        start_date=local_date(now, zone),
        announcements_channel_id=ids["announcements"],
        papers_channel_id=ids["papers"],
        retros_channel_id=ids["retros"],
        categories=DEFAULT_CATEGORIES,
        papers_open_weekday=DEFAULT_PAPERS_OPEN[0],
        papers_open_at=DEFAULT_PAPERS_OPEN[1],
        papers_close_weekday=DEFAULT_PAPERS_CLOSE[0],
        papers_close_at=DEFAULT_PAPERS_CLOSE[1],
        retro_on=DEFAULT_RETRO[0],
        retro_at=DEFAULT_RETRO[1],
    )


async def _find(session: AsyncSession, caller: OrganiserCaller) -> Group | None:
    return await find_group(session, caller.guild_id)


async def about(session: AsyncSession, guild_id: int, bot: Syllabot) -> list[PanelAddition]:
    """What features say of a group to everybody in its server, in their order."""
    return [
        await feature.about_group(session, guild_id)
        for feature in bot.features
        if feature.about_group is not None
    ]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The group, if there is one, with what is said of it.

    ``unposted`` is what it was to get of late and did not, ``notes`` what else organisers alone
    should know. ``is_member`` is about whoever looks.
    """

    group: Group | None
    unposted: list[Unposted]
    about: Sequence[PanelAddition] = ()
    is_member: bool = False
    notes: Items = field(default_factory=list)


async def _look(session: AsyncSession, caller: OrganiserCaller, bot: Syllabot) -> _Seen:
    since = caller.now - _UNPOSTED_SHOWN
    group = await _find(session, caller)
    missed = await unposted(session, caller.guild_id, since=since)
    if group is None:
        return _Seen(group, missed)
    member = await find_member(session, caller.guild_id, caller.user_id)
    told = await about(session, caller.guild_id, bot)
    notes = [
        item
        for feature in bot.features
        if feature.for_organisers is not None
        for item in await feature.for_organisers(session, caller)
    ]
    return _Seen(group, missed, told, member is not None, notes)


async def _panel(interaction: Interaction, seen: _Seen, said: str | None = None) -> Panel:
    guild, now = server(interaction), interaction.client.clock.now()
    group = seen.group
    shown = group or suggestion(interaction)
    titles = {
        kind.name: kind.title
        for feature in interaction.client.features
        for kind in feature.data.kinds
    }
    return setup_panel(
        shown,
        server=guild.name,
        is_set_up=group is not None,
        problems=await problems_in(interaction, shown),
        unposted=[(titles.get(each.kind, each.kind), each) for each in seen.unposted],
        notes=seen.notes,
        about=[item for each in seen.about for item in each.rows],
        can_join=group is not None and not seen.is_member,
        said=said,
        now=now,
    )


def _channel_like(guild: discord.Guild, hints: tuple[str, ...], interaction: Interaction) -> int:
    for hint in hints:
        for channel in guild.text_channels:
            if hint in comparable(channel.name):
                return channel.id
    here = interaction.channel_id
    if here is not None and isinstance(guild.get_channel(here), discord.TextChannel):
        return here
    if not guild.text_channels:
        raise NotFound(
            "This server has no text channel that I can see. Make one, then run `/setup`."
        )
    return guild.text_channels[0].id
