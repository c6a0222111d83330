"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.held import Held
from bot.scheduling import DeliveryFailure
from bot.themes import service
from bot.themes.models import VoteRow
from bot.themes.queries import themes_of
from bot.themes.values import DISCUSS

_HELP = (
    HelpTopic(
        "themes",
        "A retro after its reveal",
        "Cards that are about one thing are put together and given a name: *Group cards* on the "
        "retro's summary. Then everybody has a few votes, and who voted for what is shown nowhere. "
        "At most three themes, those with most votes, get a thread to talk in.",
        (
            ("retro next", "end the phase now (organisers)"),
            ("retro back", "go back one phase (organisers)"),
            ("retro extend", "give the phase more days (organisers)"),
        ),
    ),
)

_STORED = (
    Stored(
        what="how many votes you give which theme of the open retro",
        why="to let you change them, and to keep to the votes that everybody has",
        how_long="until that retro closes; then only how many votes a theme has stays",
        seen_by="you alone; the group sees the totals once the vote has ended, never whose they "
        "are. Whoever runs me could read it in the database until the retro closes",
    ),
)

# Threads that are days late would call people back to what is over.
_LATENESS = timedelta(days=3)


def _of(guild_id: int, user_id: int) -> ColumnElement[bool]:
    return (VoteRow.guild_id == guild_id) & (VoteRow.user_id == user_id)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's votes; totals that were counted stay."""
    await session.execute(
        delete(VoteRow).where(_of(guild_id, user_id)).execution_options(synchronize_session=False)
    )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's votes in the open retro."""
    return {VoteRow.__tablename__: await records(session, VoteRow, _of(guild_id, user_id))}


async def discussion_failed(
    session: AsyncSession, failure: DeliveryFailure, _now: datetime
) -> None:
    """Record for each theme that has no thread yet why it gets none; organisers read it."""
    about, retro_id = failure.delivery, int(failure.delivery.subject)
    for theme in await themes_of(session, about.guild_id, retro_id):
        if theme.rank is not None and theme.thread_id is None:
            await service.note_place(
                session, about.guild_id, retro_id, theme.number, trouble=failure.reason
            )


_HELD = (
    Held(
        table=VoteRow,
        title="Your votes on themes of the open retro",
        back="vote anew while the vote is open",
    ),
)


DATA = FeatureData(
    name="themes",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=DISCUSS,
            title="Threads for a retro's themes",
            lateness=_LATENESS,
            on_failed=discussion_failed,
        ),
    ),
    on_retro_phase=service.phase_entered,
    held=_HELD,
    kept=("how many votes themes got in retros that are closed",),
)
