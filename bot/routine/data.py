"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.groups.values import Group, Member
from bot.held import Back, Held, Row
from bot.routine import digest
from bot.routine.models import EntryRow, PlannedDaysRow, WeekLogRow
from bot.routine.planned_days import is_unanswered, keep_planned_days
from bot.routine.rules import LATENESS
from bot.routine.schedules import FOLLOW_UP, PROMPT, SNOOZE, group_in_step, member_in_step
from bot.routine.service import on_failed
from bot.scheduling.skips import read_skips

_HELP = (
    HelpTopic(
        "prompts",
        "Daily prompts",
        "*Done* and *Skip* both count as an answer, and can be changed for a week. *Note* keeps "
        "your answer, before *Done* or with it. *Snooze* asks once more: in an hour, this evening "
        "or tomorrow. *Stop* ends prompts at once; a pause ends by itself.",
        (
            ("today", "today's prompt"),
            ("routine log", "any day of the last week: done, note, minutes"),
            ("routine streak", "days in a row, and how you keep to your plan"),
            ("routine digest", "what members released of their week"),
            ("routine preview", "your next 14 messages"),
            ("routine pause", "rest for a while"),
            ("routine resume", "end the pause"),
            ("me", "time, weekdays, quiet hours, nudges, rest, stop"),
        ),
    ),
)

_STORED = (
    Stored(
        what="your answer to each day's prompt, its note and minutes; your days and rest",
        why="to show you the day again, your active days and your streak",
        how_long="as long as your membership is stored",
        seen_by="you",
    ),
    Stored(
        what="what you write when you look back on a week",
        why="to show it again, and your plan on Monday",
        how_long="as long as your membership is stored",
        seen_by="you; the group sees one line and your name if you tick that",
    ),
)


_TABLES = (EntryRow, PlannedDaysRow, WeekLogRow)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove all of the person's rows; the schedules of their prompts are the groups' to remove."""
    await delete_of_person(session, guild_id, user_id, _TABLES)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's entries with their notes, their planned days, and what they wrote of weeks."""
    return await records_of_person(session, guild_id, user_id, _TABLES)


async def _on_group_changed(session: AsyncSession, group: Group, now: datetime) -> None:
    await group_in_step(session, group, now)
    await digest.schedule_digest(session, group, now)


async def _on_member_changed(session: AsyncSession, member: Member, now: datetime) -> None:
    await member_in_step(session, member, now)
    await keep_planned_days(session, member, now)
    if not member.is_here:
        await digest.take_out_of_posted(session, member, now)


def _planned(row: Row) -> Row:
    read_skips(row["skips"])
    return row


_HELD = (
    Held(table=EntryRow, title="Your answers to prompts", back=Back(unit=("day",))),
    Held(
        table=PlannedDaysRow, title="Your days and rest", back=Back(unit=("since",), read=_planned)
    ),
    Held(
        table=WeekLogRow,
        title="Weeks that you looked back on",
        back=Back(unit=("week",), without={"released_at": None}),
    ),
)


DATA = FeatureData(
    name="routine",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=PROMPT,
            title="Daily prompt",
            lateness=LATENESS,
            on_failed=on_failed,
            lasts=is_unanswered(),
        ),
        DeliveryKind(
            name=SNOOZE,
            title="Snoozed prompt",
            lateness=LATENESS,
            on_failed=on_failed,
        ),
        DeliveryKind(
            name=FOLLOW_UP,
            title="Follow-up",
            lateness=LATENESS,
            on_failed=on_failed,
        ),
        DeliveryKind(
            name=digest.DIGEST,
            title="The week's digest",
            lateness=timedelta(days=6),
            # The next one has its lines too; that it was not posted stands in `/setup`.
            on_failed=None,
            lasts=true(),
        ),
        DeliveryKind(
            name=digest.DIGEST_AGAIN,
            title="A digest is brought up to date",
            lateness=timedelta(days=6),
            # That Discord did not take the edit stands in `/setup`; the line is in no other answer.
            on_failed=None,
        ),
    ),
    on_group_changed=_on_group_changed,
    on_member_changed=_on_member_changed,
    naming_posts=digest.naming_posts,
    on_start=digest.schedule_missing,
    held=_HELD,
)
