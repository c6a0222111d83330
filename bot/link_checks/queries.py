"""How a group's check of links stands, for its organisers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import OrganiserCaller
from bot.library.queries import library_here
from bot.library.rules import links_in, title_of
from bot.link_checks.models import CheckedLinkRow, LinkCheckRow
from bot.link_checks.rules import DEAD_AFTER
from bot.link_checks.values import Checks, DeadLink


async def checks(session: AsyncSession, caller: OrganiserCaller) -> Checks:
    """How the check stands, and which links of the library are called dead.

    Raises:
        NotSetUp: the server has no group.
    """
    guild_id = caller.guild_id
    library = await library_here(session, guild_id)
    next_at = await session.scalar(
        select(LinkCheckRow.next_at).where(LinkCheckRow.guild_id == guild_id)
    )
    rows = await session.scalars(
        select(CheckedLinkRow)
        .where(CheckedLinkRow.guild_id == guild_id, CheckedLinkRow.failed_days >= DEAD_AFTER)
        .order_by(CheckedLinkRow.failed_on, CheckedLinkRow.link_key)
    )
    shown = links_in(library)
    dead = tuple(
        DeadLink(
            row.link_key,
            row.url,
            title_of(library, row.link_key),
            row.trouble or "",
            row.failed_on,
        )
        for row in rows
        if row.failed_on is not None and row.url == shown.get(row.link_key)
    )
    waiting = await session.scalar(
        select(func.count())
        .select_from(CheckedLinkRow)
        .where(CheckedLinkRow.guild_id == guild_id, CheckedLinkRow.due_at.is_not(None))
    )
    return Checks(next_at, dead, len(shown), waiting or 0)
