"""Pausing, resuming and looking ahead: each acts or reads, and shows what is to come."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import rest_service
from bot.groups.values import MemberCaller
from bot.routine import queries
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.routes import Interaction
from cogs.routine.preview_panels import paused_panel, preview_panel, resumed_panel

_SHOWN = 3


async def pause(session: AsyncSession, caller: MemberCaller, until: str) -> Panel:
    """Pause from now until a date as somebody types it."""
    member = await rest_service.pause_as_typed(session, caller, until)
    ahead = await queries.messages_ahead(session, member, limit=_SHOWN)
    return paused_panel(member, ahead, now=caller.now)


async def resume(session: AsyncSession, caller: MemberCaller) -> Panel:
    """End a pause or a stop."""
    member = await rest_service.end_pause(session, caller)
    ahead = await queries.messages_ahead(session, member, limit=_SHOWN)
    return resumed_panel(member, ahead, now=caller.now)


async def preview(session: AsyncSession, caller: MemberCaller) -> Panel:
    """The next messages."""
    return preview_panel(caller.member, await queries.preview(session, caller), now=caller.now)


async def own_group(interaction: Interaction) -> int:
    """The guild id of the group that the person means."""

    async def where(_session: AsyncSession, caller: MemberCaller) -> int:
        return caller.guild_id

    return await as_member(interaction).read(where)
