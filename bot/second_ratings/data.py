"""What the feature declares of itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Held
from bot.second_ratings.models import SecondLevelRow, SecondRatingRow

_HELP = (
    HelpTopic(
        "second-ratings",
        "A second view",
        "You can ask one member, such as your mentor, to rate you on the same axes. They find it "
        "in `/today` and may decline. They see your levels, never your answers, and only once "
        "theirs stand; then both show side by side. Withdrawing deletes what they gave, and what "
        "they see.",
        (("competency compare", "ask for a second rating, see both, or give one"),),
    ),
)

_STORED = (
    Stored(
        what="whom you ask for a second rating of yours, whether they agreed, and the levels that "
        "they gave",
        why="to show both views side by side",
        how_long="until you withdraw it, they decline, or one of you is forgotten",
        seen_by="you and whoever you asked",
    ),
)

_AGAIN = "whoever you asked gives it anew, if you ask them again"


def _about(guild_id: int, user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SecondRatingRow.guild_id == guild_id, SecondRatingRow.user_id == user_id


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the person asked for, and what they were asked for, with all levels."""
    await session.execute(
        delete(SecondRatingRow)
        .where(
            SecondRatingRow.guild_id == guild_id,
            (SecondRatingRow.user_id == user_id) | (SecondRatingRow.mentor_id == user_id),
        )
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person asked for, with the levels that were given on it once all are."""
    given: list[Any] = [SecondRatingRow.finished_on.is_not(None)]
    mine = select(SecondRatingRow.id).where(*_about(guild_id, user_id), *given)
    return {
        SecondRatingRow.__tablename__: await records(
            session, SecondRatingRow, *_about(guild_id, user_id)
        ),
        SecondLevelRow.__tablename__: await records(
            session,
            SecondLevelRow,
            SecondLevelRow.guild_id == guild_id,
            SecondLevelRow.second_id.in_(mine),
        ),
    }


DATA = FeatureData(
    name="second_ratings",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    held=(
        Held(table=SecondRatingRow, title="Whom you asked for a second rating", back=_AGAIN),
        Held(table=SecondLevelRow, title="The levels they gave you", person="", back=_AGAIN),
    ),
)
