"""The reproduction log on both databases: whose it is, who sees it, what it comes to (U15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.db import Base, Database
from bot.errors import NotFound, UserError
from bot.groups.models import MemberRow
from bot.reproductions import queries, service
from bot.reproductions.data import DATA
from bot.reproductions.models import ReproductionRow
from bot.reproductions.rules import MOST_ATTEMPTS, entry, together
from bot.reproductions.values import Attempt, Entry, Log, Noted, Outcome
from tests.papers.group import ANA, BEN, CARA, GUILD, OTHER_GUILD, START, insider, member
from tests.readings.read import read_papers
from tests.statements import statements

MINE = Entry("Table 2", "https://example.org/code", Outcome.PARTLY, "with their seed", False)
SHOWN = replace(MINE, is_released=True)


async def note(db: Database, user_id: int, key: str, said: Entry = MINE, guild: int = GUILD) -> int:
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild)
        return (await service.note(session, caller, key, said)).attempt.id


async def change(db: Database, user_id: int, attempt_id: int, said: Entry) -> Noted:
    async with db.begin() as session:
        return await service.change(session, await member(session, user_id), attempt_id, said)


async def seen_at(db: Database, user_id: int, key: str) -> list[Attempt]:
    async with db.read() as session:
        return await queries.at_paper(session, replace(insider(), user_id=user_id), key)


async def log(db: Database, outcome: Outcome | None = None, page: int = 0) -> Log:
    async with db.read() as session:
        return await queries.log(session, insider(), outcome, page)


async def test_u15_an_attempt_is_its_members_until_it_is_shown(db: Database) -> None:
    await read_papers(db, 1)
    attempt = await note(db, ANA, "2603.00001")
    assert [each.entry for each in await seen_at(db, ANA, "2603.00001")] == [MINE]
    assert await seen_at(db, BEN, "2603.00001") == []
    assert (await log(db)).counts == {Outcome.NOT_TRIED: 1}
    noted = await change(db, ANA, attempt, SHOWN)
    assert (noted.before, noted.attempt.entry) == (MINE, SHOWN)
    assert [each.user_id for each in await seen_at(db, BEN, "2603.00001")] == [ANA]
    assert (await log(db)).counts == {Outcome.PARTLY: 1}
    async with db.begin() as session:
        await service.delete(session, await member(session, ANA), attempt)
    assert (await log(db)).counts == {Outcome.NOT_TRIED: 1}


async def test_u15_the_group_reproduced_failed_or_never_tried(db: Database) -> None:
    """The best that was shown counts; chosen papers without an attempt were never tried."""
    await read_papers(db, 8)
    await note(db, ANA, "2603.00001", replace(SHOWN, outcome=Outcome.FAILED))
    await note(db, BEN, "2603.00001", replace(SHOWN, outcome=Outcome.REPRODUCED))
    await note(db, ANA, "2603.00002", replace(SHOWN, outcome=Outcome.FAILED))
    await note(db, ANA, "2603.00003", replace(SHOWN, outcome=Outcome.NOT_TRIED))
    await note(db, ANA, "2603.10004", SHOWN)  # listed, not chosen
    found = await log(db)
    assert found.counts == {
        Outcome.REPRODUCED: 1,
        Outcome.FAILED: 1,
        Outcome.PARTLY: 1,
        Outcome.NOT_TRIED: 6,
    }
    (best,) = (await log(db, Outcome.REPRODUCED)).papers
    assert (best.paper.key, len(best.shown)) == ("2603.00001", 2)
    assert [(p.paper.key, p.is_chosen) for p in (await log(db, Outcome.PARTLY)).papers] == [
        ("2603.10004", False)
    ]
    never = await log(db, Outcome.NOT_TRIED, 10**30)
    assert (never.page, never.pages, len(never.papers)) == (1, 2, 1)
    assert found.mine == 4


async def test_an_attempt_is_of_this_group_and_of_its_member(db: Database) -> None:
    await read_papers(db, 1)
    await read_papers(db, 2, guild_id=OTHER_GUILD)
    theirs = await note(db, ANA, "2603.00002", SHOWN, OTHER_GUILD)
    mine = await note(db, ANA, "2603.00001", SHOWN)
    assert (await log(db)).counts == {Outcome.PARTLY: 1}
    for attempt in (theirs, 0, -1, 2**62):
        with pytest.raises(NotFound, match="among yours"):
            await change(db, ANA, attempt, MINE)
    with pytest.raises(NotFound, match="among yours"):
        await change(db, BEN, mine, MINE)
    async with db.begin() as session:
        with pytest.raises(NotFound, match="among yours"):
            await service.delete(session, await member(session, BEN), mine)
    with pytest.raises(NotFound, match="one of your shortlists"):
        await note(db, ANA, "2603.00002")


async def test_attempts_of_who_left_wait_and_count_nowhere(db: Database) -> None:
    await read_papers(db, 1)
    await note(db, ANA, "2603.00001", SHOWN)
    async with db.begin() as session:
        await session.execute(
            update(MemberRow).where(MemberRow.user_id == ANA).values(gone_since=START)
        )
    assert await seen_at(db, BEN, "2603.00001") == []
    assert (await log(db)).counts == {Outcome.NOT_TRIED: 1}
    async with db.begin() as session:
        await session.execute(update(MemberRow).values(gone_since=None))
    assert len(await seen_at(db, BEN, "2603.00001")) == 1


async def test_so_many_attempts_fit_a_paper(db: Database) -> None:
    await read_papers(db, 1)
    for _ in range(MOST_ATTEMPTS):
        await note(db, ANA, "2603.00001")
    with pytest.raises(UserError, match="all that fits"):
        await note(db, ANA, "2603.00001")
    async with db.begin() as session:
        caller = await member(session, ANA, now=START + timedelta(days=1))
        own = await queries.own(session, caller, 99)
    assert (own.page, own.pages, len(own.attempts)) == (3, 4, 5)


async def test_m1_d1_attempts_are_exported_and_forgotten(db: Database) -> None:
    await read_papers(db, 1)
    await note(db, ANA, "2603.00001", SHOWN)
    await note(db, BEN, "2603.00001")
    async with db.begin() as session:
        (row,) = (await DATA.export(session, GUILD, ANA))["paper_reproductions"]
        assert (row["tried"], row["outcome"], row["is_released"]) == ("Table 2", "partly", True)
        await DATA.forget(session, GUILD, ANA)
        left = await session.scalars(select(ReproductionRow.user_id))
        assert list(left) == [BEN]


async def test_the_log_takes_the_same_statements_for_any_number(db: Database) -> None:
    await read_papers(db, 12)
    counts = []
    for number in range(1, 4):
        await note(db, CARA, f"2603.{number:05}", SHOWN)
        with statements(db) as seen:
            await log(db)
        counts.append(len(seen))
    assert counts == [4, 4, 4]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tried": " \u200b "}, "Say in a few words"),
        ({"tried": "x" * 301}, "301 characters, and 300 fit"),
        ({"note": "x" * 1001}, "1,001 characters, and 1,000 fit"),
        ({"outcome": "perhaps"}, "Pick what came of it"),
        ({"outcome": ""}, "Pick what came of it"),
        ({"repository": "javascript:alert(1)"}, "not a link I can keep"),
    ],
)
def test_what_cannot_be_kept_comes_back(changes: dict[str, str], problem: str) -> None:
    typed = {"tried": "Table 2", "repository": "", "outcome": "failed", "note": "N", **changes}
    with pytest.raises(UserError, match=problem) as refused:
        entry(**typed, is_released=False)
    assert "N" in (refused.value.typed or "") or "note" in changes


def test_several_attempts_come_to_the_best() -> None:
    assert together([]) is Outcome.NOT_TRIED
    assert together([Outcome.NOT_TRIED, Outcome.FAILED]) is Outcome.FAILED
    assert together([Outcome.FAILED, Outcome.REPRODUCED, Outcome.PARTLY]) is Outcome.REPRODUCED


def test_every_table_about_a_person_is_known_here() -> None:
    tables = [
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.class_.__module__ == "bot.reproductions.models" and "user_id" in mapper.columns
    ]
    assert tables == [ReproductionRow]
    assert len(DATA.stored) == 1
