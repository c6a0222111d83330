"""What the feature declares of itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records_of_person
from bot.errors import UserError
from bot.feature import DeliveryKind, FeatureData, HelpTopic, Records, Stored
from bot.held import Back, Held, Row
from bot.inputs.links import address_key, clean_link
from bot.inputs.text import visible_line
from bot.public_panels import NamingPost
from bot.shares import queries, service
from bot.shares.models import ShareRow
from bot.shares.rules import MAX_SHARES
from bot.shares.values import POST, TAKE_DOWN
from bot.wins.queries import round_ups_about
from bot.wins.values import ROUND_UP

# What somebody took back has to go however late it is.
_EVER = timedelta(days=3650)

_HELP = (
    HelpTopic(
        "shares",
        "Knowledge shares",
        "A blog post, a talk, a video or code: log what you publish, and see how your month stands "
        "with the plan. It is yours alone until you show it to the group; then a post and "
        "the week's round-up have it, and *Take back* deletes the post. *Log as share* on any "
        "message, under *Apps*, begins one with its link.",
        (
            ("share add", "log something you published"),
            ("share list", "yours, with the month's count, and the group's"),
        ),
    ),
)

_STORED = (
    Stored(
        what="the knowledge shares that you log: link, title, kind, date and audience, when and "
        "where you showed one to the group, and which you counted towards a milestone",
        why="to keep your list and the month's count, and to show the group what you release",
        how_long="until you delete one or are forgotten; their posts are deleted then",
        seen_by="you; what you release, the group, with your name; the count, you alone",
    ),
)


async def export(session: AsyncSession, guild_id: int, user_id: int) -> Records:
    """The person's shares."""
    return await records_of_person(session, guild_id, user_id, (ShareRow,))


async def _naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The posts of their shares, and the round-ups that name them."""
    rows = await session.execute(
        select(ShareRow.channel_id, ShareRow.message_id, ShareRow.released_at).where(
            ShareRow.guild_id == guild_id,
            ShareRow.user_id == user_id,
            ShareRow.released_at.is_not(None),
        )
    )
    released = rows.all()
    times = [at for _channel_id, _message_id, at in released if at is not None]
    about = await round_ups_about(session, guild_id, times)
    return [
        *(NamingPost(where, post) for where, post, _at in released if where and post),
        *(NamingPost(up.channel_id, up.message_id, ROUND_UP, up.delivery_id) for up in about),
    ]


def _as_logged(row: Row) -> Row:
    """Its key is that of its link, which has to be one that can be kept."""
    try:
        link = clean_link(str(row["link"]))
    except UserError:
        link = None
    if link != row["link"] or row["link_key"] != address_key(str(link)):
        raise ValueError("a share has the key of its link")
    if not row["title"] or visible_line(str(row["title"])) != row["title"]:
        raise ValueError("a share has a title")
    return row


_OF_THE_GROUP = dict.fromkeys(("released_at", "channel_id", "message_id", "trouble"))

DATA = FeatureData(
    name="shares",
    help=_HELP,
    stored=_STORED,
    forget=service.forget,
    export=export,
    kinds=(
        DeliveryKind(
            name=POST,
            title="A knowledge share is posted",
            lateness=timedelta(days=1),
            on_failed=service.not_posted,
        ),
        DeliveryKind(
            name=TAKE_DOWN,
            title="A knowledge share's post is deleted",
            lateness=_EVER,
            on_failed=None,
        ),
    ),
    held=(
        Held(
            table=ShareRow,
            title="Your knowledge shares",
            counts="shares",
            back=Back(
                unit=("link_key",),
                most=MAX_SHARES,
                without={
                    **_OF_THE_GROUP,
                    **dict.fromkeys(("counted_as", "counted_number")),
                    "releases": 0,
                },
                read=_as_logged,
            ),
        ),
    ),
    naming_posts=_naming_posts,
    group_facts=queries.group_facts,
    achievements=queries.achievements,
)
