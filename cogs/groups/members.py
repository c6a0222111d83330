"""Loading and changing the person who acts; shared by commands and buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.values import Member, MemberCaller
from bot.inputs import zones
from cogs.common.access import group_name
from cogs.common.callers import as_member
from cogs.common.feature import Feature
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import CustomId, Interaction
from cogs.common.zone_choices import zone_options
from cogs.groups.member_panels import Standing, me_panel, which_zone_panel
from cogs.groups.rest_panels import rest_panel

P = ParamSpec("P")


async def own(interaction: Interaction, guild_id: int | None = None) -> Member:
    """Who the person is in a group."""

    async def themselves(_session: AsyncSession, caller: MemberCaller) -> Member:
        return caller.member

    return await as_member(interaction, guild_id).read(themselves)


async def standing(interaction: Interaction, guild_id: int | None = None) -> Standing:
    """All that ``/me`` shows of the person in a group."""
    return await as_member(interaction, guild_id).read(_standing, interaction.client.features)


async def show(interaction: Interaction, guild_id: int | None = None) -> Panel:
    """The person's ``/me`` in a group."""
    return _panel(interaction, await standing(interaction, guild_id))


async def change(
    interaction: Interaction,
    guild_id: int,
    act: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[Member]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Let the person act on their own settings, and show ``/me`` anew in place of what is there."""
    changed = await _changed(interaction, guild_id, act, *args, **kwargs)
    await rerender(interaction, _panel(interaction, changed))


async def change_rest(
    interaction: Interaction,
    guild_id: int,
    act: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[Member]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """As `change`, but show their rest anew."""
    changed = await _changed(interaction, guild_id, act, *args, **kwargs)
    await rerender(interaction, rest_panel(changed, now=interaction.client.clock.now()))


async def typed_zone(interaction: Interaction, typed: str, pick: CustomId) -> str | None:
    """The zone that was typed. Of several that fit, ``pick`` is asked for in an answer: then None.

    Raises:
        UserError: none fits, or it is not known which kind of zone is meant.
    """
    try:
        return await zones.read_zone(typed)
    except UserError:
        found = zones.near(typed)
        if len(found) < 2:
            raise
        options = zone_options(found, interaction.client.clock.now())
        await reply(interaction, which_zone_panel(pick, options))
        return None


async def _changed(
    interaction: Interaction,
    guild_id: int,
    act: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[Member]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Standing:
    async def act_and_look(session: AsyncSession, caller: MemberCaller) -> Standing:
        member = await act(session, caller, *args, **kwargs)
        return await _standing(session, replace(caller, member=member), interaction.client.features)

    return await as_member(interaction, guild_id).act(act_and_look)


def _panel(interaction: Interaction, standing: Standing) -> Panel:
    name = group_name(interaction.client, standing.member.guild_id)
    return me_panel(standing, name, now=interaction.client.clock.now())


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
