"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.checkins.models import CheckInPlanRow, CheckInRow
from bot.checkins.rules import check_cadence, note, read
from bot.checkins.values import KEPT, LEAST_DAYS, MOST_DAYS
from bot.db import Retention
from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row

_YEARS = KEPT.days // 365

_HELP = (
    HelpTopic(
        "checkins",
        "Check-ins",
        f"Every {LEAST_DAYS // 7} to {MOST_DAYS // 7} weeks the daily message offers four short "
        "questions on how you are: energy, load, joy, support. It takes a minute. You can skip "
        "one or stop them; no streak knows. The answers are yours alone, no figure is made of "
        "them, and it is not a diagnosis.",
        (
            ("checkin now", "look at how you are, on any day"),
            ("checkin history", "how your answers have moved, as picture and text"),
            ("checkin cadence", "how often, or not at all"),
        ),
    ),
)

_STORED = (
    Stored(
        what="what you answer in a check-in, the note if you write one, and the date",
        why="to show you how your answers move",
        how_long=f"{_YEARS} years ({KEPT.days} days), or until you remove it or are forgotten",
        seen_by="you alone; no figure of the group is made of it, and nobody is told who answered",
    ),
    Stored(
        what="how often you want check-ins, whether you stopped them, and when you last skipped "
        "one",
        why="to offer the next one when it suits you",
        how_long="until you are forgotten",
        seen_by="you alone",
    ),
)

_TABLES = (CheckInRow, CheckInPlanRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove all of the person's check-ins, and how they wanted to be asked."""
    await delete_of_person(session, guild_id, user_id, _TABLES)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's check-ins, and how they want to be asked."""
    return await records_of_person(session, guild_id, user_id, _TABLES)


def _as_answered(row: Row) -> Row:
    """The answers fit the questions of their version; ValueError if not."""
    read(row["version"], str(row["levels"]))
    return {**row, "note": note(row["note"] or "")}


def _as_wanted(row: Row) -> Row:
    """A cadence that can be chosen; a refusal if not."""
    check_cadence(row["cadence_days"])
    return row


DATA = FeatureData(
    name="checkins",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    retentions=(Retention(since=CheckInRow.taken_on, kept=KEPT),),
    held=(
        Held(
            table=CheckInRow,
            title="Your check-ins",
            back=Back(unit=("taken_on",), read=_as_answered),
        ),
        Held(
            table=CheckInPlanRow,
            title="How often you want check-ins",
            back=Back(read=_as_wanted),
        ),
    ),
)
