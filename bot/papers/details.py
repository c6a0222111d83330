"""One paper as a member sees it: how it stood on a shortlist, and what they think of it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import paper_queries
from bot.errors import NotFound
from bot.groups.values import InsiderCaller, MemberCaller
from bot.interests import opinions
from bot.interests.values import Opinion, WhyNot
from bot.papers import queries
from bot.papers.values import PaperDetails


async def details(session: AsyncSession, caller: InsiderCaller, key: str) -> PaperDetails:
    """A paper, how it stood on the group's shortlist, and what the caller thinks of it.

    Raises:
        NotFound: no such paper is known here.
    """
    paper = await paper_queries.paper(session, key)
    if paper is None:
        raise NotFound("I do not know that paper any more. `/paper picks` shows this week's.")
    pick, listed_at = await queries.newest_pick(session, caller.guild_id, paper)
    opinion = (await opinions.mine(session, caller, [key])).get(key, Opinion())
    return PaperDetails(paper, opinion, pick, listed_at)


async def say(session: AsyncSession, caller: MemberCaller, key: str, likes: bool) -> PaperDetails:
    """Note the member's 👍 (True) or 👎 on a paper; the same again takes it back.

    Raises:
        NotFound: no such paper is known here.
    """
    found = await details(session, caller, key)
    opinion = await opinions.say(session, caller, key, found.opinion, likes)
    return replace(found, opinion=opinion)


async def not_for_us(
    session: AsyncSession, caller: MemberCaller, key: str, why: WhyNot
) -> PaperDetails:
    """Note why the member finds that a paper is not for the group; the same again takes it back.

    Raises:
        NotFound: no such paper is known here.
    """
    found = await details(session, caller, key)
    opinion = await opinions.not_for_us(session, caller, key, found.opinion, why)
    return replace(found, opinion=opinion)
