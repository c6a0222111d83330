"""When feedback on an evening's talks closes, and feedback that nobody is to see (C5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Group
from bot.scheduling import Once, put, upcoming
from bot.talks import rules
from bot.talks.models import FeedbackMarkRow, FeedbackRow
from bot.talks.values import CLOSE

_MOST = 50


async def close_later(
    session: AsyncSession,
    group: Group,
    meeting_id: int,
    ends_at: datetime,
    now: datetime,
    *,
    number: int = 0,
) -> None:
    """Let feedback on an evening's talks close a week after its end, as that is planned now."""
    await put(
        session,
        group.guild_id,
        kind=CLOSE,
        rule=Once(rules.taken_until(ends_at), group.zone),
        after=now,
        subject=f"{meeting_id}:{number}",
    )


async def evenings_ahead(session: AsyncSession, guild_id: int) -> set[int]:
    """The meetings that are evenings of talks, with or without any yet, and have not closed."""
    found = await upcoming(session, guild_id, kinds=(CLOSE,), limit=_MOST)
    return {int(each.subject.partition(":")[0]) for each in found}


async def remove_unseen(session: AsyncSession, guild_id: int, talk_id: int) -> None:
    """Remove anonymous feedback on a talk, and who gave some."""
    for table in (FeedbackMarkRow, FeedbackRow):
        await session.execute(
            delete(table)
            .where(table.guild_id == guild_id, table.talk_id == talk_id)
            .execution_options(synchronize_session=False)
        )
