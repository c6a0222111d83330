"""What plans store about a person: all of it is exported, and all of it can be forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.db import Database
from bot.plans import queries
from bot.plans.data import DATA
from bot.plans.models import PlanDraftRow, PlanVersionRow
from tests.plans.changing import (
    GUILD,
    NOW,
    OLGA,
    OTHER,
    OTTO,
    SHIPPED,
    confirm,
    in_force,
    organiser,
    propose,
    put,
    retitled,
    set_up,
)

HERS, HIS, WAITING = retitled("Olga's"), retitled("Otto's"), retitled("Waiting")


async def enter(db: Database) -> None:
    """Versions and drafts: of Olga here and elsewhere, and of Otto."""
    await set_up(db, GUILD, OTHER)
    await propose(db, SHIPPED)  # the shipped plan becomes version 1
    await put(db, HERS)
    await put(db, HIS, by=OTTO)
    await confirm(db, await propose(db, HERS, guild=OTHER), guild=OTHER)
    for by, guild in ((OLGA, GUILD), (OTTO, GUILD), (OLGA, OTHER)):
        await propose(db, WAITING, by=by, guild=guild)


async def people(db: Database) -> tuple[set[tuple[int, int]], set[tuple[int, int, int | None]]]:
    """Whose drafts wait in which group, and who made which version."""
    drafts = select(PlanDraftRow.guild_id, PlanDraftRow.user_id)
    versions = select(PlanVersionRow.guild_id, PlanVersionRow.number, PlanVersionRow.loaded_by)
    async with db.read() as session:
        return (
            {(guild_id, user_id) for guild_id, user_id in await session.execute(drafts)},
            {(guild_id, number, by) for guild_id, number, by in await session.execute(versions)},
        )


async def export(db: Database, user_id: int) -> dict[str, Any]:
    async with db.read() as session:
        return dict(await DATA.export(session, GUILD, user_id))


async def test_m2_the_export_holds_what_was_entered_here(db: Database) -> None:
    await enter(db)
    found = await export(db, OLGA)
    [draft], [version] = found["plan_drafts"], found["plan_versions"]
    assert (
        draft.items()
        >= {
            "guild_id": GUILD,
            "user_id": OLGA,
            "source": WAITING,
            "based_on": 3,
            "made_at": NOW.isoformat(),
        }.items()
    )
    assert (
        version.items()
        >= {
            "guild_id": GUILD,
            "number": 2,
            "source": HERS,
            "loaded_by": OLGA,
            "loaded_at": NOW.isoformat(),
            "undoes": None,
        }.items()
    )


async def test_m1_forgetting_leaves_no_trace_of_the_person_and_every_version(db: Database) -> None:
    await enter(db)
    drafts, versions = await people(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, OLGA)
    assert await people(db) == (
        drafts - {(GUILD, OLGA)},
        versions - {(GUILD, 2, OLGA)} | {(GUILD, 2, None)},
    )
    assert drafts == {(GUILD, OLGA), (GUILD, OTTO), (OTHER, OLGA)}
    assert not any((await export(db, OLGA)).values())
    assert await in_force(db) == (3, HIS)
    async with db.read() as session:
        assert (await queries.source_of(session, GUILD, 2)).text == HERS
        found = await queries.history(session, organiser())
    assert [version.made_by for version in found.versions] == [OTTO, None, None]


def test_each_table_of_a_person_is_told() -> None:
    assert len(DATA.stored) == 2
    assert all(len(each.what) > 10 and each.seen_by for each in DATA.stored)
