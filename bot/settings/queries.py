"""Reads of the log of settings, and of the roles that may organise."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import features_of
from bot.groups.audit_rules import KEPT, Change
from bot.groups.models import OrganiserRoleRow, SettingChangeRow
from bot.groups.values import OrganiserCaller
from bot.settings.values import Logged, LogPage

PAGE_SIZE = 8


async def log_page(session: AsyncSession, caller: OrganiserCaller, page: int) -> LogPage:
    """A page of the group's log, newest first; one beyond an end gives that end."""
    since = caller.now - KEPT
    mine = (SettingChangeRow.guild_id == caller.guild_id) & (SettingChangeRow.changed_at >= since)
    total = await session.scalar(select(func.count()).select_from(SettingChangeRow).where(mine))
    pages = max(1, -(-(total or 0) // PAGE_SIZE))
    page = min(max(page, 0), pages - 1)
    rows = await session.scalars(
        select(SettingChangeRow)
        .where(mine)
        .order_by(SettingChangeRow.changed_at.desc(), SettingChangeRow.id.desc())
        .offset(page * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    audited = {each.name: each for feature in features_of(session) for each in feature.audited}
    return LogPage(tuple(_logged(row) for row in rows), page, pages, total or 0, audited)


async def organiser_roles(session: AsyncSession, guild_id: int) -> list[int]:
    """The ids of the roles that may organise, in the order of their making."""
    rows = await session.scalars(
        select(OrganiserRoleRow.role_id)
        .where(OrganiserRoleRow.guild_id == guild_id)
        .order_by(OrganiserRoleRow.role_id)
    )
    return list(rows)


def _logged(row: SettingChangeRow) -> Logged:
    change = Change(row.setting, row.old, row.new)
    return Logged(change, row.user_id, row.by_operator, row.changed_at)
