"""What was read, on both databases: pages, filters, search, one paper, files."""

from __future__ import annotations

import time

import pytest

from bot.db import Database
from bot.errors import NotFound
from bot.follow_ups.models import RatingFigureRow
from bot.follow_ups.values import Figure
from bot.groups.values import MemberCaller
from bot.readings import queries
from bot.readings.values import Filters
from bot.reproductions import service
from bot.reproductions.values import Entry, Outcome
from tests.papers.group import ANA, BEN, GUILD, OTHER_GUILD, insider, member
from tests.readings.read import read_papers
from tests.statements import statements

OTHER = Filters(words="other")
FAILED = Entry("Table 2", None, Outcome.FAILED, "loss of the Zürich seed", True)


async def found(db: Database, wanted: Filters | None = None, page: int = 0) -> list[str]:
    async with db.read() as session:
        seen = await queries.found(session, insider(), wanted or Filters(), page)
    return [each.paper.title for each in seen.readings]


async def try_it(db: Database, user_id: int, key: str, entry: Entry = FAILED) -> int:
    async with db.begin() as session:
        caller: MemberCaller = await member(session, user_id)
        return (await service.note(session, caller, key, entry)).attempt.id


async def test_a11_history_pages_and_a_forged_page_gives_an_end(db: Database) -> None:
    await read_papers(db, 7)
    await read_papers(db, 2, guild_id=OTHER_GUILD)
    assert await found(db) == [f"Paper number {number}" for number in (7, 6, 5, 4, 3)]
    assert await found(db, page=10**30) == ["Paper number 2", "Paper number 1"]
    assert await found(db, page=-5) == await found(db)


async def test_a11_words_find_titles_authors_subjects_and_what_was_shown(
    composed_db: Database,
) -> None:
    db = composed_db
    await read_papers(db, 3, titles=("Łukasz on 100% sparse_attention", "Dense", "Graphs"))
    await try_it(db, ANA, "2603.00003")
    await try_it(db, BEN, "2603.00002", Entry("Secret run", None, Outcome.FAILED, None, False))
    for words, titles in (
        ("lukasz", ["Łukasz on 100% sparse_attention"]),
        ("muller", ["Graphs", "Dense", "Łukasz on 100% sparse_attention"]),
        ("machine learning graphs", ["Graphs"]),
        ("block 3 theme", ["Dense"]),
        ("zurich", ["Graphs"]),
        ("secret", []),
        ("2603 00002", ["Dense"]),
        ("nothing like it", []),
    ):
        assert await found(db, Filters(words=words)) == titles, words


async def test_a11_words_find_what_was_reviewed_or_tried_without_a_choice(
    composed_db: Database,
) -> None:
    """After what was chosen, and only where the words are all that is asked for."""
    db = composed_db
    await read_papers(db, 1)
    await read_papers(db, 2, guild_id=OTHER_GUILD)
    await try_it(db, ANA, "2603.10001")
    await try_it(db, BEN, "2603.00001")
    secret = Entry("Other", None, Outcome.FAILED, None, False)
    await try_it(db, BEN, "2603.10001", secret)
    assert await found(db) == ["Paper number 1"]
    assert await found(db, Filters(words="zurich")) == ["Paper number 1", "Other"]
    assert await found(db, Filters(words="other muller")) == ["Other"]
    assert await found(db, Filters(words="other", outcome=Outcome.FAILED)) == ["Other"]
    for more in (Filters(words="other", month="2026-03"), Filters(words="other", block=2)):
        assert await found(db, more) == []
    async with db.read() as session:
        elsewhere = await queries.found(session, insider(guild_id=OTHER_GUILD), OTHER, 0)
        (given,) = await queries.exported(session, insider(), OTHER)
    assert elsewhere.readings == ()
    assert (given.reading.paper.key, given.totals, given.figure) == ("2603.10001", (), None)


async def test_a11_filters_by_block_month_and_outcome(db: Database) -> None:
    await read_papers(db, 6)
    await try_it(db, ANA, "2603.00006")
    assert await found(db, Filters(block=1)) == ["Paper number 6", "Paper number 3"]
    assert await found(db, Filters(block=1, outcome=Outcome.FAILED)) == ["Paper number 6"]
    assert await found(db, Filters(outcome=Outcome.REPRODUCED)) == []
    assert await found(db, Filters(month="2026-04")) == ["Paper number 6", "Paper number 5"]
    assert await found(db, Filters(month="1999-01")) == []
    assert await found(db, Filters(block=98)) == []
    async with db.read() as session:
        seen = await queries.found(session, insider(), Filters(block=98), 3)
    assert seen.months == ("2026-04", "2026-03")
    assert [number for number, _ in seen.blocks] == [1, 2, 3]
    assert (seen.page, seen.pages, seen.total) == (0, 1, 0)


async def test_a_paper_is_meant_by_its_id_a_link_or_its_title(db: Database) -> None:
    await read_papers(db, 2, titles=("Attention is it", "Attention is not"))
    async with db.read() as session:
        for typed in ("2603.00001v2", "https://arxiv.org/pdf/2603.00001", "attention is it"):
            assert await queries.key_of(session, insider(), typed) == "2603.00001"
        with pytest.raises(NotFound, match="2 of your papers fit"):
            await queries.key_of(session, insider(), "attention")
        for typed in ("", "%", "x" * 300, "no such thing"):
            with pytest.raises(NotFound):
                await queries.key_of(session, insider(), typed)


async def test_a_page_is_of_the_groups_own_papers_alone(db: Database) -> None:
    await read_papers(db, 2)
    await read_papers(db, 3, guild_id=OTHER_GUILD)
    async with db.read() as session:
        seen = await queries.paper_page(session, insider(), "2603.00002")
        assert [each.is_chosen for each in seen.appearances] == [True]
        other = await queries.paper_page(session, insider(), "2603.10001")
        assert [(each.is_chosen, each.approvals) for each in other.appearances] == [(False, 1)]
        for key in ("2603.00003", "9999.99999", "", "' OR 1=1"):
            with pytest.raises(NotFound, match="one of your shortlists"):
                await queries.paper_page(session, insider(), key)


async def test_three_hundred_weeks_take_the_statements_of_three(
    composed_db: Database,
) -> None:
    """And no more than a moment."""
    db = composed_db
    counts = []
    for guild_id, weeks in ((GUILD, 3), (OTHER_GUILD, 300)):
        await read_papers(db, weeks, guild_id=guild_id, others=4 if weeks > 3 else 1)
        async with db.read() as session:
            caller = insider(guild_id=guild_id)
            began = time.perf_counter()
            with statements(db) as seen:
                await queries.found(session, caller, Filters(words="paper"), 0)
                searched = len(seen)
                await queries.exported(session, caller, Filters())
                exported = len(seen) - searched
            took = time.perf_counter() - began
        counts.append((searched, exported))
        assert took < 5
    assert counts[0] == counts[1] == (6, 5)


async def test_d2_files_have_every_page_and_no_person(db: Database) -> None:
    await read_papers(db, 7)
    await try_it(db, ANA, "2603.00007")
    async with db.begin() as session:
        rated = GUILD * 1000 + 7
        session.add(RatingFigureRow(guild_id=GUILD, round_id=rated, ratings=6, stars=27))
    async with db.read() as session:
        everything = await queries.exported(session, insider(), Filters())
        failed = await queries.exported(session, insider(), Filters(outcome=Outcome.FAILED))
    assert len(everything) == 7
    assert [each.reading.paper.key for each in failed] == ["2603.00007"]
    assert [each.figure for each in everything] == [Figure(6, 4.5), *[None] * 6]
    assert [(each.position, each.approvals) for each in failed[0].totals] == [(1, 2), (2, 1)]
