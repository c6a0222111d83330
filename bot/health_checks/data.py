"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.figures import FLOOR
from bot.health_checks.models import HealthMarkRow
from bot.health_checks.service import publish
from bot.held import Held

_HELP = (
    HelpTopic(
        "health",
        "Health check",
        "While a retro collects cards, five short sentences ask how the group works for you. "
        f"Answers are anonymous. From {FLOOR} answers on, the group sees a mean for each sentence "
        "at the reveal, and how it moves from retro to retro. It says how the group works, and "
        "nothing about you.",
        (("retro health", "how it has moved"),),
    ),
)

_STORED = (
    Stored(
        what="that you have answered a retro's health check",
        why="so that everybody answers once",
        how_long="until the reveal, or until you take your answer back or are forgotten",
        seen_by="nobody; the group sees how many of how many answered",
    ),
    Stored(
        what="answers to a retro's health check: their numbers, and nothing that leads to you",
        why=f"to tell the group the means, from {FLOOR} answers on",
        how_long="until the reveal, when only sums stay. Nobody can tell which is yours, so "
        "neither can I: the button under my answer takes it back before that",
        seen_by="nobody",
        inferred="can read the numbers before the reveal. Each answer shuffles all of them; "
        "whoever compares the database with a copy from just before it could tell which one is "
        "new, and from whom by the mark that says who has answered",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove that the person has answered. Their answer is in no way theirs."""
    await session.execute(
        delete(HealthMarkRow)
        .where(HealthMarkRow.guild_id == guild_id, HealthMarkRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """That the person has answered."""
    theirs = (HealthMarkRow.guild_id == guild_id, HealthMarkRow.user_id == user_id)
    return {HealthMarkRow.__tablename__: await records(session, HealthMarkRow, *theirs)}


_HELD = (
    Held(
        table=HealthMarkRow,
        title="That you answered the open health check",
        back="your answer is in no way yours, so it stays",
    ),
)


DATA = FeatureData(
    name="health_checks",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    on_cards_revealed=publish,
    held=_HELD,
    kept=("your answers to health checks, which nobody can tell are yours",),
)
