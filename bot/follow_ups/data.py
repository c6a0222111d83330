"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.figures import FLOOR
from bot.follow_ups.models import FollowUpRow, PaperActionRow, RatingRow
from bot.follow_ups.rules import LATENESS
from bot.follow_ups.service import on_failed, schedule_missing, thread_opened
from bot.follow_ups.values import KIND, PANEL
from bot.held import Back, Held
from bot.public_panels import NamingPost

_HELP = (
    HelpTopic(
        "follow-ups",
        "A week after a paper",
        "A week after the vote a paper's thread asks once: was it worth it, and what will you do "
        f"with it? Ratings are private; from {FLOOR} on the group sees their mean, never whose "
        "they are. What you will do becomes an action; what you name for somebody else waits "
        "until they take it.",
        (
            ("paper show", "a paper's page, with *Rate* and *Add action*"),
            ("action list", "what was taken on"),
        ),
    ),
)

_STORED = (
    Stored(
        what="how you rate the papers that the group read, when you said so, and what you said "
        "when the mean was made",
        why=f"to tell the group the mean, from {FLOOR} ratings on",
        how_long="until you take it back or are forgotten; a mean that was shown stays",
        seen_by="you alone; the group sees how many ratings there are, and their mean",
    ),
    Stored(
        what="what you were asked to do with a paper, until when, and whether you took it on",
        why="so that nobody gets an action that they did not accept",
        how_long="until you decline it or are forgotten",
        seen_by="you; the group sees how many offers wait, and what you took on as your action",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's ratings, and what they were asked to do or took on."""
    for table, whose in (
        (RatingRow, RatingRow.user_id == user_id),
        (PaperActionRow, PaperActionRow.owner_id == user_id),
    ):
        await session.execute(
            delete(table)
            .where(table.guild_id == guild_id, whose)
            .execution_options(synchronize_session=False)
        )


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The questions in papers' threads below which actions of theirs stand."""
    theirs = select(PaperActionRow.round_id).where(
        PaperActionRow.guild_id == guild_id, PaperActionRow.owner_id == user_id
    )
    rows = await session.execute(
        select(FollowUpRow.channel_id, FollowUpRow.message_id, FollowUpRow.round_id).where(
            FollowUpRow.guild_id == guild_id,
            FollowUpRow.round_id.in_(theirs),
            FollowUpRow.channel_id.is_not(None),
            FollowUpRow.message_id.is_not(None),
        )
    )
    return [NamingPost(at, message, PANEL, about) for at, message, about in rows if at and message]


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's ratings, and what they were asked to do or took on."""
    return {
        RatingRow.__tablename__: await records(
            session, RatingRow, RatingRow.guild_id == guild_id, RatingRow.user_id == user_id
        ),
        PaperActionRow.__tablename__: await records(
            session,
            PaperActionRow,
            PaperActionRow.guild_id == guild_id,
            PaperActionRow.owner_id == user_id,
        ),
    }


_HELD = (
    Held(
        table=RatingRow,
        title="Your ratings of papers",
        back=Back(unit=("round_id",), without={"counted_stars": None}),
    ),
    Held(
        table=PaperActionRow,
        title="What you were asked to do with papers, or took on",
        person="owner_id",
        back="the group keeps what you took on, and you can take it on anew",
    ),
)


DATA = FeatureData(
    name="follow_ups",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=KIND,
            title="A week after a paper",
            lateness=LATENESS,
            on_failed=on_failed,
        ),
    ),
    naming_posts=_naming_posts,
    on_start=schedule_missing,
    on_thread_opened=thread_opened,
    held=_HELD,
    kept=("a mean of ratings that was shown",),
)
