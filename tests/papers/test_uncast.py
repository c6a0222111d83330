"""What a daily message says of a ballot that is not cast, below Discord, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.db import Database
from bot.papers.models import RoundRow
from bot.papers.uncast import uncast
from bot.reminders.closing import to_name
from tests.groups import acting as groups
from tests.papers.group import ANA, CLOSES, DAY, GUILD, opened

MORNING = CLOSES - timedelta(hours=8)


async def test_r13_what_was_named_is_named_again_only_where_the_close_was_moved(
    db: Database,
) -> None:
    await opened(db)
    async with db.begin() as session:
        ana = await groups.get_member(session, GUILD, ANA)
        found = await uncast(session, ana, MORNING)
        named = to_name(found, ana, (), next_day=None, now=MORNING)
        assert named is not None
        sent = [named.key]
        assert to_name(found, ana, sent, next_day=None, now=MORNING) is None
        await session.execute(update(RoundRow).values(closes_at=CLOSES + DAY))
        later = await uncast(session, ana, MORNING + DAY)
        moved = to_name(later, ana, sent, next_day=None, now=MORNING + DAY)
        assert moved is not None
        assert moved.due == (CLOSES + DAY).date()
