"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import delete_of_person, records_of_person
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held
from bot.papers.models import RoundRow
from bot.papers.values import GUIDE
from bot.public_panels import NamingPost
from bot.releases import posts_of_person, take_down_posts
from bot.reviews import counts, queries, rota_service, service
from bot.reviews.models import ReviewerRow, ReviewRow, SkipRow, TurnRow
from bot.reviews.values import HANDED_ON, POST, TAKE_DOWN

# What somebody took back, and the name of who has left, have to go however late it is.
_EVER = timedelta(days=3650)

_HELP = (
    HelpTopic(
        "reviews",
        "Reviews of papers",
        "A review is yours alone until you publish it; then the paper's thread has it, and "
        "`/paper reviews`. You can change it or take it back at any time. Who puts themselves down "
        "for reviews is asked when their turn comes, the longest wait first; *Skip* keeps your "
        "turn for the next paper, *Swap* needs both.",
        (
            ("paper review", "write or change your review of a paper"),
            ("paper reviews", "yours, and those that the group published"),
            ("paper rota", "whose turn it is to review, and whether yours comes"),
        ),
    ),
)

_STORED = (
    Stored(
        what="your reviews of papers, when you wrote and published them, where they were posted, "
        "and which of them you counted towards a milestone",
        why="to keep your drafts, and to show the group what you publish",
        how_long="until you delete one or are forgotten; their posts are deleted then",
        seen_by="you; what you publish, the group, with your name. That a paper was reviewed helps "
        "to choose the next shortlists",
    ),
    Stored(
        what="that you put yourself down for reviews, since when you wait, and whether you pause",
        why="to ask who waits longest",
        how_long="until you are forgotten",
        seen_by="the group, with your name, while you do not pause",
    ),
    Stored(
        what="which papers were your turn to review, which turns you skipped, and whom you asked "
        "to swap",
        why="to say who reviews a paper, and to keep your place when you skip",
        how_long="until you are forgotten",
        seen_by="the group sees whose turn it is; a question to swap, the one you ask",
    ),
)


async def forget(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's reviews, with their posts, and all that the rota has of them.

    Who waits next takes over a review that was theirs to write.
    """
    await rota_service.hand_on(session, guild_id, user_id)
    theirs = (ReviewRow.guild_id == guild_id, ReviewRow.user_id == user_id)
    await take_down_posts(session, ReviewRow, guild_id, user_id, kind=TAKE_DOWN)
    await session.execute(delete(ReviewRow).where(*theirs))
    await session.execute(
        update(TurnRow)
        .where(TurnRow.guild_id == guild_id, TurnRow.user_id == user_id)
        .values(user_id=None, waited_since=None, offered_to=None)
    )
    await delete_of_person(session, guild_id, user_id, (SkipRow, ReviewerRow))


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The posts of their reviews, and the guides of papers that were their turn."""
    posts = await posts_of_person(session, ReviewRow, guild_id, user_id)
    turns = select(TurnRow.round_id).where(TurnRow.guild_id == guild_id, TurnRow.user_id == user_id)
    guides = await session.execute(
        select(RoundRow.thread_id, RoundRow.guide_message_id, RoundRow.id).where(
            RoundRow.guild_id == guild_id,
            RoundRow.id.in_(turns),
            RoundRow.thread_id.is_not(None),
            RoundRow.guide_message_id.is_not(None),
        )
    )
    return [
        *(post for post, _released_at in posts),
        *(NamingPost(at, message, GUIDE, about) for at, message, about in guides if at and message),
    ]


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's reviews, and what the rota has of them."""
    return await records_of_person(
        session, guild_id, user_id, (ReviewRow, ReviewerRow, TurnRow, SkipRow)
    )


_TURNS = "whose turn it was has moved on"

_HELD = (
    Held(
        table=ReviewRow,
        title="Your reviews",
        counts="paper-reviews",
        back=Back(
            unit=("arxiv_id",),
            without={
                **dict.fromkeys(("released_at", "released_on", "channel_id", "message_id")),
                **dict.fromkeys(("trouble", "counted_as", "counted_number")),
                "releases": 0,
            },
        ),
    ),
    Held(
        table=ReviewerRow,
        title="Your place in the rota",
        back="put yourself down again in `/paper rota`, so that nobody is overtaken",
    ),
    Held(table=TurnRow, title="Papers that were your turn", back=_TURNS),
    Held(table=SkipRow, title="Turns that you skipped", back=_TURNS),
)


DATA = FeatureData(
    name="reviews",
    help=_HELP,
    stored=_STORED,
    forget=forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=POST,
            title="A review is posted",
            lateness=timedelta(days=1),
            on_failed=service.not_posted,
        ),
        DeliveryKind(
            name=TAKE_DOWN,
            title="A review's post is deleted",
            lateness=_EVER,
            on_failed=None,
        ),
        DeliveryKind(
            name=HANDED_ON,
            title="A paper's guide names another reviewer",
            lateness=_EVER,
            on_failed=None,
        ),
    ),
    naming_posts=_naming_posts,
    on_member_changed=rota_service.member_changed,
    on_paper_chosen=rota_service.ask_reviewer,
    paper_evidence=queries.evidence,
    paper_texts=queries.texts,
    held=_HELD,
    group_facts=queries.group_facts,
    paper_titles=queries.titles,
    achievements=counts.achievements,
)
