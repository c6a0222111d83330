"""What the feature declares of itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency.models import SelfLevelRow, SelfRatingRow
from bot.competency.queries import is_rating_day
from bot.competency.rules import quarter_of
from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row

_HELP = (
    HelpTopic(
        "competency",
        "Your competencies",
        "You rate yourself on the plan's axes, each level in words: once in your first week, then "
        "once a quarter. What you finished since stands beside each axis. Half a form is kept, and "
        "a rating stays on the axes of its time when the plan's change. Nobody else sees it.",
        (
            ("competency rate", "rate yourself, or go on with it"),
            ("competency show", "your levels, and how they moved"),
            ("competency evidence", "what you did, by axis"),
        ),
    ),
)

_STORED = (
    Stored(
        what="how you rate yourself on the plan's axes, with the axes as they were, what you "
        "answer to the two questions, when you finished, and whether you counted it "
        "towards a milestone",
        why="to show how your levels move, and to suggest what to focus on",
        how_long="until you are forgotten",
        seen_by="you; whom you ask for a second rating, the levels alone",
    ),
)

_TABLES = (SelfLevelRow, SelfRatingRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove all of the person's ratings."""
    await delete_of_person(session, guild_id, user_id, _TABLES)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's ratings with their levels."""
    return await records_of_person(session, guild_id, user_id, (SelfRatingRow, SelfLevelRow))


def _rating(row: Row) -> Row:
    """A quarter goes by its first day, which is that of the date on which it was rated."""
    if row["quarter"] is not None:
        finished = date.fromisoformat(str(row["finished_on"]))
        if quarter_of(finished).isoformat() != row["quarter"]:
            raise ValueError("quarter")
    return row


def _level(row: Row) -> Row:
    """A level is one of its scale, which has 2 to 10 of them, each a short text."""
    scale, level = row["scale"], row["level"]
    if not isinstance(scale, list) or not 2 <= len(scale) <= 10:
        raise ValueError("scale")
    if not all(isinstance(words, str) and 0 < len(words) <= 200 for words in scale):
        raise ValueError("scale")
    if type(level) is not int or not 1 <= level <= len(scale):
        raise ValueError("level")
    return row


DATA = FeatureData(
    name="competency",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    looks_back=is_rating_day,
    held=(
        Held(
            table=SelfRatingRow,
            title="Your ratings of yourself",
            counts="self-ratings",
            back=Back(without=dict.fromkeys(("counted_as", "counted_number")), read=_rating),
        ),
        Held(
            table=SelfLevelRow,
            title="Your levels in them",
            back=Back(read=_level, needs=lambda _row: SelfRatingRow.__tablename__),
        ),
    ),
)
