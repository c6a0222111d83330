"""Use cases of how a group votes on papers; what organisers change holds from the next round on."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.groups.values import Group, OrganiserCaller
from bot.papers import queries
from bot.papers.values import VoteSettings
from bot.voting import Method


async def current(session: AsyncSession, caller: OrganiserCaller) -> VoteSettings:
    """How the next rounds vote.

    Raises:
        NotSetUp: the server has no group.
    """
    return await _of(session, caller, await groups.get_group(session, caller.guild_id))


async def change(
    session: AsyncSession, caller: OrganiserCaller, method: Method, hides_totals: bool
) -> VoteSettings:
    """Let the next rounds vote by ``method``, and hide their totals until the close or not.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.change_group(
        session, caller, vote_method=method, hides_totals=hides_totals
    )
    return await _of(session, caller, group)


async def _of(session: AsyncSession, caller: OrganiserCaller, group: Group) -> VoteSettings:
    newest = await queries.recent(session, group.guild_id, 1)
    has_open = bool(newest) and newest[0].takes_ballots(caller.now)
    return VoteSettings(group.vote_method, group.hides_totals, has_open)
