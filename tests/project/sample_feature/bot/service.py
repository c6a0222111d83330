"""Acts on books."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.scheduling import put_now
from tests.project.sample_feature.bot.models import BookRow
from tests.project.sample_feature.bot.queries import titles

REMINDER = "books.reminder"


async def add(session: AsyncSession, caller: MemberCaller, title: str) -> list[str]:
    """Note a book, and let a reminder of it fall due; gives back all titles."""
    row = {"guild_id": caller.guild_id, "user_id": caller.user_id, "title": title}
    await session.execute(insert(BookRow).values(**row))
    await put_now(
        session,
        caller.guild_id,
        kind=REMINDER,
        zone=caller.member.zone,
        now=caller.now,
        user_id=caller.user_id,
        subject=title,
    )
    return await titles(session, caller.guild_id, caller.user_id)
