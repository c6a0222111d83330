"""Use cases of opinions: 👍 and 👎 on a paper, and why one is not for the group. Private."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import paper_queries
from bot.db import insert
from bot.errors import NotFound
from bot.groups.values import InsiderCaller, MemberCaller
from bot.papers import queries
from bot.papers.models import OpinionRow
from bot.papers.values import Opinion, PaperDetails, WhyNot

_CONTRADICTED_BY_LIKING = (WhyNot.TOPIC, WhyNot.TOO_LONG)


async def say(session: AsyncSession, caller: MemberCaller, key: str, likes: bool) -> PaperDetails:
    """Note the member's 👍 (True) or 👎 on a paper; the same again takes it back.

    A 👍 also takes back that the paper is off topic or too long. One can like what one knows.

    Raises:
        NotFound: no such paper is known here.
    """
    found = await details(session, caller, key)
    before = found.opinion
    after = Opinion(None if before.likes is likes else likes, before.why_not)
    if after.likes and after.why_not in _CONTRADICTED_BY_LIKING:
        after = Opinion(likes=True)
    return await _keep(session, caller, found, after)


async def not_for_us(
    session: AsyncSession, caller: MemberCaller, key: str, why: WhyNot
) -> PaperDetails:
    """Note why the member finds that a paper is not for the group; the same again takes it back.

    Off topic and too long take back a 👍.

    Raises:
        NotFound: no such paper is known here.
    """
    found = await details(session, caller, key)
    before = found.opinion
    after = Opinion(before.likes, None if before.why_not is why else why)
    if after.likes and after.why_not in _CONTRADICTED_BY_LIKING:
        after = Opinion(why_not=after.why_not)
    return await _keep(session, caller, found, after)


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


async def details(session: AsyncSession, caller: InsiderCaller, key: str) -> PaperDetails:
    """A paper, how it stood on the group's shortlist, and what the caller thinks of it.

    Raises:
        NotFound: no such paper is known here.
    """
    paper = await paper_queries.paper(session, key)
    if paper is None:
        raise NotFound("I do not know that paper any more. `/paper picks` shows this week's.")
    pick, listed_at = await queries.newest_pick(session, caller.guild_id, paper)
    opinion = (await mine(session, caller, [key])).get(key, Opinion())
    return PaperDetails(paper, opinion, pick, listed_at)


async def _keep(
    session: AsyncSession, caller: MemberCaller, found: PaperDetails, opinion: Opinion
) -> PaperDetails:
    row = {"guild_id": caller.guild_id, "user_id": caller.user_id, "arxiv_id": found.paper.key}
    if opinion == Opinion():
        await session.execute(delete(OpinionRow).filter_by(**row))
    else:
        values = {"likes": opinion.likes, "why_not": opinion.why_not, "at": caller.now}
        await session.execute(
            insert(session, OpinionRow)
            .values(**row, **values)
            .on_conflict_do_update(index_elements=list(row), set_=values)
        )
    return replace(found, opinion=opinion)
