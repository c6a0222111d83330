"""Loading and changing the person who acts; shared by commands and buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.groups.values import Caller, Member, MemberCaller
from bot.inputs.times import parse_time
from bot.inputs.zones import read_zone
from cogs.common.access import group_name
from cogs.common.callers import as_anyone, as_member
from cogs.common.conversations import open_soon
from cogs.common.feature import Feature
from cogs.common.panels import Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction
from cogs.groups.member_panels import Standing, joined_panel, me_panel
from cogs.groups.stored_text import everything_stored

P = ParamSpec("P")


async def join(
    interaction: Interaction,
    guild_id: int | None = None,
    *,
    zone: str | None = None,
    at: str | None = None,
) -> Panel:
    """Make the person a member, or change what is named, and show it."""
    features = interaction.client.features
    prompt_at = parse_time(at) if at else None
    own_zone = await read_zone(zone) if zone else None

    async def join_and_look(session: AsyncSession, caller: Caller) -> Standing:
        member = await groups.join(session, caller, zone=own_zone, prompt_at=prompt_at)
        joining = _as_member(caller, member)
        first = [
            item
            for feature in features
            if feature.join_rows is not None
            for item in await feature.join_rows(session, joining)
        ]
        return replace(await _standing(session, joining, features), first=tuple(first))

    return _joined(interaction, await as_anyone(interaction, guild_id).act(join_and_look))


async def joined(interaction: Interaction, guild_id: int) -> Panel:
    """The answer to joining again, without what is read or chosen first."""
    features = interaction.client.features
    return _joined(interaction, await as_member(interaction, guild_id).read(_standing, features))


async def open_conversation(interaction: Interaction, guild_id: int | None = None) -> None:
    """Open direct messages with the person, who has just been answered."""
    await open_soon(interaction.client, await own(interaction, guild_id))


async def own(interaction: Interaction, guild_id: int | None = None) -> Member:
    """Who the person is in a group."""

    async def themselves(_session: AsyncSession, caller: MemberCaller) -> Member:
        return caller.member

    return await as_member(interaction, guild_id).read(themselves)


async def show(interaction: Interaction, guild_id: int | None = None) -> Panel:
    """The person's ``/me`` in a group."""
    standing = await as_member(interaction, guild_id).read(_standing, interaction.client.features)
    return _panel(interaction, standing)


async def change(
    interaction: Interaction,
    guild_id: int,
    act: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[Member]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Let the person act on their own settings, and show ``/me`` anew in place of what is there."""

    async def act_and_look(session: AsyncSession, caller: MemberCaller) -> Standing:
        member = await act(session, caller, *args, **kwargs)
        return await _standing(session, replace(caller, member=member), interaction.client.features)

    standing = await as_member(interaction, guild_id).act(act_and_look)
    await rerender(interaction, _panel(interaction, standing))


def _panel(interaction: Interaction, standing: Standing) -> Panel:
    name = group_name(interaction.client, standing.member.guild_id)
    return me_panel(standing, name, now=interaction.client.clock.now())


def _joined(interaction: Interaction, standing: Standing) -> Panel:
    name = group_name(interaction.client, standing.member.guild_id)
    stored = everything_stored(feature.data for feature in interaction.client.features)
    return joined_panel(standing, name, stored, now=interaction.client.clock.now())


def _as_member(caller: Caller, member: Member) -> MemberCaller:
    return MemberCaller(caller.guild_id, caller.user_id, caller.is_organiser, caller.now, member)


async def _standing(
    session: AsyncSession, caller: MemberCaller, features: Sequence[Feature]
) -> Standing:
    return Standing(
        member=caller.member,
        is_home=await groups.is_home(session, caller),
        added=tuple(
            [
                await feature.me_rows(session, caller)
                for feature in features
                if feature.me_rows is not None
            ]
        ),
    )
