"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.calendar_events import CALENDAR
from bot.actions.models import ActionRow
from bot.db.records import records
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held
from bot.public_panels import NamingPost
from bot.retros.models import RetroRow
from bot.retros.naming import posts_of

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


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The summaries of retros below which actions of theirs stand."""
    theirs = (ActionRow.guild_id == guild_id, ActionRow.owner_id == user_id)
    rows = await session.scalars(
        select(RetroRow).where(
            RetroRow.guild_id == guild_id,
            RetroRow.id.in_(select(ActionRow.retro_id).where(*theirs))
            | RetroRow.id.in_(select(ActionRow.kept_in_retro_id).where(*theirs)),
        )
    )
    return posts_of(rows)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person has taken on, open or finished."""
    theirs = (ActionRow.guild_id == guild_id, ActionRow.owner_id == user_id)
    return {ActionRow.__tablename__: await records(session, ActionRow, *theirs)}


_HELD = (
    Held(
        table=ActionRow,
        title="Actions that you own",
        person="owner_id",
        back=Back(unit=("text", "created_at")),
    ),
)


DATA = FeatureData(
    name="actions",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    naming_posts=_naming_posts,
    calendar=CALENDAR,
    held=_HELD,
)
