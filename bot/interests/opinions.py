"""Use cases of opinions: 👍 and 👎 on a paper, and why one is not for the group. Private.

Each act takes what the member thought before, as `mine` gives it, and gives back what they think
now.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.groups.values import InsiderCaller, MemberCaller
from bot.interests.models import OpinionRow
from bot.interests.values import Opinion, WhyNot

_CONTRADICTED_BY_LIKING = (WhyNot.TOPIC, WhyNot.TOO_LONG)


async def mine(
    session: AsyncSession, caller: InsiderCaller, keys: Collection[str]
) -> dict[str, Opinion]:
    """What the caller thinks of those of these papers that they have an opinion on, by key."""
    found = await session.execute(
        select(OpinionRow.arxiv_id, OpinionRow.likes, OpinionRow.why_not).where(
            OpinionRow.guild_id == caller.guild_id,
            OpinionRow.user_id == caller.user_id,
            OpinionRow.arxiv_id.in_(keys),
        )
    )
    return {key: Opinion(likes, why_not) for key, likes, why_not in found}


async def say(
    session: AsyncSession, caller: MemberCaller, key: str, before: Opinion, likes: bool
) -> Opinion:
    """Note the member's 👍 (True) or 👎 on a known paper; the same again takes it back.

    A 👍 also takes back that the paper is off topic or too long. One can like what one knows.
    """
    after = Opinion(None if before.likes is likes else likes, before.why_not)
    if after.likes and after.why_not in _CONTRADICTED_BY_LIKING:
        after = Opinion(likes=True)
    return await _keep(session, caller, key, after)


async def not_for_us(
    session: AsyncSession, caller: MemberCaller, key: str, before: Opinion, why: WhyNot
) -> Opinion:
    """Note why the member finds that a known paper is not for the group; again takes it back.

    Off topic and too long take back a 👍.
    """
    after = Opinion(before.likes, None if before.why_not is why else why)
    if after.likes and after.why_not in _CONTRADICTED_BY_LIKING:
        after = Opinion(why_not=after.why_not)
    return await _keep(session, caller, key, after)


async def _keep(session: AsyncSession, caller: MemberCaller, key: str, opinion: Opinion) -> Opinion:
    row = {"guild_id": caller.guild_id, "user_id": caller.user_id, "arxiv_id": key}
    if opinion == Opinion():
        await session.execute(delete(OpinionRow).filter_by(**row))
    else:
        values = {"likes": opinion.likes, "why_not": opinion.why_not, "at": caller.now}
        await session.execute(
            insert(session, OpinionRow)
            .values(**row, **values)
            .on_conflict_do_update(index_elements=list(row), set_=values)
        )
    return opinion
