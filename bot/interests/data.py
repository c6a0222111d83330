"""What the feature declares of itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row
from bot.interests.models import InterestRow, OpinionRow
from bot.interests.rules import MOST, read_interests
from bot.interests.values import InterestKind

_HELP = (
    HelpTopic(
        "interests",
        "What you want to read",
        "Name words, authors or arXiv categories that the weekly shortlist should bring more of, "
        "or less. It uses what all of you say together. *More* below a paper takes your 👍 or 👎, "
        "which helps to choose the next lists too.",
        (("paper interests", "what you want more of, and less"),),
    ),
)

_STORED = (
    Stored(
        what="the words, authors and arXiv categories that you follow or leave out in the weekly "
        "paper, and since when",
        why="to choose the shortlist by what all of you want",
        how_long="until you remove one or are forgotten",
        seen_by="you; a shortlist may say that a paper is about a word or by an author that "
        "somebody follows, not who",
    ),
    Stored(
        what="your 👍 and 👎 on papers, why one is not for the group, and when you said so",
        why="to choose the next shortlists, from what everybody says together",
        how_long="until you are forgotten or press the same again",
        seen_by="you alone",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's interests and opinions."""
    await delete_of_person(session, guild_id, user_id, (OpinionRow, InterestRow))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's opinions and interests."""
    return await records_of_person(session, guild_id, user_id, (OpinionRow, InterestRow))


def _as_typed(row: Row) -> Row:
    """An interest as it is read when it is typed: what it is found by, and what it looks for."""
    kind, value = InterestKind(row["kind"]), str(row["value"])
    found = read_interests(
        words=value if kind is InterestKind.WORD else "",
        authors=value if kind is InterestKind.AUTHOR else "",
        categories=value if kind is InterestKind.CATEGORY else "",
        is_left_out=row["is_left_out"],
    )
    if len(found) != 1:
        raise ValueError("it is more than one")
    return {**row, "key": found[0].key, "value": found[0].value}


_HELD = (
    Held(table=OpinionRow, title="👍 and 👎 on papers", back=Back(unit=("arxiv_id",))),
    Held(
        table=InterestRow,
        title="What you follow in papers",
        back=Back(unit=("kind", "key"), most=MOST, read=_as_typed),
    ),
)


DATA = FeatureData(
    name="interests",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(),
    held=_HELD,
)
