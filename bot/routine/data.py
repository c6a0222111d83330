"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.routine.models import EntryRow
from bot.routine.rules import LATENESS
from bot.routine.schedules import FOLLOW_UP, PROMPT, SNOOZE, group_in_step, member_in_step
from bot.routine.service import on_failed

_HELP = (
    HelpTopic(
        "prompts",
        "Daily prompts",
        "*Done* and *Skip* both count as an answer, and can be changed for a week. *Snooze* asks "
        "once more in an hour. *Stop* ends prompts at once; a pause ends by itself.",
        (
            ("today", "today's prompt"),
            ("routine preview", "your next 14 messages"),
            ("routine pause", "rest for a while"),
            ("routine resume", "end the pause"),
            ("me", "time, weekdays, quiet hours, nudges, rest, stop"),
        ),
    ),
)

_STORED = (
    Stored(
        what="what you answered to each day's prompt, when, and your note",
        why="to show you the day again and your active days",
        how_long="as long as your membership is stored",
        seen_by="you",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's entries; the schedules of their prompts are the groups' to remove."""
    await session.execute(
        delete(EntryRow)
        .where(EntryRow.guild_id == guild_id, EntryRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's entries, with their notes."""
    whose = (EntryRow.guild_id == guild_id, EntryRow.user_id == user_id)
    return {EntryRow.__tablename__: await records(session, EntryRow, *whose)}


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
    ),
    on_group_changed=group_in_step,
    on_member_changed=member_in_step,
)
