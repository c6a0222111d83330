"""Reads of the reproduction log. What is not shown to the group is its member's alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.arxiv.values import Paper
from bot.errors import NotFound
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import InsiderCaller, MemberCaller
from bot.papers.chosen import chosen_papers
from bot.reproductions.models import ReproductionRow
from bot.reproductions.rules import together
from bot.reproductions.values import Attempt, Entry, Log, Outcome, OwnAttempts, TriedPaper

NO_SUCH_ATTEMPT = "I do not find that attempt among yours. `/paper reproductions` has those there."

_A_PAGE, _OWN_A_PAGE = 5, 5
_NEWEST = (ReproductionRow.noted_at.desc(), ReproductionRow.id.desc())


async def log(
    session: AsyncSession, caller: InsiderCaller, outcome: Outcome | None, page: int
) -> Log:
    """A page of the group's papers by what came of them, those chosen last first.

    They are all that it chose, and others that somebody has shown an attempt at.
    """
    shown = await _shown(session, caller.guild_id)
    papers = await _papers(session, caller.guild_id, shown)
    mine = await _count_own(session, caller)
    wanted = [each for each in papers if outcome is None or each.outcome is outcome]
    pages = max(1, -(-len(wanted) // _A_PAGE))
    page = min(max(page, 0), pages - 1)
    counts = Counter(each.outcome for each in papers)
    found = tuple(wanted[page * _A_PAGE : (page + 1) * _A_PAGE])
    return Log(found, dict(counts), outcome, page, pages, mine)


async def outcomes(session: AsyncSession, guild_id: int) -> dict[str, Outcome]:
    """What came of each paper that somebody has shown an attempt at, by its key."""
    return {
        key: together(each.entry.outcome for each in attempts)
        for key, attempts in (await _shown(session, guild_id)).items()
    }


async def at_paper(session: AsyncSession, caller: InsiderCaller, key: str) -> list[Attempt]:
    """The attempts at a paper that the caller may see: those shown, and their own; newest first."""
    rows = await session.execute(
        _attempts(caller.guild_id).where(
            ReproductionRow.arxiv_id == key,
            or_(ReproductionRow.is_released, ReproductionRow.user_id == caller.user_id),
        )
    )
    return [attempt_from(row, title) for row, title in rows]


async def titles(session: AsyncSession, caller: InsiderCaller) -> list[tuple[str, str]]:
    """Key and title of the papers with an attempt that the caller may see, the newest first."""
    rows = await session.execute(
        _attempts(caller.guild_id).where(
            or_(ReproductionRow.is_released, ReproductionRow.user_id == caller.user_id)
        )
    )
    return list({row.arxiv_id: title for row, title in rows}.items())


async def own(session: AsyncSession, caller: MemberCaller, page: int) -> OwnAttempts:
    """A page of what the caller has noted; a page beyond the last gives the last."""
    pages = max(1, -(-await _count_own(session, caller) // _OWN_A_PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await session.execute(
        _attempts(caller.guild_id)
        .where(ReproductionRow.user_id == caller.user_id)
        .offset(page * _OWN_A_PAGE)
        .limit(_OWN_A_PAGE)
    )
    return OwnAttempts(tuple(attempt_from(row, title) for row, title in rows), page, pages)


async def own_attempt(session: AsyncSession, caller: MemberCaller, attempt_id: int) -> Attempt:
    """An attempt of the caller's.

    Raises:
        NotFound: they have none with this id here.
    """
    found = await session.execute(
        _attempts(caller.guild_id).where(
            ReproductionRow.id == attempt_id, ReproductionRow.user_id == caller.user_id
        )
    )
    row = found.first()
    if row is None:
        raise NotFound(NO_SUCH_ATTEMPT)
    return attempt_from(*row)


def attempt_from(row: ReproductionRow, title: str) -> Attempt:
    """The attempt that a row holds, at the paper with this title."""
    said = Entry(row.tried, row.repository, row.outcome, row.note, row.is_released)
    return Attempt(row.id, row.user_id, row.arxiv_id, title, said, row.noted_at)


def _attempts(guild_id: int) -> Select[ReproductionRow, str]:
    """The attempts of members who are here, with their papers' titles, the newest first."""
    return (
        select(ReproductionRow, PaperRow.title)
        .join(PaperRow, PaperRow.arxiv_id == ReproductionRow.arxiv_id)
        .join(MemberRow, is_of_member_here(ReproductionRow.guild_id, ReproductionRow.user_id))
        .where(ReproductionRow.guild_id == guild_id)
        .order_by(*_NEWEST)
    )


async def _count_own(session: AsyncSession, caller: InsiderCaller) -> int:
    counted = await session.scalar(
        select(func.count())
        .select_from(ReproductionRow)
        .where(
            ReproductionRow.guild_id == caller.guild_id, ReproductionRow.user_id == caller.user_id
        )
    )
    return counted or 0


async def _shown(session: AsyncSession, guild_id: int) -> dict[str, list[Attempt]]:
    """The attempts that the group may see, by their paper's key."""
    found: dict[str, list[Attempt]] = defaultdict(list)
    rows = await session.execute(_attempts(guild_id).where(ReproductionRow.is_released))
    for row, title in rows:
        found[row.arxiv_id].append(attempt_from(row, title))
    return found


async def _papers(
    session: AsyncSession, guild_id: int, shown: dict[str, list[Attempt]]
) -> list[TriedPaper]:
    chosen = {each.paper.key: each.paper for each in await chosen_papers(session, guild_id)}
    others = await _others(session, shown.keys() - chosen.keys())
    return [
        TriedPaper(
            paper,
            together(each.entry.outcome for each in shown.get(key, ())),
            tuple(shown.get(key, ())),
            is_chosen=key in chosen,
        )
        for key, paper in (chosen | others).items()
    ]


async def _others(session: AsyncSession, keys: Collection[str]) -> dict[str, Paper]:
    """Papers that were tried although the group did not choose them, without their abstracts."""
    rows = await session.execute(
        select(
            PaperRow.arxiv_id,
            PaperRow.title,
            PaperRow.authors,
            PaperRow.categories,
            PaperRow.is_withdrawn,
            PaperRow.venue,
        )
        .where(PaperRow.arxiv_id.in_(sorted(keys)))
        .order_by(PaperRow.arxiv_id.desc())
    )
    return {
        key: Paper(key, title, tuple(authors), "", tuple(categories), is_withdrawn, venue)
        for key, title, authors, categories, is_withdrawn, venue in rows
    }
