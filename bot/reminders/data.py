"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, Records, Stored
from bot.held import Held
from bot.reminders.models import ReminderRow

_STORED = (
    Stored(
        what="which dates of milestones, actions, watched deadlines and check-ins I have named to "
        "you, and in which message",
        why="so that each is named once at each time and not again",
        how_long="as long as your membership is stored",
        seen_by="you",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what was named to the person; buttons of those messages then say that it is gone."""
    await delete_of_person(session, guild_id, user_id, [ReminderRow])


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """Which dates were named to the person."""
    return await records_of_person(session, guild_id, user_id, [ReminderRow])


_HELD = (
    Held(
        table=ReminderRow,
        title="Dates that I named to you",
        back="they tell of messages that are over; a date may be named once more",
    ),
)


DATA = FeatureData(
    name="reminders",
    help=(),
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    held=_HELD,
)
