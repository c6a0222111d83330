"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.models import ContributionRow
from bot.contributions.rules import MOST
from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held

_HELP = (
    HelpTopic(
        "contributions",
        "Open source",
        "Note your pull requests with how they stand: open, merged or closed. I ask nobody about "
        "them; you say it. Each is yours alone until you show it to the group, with your name.",
        (("project contributions", "yours, and those that others show"),),
    ),
)

_STORED = (
    Stored(
        what="your contributions to open source: the link, what it is about, how it stands, and "
        "when you noted it",
        why="to list and count them, and to offer the milestone that one finishes",
        how_long="until you delete it or are forgotten",
        seen_by="you alone, unless you show one to the group, with your name",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's contributions."""
    await delete_of_person(session, guild_id, user_id, [ContributionRow])


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's contributions, shown or not."""
    return await records_of_person(session, guild_id, user_id, [ContributionRow])


DATA = FeatureData(
    name="contributions",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    held=(
        Held(
            table=ContributionRow,
            title="Your contributions to open source",
            back=Back(unit=("link",), most=MOST, without={"is_released": False}),
        ),
    ),
)
