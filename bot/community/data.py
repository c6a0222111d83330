"""What the feature declares of itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.conferences import watched
from bot.feature import Commitment, FeatureData, HelpTopic, export_nothing, forget_nothing
from bot.groups.values import Member

_HELP = (
    HelpTopic(
        "conferences",
        "Conference deadlines",
        "One list for the group, each deadline exact on everybody's own clock: 23:59 anywhere on "
        "earth too. Which ones you watch, only you see.",
        (
            ("conference list", "what is ahead, nearest first"),
            ("conference add", "add one for the group, and watch it"),
            ("conference watch", "aim for one, or no longer"),
        ),
    ),
)


async def _commitments(session: AsyncSession, member: Member, now: datetime) -> list[Commitment]:
    """The deadlines that the member aims for."""
    known = await watched(session, member.guild_id, member.user_id, now=now)
    return [Commitment(each.name, each.at) for each in known]


DATA = FeatureData(
    name="community",
    help=_HELP,
    stored=(),
    forget=forget_nothing,
    export=export_nothing,
    kinds=(),
    commitments=_commitments,
)
