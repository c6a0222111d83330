"""Joining, step by step: the zone, what features ask first, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups import service as groups
from bot.groups.queries import find_member
from bot.groups.values import Caller, Member, MemberCaller
from bot.inputs.times import parse_time
from bot.inputs.zones import read_zone
from cogs.common.access import group_name
from cogs.common.callers import as_anyone, as_member
from cogs.common.conversations import open_soon
from cogs.common.feature import Feature, ForMember, PanelAddition
from cogs.common.panels import Panel
from cogs.common.routes import Interaction
from cogs.groups import members
from cogs.groups.join_panels import first_panel, joined_panel, zone_question_panel


async def begin(
    interaction: Interaction,
    guild_id: int | None = None,
    *,
    zone: str | None = None,
    at: str | None = None,
) -> Panel:
    """Make the person a member, and ask the first question; whoever is one is asked nothing."""
    bot = interaction.client
    prompt_at = parse_time(at) if at else None
    own_zone = await read_zone(zone) if zone else None

    async def join(session: AsyncSession, caller: Caller) -> Panel:
        was_in = await find_member(session, caller.guild_id, caller.user_id) is not None
        member = await groups.join(session, caller, zone=own_zone, prompt_at=prompt_at)
        joining = _as_member(caller, member)
        if was_in:
            return await _answer(session, joining, bot)
        if not member.own_zone:
            name = group_name(bot, caller.guild_id)
            return zone_question_panel(member, name, now=caller.now)
        return await _after_zone(session, joining, bot)

    return await as_anyone(interaction, guild_id).act(join)


async def zone_fits(interaction: Interaction, guild_id: int) -> Panel:
    """What comes once the person has said that the server's zone is theirs."""
    return await as_member(interaction, guild_id).read(_after_zone, interaction.client)


async def choose_zone(interaction: Interaction, guild_id: int, zone: str) -> Panel:
    """Take the zone, and show what comes then."""

    async def choose(session: AsyncSession, caller: MemberCaller) -> Panel:
        member = await groups.change_member(session, caller, zone=zone)
        return await _after_zone(session, replace(caller, member=member), interaction.client)

    return await as_member(interaction, guild_id).act(choose)


async def joined(interaction: Interaction, guild_id: int) -> Panel:
    """The answer to joining, with nothing left to ask."""
    return await as_member(interaction, guild_id).read(_answer, interaction.client)


async def open_conversation(interaction: Interaction, guild_id: int | None = None) -> None:
    """Open direct messages with the person, who has just been answered."""
    await open_soon(interaction.client, await members.own(interaction, guild_id))


async def _after_zone(session: AsyncSession, caller: MemberCaller, bot: Syllabot) -> Panel:
    added = await _additions(session, caller, bot, lambda feature: feature.join_first)
    if any(each.rows for each in added):
        name = group_name(bot, caller.guild_id)
        return first_panel(caller.member, name, added, now=caller.now)
    return await _answer(session, caller, bot)


async def _answer(session: AsyncSession, caller: MemberCaller, bot: Syllabot) -> Panel:
    added = await _additions(session, caller, bot, lambda feature: feature.joining)
    return joined_panel(caller.member, group_name(bot, caller.guild_id), added, now=caller.now)


async def _additions(
    session: AsyncSession,
    caller: MemberCaller,
    bot: Syllabot,
    which: Callable[[Feature], ForMember | None],
) -> list[PanelAddition]:
    """What each feature adds, in their order."""
    adding = [add for feature in bot.features if (add := which(feature)) is not None]
    return [await add(session, caller) for add in adding]


def _as_member(caller: Caller, member: Member) -> MemberCaller:
    return MemberCaller(caller.guild_id, caller.user_id, caller.is_organiser, caller.now, member)
