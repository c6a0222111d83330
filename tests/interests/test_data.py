"""What interests store about a person: said, forgotten and exported, on both databases."""

from __future__ import annotations

from sqlalchemy import select

from bot.db import Base, Database
from bot.interests import service
from bot.interests.data import DATA
from bot.interests.models import InterestRow, OpinionRow
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    GUILD,
    OTHER_GUILD,
    START,
    announce,
    entry,
    found_group,
    member,
    say,
)

PERSONAL = (OpinionRow, InterestRow)


def personal_tables() -> list[type[Base]]:
    """The tables of interests that hold an id of a person."""
    return [
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.class_.__module__ == "bot.interests.models" and "user_id" in mapper.columns
    ]


async def enter(db: Database) -> None:
    """Let Ana and Ben say in two groups what they want, and what they think of papers."""
    await found_group(db)
    await found_group(db, OTHER_GUILD, members=[ANA])
    await announce(db, entry(1), entry(2))
    await say(db, ANA, 1, likes=True)
    await say(db, BEN, 1, likes=True)
    await say(db, ANA, 2, likes=False, guild_id=OTHER_GUILD)
    for user_id, guild_id in ((ANA, GUILD), (BEN, GUILD), (ANA, OTHER_GUILD)):
        async with db.begin() as session:
            caller = await member(session, user_id, guild_id=guild_id)
            await service.add(session, caller, words="Pruning")


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
    assert [stored.what.split()[-1] for stored in DATA.stored] == ["when", "so"]


async def test_m1_forgetting_leaves_no_row_of_the_person_and_all_of_the_others(
    db: Database,
) -> None:
    await enter(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await people(db) == {
        table.__tablename__: {(GUILD, BEN), (OTHER_GUILD, ANA)} for table in PERSONAL
    }


async def test_d1_an_export_holds_what_the_person_entered_and_nothing_else(db: Database) -> None:
    await enter(db)
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
        assert not any((await DATA.export(session, GUILD, CARA)).values())
    mine = {"guild_id": GUILD, "user_id": ANA}
    assert found == {
        "paper_opinions": [
            mine
            | {"arxiv_id": "2603.00001", "likes": True, "why_not": None, "at": START.isoformat()}
        ],
        "paper_interests": [
            mine
            | {
                "kind": "word",
                "key": "pruning",
                "value": "Pruning",
                "is_left_out": False,
                "added_at": START.isoformat(),
            }
        ],
    }
