"""Nothing in the database leads from who has answered to an answer (T8, W3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from bot.db import Base, Database
from bot.health_checks.models import HealthAnswerRow, HealthMarkRow
from tests.groups import acting as groups
from tests.health_checks.group import answer, set_up
from tests.retros.circle import GUILD, NOW

# As many as make one chance order equal to another once in 24!.
MANY = 24


async def rows(db: Database, table: str, column: str) -> Sequence[Any]:
    """What the database itself knows of each row, in the order in which it keeps them."""
    is_postgres = db.engine.dialect.name == "postgresql"
    kept, by = ("ctid", "xmin::text") if is_postgres else ("rowid", "''")
    async with db.read() as session:
        found = await session.execute(
            text(f"SELECT {column} AS value, {by} AS written_by FROM {table} ORDER BY {kept}")
        )
        return found.all()


async def test_w3_neither_place_nor_transaction_of_a_row_ties_a_member_to_an_answer(
    db: Database,
) -> None:
    retro_id = await set_up(db, members=3)
    everybody = range(1, MANY + 1)
    async with db.begin() as session:
        for user_id in everybody[3:]:
            await groups.join(session, GUILD, user_id, now=NOW)
    given, is_last = {}, []
    for user_id in everybody:
        levels = (user_id % 5 + 1, user_id // 5 + 1, 1, 1, 1)
        given[user_id] = "".join(map(str, levels))
        await answer(db, user_id, retro_id, levels)
        newest = (await rows(db, "health_answers", "levels"))[-1].value
        is_last.append(newest == given[user_id])
    assert not all(is_last), "the newest one has no place of its own"
    answers = await rows(db, "health_answers", "levels")
    marks = await rows(db, "health_marks", "user_id")
    assert sorted(row.value for row in answers) == sorted(given.values())
    assert {row.value for row in marks} == set(everybody)
    written = list(given.values())
    assert [row.value for row in answers] != written
    assert [row.value for row in answers] != [given[row.value] for row in marks]
    # All by one transaction, which tells of the last one only that it was.
    assert len({row.written_by for row in (*answers, *marks)}) == 1


def test_w3_no_column_could_tie_them() -> None:
    """No time, no number that counts up, and nobody's id beside an answer or a secret."""
    assert {column.name for column in HealthAnswerRow.__table__.c} == {
        *("id", "guild_id", "retro_id", "secret_hash", "levels")
    }
    assert {column.name for column in HealthMarkRow.__table__.c} == {
        *("guild_id", "retro_id", "user_id")
    }


async def test_w3_the_secret_of_an_answer_is_stored_nowhere(db: Database) -> None:
    """W3: only its hash is, and ids are random."""
    retro_id = await set_up(db)
    mine = [await answer(db, user_id, retro_id) for user_id in range(1, 6)]
    async with db.read() as session:
        everything = ""
        for table in Base.metadata.sorted_tables:
            found = await session.execute(table.select())
            everything += "".join(str(row) for row in found)
    assert not any(each.secret in everything for each in mine)
    ids = [row.value for row in await rows(db, "health_answers", "id")]
    assert max(ids) > 2**40
    assert len({each.secret for each in mine}) == 5
