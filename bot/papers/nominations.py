"""Use cases of nominations: any member can wish for a paper by its arXiv id or link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.papers import archive, identifiers
from bot.papers.candidates import pending
from bot.papers.models import NominationRow, RoundRow, ShortlistRow
from bot.papers.values import Paper

MOST_OPEN = 10
"""Open nominations of one member; each week's shortlist has room for five of the group's."""


class Outcome(StrEnum):
    """What became of a nomination. Only the first two keep it."""

    ADDED = "added"
    MERGED = "merged"
    ALREADY_YOURS = "already-yours"
    ON_SHORTLIST = "on-shortlist"
    DISCUSSED = "discussed"


@dataclass(frozen=True, slots=True)
class Nominated:
    """The paper, what became of its nomination, and how many members wish for it."""

    paper: Paper
    outcome: Outcome
    nominators: int


def read_key(text: str) -> str:
    """The key (id without version) of the paper that somebody typed or pasted.

    Raises:
        UserError: there is no arXiv id in it.
    """
    try:
        return identifiers.parse(text).key
    except ValueError:
        raise UserError(
            "I could not find an arXiv id there. It looks like `2203.02155`, or a link such as "
            "<https://arxiv.org/abs/2203.02155>.",
            typed=text,
        ) from None


async def known(session: AsyncSession, key: str) -> Paper | None:
    """The paper, if a feed or an earlier nomination brought it already."""
    return (await archive.papers(session, [key])).get(key)


async def nominate(
    session: AsyncSession, guild_id: int, user_id: int, key: str, *, now: datetime
) -> Nominated:
    """Nominate a known paper for the group's next shortlist; a duplicate merges (A10).

    A paper that the group discussed, or that stands on the open shortlist, is not taken again.

    Raises:
        NotSetUp: they have not joined.
        NotFound: the paper is not known (look it up first).
        UserError: they have too many nominations waiting.
    """
    await groups.get_member(session, guild_id, user_id)
    paper = await known(session, key)
    if paper is None:
        raise NotFound("I do not know that paper yet. Try once more in a moment.")
    settled = await _settled(session, guild_id, key)
    if settled is not None:
        return Nominated(paper, settled, 0)
    since = await _last_listed(session, guild_id, key)
    mine = await session.get(NominationRow, (guild_id, key, user_id))
    if mine is not None and (since is None or mine.nominated_at > since):
        return Nominated(paper, Outcome.ALREADY_YOURS, await _count(session, guild_id, key, since))
    if await _open_of(session, guild_id, user_id) >= MOST_OPEN:
        raise UserError(
            f"You have {MOST_OPEN} nominations waiting. The next shortlist takes some of them; "
            "then there is room for more."
        )
    values = {"guild_id": guild_id, "arxiv_id": key, "user_id": user_id}
    await session.execute(
        insert(session, NominationRow)
        .values(**values, nominated_at=now)
        .on_conflict_do_update(index_elements=list(values), set_={"nominated_at": now})
    )
    count = await _count(session, guild_id, key, since)
    return Nominated(paper, Outcome.ADDED if count == 1 else Outcome.MERGED, count)


async def _settled(session: AsyncSession, guild_id: int, key: str) -> Outcome | None:
    """Why the paper needs no nomination, or None."""
    discussed = await session.scalar(
        select(RoundRow.id).where(RoundRow.guild_id == guild_id, RoundRow.winner_id == key).limit(1)
    )
    if discussed is not None:
        return Outcome.DISCUSSED
    listed = await session.scalar(
        select(RoundRow.id)
        .join(
            ShortlistRow,
            (ShortlistRow.guild_id == RoundRow.guild_id) & (ShortlistRow.round_id == RoundRow.id),
        )
        .where(
            RoundRow.guild_id == guild_id,
            RoundRow.closed_at.is_(None),
            ShortlistRow.arxiv_id == key,
        )
    )
    return None if listed is None else Outcome.ON_SHORTLIST


async def _last_listed(session: AsyncSession, guild_id: int, key: str) -> datetime | None:
    return await session.scalar(
        select(func.max(RoundRow.opened_at))
        .join(
            ShortlistRow,
            (ShortlistRow.guild_id == RoundRow.guild_id) & (ShortlistRow.round_id == RoundRow.id),
        )
        .where(RoundRow.guild_id == guild_id, ShortlistRow.arxiv_id == key)
    )


async def _count(session: AsyncSession, guild_id: int, key: str, since: datetime | None) -> int:
    chosen = [NominationRow.guild_id == guild_id, NominationRow.arxiv_id == key]
    if since is not None:
        chosen.append(NominationRow.nominated_at > since)
    return await session.scalar(select(func.count()).select_from(NominationRow).where(*chosen)) or 0


async def _open_of(session: AsyncSession, guild_id: int, user_id: int) -> int:
    rows = await session.scalars(
        select(NominationRow.arxiv_id).where(
            NominationRow.guild_id == guild_id, NominationRow.user_id == user_id
        )
    )
    return len(set(rows) & (await pending(session, guild_id)).keys())
