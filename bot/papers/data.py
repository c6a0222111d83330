"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.figures import FLOOR
from bot.held import Back, Held
from bot.papers import counting, postings, queries, rounds
from bot.papers.calendar_events import CALENDAR
from bot.papers.models import BallotRow, MarkRow, NominationRow
from bot.papers.rules.timetable import CLOSE, LATENESS, OPEN, SHOW

# What a shortlist says that is not so any more is set right however late that is.
_EVER = timedelta(days=3650)

_HELP = (
    HelpTopic(
        "papers",
        "The weekly paper",
        "A shortlist appears, everybody votes, and the winner gets a thread. Ballots are private "
        "and can be changed until closing; each has a code, by which you find yours among those "
        "that counted. Organisers choose how the group votes. *More* below a paper "
        "takes your 👍 or 👎, which helps to choose the next lists. On any message with an arXiv "
        "link, *Apps › Nominate paper* puts it on the next one.",
        (
            ("paper picks", "this week's shortlist"),
            ("paper vote", "your private ballot"),
            ("paper nominate", "put a paper on the list"),
            ("paper close", "end the vote now, for organisers"),
            ("paper extend", "give the vote more days, for organisers"),
            ("paper skip", "a week without a vote, for organisers"),
        ),
    ),
)

_STORED = (
    Stored(
        what="your ballots in the votes on papers: what you said of each paper, also when totals "
        "were counted last, the ballot's random code, and when",
        why="to count the vote, to let you change your ballot until it closes, and to let you "
        "check it afterwards",
        how_long="until you are forgotten; a result keeps its totals, and the codes that counted "
        "without whose they were",
        seen_by="you; the group sees totals and codes after the close, and totals before it where "
        f"your organisers show them: from {FLOOR} ballots on, and anew with every {FLOOR} that are "
        "new or changed; never what a code stands for or whose it is",
    ),
    Stored(
        what="which papers you nominated, when, and whether you let your name be shown",
        why="to put them on the next shortlist",
        how_long="until you are forgotten",
        seen_by="the group sees how many members nominated a paper; who, only if you let it, while "
        "its vote is open",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove all that the person entered. Totals of closed votes stay, without names.

    Where the open shortlist names them, it is shown anew.
    """
    await postings.unname(session, guild_id, user_id)
    await counting.withhold(session, guild_id, user_id)
    await delete_of_person(session, guild_id, user_id, (MarkRow, BallotRow, NominationRow))


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's ballots with what they say, and their nominations."""
    return await records_of_person(session, guild_id, user_id, (BallotRow, MarkRow, NominationRow))


_VOTED = "a closed vote is counted, and in an open one you can vote anew"

_HELD = (
    Held(table=BallotRow, title="Your ballots", back=_VOTED),
    Held(table=MarkRow, title="What your ballots say", back=_VOTED),
    Held(
        table=NominationRow,
        title="Papers that you nominated",
        back=Back(unit=("arxiv_id",), without={"is_named": False}),
    ),
)


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
        DeliveryKind(
            name=SHOW,
            title="The shortlist is brought up to date",
            lateness=_EVER,
            on_failed=postings.on_showing_failed,
        ),
    ),
    on_group_changed=rounds.schedule,
    on_member_changed=postings.on_member_changed,
    on_clock_right=rounds.reopen_early_closed,
    calendar=CALENDAR,
    held=_HELD,
    kept=("the totals of closed votes, and the codes that counted in them",),
    group_facts=queries.group_facts,
)
