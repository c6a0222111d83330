"""Acts of organisers on the check of links: switch it on or off."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.groups.audit import record
from bot.groups.audit_rules import Change
from bot.groups.queries import get_group
from bot.groups.values import OrganiserCaller
from bot.link_checks import queries
from bot.link_checks.audited import LINK_CHECKS
from bot.link_checks.models import LinkCheckRow
from bot.link_checks.values import Checks


async def switch_on(session: AsyncSession, caller: OrganiserCaller) -> Checks:
    """Check the group's links from now on, for the first time at once. Safe to repeat.

    Raises:
        NotSetUp: the server has no group.
    """
    await get_group(session, caller.guild_id)
    made = await session.execute(
        insert(session, LinkCheckRow)
        .values(guild_id=caller.guild_id, next_at=caller.now)
        .on_conflict_do_nothing()
        .returning(LinkCheckRow.guild_id)
    )
    if made.scalar() is not None:
        await _record(session, caller, Change(LINK_CHECKS.name, "off", "on"))
    return await queries.checks(session, caller)


async def switch_off(session: AsyncSession, caller: OrganiserCaller) -> Checks:
    """Check no link any more, and forget how they stood. Safe to repeat."""
    gone = await session.execute(
        delete(LinkCheckRow)
        .where(LinkCheckRow.guild_id == caller.guild_id)
        .returning(LinkCheckRow.guild_id)
    )
    if gone.scalar() is not None:
        await _record(session, caller, Change(LINK_CHECKS.name, "on", "off"))
    return await queries.checks(session, caller)


async def _record(session: AsyncSession, caller: OrganiserCaller, change: Change) -> None:
    await record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)
