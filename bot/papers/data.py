"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.papers import rounds
from bot.papers.calendar_events import CALENDAR
from bot.papers.models import ApprovalRow, BallotRow, InterestRow, NominationRow, OpinionRow
from bot.papers.rules.timetable import CLOSE, LATENESS, OPEN

_HELP = (
    HelpTopic(
        "papers",
        "The weekly paper",
        "A shortlist appears, everybody votes for as many papers as they like, and the winner "
        "gets a thread. Ballots are private and can be changed until closing. *More* below a paper "
        "takes your 👍 or 👎, which helps to choose the next lists. On any message with an arXiv "
        "link, *Apps › Nominate paper* puts it on the next one.",
        (
            ("paper picks", "this week's shortlist"),
            ("paper vote", "your private ballot"),
            ("paper nominate", "put a paper on the list"),
            ("paper interests", "what you want more of, and less"),
            ("paper feeds list", "the arXiv feeds that it comes from"),
            ("paper feeds add", "follow one more, for organisers"),
            ("paper feeds remove", "stop following one, for organisers"),
        ),
    ),
)

_STORED = (
    Stored(
        what="your ballots in the votes on papers: which papers you approved, and when",
        why="to count the vote, and to let you change your ballot until it closes",
        how_long="until you are forgotten; a result keeps its totals",
        seen_by="you; the group sees totals after the close",
    ),
    Stored(
        what="which papers you nominated, and when",
        why="to put them on the next shortlist",
        how_long="until you are forgotten",
        seen_by="the group sees how many members nominated a paper, not who",
    ),
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
    """Remove all that the person entered. Totals of closed votes stay, without names."""
    for table in (ApprovalRow, BallotRow, NominationRow, OpinionRow, InterestRow):
        await session.execute(
            delete(table)
            .where(table.guild_id == guild_id, table.user_id == user_id)
            .execution_options(synchronize_session=False)
        )


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's ballots with what they approve, their nominations, opinions and interests."""
    return {
        table.__tablename__: await records(
            session, table, table.guild_id == guild_id, table.user_id == user_id
        )
        for table in (BallotRow, ApprovalRow, NominationRow, OpinionRow, InterestRow)
    }


DATA = FeatureData(
    name="papers",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=OPEN,
            title="The week's shortlist",
            lateness=LATENESS,
            on_failed=rounds.on_opening_failed,
        ),
        DeliveryKind(
            name=CLOSE,
            title="The vote closes",
            lateness=timedelta(days=6),
            on_failed=rounds.on_closing_failed,
        ),
    ),
    on_group_changed=rounds.schedule,
    on_clock_right=rounds.reopen_early_closed,
    calendar=CALENDAR,
)
