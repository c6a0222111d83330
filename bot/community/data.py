"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.attendance_rules import MAX_ATTENDED
from bot.community.calendar_events import CALENDAR
from bot.community.models import AdderRow, AttendedRow, ConferenceRow, WatchRow
from bot.community.queries import conference_names, watched
from bot.db.records import delete_of_person, records, records_of_person
from bot.feature import Commitment, FeatureData, HelpTopic, Records, Stored
from bot.groups.values import Member
from bot.held import Back, Held, Row
from bot.inputs.text import comparable

_HELP = (
    HelpTopic(
        "conferences",
        "Conference deadlines",
        "One list for the group, each deadline exact on everybody's own clock: 23:59 anywhere on "
        "earth too. Which ones you watch, only you see.",
        (
            ("conference list", "what is ahead, nearest first"),
            ("conference add", "add one for the group, and watch it"),
            ("conference watch", "aim for one, or no longer"),
            ("conference attended", "note one or a meetup that you went to, and count it"),
        ),
    ),
)

_STORED = (
    Stored(
        what="the conferences that you add, and that it was you",
        why="so that the group has one list, and knows who may change an entry",
        how_long="until one is removed; once you are forgotten, the entry stays without your name",
        seen_by="the group",
    ),
    Stored(
        what="which conference deadlines you watch",
        why="to keep your own dates clear of them, and to put them into your calendar file",
        how_long="until you end it, or the conference is removed",
        seen_by="you",
    ),
    Stored(
        what="the conferences and meetups that you went to: name, day, link, and whether you "
        "counted one towards a milestone",
        why="to show them again, and to count each once",
        how_long="until you remove one or are forgotten",
        seen_by="you",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the member watches and went to, and that they added a conference, which stays."""
    await delete_of_person(session, guild_id, user_id, (WatchRow, AdderRow, AttendedRow))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the member watches and went to, and the conferences that they added."""
    theirs = select(AdderRow.conference_id).where(
        AdderRow.guild_id == guild_id, AdderRow.user_id == user_id
    )
    return {
        "conferences": await records(
            session,
            ConferenceRow,
            ConferenceRow.guild_id == guild_id,
            ConferenceRow.id.in_(theirs),
        ),
        **await records_of_person(session, guild_id, user_id, (AdderRow, WatchRow, AttendedRow)),
    }


async def _commitments(session: AsyncSession, member: Member, now: datetime) -> list[Commitment]:
    """The deadlines that the member aims for."""
    known = await watched(session, member.guild_id, member.user_id, now=now)
    return [Commitment(each.name, each.at) for each in known]


def _as_noted(row: Row) -> Row:
    """What somebody went to is found by its name."""
    return {**row, "folded_name": comparable(str(row["name"]))}


_ADDED = "the entry is the group's and stays without your name"

_HELD = (
    Held(table=ConferenceRow, title="Conferences that you added", person="", back=_ADDED),
    Held(table=AdderRow, title="That it was you who added them", back=_ADDED),
    Held(
        table=WatchRow,
        title="Deadlines that you watch",
        back=Back(unit=("conference_id",)),
    ),
    Held(
        table=AttendedRow,
        title="Conferences and meetups that you went to",
        counts="events-attended",
        back=Back(
            unit=("folded_name", "attended_on"),
            most=MAX_ATTENDED,
            read=_as_noted,
            without=dict.fromkeys(("counted_as", "counted_number")),
        ),
    ),
)


DATA = FeatureData(
    name="community",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    calendar=CALENDAR,
    commitments=_commitments,
    venues=conference_names,
    held=_HELD,
    kept=("conferences that you added, without saying who did",),
)
