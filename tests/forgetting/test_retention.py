"""Entries of deliveries, logs and drafts end after the time that `/privacy` states."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, select, update

from bot.about_person import naming_posts
from bot.db import Base, Database, purge_all
from bot.db.acts import ActRow
from bot.groups.models import SettingChangeRow
from bot.plans.models import PlanDraftRow, PlanVersionRow
from bot.routine import log_queries
from bot.routine.models import EntryRow
from bot.routine.schedules import PROMPT, SNOOZE
from bot.routine.streak_values import Streak
from bot.scheduling.models import Cadence, DeliveryRow, ScheduleRow
from bot.scheduling.retention import KEPT
from tests.forgetting.everything import ANA, DAY, GUILD, NOW, data, make, stored
from tests.forgetting.everything import KEPT as TEXT
from tests.groups import acting as groups
from tests.live import Study

ONE_DAY = timedelta(days=1)
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
_numbers = itertools.count(5_000)


def test_each_time_is_stated_where_people_read_it() -> None:
    """M7: who changes how long something is kept changes what `/privacy` says."""
    declared = [(feature, each) for feature in data() for each in feature.retentions]
    tables = {each.table for _, each in declared}
    assert {ActRow, SettingChangeRow, PlanDraftRow, DeliveryRow, ScheduleRow} <= tables
    for feature, each in declared:
        said = [stored.how_long for stored in feature.stored]
        assert any(f"{each.kept.days} day" in how_long for how_long in said), each


async def purge(db: Database, *, after: timedelta = timedelta()) -> None:
    for feature in data():
        for each in feature.retentions:
            await purge_all(db, each, NOW + after)


async def sent(
    db: Database, kind: str, ages: Sequence[int], *, user_id: int = ANA, **about: Any
) -> list[int]:
    """A schedule of a kind and its deliveries, so many days ago each; gives back their ids."""
    schedule = next(_numbers)
    rule = {"cadence": Cadence.ONCE, "once_at": NOW - ages[0] * ONE_DAY, "zone": "UTC"}
    async with db.begin() as session:
        await session.execute(
            insert(ScheduleRow).values(
                id=schedule,
                guild_id=GUILD,
                user_id=user_id,
                kind=kind,
                subject=f"{schedule}",
                **rule,
            )
        )
        rows = [
            {
                "id": next(_numbers),
                "guild_id": GUILD,
                "schedule_id": schedule,
                "occurrence": str(age),
                "period": (NOW - age * ONE_DAY).date(),
                "due_at": NOW - age * ONE_DAY,
                "status": "sent",
                "attempt": 1,
                "channel_id": 11,
                "message_id": 12,
                "finished_at": NOW,
                **about,
            }
            for age in ages
        ]
        await session.execute(insert(DeliveryRow), rows)
    return [row["id"] for row in rows]


async def left(db: Database, ids: Sequence[int]) -> list[int]:
    async with db.read() as session:
        chosen = select(DeliveryRow.id).where(DeliveryRow.id.in_(ids)).order_by(DeliveryRow.id)
        return list(await session.scalars(chosen))


async def test_deliveries_end_but_for_the_newest_of_a_kind(composed_db: Database) -> None:
    await make(composed_db)
    over, in_time = KEPT.days + 1, KEPT.days - 1
    first, second = await sent(composed_db, SNOOZE, [over + 1, in_time])
    (alone,) = await sent(composed_db, "groups.invitation", [over], user_id=0)
    (older,) = await sent(composed_db, "groups.invitation", [over + 9], user_id=0)
    waits = await sent(
        composed_db, SNOOZE, [over], status="retry", next_try_at=NOW, finished_at=None
    )
    await purge(composed_db)
    assert await left(composed_db, [first, second]) == [second]
    assert await left(composed_db, [alone, older]) == [alone], "what came last is known"
    assert await left(composed_db, waits) == waits, "it is not over"
    async with composed_db.read() as session:
        spent = select(func.count()).where(ScheduleRow.kind == "groups.invitation")
        assert await session.scalar(spent) == 1, "its schedule ends with it"


async def test_a_single_schedule_that_left_nothing_ends_and_one_to_come_does_not(
    composed_db: Database,
) -> None:
    await make(composed_db)
    for ages in ([200], [KEPT.days - 1], [-200]):
        ids = await sent(composed_db, SNOOZE, ages)
        async with composed_db.begin() as session:
            await session.execute(delete(DeliveryRow).where(DeliveryRow.id.in_(ids)))
    (late,) = await sent(composed_db, SNOOZE, [300])
    async with composed_db.begin() as session:
        await session.execute(delete(DeliveryRow).where(DeliveryRow.id == late))
        await session.execute(
            update(ScheduleRow)
            .where(ScheduleRow.once_at == NOW - 300 * ONE_DAY)
            .values(next_due_at=NOW)
        )
    await purge(composed_db)
    async with composed_db.read() as session:
        chosen = select(ScheduleRow.once_at).where(ScheduleRow.kind == SNOOZE)
        ages_left = {(NOW - once_at).days for once_at in await session.scalars(chosen) if once_at}
    assert ages_left == {300, KEPT.days - 1, -200}


async def test_posts_that_name_somebody_are_known_for_good(composed_db: Database) -> None:
    await make(composed_db)
    async with composed_db.read() as session:
        before = await naming_posts(session, GUILD, ANA)
    wins = await sent(composed_db, "milestones.win", [400, 300])
    digests = await sent(composed_db, "routine.digest", [400, 300], user_id=0)
    await purge(composed_db, after=timedelta(days=900))
    assert await left(composed_db, [*wins, *digests]) == [*wins, *digests]
    async with composed_db.read() as session:
        after = await naming_posts(session, GUILD, ANA)
    assert {post.message_id for post in before} <= {post.message_id for post in after}


async def test_no_streak_changes_when_prompts_of_long_ago_end(composed_db: Database) -> None:
    """R11: a day that was missed stays missed; of a day that was answered the answer tells."""
    await make(composed_db)
    ages = [KEPT.days + number for number in range(14, 0, -1)]
    ids = await sent(composed_db, PROMPT, [*ages, 1])
    answered = [age for age in ages if age % 3]
    async with composed_db.begin() as session:
        await session.execute(delete(PlanVersionRow).where(PlanVersionRow.source == TEXT))
        await session.execute(
            insert(EntryRow),
            [
                {
                    "guild_id": GUILD,
                    "user_id": ANA,
                    "day": (NOW - age * ONE_DAY).date(),
                    "outcome": "done",
                    "answered_at": NOW,
                }
                for age in answered
            ],
        )
    before = await streak(composed_db)
    assert before.longest > 1
    await purge(composed_db)
    assert len(await left(composed_db, ids)) == len(ids) - len(answered)
    assert await streak(composed_db) == before


async def streak(db: Database) -> Streak:
    async with db.read() as session:
        return await log_queries.streak(session, await groups.member(session, GUILD, ANA, now=NOW))


async def test_drafts_and_the_logs_end_after_their_times(composed_db: Database) -> None:
    await make(composed_db)
    async with composed_db.begin() as session:
        await session.execute(
            insert(ActRow).values(key="k", interaction_id=5, done_at=NOW - timedelta(hours=1))
        )
    for days, ended in (
        (0, set()),
        (2, {"acts"}),
        (31, {"acts", "plan_drafts"}),
        (366, {"acts", "plan_drafts", "setting_changes"}),
    ):
        await purge(composed_db, after=timedelta(days=days))
        rows = await stored(composed_db)
        for name in ("acts", "plan_drafts", "setting_changes"):
            assert (rows[name] == []) is (name in ended), (days, name)
    assert len(rows["entries"]) == 4, "what people wrote stays"
    assert DAY in {row[2] for row in rows["entries"]}


def test_what_ends_is_of_no_other_rows_kept() -> None:
    """No row that stays refers to one that a purge takes away, but deliveries to schedules.

    What a round of partners made ends with it, as is promised.
    """
    ending = {each.table.__tablename__ for feature in data() for each in feature.retentions}

    def referring(table: Table) -> set[str]:
        return {key.column.table.name for key in table.foreign_keys} & ending

    found = {table.name: referring(table) for table in Base.metadata.sorted_tables}
    assert {name: to for name, to in found.items() if to} == {
        "deliveries": {"schedules"},
        "partner_pairs": {"partner_rounds"},
        "partner_waits": {"partner_rounds"},
    }


async def test_a_round_of_partners_ends_with_its_pairs_after_two_years(
    composed_db: Database,
) -> None:
    await make(composed_db)
    tables = ("partner_rounds", "partner_pairs", "partners", "partner_waits")
    for days, is_there in ((729, True), (731, False)):
        await purge(composed_db, after=timedelta(days=days))
        rows = await stored(composed_db)
        assert all((rows[name] != []) is is_there for name in tables), days
    assert rows["partner_profiles"] != [], "how one takes part stays"


@on_sqlite
async def test_the_bot_purges_by_itself(study: Study) -> None:
    """One of the fixed jobs, at each start and hourly."""
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone="theory-problem-sets")
    async with study.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(ActRow))
    await study.clock.advance(timedelta(days=1, hours=1))
    async with study.db.read() as session:
        assert not await session.scalar(select(func.count()).select_from(ActRow))
    assert "●" in (await ana.slash("milestone show", milestone="theory-problem-sets")).text
