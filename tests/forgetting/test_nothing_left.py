"""Nothing of somebody who was forgotten is found anywhere, and all else is as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import records_of_person
from bot.db import Database
from bot.errors import NotFound
from bot.feature import FeatureData
from bot.forgetting import service
from bot.groups.models import MemberRow
from bot.plans.values.plan import Counts
from bot.scheduling.models import ScheduleRow
from tests.forgetting.everything import (
    ANA,
    BEN,
    GUILD,
    KEPT,
    NOW,
    OTHER,
    caller,
    data,
    make,
    personal_tables,
    stored,
    traces,
    words,
)
from tests.groups import acting as groups

# Columns with a person's id that no export of theirs finds them by, and why.
NOT_BY = {
    ("paper_review_turns", "offered_to"): "the turn is its holder's, who asked",
    ("partner_not_with", "other_id"): "whom somebody avoids, they alone know",
    ("second_ratings", "mentor_id"): "the rating is of whoever asked, and theirs to take along",
}


def test_d1_each_table_with_a_persons_id_is_declared_by_a_feature() -> None:
    held = {(each.name, each.person) for feature in data() for each in feature.held}
    for table, columns in personal_tables():
        for column in columns:
            assert (table.name, column) in held or (table.name, column) in NOT_BY, (
                f"{table.name}.{column} is of a person, and no feature says that it holds it"
            )


def test_p11_each_table_whose_rows_a_milestone_counts_says_what_it_counts() -> None:
    """So a count that is taken back is taken from the row too."""
    held = {each.name: each for feature in data() for each in feature.held}
    counts = {name: each.counts for name, each in held.items() if each.counts}
    assert set(counts) == {t.name for t, _ in personal_tables() if "counted_as" in t.c}
    assert set(counts.values()) == {*get_args(Counts)} - {
        *("project-audits", "contributions", "partners")
    }


async def test_d1_the_export_has_each_declared_table_and_no_other(composed_db: Database) -> None:
    await make(composed_db)
    async with composed_db.read() as session:
        found = await records_of_person(session, GUILD, ANA)
    for feature in data():
        assert set(found[feature.name]) == {each.name for each in feature.held}, feature.name
        for name, rows in found[feature.name].items():
            assert rows, f"{name} of Ana's is not in the export"


async def test_m1_nothing_of_the_forgotten_is_in_any_table(composed_db: Database) -> None:
    db = composed_db
    await make(db)
    before = await stored(db)
    assert len(traces(before, GUILD, ANA)) > 30, "there is something to find"
    async with db.begin() as session:
        found = await service.forget(session, caller())
    assert dict(found.counts)["Your answers to prompts"] == 1
    after = await stored(db)
    assert traces(after, GUILD, ANA) == []
    turns = "paper_review_turns"
    of_both = (turns, "second_ratings", "partner_not_with")
    of_ben = [line for line in traces(before, GUILD, BEN) if not line.startswith(of_both)]
    kept = [line for line in traces(after, GUILD, BEN) if not line.startswith(of_both)]
    (told,) = [line for line in kept if "'partner-message'" in line]
    assert ":ended'" in told, "that he lost a partner, he hears"
    assert [line for line in kept if line != told] == of_ben
    seconds = [row for row in after["second_ratings"] if GUILD in row]
    assert seconds == [], "she rates nobody, and nobody rates her"
    assert [row[3:] for row in after[turns] if row[0] == GUILD] == [
        (None, None, None),
        (BEN, NOW, None),
    ], "Ana has no turn any more, and Ben asks her nothing"
    elsewhere = traces(after, OTHER, ANA)
    assert [line for line in elsewhere if not line.startswith("homes")] == traces(
        before, OTHER, ANA
    )
    assert any(line.startswith("homes") for line in elsewhere), "the one group she is in now"
    assert repr(after).count(KEPT) == repr(before).count(KEPT), "the group keeps its own"
    async with db.begin() as session:
        with pytest.raises(NotFound, match="nothing stored"):
            await service.forget(session, caller())


async def test_m1_a_copy_of_the_file_holds_nothing_either(
    composed_db: Database, tmp_path: Path
) -> None:
    if not composed_db.is_sqlite:
        pytest.skip("what PostgreSQL dumps is its rows, which the other test reads")
    await make(composed_db)
    for guild_id in (GUILD, OTHER):
        async with composed_db.begin() as session:
            await service.forget(session, caller(guild_id))
    copy = tmp_path / "copy.db"
    source = sqlite3.connect(str(make_url(composed_db.url).database))
    with sqlite3.connect(copy) as target:
        source.backup(target)
    target.close()
    source.close()
    content = copy.read_bytes()
    assert words(BEN).encode() in content
    assert words(ANA).encode() not in content


async def test_m1_cut_off_in_the_middle_everything_is_as_it_was(
    composed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(composed_db)
    before = await stored(composed_db)
    plans = next(feature for feature in data() if feature.name == "plans")
    forget = plans.forget

    async def broken(session: AsyncSession, guild_id: int, user_id: int) -> None:
        await forget(session, guild_id, user_id)
        raise RuntimeError("killed")

    monkeypatch.setattr(
        service, "forget_person", lambda *whose: _forget_until(plans, broken, *whose)
    )
    with pytest.raises(RuntimeError, match="killed"):
        async with composed_db.begin() as session:
            await service.forget(session, caller())
    assert await stored(composed_db) == before


async def _forget_until(
    last: FeatureData, broken: object, session: AsyncSession, guild_id: int, user_id: int
) -> None:
    for feature in reversed(data()):
        if feature is last:
            await broken(session, guild_id, user_id)  # type: ignore[operator]
        await feature.forget(session, guild_id, user_id)


async def test_m1_whoever_was_forgotten_joins_as_somebody_new(composed_db: Database) -> None:
    db = composed_db
    await make(db)
    async with db.begin() as session:
        await service.forget(session, caller())
        member = await groups.join(session, GUILD, ANA, now=NOW)
    assert member.zone == "UTC"
    async with db.read() as session:
        found = await records_of_person(session, GUILD, ANA)
        held = {name for rows in found.values() for name, of in rows.items() if of}
        assert held == {"members", "schedules", "planned_days"}
        assert await session.get(MemberRow, (GUILD, ANA)) is not None
        kinds = {row["kind"] for row in found["groups"]["schedules"]}
    assert kinds == {"routine.prompt"}
    assert ScheduleRow.__tablename__ in held
