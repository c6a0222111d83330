"""Use cases of settings: the log of changes, and which roles may organise.

Whoever changes a setting of a group records it here, in the transaction that changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert as upsert
from bot.errors import UserError
from bot.groups.queries import lock_group
from bot.groups.values import OrganiserCaller
from bot.inputs.text import cut
from bot.settings.models import OrganiserRoleRow, SettingChangeRow
from bot.settings.values import KEPT, MAX_ROLES, MAX_VALUE, ROLE, Change


async def record(
    session: AsyncSession,
    guild_id: int,
    changes: Sequence[Change],
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Put changes into the group's log; ``by`` None is whoever runs the bot. Nothing: no row."""
    if not changes:
        return
    rows = [
        {
            "guild_id": guild_id,
            "user_id": by,
            "by_operator": by is None,
            "setting": change.setting,
            "old": _short(change.old),
            "new": _short(change.new),
            "changed_at": now,
        }
        for change in changes
    ]
    await session.execute(insert(SettingChangeRow), rows)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Remove what the log has held for long enough. Safe to run at any time."""
    await session.execute(
        delete(SettingChangeRow)
        .where(SettingChangeRow.changed_at < now - KEPT)
        .execution_options(synchronize_session=False)
    )


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
        upsert(session, OrganiserRoleRow).values(guild_id=guild_id, role_id=role_id)
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


def _short(value: str | None) -> str | None:
    return None if value is None else cut(value, MAX_VALUE)
