"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Held
from bot.library.audited import LIBRARY, LIBRARY_LINK
from bot.library.models import ReportRow, SuggesterRow, SuggestionRow
from bot.library.values import Decision

_HELP = (
    HelpTopic(
        "library",
        "Glossary and resources",
        "What the plan's words mean, and where to learn: courses, documentation, forums, "
        "newsletters, books, articles and papers, each with the blocks that it helps with. "
        "*Suggest* adds one once an organiser has accepted it; a dead link can be reported where "
        "it stands.",
        (
            ("glossary", "a term in a sentence or two, with where to read on; all of them"),
            ("resources", "what to learn from, by kind, block and topic"),
        ),
    ),
)

_STORED = (
    Stored(
        what="what you suggest for the library, that it was you, and what an organiser decided",
        why="to let an organiser decide, and to tell you what became of it",
        how_long="one that is accepted stays without your name once you are forgotten; one that is "
        "left out, for 90 days",
        seen_by="organisers, with your name; what is accepted, everybody in the server, without it",
    ),
    Stored(
        what="which links you reported dead, and where you said they are now",
        why="so that an organiser can put another in their place",
        how_long="until an organiser has looked, or you are forgotten",
        seen_by="organisers, as a number, without your name",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove what the person reported and suggested; what was accepted stays without a name."""
    theirs = select(SuggesterRow.suggestion_id).where(
        SuggesterRow.guild_id == guild_id, SuggesterRow.user_id == user_id
    )
    await session.execute(
        delete(SuggestionRow)
        .where(
            SuggestionRow.guild_id == guild_id,
            SuggestionRow.id.in_(theirs),
            SuggestionRow.decision != Decision.ACCEPTED,
        )
        .execution_options(synchronize_session=False)
    )
    await delete_of_person(session, guild_id, user_id, (SuggesterRow, ReportRow))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """What the person suggested, and the links that they reported."""
    theirs = select(SuggesterRow.suggestion_id).where(
        SuggesterRow.guild_id == guild_id, SuggesterRow.user_id == user_id
    )
    suggested = (SuggestionRow.guild_id == guild_id, SuggestionRow.id.in_(theirs))
    return {
        SuggestionRow.__tablename__: await records(session, SuggestionRow, *suggested),
        **await records_of_person(session, guild_id, user_id, (SuggesterRow, ReportRow)),
    }


_SUGGESTED = "an organiser decides on each; *Suggest* at `/resources` takes one again"

_HELD = (
    Held(table=SuggestionRow, title="What you suggested", person="", back=_SUGGESTED),
    Held(table=SuggesterRow, title="That it was you who suggested it", back=_SUGGESTED),
    Held(
        table=ReportRow,
        title="Links that you reported dead",
        back="it may work again; it can be reported where it stands",
    ),
)

DATA = FeatureData(
    name="library",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    audited=(
        LIBRARY,
        LIBRARY_LINK,
    ),
    kinds=(),
    held=_HELD,
    kept=("what you suggested and the library has, without your name",),
)
