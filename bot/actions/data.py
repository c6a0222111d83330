"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.calendar_events import CALENDAR
from bot.actions.models import ActionRow
from bot.db.records import records
from bot.feature import FeatureData, HelpTopic, Records, Stored

_HELP = (
    HelpTopic(
        "actions",
        "Actions",
        "What comes of a retro is an action: what will be done, by whom, until when. The next "
        "retro opens with those that are unfinished.",
        (
            ("action list", "open actions"),
            ("action done", "finish one"),
        ),
    ),
)

_STORED = (
    Stored(
        what="the actions you own: what you will do, until when, and what became of it",
        why="so that the group keeps what it decided, and the next retro can ask about it",
        how_long="until you are forgotten",
        seen_by="the group, with your name",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the person has taken on: an action without an owner is none."""
    await session.execute(
        delete(ActionRow)
        .where(ActionRow.guild_id == guild_id, ActionRow.owner_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person has taken on, open or finished."""
    theirs = (ActionRow.guild_id == guild_id, ActionRow.owner_id == user_id)
    return {ActionRow.__tablename__: await records(session, ActionRow, *theirs)}


DATA = FeatureData(
    name="actions",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    calendar=CALENDAR,
)
