"""What a calendar asks of the database does not grow with what is in it."""

from __future__ import annotations

import pytest

from bot.community.service import add
from bot.db import Database
from bot.milestones import own
from tests.export.rich_group import ASKED, exported, make
from tests.groups.person import Person
from tests.milestones.circle import ANA, GUILD, act
from tests.statements import statements


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_d3_a_calendar_takes_a_fixed_number_of_statements(composed_db: Database) -> None:
    await make(composed_db)
    await exported(composed_db, ANA)  # reads the plans' texts, which are kept from then on
    with statements(composed_db) as few:
        before = await exported(composed_db, ANA)
    for n in range(20):
        await act(composed_db, own.add, title=f"Own {n}", due="2026-05-01")
        person = Person(composed_db, ANA, GUILD, ASKED, lock=False)
        await person.act(add, name=f"Conference {n}", deadline="2026-05-01")
    with statements(composed_db) as many:
        after = await exported(composed_db, ANA)
    assert after.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT") + 40
    assert len(many) == len(few) <= 22
