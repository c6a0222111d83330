"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from tests.project.sample_feature.bot.models import BookRow
from tests.project.sample_feature.bot.queries import titles
from tests.project.sample_feature.bot.service import REMINDER


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the person noted."""
    await session.execute(
        delete(BookRow).where(BookRow.guild_id == guild_id, BookRow.user_id == user_id)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person noted."""
    return {"books": [{"title": title} for title in await titles(session, guild_id, user_id)]}


DATA = FeatureData(
    name="books",
    help=(HelpTopic("books", "Books", "Note what you read.", (("book add", "note one"),)),),
    stored=(
        Stored(
            what="the books you note",
            why="to remind you of them",
            how_long="until you leave",
            seen_by="you",
        ),
    ),
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=REMINDER, title="A book waits", lateness=timedelta(days=1), on_failed=None
        ),
    ),
)
