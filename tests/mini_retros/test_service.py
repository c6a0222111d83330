"""Mini-retros on both databases: rolled up, written, changed, counted once, exported, forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.about_person import forget_person, records_of_person
from bot.db import Database
from bot.errors import UserError
from bot.milestones import service as milestones
from bot.mini_retros import queries, service
from bot.mini_retros.values import MAX_PART, MiniRetro
from bot.plans import service as plans
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups
from tests.mini_retros.acting import MARCH, act, at, look_back, retro_on, stored, write
from tests.plans.strategies import milestone_text, small_plan
from tests.statements import statements

COUNTING = milestone_text("my-month", repeats="month", counts="mini-retros")
ALIKE = milestone_text("alike", repeats="month").replace("Milestone alike", "Mini-retrospective")
FEBRUARY, APRIL = date(2026, 2, 1), date(2026, 4, 1)


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """Two groups, whose plan counts mini-retros; the hooks of all features run."""
    return await make_groups(composed_db, small_plan(COUNTING))


async def see(db: Database, day: int, *, month: date = MARCH, user_id: int = ANA) -> MiniRetro:
    found: MiniRetro = await act(db, queries.see, month, now=at(day), user_id=user_id)
    return found


async def count(db: Database, seen: MiniRetro, day: int) -> MiniRetro:
    assert seen.count is not None
    number, month = seen.count.number, seen.span.month
    counted: MiniRetro = await act(db, service.count, month, number, now=at(day))
    return counted


def tally(found: MiniRetro) -> str:
    assert found.count is not None
    return str(found.count.tally)


async def test_the_weeks_of_the_month_roll_up_and_nobody_elses(db: Database) -> None:
    await look_back(db, 2, "Mornings", "Fewer tabs")
    await look_back(db, 9, "Proofs", user_id=BEN)
    await look_back(db, 16, "Naps")
    await look_back(db, 30, "April's Friday")
    found = await see(db, 31)
    assert [week.better for week in found.weeks] == ["Mornings", "Naps"]
    assert found.weeks[0].to_change == "Fewer tabs"
    assert not found.is_written
    assert [week.better for week in (await see(db, 34, month=APRIL)).weeks] == ["April's Friday"]


async def test_before_a_retro_in_mid_month_it_has_all_since_the_one_before(db: Database) -> None:
    await retro_on(db, 14)
    await look_back(db, 2, "Mornings")
    await look_back(db, 9, "Friday the 13th")
    await look_back(db, 16, "Later")
    found = await see(db, 13)
    assert [week.better for week in found.weeks] == ["Mornings", "Friday the 13th"]
    assert [week.better for week in (await see(db, 20, month=APRIL)).weeks] == ["Later"]


async def test_one_for_each_member_and_month_is_written_and_changed(db: Database) -> None:
    first = await write(db, now=at(31), worked="Mornings", adjust="Tabs")
    assert (first.worked, first.adjust, first.written_on) == ("Mornings", "Tabs", at(31).date())
    again = await write(db, now=at(33), worked=" Mornings\u200b, mostly ")
    assert (again.worked, again.adjust) == ("Mornings, mostly", None)
    assert again.written_on == at(31).date()
    assert len(await stored(db)) == 1
    assert not (await see(db, 31, user_id=BEN)).is_written
    await write(db, now=at(31), worked="Ben's", user_id=BEN)
    assert (await see(db, 31)).worked == "Mornings, mostly"
    emptied = await write(db, now=at(33))
    assert not emptied.is_written
    assert [row.user_id for row in await stored(db)] == [BEN]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"worked": "x" * (MAX_PART + 1)}, "2,000 characters"),
        ({"worked": "\u3164", "adjust": " \u2800"}, "nothing written yet"),
        ({"month": date(2026, 5, 1), "worked": "Soon"}, "has not begun"),
        ({"month": APRIL, "worked": "Soon"}, "has not begun"),
        ({"month": date(2026, 1, 1), "worked": "Then"}, "stays as it is"),
        ({"month": date(1, 1, 1), "worked": "Then"}, "so long ago"),
    ],
)
async def test_bad_input_is_refused_and_given_back(
    db: Database, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(UserError, match=said) as refused:
        await write(db, now=at(20), **fields)
    assert refused.value.typed is not None
    assert fields.get("worked", "") in refused.value.typed
    assert await stored(db) == []


async def test_the_month_before_can_still_be_written(db: Database) -> None:
    assert (await write(db, now=at(20), month=FEBRUARY, worked="Snow")).is_written
    assert (await see(db, 20, month=FEBRUARY)).can_write
    assert not (await see(db, 20, month=date(2026, 1, 1))).can_write


async def test_p11_it_counts_by_a_press_and_once(db: Database) -> None:
    assert (await see(db, 31)).count is not None
    written = await write(db, now=at(31), worked="Mornings")
    assert tally(written) == "0 of 1 in March"
    counted = await count(db, written, 31)
    assert tally(counted) == "1 of 1 in March"
    assert counted.count is not None
    assert counted.count.is_counted
    assert tally(await count(db, written, 31)) == "1 of 1 in March"
    assert tally(await count(db, counted, 31)) == "1 of 1 in March"
    with pytest.raises(UserError, match="a sentence has to stay"):
        await write(db, now=at(31))
    changed = await write(db, now=at(31), worked="Evenings")
    assert changed.count is not None
    assert changed.count.is_counted
    assert not changed.count.takes_it


async def test_p11_what_was_undone_can_be_counted_again(db: Database) -> None:
    await count(db, await write(db, now=at(31), worked="Mornings"), 31)
    await act(db, milestones.undo, "my-month", now=at(31))
    seen = await see(db, 31)
    assert seen.count is not None
    assert not seen.count.is_counted
    assert tally(await count(db, seen, 31)) == "1 of 1 in March"


async def test_p11_a_month_that_has_its_count_takes_no_other(db: Database) -> None:
    await count(db, await write(db, now=at(31), worked="March"), 31)
    late = await write(db, now=at(31), month=FEBRUARY, worked="February")
    assert late.count is not None
    assert not late.count.takes_it
    with pytest.raises(UserError, match="asks for no more"):
        await count(db, late, 31)
    with pytest.raises(UserError, match="not written in the period"):
        await count(db, await see(db, 33, month=APRIL), 33)


async def test_p11_the_period_is_that_in_which_it_was_written(db: Database) -> None:
    """Whoever answers March's on 1 April looked back in April; nobody counts it on 1 May."""
    late = await write(db, now=at(32), worked="Mornings")
    assert tally(late) == "0 of 1 in April"
    assert late.count is not None
    assert late.count.takes_it
    in_may = await see(db, 62)
    assert in_may.count is not None
    assert not in_may.count.takes_it


async def test_p11_the_plan_names_what_counts_and_no_title_does(db: Database) -> None:
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(ALIKE), now=at(3))
    written = await write(db, now=at(31), worked="Mornings")
    assert written.count is None
    with pytest.raises(UserError, match="asks for no more"):
        await act(db, service.count, MARCH, 0, now=at(31))


async def test_it_is_exported_and_forgotten_with_its_member(db: Database) -> None:
    await write(db, now=at(31), worked="Mornings")
    await write(db, now=at(31), worked="Ben's", user_id=BEN)
    async with db.begin() as session:
        elsewhere = await groups.member(session, ELSEWHERE, ANA, now=at(31))
        await service.write(session, elsewhere, MARCH, worked="Elsewhere", adjust="")
        found = await records_of_person(session, GUILD, ANA)
        assert found["mini_retros"]["mini_retros"] == [
            {
                "guild_id": GUILD,
                "user_id": ANA,
                "month": "2026-03-01",
                "worked": "Mornings",
                "adjust": None,
                "written_on": "2026-03-31",
                "counted_as": None,
                "counted_number": None,
            }
        ]
        await forget_person(session, GUILD, ANA)
    assert {row.worked for row in await stored(db)} == {"Ben's", "Elsewhere"}


async def test_the_statements_do_not_depend_on_what_was_written(db: Database) -> None:
    async def cost(day: int) -> tuple[int, int]:
        async with db.read() as session:
            caller = await groups.member(session, GUILD, ANA, now=at(day))
            with statements(db) as seeing:
                await queries.see(session, caller, MARCH)
            with statements(db) as standing:
                await queries.standing(session, caller.member, at(day))
        return len(seeing), len(standing)

    few = await cost(31)
    for monday in (2, 9, 16, 23):
        await look_back(db, monday, "Mornings")
    await count(db, await write(db, now=at(31), worked="Mornings"), 31)
    assert await cost(31) == few
    assert few[1] == 2


async def test_what_stands_to_be_written(db: Database) -> None:
    """The one that was offered, for a week; before and after it, the one that runs."""

    async def standing(day: int) -> tuple[str, bool, bool]:
        async with db.read() as session:
            member = await groups.get_member(session, GUILD, ANA)
            found = await queries.standing(session, member, at(day))
            offered = await queries.offered(session, member, at(day))
        return f"{found.span.month:%B}", offered is not None, found.is_written

    assert await standing(3) == ("March", False, False), "February's was before they began"
    await retro_on(db, 14)
    assert await standing(12) == ("March", False, False)
    assert await standing(13) == ("March", True, False)
    assert await standing(19) == ("March", True, False)
    assert await standing(20) == ("April", False, False)
    await write(db, now=at(13), worked="Mornings")
    assert await standing(13) == ("March", False, True)
    assert await standing(14) == ("April", False, False)


async def test_a_message_offers_it_on_its_day_or_before_days_without_one(db: Database) -> None:
    async def named(day: int, next_day: int | None, *sent: Any) -> Any:
        async with db.read() as session:
            member = await groups.get_member(session, GUILD, ANA)
            following = None if next_day is None else at(next_day).date()
            return await queries.to_name(session, member, sent, next_day=following, now=at(day))

    assert await named(30, 31) is None
    key = await named(31, 32)
    assert (key.thing_id, key.due) == ("2026-03-01", at(31).date())
    assert await named(31, 32, key) is None
    assert await named(30, 31 + 6) == key
    assert await named(27, None) is None
    assert (await named(31, None)) == key
    assert await named(32, 33) is None
    await write(db, now=at(31), adjust="Tabs")
    assert await named(31, 32) is None
