"""Use cases of nominations: any member can wish for a paper by its arXiv id or link."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import ingest, paper_queries
from bot.arxiv.rules import identifiers
from bot.arxiv.values import FeedEntry, Paper
from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.papers.candidates import is_open_nomination, nominator_is_here
from bot.papers.models import NominationRow, RoundRow, ShortlistRow
from bot.papers.values import Nominated, NominationOutcome

_MOST_NAMED = 5


def read_key(text: str) -> str:
    """The key (id without version) of the paper that somebody typed or pasted.

    Raises:
        UserError: there is no arXiv id in it, or there are several.
    """
    try:
        return identifiers.parse(text).key
    except identifiers.SeveralIds as several:
        ids = " and ".join(f"`{key}`" for key in several.keys[:_MOST_NAMED])
        raise UserError(
            f"That names several papers: {ids}. Which one do you mean? Send me one id.", typed=text
        ) from None
    except ValueError:
        raise UserError(
            "I could not find an arXiv id there. It looks like `2203.02155`, or a link such as "
            "<https://arxiv.org/abs/2203.02155>.",
            typed=text,
        ) from None


def keys_in(text: str) -> list[str]:
    """The keys of the papers that a message names, each once, in its order.

    Raises:
        UserError: it names none.
    """
    keys = identifiers.find_keys(text)
    if not keys:
        raise UserError(
            "I see no arXiv id or link in that message. One looks like `2203.02155` or "
            "<https://arxiv.org/abs/2203.02155>; `/paper nominate` takes it by hand."
        )
    return keys


async def known(session: AsyncSession, _caller: MemberCaller, key: str) -> Paper | None:
    """The paper, for a member, if a feed or an earlier nomination brought it already."""
    return await paper_queries.paper(session, key)


async def known_of(
    session: AsyncSession, _caller: MemberCaller, keys: Collection[str]
) -> dict[str, Paper]:
    """Those of several papers that are `known` already, by key."""
    return await paper_queries.papers(session, keys)


async def nominate(
    session: AsyncSession,
    caller: MemberCaller,
    key: str,
    *,
    found: FeedEntry | None = None,
    again: bool = False,
    is_named: bool = False,
) -> Nominated:
    """Nominate a paper for the group's next shortlist; a duplicate merges (A10).

    Each member can do so once between two shortlists; who has done it is told of which paper.

    ``found`` is what arXiv says of a paper that is not known yet. A paper that stands on the open
    shortlist, or that was withdrawn, is not taken, and one that the group discussed only ``again``:
    who asks for it knows that it was (A11). Nobody else hears who it was unless ``is_named``.

    Raises:
        NotFound: the paper is not known (look it up first).
    """
    if found is not None:
        await ingest.remember(session, [found], caller.now)
    paper = await paper_queries.paper(session, key)
    if paper is None:
        raise NotFound("I do not know that paper yet. Try once more in a moment.")
    settled = await _settled(session, caller.guild_id, key)
    if settled is not None and not (again and settled[0] is NominationOutcome.DISCUSSED):
        outcome, round_id = settled
        return Nominated(paper, outcome, 0, round_id)
    if paper.is_withdrawn:
        return Nominated(paper, NominationOutcome.WITHDRAWN, 0)
    since = await _last_listed(session, caller.guild_id, key)
    mine = await session.get(NominationRow, (caller.guild_id, key, caller.user_id))
    if mine is not None and (since is None or mine.nominated_at > since):
        count = await _count(session, caller.guild_id, key, since)
        outcome = NominationOutcome.ALREADY_YOURS
        return Nominated(paper, outcome, count, is_named=mine.is_named)
    this_week = await _nominated_this_week(session, caller)
    if this_week is not None:
        return Nominated(paper, NominationOutcome.ONE_A_WEEK, 0, instead=this_week)
    values = {"guild_id": caller.guild_id, "arxiv_id": key, "user_id": caller.user_id}
    said = {"nominated_at": caller.now, "is_named": is_named}
    await session.execute(
        insert(session, NominationRow)
        .values(**values, **said)
        .on_conflict_do_update(index_elements=list(values), set_=said)
    )
    count = await _count(session, caller.guild_id, key, since)
    outcome = NominationOutcome.ADDED if count == 1 else NominationOutcome.MERGED
    return Nominated(paper, outcome, count, is_named=is_named)


async def withdraw(session: AsyncSession, caller: MemberCaller, key: str) -> Paper:
    """Take the member's own nomination back, while it waits; those of others stay.

    Raises:
        NotFound: they have none of that paper.
        UserError: it stands on a shortlist already.
    """
    mine, paper, since = await _mine(session, caller, key)
    if since is not None and since >= mine.nominated_at:
        raise UserError("That paper has stood on a shortlist since, so it stays there.")
    await session.delete(mine)
    await session.flush()
    return paper


async def name_me(
    session: AsyncSession, caller: MemberCaller, key: str, is_named: bool
) -> Nominated:
    """Let the shortlist say that the member nominated the paper, or not; until it is listed.

    Raises: as `withdraw`.
    """
    mine, paper, since = await _mine(session, caller, key)
    if since is not None and since >= mine.nominated_at:
        raise UserError("That paper has stood on a shortlist since, so this stays as it was there.")
    mine.is_named = is_named
    await session.flush()
    count = await _count(session, caller.guild_id, key, since)
    return Nominated(paper, NominationOutcome.ALREADY_YOURS, count, is_named=is_named)


async def _mine(
    session: AsyncSession, caller: MemberCaller, key: str
) -> tuple[NominationRow, Paper, datetime | None]:
    """The member's nomination of a paper, and when that was last listed.

    Raises:
        NotFound: they have none of that paper.
    """
    mine = await session.scalar(
        select(NominationRow).where(
            NominationRow.user_id == caller.user_id,
            NominationRow.arxiv_id == key,
            NominationRow.guild_id == caller.guild_id,
        )
    )
    paper = await paper_queries.paper(session, key)
    if mine is None or paper is None:
        raise NotFound("You have no nomination of that paper. `/paper nominate` makes one.")
    return mine, paper, await _last_listed(session, caller.guild_id, key)


async def _settled(
    session: AsyncSession, guild_id: int, key: str
) -> tuple[NominationOutcome, int] | None:
    """Why the paper needs no nomination, and the round that says so; or None."""
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
    if listed is not None:
        return NominationOutcome.ON_SHORTLIST, listed
    discussed = await session.scalar(
        select(RoundRow.id)
        .where(RoundRow.guild_id == guild_id, RoundRow.winner_id == key)
        .order_by(RoundRow.opened_at.desc())
        .limit(1)
    )
    return None if discussed is None else (NominationOutcome.DISCUSSED, discussed)


async def _last_listed(session: AsyncSession, guild_id: int, key: str) -> datetime | None:
    return await session.scalar(
        select(func.max(RoundRow.opened_at))
        .join(
            ShortlistRow,
            (ShortlistRow.guild_id == RoundRow.guild_id) & (ShortlistRow.round_id == RoundRow.id),
        )
        .where(
            RoundRow.guild_id == guild_id,
            RoundRow.is_skipped.is_(False),
            ShortlistRow.arxiv_id == key,
        )
    )


async def _count(session: AsyncSession, guild_id: int, key: str, since: datetime | None) -> int:
    chosen = [
        NominationRow.guild_id == guild_id,
        NominationRow.arxiv_id == key,
        nominator_is_here(),
    ]
    if since is not None:
        chosen.append(NominationRow.nominated_at > since)
    return await session.scalar(select(func.count()).select_from(NominationRow).where(*chosen)) or 0


async def _nominated_this_week(session: AsyncSession, caller: MemberCaller) -> Paper | None:
    """What the member nominated since the group's last shortlist, which is still open."""
    last = (
        select(func.max(RoundRow.opened_at))
        .where(RoundRow.guild_id == caller.guild_id)
        .scalar_subquery()
    )
    key = await session.scalar(
        select(NominationRow.arxiv_id)
        .where(
            NominationRow.user_id == caller.user_id,
            is_open_nomination(caller.guild_id),
            or_(last.is_(None), NominationRow.nominated_at > last),
        )
        .limit(1)
    )
    return None if key is None else await paper_queries.paper(session, key)
