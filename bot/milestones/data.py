"""What the feature declares of itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.figures import FLOOR
from bot.held import Back, Held, Row
from bot.milestones.calendar_events import CALENDAR
from bot.milestones.figures import withhold
from bot.milestones.models import BlockStandingRow, ChangeRow, OverrideRow, OwnRow
from bot.milestones.rules.own_rules import MAX_DEPTH, MAX_OWN
from bot.milestones.values.states import OWN_PREFIX

_HELP = (
    HelpTopic(
        "milestones",
        "Milestones",
        "The plan has blocks, and blocks have milestones. Each is not started ○, in progress ◐, "
        "done ● or skipped ⊘, and every change can be undone.",
        (
            ("milestone list", "all of them, or one block"),
            ("milestone next", "what to do next, and why"),
            ("milestone show", "one of them, with all that can be done with it"),
            ("milestone start", "begin one"),
            ("milestone done", "finish one, with a link and a note if you like"),
            ("milestone skip", "leave one out; it counts neither way"),
            ("milestone undo", "take the last change back"),
            ("milestone note", "words and a link to keep with one"),
            ("milestone due", "a date of your own; `/me` moves all of them by your pace"),
            ("milestone add", "a milestone or step of your own"),
            ("milestone hide", "leave one of the plan's out of your lists"),
        ),
    ),
)

_STORED = (
    Stored(
        what="every change of a milestone: begun, done or skipped, when, its date, link and note",
        why="to show where you stand, and to take changes back",
        how_long="until you take it back",
        seen_by=f"you; the group sees counts from {FLOOR} members on, without names, and new ones "
        f"when {FLOOR} have changed something",
    ),
    Stored(
        what="how many milestones you had done, begun and skipped in each block when the group was "
        "counted last, not which",
        why="to count the group anew only when enough of you have moved on, so that no two counts "
        "tell what one of you did",
        how_long="until the block is counted anew, or you are forgotten; counts with you in them "
        "are then out of sight until enough others have changed something",
        seen_by="nobody",
    ),
    Stored(
        what="your own dates, links and notes for milestones, and which ones you hide",
        why="to show the plan as you follow it",
        how_long="until you take them out",
        seen_by="you",
    ),
    Stored(
        what="milestones and steps of your own, also dropped ones",
        why="to show them, and to bring dropped ones back",
        how_long="as long as your membership is stored",
        seen_by="you",
    ),
)

_TABLES = (ChangeRow, OverrideRow, OwnRow, BlockStandingRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the person did, chose and added, and the group's counts that they are in."""
    await withhold(session, guild_id, user_id)
    await delete_of_person(session, guild_id, user_id, _TABLES)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person did, chose and added."""
    return await records_of_person(session, guild_id, user_id, _TABLES)


def _own(row: Row) -> str | None:
    """A row about an own milestone means the one of the same file, whose numbers begin with 1."""
    return OwnRow.__tablename__ if str(row["milestone_id"]).startswith(OWN_PREFIX) else None


def _steps(rows: Sequence[Row]) -> None:
    """Own ones are as many as somebody can add, and stand below one another without a circle."""
    above = {f"{OWN_PREFIX}{row['number']}": row["under"] for row in rows}
    if len(rows) > 2 * MAX_OWN:
        raise ValueError("number")
    for under in above.values():
        depth = 1
        while under in above:
            under, depth = above[under], depth + 1
            if depth > MAX_DEPTH:
                raise ValueError("under")


_OF_MILESTONE = ("milestone_id",)

_HELD = (
    Held(
        table=OwnRow,
        title="Milestones and steps of your own",
        back=Back(without={"origin": None}, check=_steps),
    ),
    Held(
        table=ChangeRow,
        title="Changes of milestones",
        back=Back(unit=_OF_MILESTONE, without={"shared_at": None}, needs=_own),
    ),
    Held(
        table=OverrideRow,
        title="Your dates, links and notes",
        back=Back(unit=_OF_MILESTONE, needs=_own),
    ),
    Held(
        table=BlockStandingRow,
        title="What you counted for in the group's counts",
        back="it is of a count that was made; the next one has what you did since",
    ),
)


DATA = FeatureData(
    name="milestones",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    calendar=CALENDAR,
    held=_HELD,
)
