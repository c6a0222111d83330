"""Use cases of settings: which roles may organise."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.audit import record
from bot.groups.audit_rules import ROLE, Change
from bot.groups.models import OrganiserRoleRow
from bot.groups.queries import lock_group
from bot.groups.values import OrganiserCaller
from bot.settings.values import MAX_ROLES


async def add_role(session: AsyncSession, caller: OrganiserCaller, role_id: int) -> bool:
    """Let a role organise; False where it does already.

    Raises:
        NotSetUp: the server has no group.
        UserError: there is no room for another one.
    """
    guild_id = caller.guild_id
    await lock_group(session, guild_id)
    mine = OrganiserRoleRow.guild_id == guild_id
    if await session.get(OrganiserRoleRow, (guild_id, role_id)) is not None:
        return False
    count = await session.scalar(select(func.count()).select_from(OrganiserRoleRow).where(mine))
    if (count or 0) >= MAX_ROLES:
        raise UserError(f"{MAX_ROLES} roles organise here, and more do not fit. Remove one first.")
    await session.execute(
        insert(session, OrganiserRoleRow).values(guild_id=guild_id, role_id=role_id)
    )
    added = Change(ROLE, None, str(role_id))
    await record(session, guild_id, [added], by=caller.user_id, now=caller.now)
    return True


async def remove_role(session: AsyncSession, caller: OrganiserCaller, role_id: int) -> bool:
    """Let a role organise no longer; False where it does not.

    Raises:
        NotSetUp: the server has no group.
    """
    guild_id = caller.guild_id
    await lock_group(session, guild_id)
    row = await session.get(OrganiserRoleRow, (guild_id, role_id))
    if row is None:
        return False
    await session.delete(row)
    await session.flush()
    removed = Change(ROLE, str(role_id), None)
    await record(session, guild_id, [removed], by=caller.user_id, now=caller.now)
    return True
