"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from msgspec import ValidationError, convert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles import service as cycles
from bot.cycles.models import DecisionRow, SnapshotRow
from bot.cycles.queries import kept
from bot.cycles.values import SnapshotEntry
from bot.db.records import delete_of_person, records
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row

_HELP = (
    HelpTopic(
        "cycles",
        "Cycles",
        "When an organiser closes a cycle, how each member stood is kept, for that member alone. "
        "No date moves by itself: you decide about each milestone that was open.",
        (
            ("cycle show", "this cycle, and how you stood in earlier ones"),
            ("cycle review", "carry, re-date or drop what was open"),
            ("cycle start", "close this cycle and begin the next (organisers)"),
        ),
    ),
)

_HOW_LONG = "until you are forgotten; after you leave it waits for a while, in case you come back"
_STORED = (
    Stored(
        what="a snapshot of your milestones, with links and notes, when a cycle is closed",
        why="so that you can look back at how you stood",
        how_long=_HOW_LONG,
        seen_by="you",
    ),
    Stored(
        what="what you decided about each milestone that was open then",
        why="to show the review as you left it, and to take a decision back",
        how_long=_HOW_LONG,
        seen_by="you",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the member's snapshots and decisions. The group's cycles name nobody, and stay."""
    await delete_of_person(session, guild_id, user_id, (DecisionRow, SnapshotRow))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The member's snapshots, with all that stands in them, and decisions."""
    snapshots = [
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "number": number,
            "plan_title": frozen.plan_title,
            "path_title": frozen.path_title,
            "entries": [entry.to_json() for entry in frozen.entries],
            "done": frozen.count.done,
            "in_progress": frozen.count.in_progress,
            "skipped": frozen.count.skipped,
            "total": frozen.count.total,
        }
        for number, frozen in (await kept(session, guild_id, user_id)).items()
    ]
    whose = (DecisionRow.guild_id == guild_id, DecisionRow.user_id == user_id)
    return {
        DecisionRow.__tablename__: await records(session, DecisionRow, *whose),
        SnapshotRow.__tablename__: snapshots,
    }


def _snapshot(row: Row) -> Row:
    """The columns of a snapshot that hold what the export wrote of it; ValueError if unsound."""
    entries = row["entries"]
    if not isinstance(entries, list):
        raise ValueError("entries")
    columns = ("guild_id", "user_id", "number", "plan_title", "path_title")
    try:
        read = [convert(entry, SnapshotEntry).to_json() for entry in entries]
    except ValidationError as error:
        raise ValueError("entries") from error
    return {**{name: row[name] for name in columns}, "stood": None, "entries": read}


_HELD = (
    Held(
        table=SnapshotRow,
        title="Snapshots of your milestones",
        back=Back(unit=("number",), read=_snapshot),
    ),
    Held(
        table=DecisionRow,
        title="What you decided in reviews of cycles",
        back=Back(unit=("number", "milestone_id")),
    ),
)


DATA = FeatureData(
    name="cycles",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=cycles.BEGUN_KIND,
            title="A new cycle is announced",
            lateness=timedelta(days=3),
            # The cycle has begun all the same, and `/cycle show` has *Review*, all that the news
            # ask for. That they were not posted stands in `/setup`, as for all that groups get.
            on_failed=None,
        ),
    ),
    held=_HELD,
)
