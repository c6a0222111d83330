"""What the room stores about a person can be forgotten and exported, on both databases."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.community import attendance
from bot.community.data import DATA
from bot.community.models import AdderRow, AttendedRow, ConferenceRow, WatchRow
from bot.community.service import add, set_watching
from bot.db import Database
from tests.community.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups, person


async def filled(db: Database) -> int:
    """Ana adds one here and one elsewhere, Ben another; each watches both of the group's."""
    await make_groups(db)
    anas = (await person(db).act(add, name="ICML", deadline="2027-01-15")).conference.id
    await person(db, guild_id=ELSEWHERE).act(add, name="ACL", deadline="2027-01-15")
    bens = (await person(db, BEN).act(add, name="KDD", deadline="2027-01-15")).conference.id
    await person(db).act(set_watching, bens, True)
    await person(db, BEN).act(set_watching, anas, True)
    for user_id in (ANA, BEN):
        await person(db, user_id).act(attendance.note, name="PyData")
    return anas


async def test_m1_forgetting_leaves_the_groups_list_and_what_others_have(db: Database) -> None:
    await filled(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(ConferenceRow)) == 3
        for table, left in (
            (AdderRow, [(GUILD, BEN), (ELSEWHERE, ANA)]),
            (WatchRow, [(GUILD, BEN), (GUILD, BEN), (ELSEWHERE, ANA)]),
            (AttendedRow, [(GUILD, BEN)]),
        ):
            rows = await session.execute(
                select(table.guild_id, table.user_id).order_by(table.guild_id)
            )
            assert [tuple(row) for row in rows] == left


async def test_m1_the_export_holds_what_was_entered_and_nothing_of_others(db: Database) -> None:
    anas = await filled(db)
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
    (conference,) = found["conferences"]
    assert (conference["name"], conference["deadline_at"]) == ("ICML", "2027-01-16T11:59:00+00:00")
    assert [row["conference_id"] for row in found["conference_adders"]] == [anas]
    assert len(found["conference_watches"]) == 2
    assert {row["user_id"] for name in found for row in found[name] if "user_id" in row} == {ANA}
