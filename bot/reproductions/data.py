"""What the feature declares of itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.groups.models import MemberRow, is_of_member_here
from bot.held import Back, Held, Row
from bot.reproductions.models import ReproductionRow
from bot.reproductions.queries import titles
from bot.reproductions.rules import MOST_ATTEMPTS

_HELP = (
    HelpTopic(
        "reproductions",
        "Reproductions",
        "Did you run a paper's code, or rebuild a table? *Log attempt* on a paper's page keeps "
        "what you tried, where the code is and what came of it. It is yours alone until you show "
        "it to the group, with your name; a failed attempt is worth as much as any.",
        (("paper reproductions", "what the group reproduced, failed or never tried"),),
    ),
)

_STORED = (
    Stored(
        what="your attempts to reproduce papers: what you tried, the repository, what came of it, "
        "your note, and when you noted it",
        why="to keep what you tried, and to say what the group reproduced, failed or never tried",
        how_long="until you delete it or are forgotten",
        seen_by="you alone, unless you show an attempt to the group, with your name",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's attempts."""
    await delete_of_person(session, guild_id, user_id, [ReproductionRow])


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's attempts, shown or not."""
    return await records_of_person(session, guild_id, user_id, [ReproductionRow])


async def paper_texts(session: AsyncSession, guild_id: int) -> Mapping[str, Sequence[str]]:
    """What was tried, of the attempts that were shown, by the paper's key."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = await session.execute(
        select(ReproductionRow.arxiv_id, ReproductionRow.tried, ReproductionRow.note)
        .join(MemberRow, is_of_member_here(ReproductionRow.guild_id, ReproductionRow.user_id))
        .where(ReproductionRow.guild_id == guild_id, ReproductionRow.is_released)
        .order_by(ReproductionRow.id)
    )
    for key, tried, note in rows:
        found[key] += [tried, note or ""]
    return found


def _are_few(rows: Sequence[Row]) -> None:
    counts = Counter(row["arxiv_id"] for row in rows)
    if any(count > MOST_ATTEMPTS for count in counts.values()):
        raise ValueError("arxiv_id")


_HELD = (
    Held(
        table=ReproductionRow,
        title="Your attempts to reproduce papers",
        back=Back(unit=("arxiv_id", "noted_at"), without={"is_released": False}, check=_are_few),
    ),
)


DATA = FeatureData(
    name="reproductions",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    paper_texts=paper_texts,
    held=_HELD,
    paper_titles=titles,
)
