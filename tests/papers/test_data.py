"""What papers store about a person: said, forgotten and exported, on both databases."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.db import Base, Database
from bot.papers import queries
from bot.papers.data import DATA
from bot.papers.models import BallotRow, MarkRow, NominationRow
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    GUILD,
    OPENS,
    OTHER_GUILD,
    START,
    close,
    found_group,
    nominate,
    open_round,
    opened,
    vote,
)

PERSONAL = (NominationRow, BallotRow, MarkRow)


def personal_tables() -> list[type[Base]]:
    """The tables of papers that hold an id of a person."""
    return [
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.class_.__module__ == "bot.papers.models" and "user_id" in mapper.columns
    ]


async def entered(db: Database) -> int:
    """Two groups where Ana and Ben vote and nominate; gives back the first one's round."""
    found = await opened(db)
    await found_group(db, OTHER_GUILD, members=[ANA])
    other = await open_round(db, OTHER_GUILD, now=OPENS)
    assert other is not None
    await vote(db, ANA, 1, 2, round_id=found.id)
    await vote(db, BEN, 2, round_id=found.id)
    await vote(db, ANA, 1, round_id=other.id, guild=OTHER_GUILD)
    await nominate(db, ANA, 50)
    await nominate(db, BEN, 50)
    await nominate(db, ANA, 51, guild_id=OTHER_GUILD)
    return found.id


async def people(db: Database) -> dict[str, set[tuple[int, int]]]:
    """Who has rows where: (guild, user) by table."""
    found = {}
    async with db.read() as session:
        for table in PERSONAL:
            rows = await session.execute(select(table.guild_id, table.user_id))
            found[table.__tablename__] = {(guild_id, user_id) for guild_id, user_id in rows}
    return found


def test_every_table_about_a_person_is_known_here() -> None:
    assert set(personal_tables()) == set(PERSONAL)
    assert [stored.what.split()[-1] for stored in DATA.stored] == ["when", "shown"]


async def test_m1_forgetting_leaves_no_row_of_the_person_and_all_of_the_others(
    db: Database,
) -> None:
    await entered(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await people(db) == {
        table.__tablename__: {(GUILD, BEN), (OTHER_GUILD, ANA)} for table in PERSONAL
    }


async def test_m1_a_result_keeps_its_totals_when_a_voter_is_forgotten(db: Database) -> None:
    round_id = await entered(db)
    closed = await close(db)
    assert closed is not None
    assert [pick.approvals for pick in closed.picks] == [1, 2, 0]
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    async with db.read() as session:
        assert await queries.get(session, GUILD, round_id) == closed


async def test_d1_an_export_holds_what_the_person_entered_and_nothing_else(db: Database) -> None:
    round_id = await entered(db)
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
        assert not any((await DATA.export(session, GUILD, CARA)).values())
    (ballot,) = found["paper_ballots"]
    assert re.fullmatch("[A-Z]{8}", ballot["code"])
    mine = {"guild_id": GUILD, "user_id": ANA}
    assert found == {
        "paper_ballots": [
            mine
            | {"round_id": round_id, "cast_at": OPENS.isoformat(), "code": ballot["code"]}
            | {"counted": None}
        ],
        "paper_marks": [
            mine | {"round_id": round_id, "arxiv_id": f"2603.0000{number}", "mark": 1}
            for number in (1, 2)
        ],
        "paper_nominations": [
            mine | {"arxiv_id": "2603.00050", "nominated_at": START.isoformat(), "is_named": False}
        ],
    }
