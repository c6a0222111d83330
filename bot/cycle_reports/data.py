"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycle_reports.models import ReflectionRow
from bot.cycle_reports.service import keep_sums
from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.figures import FLOOR
from bot.held import Back, Held, Row

_HELP = (
    HelpTopic(
        "cycle_reports",
        "Looking back on a cycle",
        "Once a cycle is closed, *Report* in `/cycle review` and `/cycle show` has it on one page, "
        "with a picture and a file: planned and real dates, what you skipped and why, how your "
        "levels moved, your wins, and the plan's questions. *What next* leads to your targets, "
        "pace, path and routine. Nobody else sees it. *Group's page* has what members released, "
        f"and sums from {FLOOR} members on, without names.",
    ),
)

_STORED = (
    Stored(
        what="what you answer to the plan's questions at a cycle's end",
        why="so that you can read it again",
        how_long="until you remove it or are forgotten; after you leave it waits for a while, in "
        "case you come back",
        seen_by="you",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's answers. The group's sums name nobody, and stay."""
    await delete_of_person(session, guild_id, user_id, (ReflectionRow,))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's answers."""
    return await records_of_person(session, guild_id, user_id, (ReflectionRow,))


def _said(row: Row) -> Row:
    """An answer at least; ValueError if there is none."""
    if not any(row[name] for name in ("progress", "drained", "party")):
        raise ValueError("progress")
    return row


DATA = FeatureData(
    name="cycle_reports",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    held=(
        Held(
            table=ReflectionRow,
            title="What you answered at a cycle's end",
            back=Back(unit=("number",), read=_said),
        ),
    ),
    kept=("the sums of a group's closed cycles, which name nobody",),
    on_cycle_closed=keep_sums,
)
