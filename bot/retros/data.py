"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.held import Held
from bot.public_panels import NamingPost
from bot.retros import service, steering
from bot.retros.calendar_events import CALENDAR
from bot.retros.models import CardRow, RetroRow
from bot.retros.naming import posts_of
from bot.retros.queries import is_retro_day
from bot.retros.rules import OPEN_LATENESS, PHASE_LATENESS
from bot.retros.values import OPEN, PHASE

_HELP = (
    HelpTopic(
        "retros",
        "Retros",
        "On dates that it has set, mostly once a month, the group looks back: what worked, what to "
        "adjust. Cards stay hidden until they are revealed together; what comes later can stand "
        "beside them as a comment. On any message, *Apps › Add to retro* begins a card with its "
        "link.",
        (
            ("retro card", "add a card, or a comment after the reveal"),
            ("retro open", "open one now (organisers)"),
            ("retro close", "close it (organisers)"),
        ),
    ),
)

_STORED = (
    Stored(
        what="the cards and comments you write in a named retro, and when",
        why="to let you change them, and to show them at the reveal",
        how_long="for good; once you are forgotten, revealed ones stay without your name",
        seen_by="you until the reveal, then the group, with your name; comments come after it",
    ),
    Stored(
        what="the cards and comments you write in an anonymous retro: their text, for a card "
        "the hash of a random secret that only the answer to you holds; nothing leads to you",
        why="to show them at the reveal; until then whoever holds the secret can change them",
        how_long="for good; nobody can tell which are yours, so neither can I",
        seen_by="nobody until the reveal, then the group",
        inferred="can read them before the reveal. Each new card, and the reveal, shuffles all of "
        "them, so that their order tells nothing; so does each comment, though the group sees it "
        "come. Whoever compares the database with a copy from just before one came could tell "
        "which is new, and from whom if they know who wrote it then",
    ),
)


def _cards_of(guild_id: int, user_id: int) -> ColumnElement[bool]:
    return (CardRow.guild_id == guild_id) & (CardRow.author_id == user_id)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the cards that the person wrote with their name and that are hidden still.

    Those that the group has seen stay, without author and time. Anonymous ones never had either.
    """
    still_hidden = select(RetroRow.id).where(
        RetroRow.guild_id == guild_id, RetroRow.revealed_at.is_(None)
    )
    theirs = _cards_of(guild_id, user_id)
    await session.execute(
        delete(CardRow)
        .where(theirs, CardRow.retro_id.in_(still_hidden))
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(CardRow)
        .where(theirs)
        .values(author_id=None, added_at=None)
        .execution_options(synchronize_session=False)
    )


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The summaries with cards of theirs, and the panel that counts a hidden one."""
    with_cards = select(CardRow.retro_id).where(_cards_of(guild_id, user_id))
    rows = await session.execute(
        select(RetroRow).where(RetroRow.guild_id == guild_id, RetroRow.id.in_(with_cards))
    )
    return posts_of(rows.scalars())


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The cards that the person wrote with their name."""
    theirs = _cards_of(guild_id, user_id)
    return {CardRow.__tablename__: await records(session, CardRow, theirs)}


_HELD = (
    Held(
        table=CardRow,
        title="Cards that you wrote with your name",
        person="author_id",
        back="revealed ones stay without your name, and hidden ones can be written anew",
    ),
)


DATA = FeatureData(
    name="retros",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=OPEN,
            title="The retro opens",
            lateness=OPEN_LATENESS,
            on_failed=service.opening_failed,
        ),
        DeliveryKind(
            name=PHASE,
            title="The retro goes on",
            lateness=PHASE_LATENESS,
            on_failed=steering.phase_failed,
        ),
    ),
    naming_posts=_naming_posts,
    on_group_changed=service.schedule_openings,
    on_clock_right=steering.go_on_after_clock,
    looks_back=is_retro_day,
    calendar=CALENDAR,
    held=_HELD,
    kept=(
        "cards that were revealed, without your name; anonymous ones, which nobody can tell are "
        "yours",
    ),
)
