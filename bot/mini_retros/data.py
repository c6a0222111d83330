"""What the feature declares of itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row
from bot.mini_retros.models import MiniRetroRow
from bot.mini_retros.queries import is_its_day
from bot.mini_retros.rules import month_of

_HELP = (
    HelpTopic(
        "mini-retros",
        "Your month",
        "What your weeks' logs say rolls up into two questions: what worked, what to adjust. The "
        "daily message offers them the day before the group's retro, or on the month's last day "
        "without one; `/today` has them for a week. One press counts your answer in the plan. "
        "Nobody else sees it.",
        (
            ("routine log", "the way to your mini-retro, at any time"),
            ("today", "the same while it is offered"),
        ),
    ),
)

_STORED = (
    Stored(
        what="what you write when you look back on a month, on which date you first did, and "
        "whether you counted it towards a milestone",
        why="to show it again, and to count it once",
        how_long="until you empty it or are forgotten",
        seen_by="you",
    ),
)

_TABLES = (MiniRetroRow,)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove all of the person's mini-retros."""
    await delete_of_person(session, guild_id, user_id, _TABLES)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's mini-retros."""
    return await records_of_person(session, guild_id, user_id, _TABLES)


def _as_written(row: Row) -> Row:
    """A month goes by its first."""
    month = date.fromisoformat(str(row["month"]))
    if month != month_of(month):
        raise ValueError("a month goes by its first")
    return row


DATA = FeatureData(
    name="mini_retros",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    looks_back=is_its_day,
    held=(
        Held(
            table=MiniRetroRow,
            title="Months that you looked back on",
            counts="mini-retros",
            back=Back(
                unit=("month",),
                without=dict.fromkeys(("counted_as", "counted_number")),
                read=_as_written,
            ),
        ),
    ),
)
