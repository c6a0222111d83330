"""What stands on a member's page and on the group's, on both databases (U8)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, func, select, update

from bot.competency import queries as competency
from bot.competency import service as ratings
from bot.competency.models import SelfRatingRow
from bot.competency.rules import field_of
from bot.cycle_reports import queries, service
from bot.cycle_reports.document import document
from bot.cycle_reports.models import ReflectionRow, SumsRow
from bot.cycle_reports.values import MAX_ANSWER, GroupPage, Reflection
from bot.cycles import review_service as reviews
from bot.cycles.values import ClosedCycle, ReviewDecision
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.figures import FLOOR
from bot.forgetting import service as forgetting
from bot.groups import service as group_service
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.plans import service as plans
from bot.plans.values import Afterwards
from cogs.cycle_reports.group_panels import group_panel
from tests.competency.acting import at as rating_day
from tests.competency.acting import plan as plan_with_axes
from tests.competency.acting import rate_all
from tests.cycle_reports.acting import (
    at,
    close_on,
    finish,
    joined,
    page,
    person,
    report,
)
from tests.forgetting.everything import insert_rows
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, make_groups, texts
from tests.plans.strategies import milestone_text, small_plan
from tests.statements import statements

OTHERS = (101, 102, 103)


def done_in(page: GroupPage) -> int:
    """How many milestones are done in the sums that a page has."""
    assert page.sums is not None
    return sum(count.done for count in page.sums.counts)


@pytest.fixture
async def group(composed_db: Database) -> Database:
    return await make_groups(composed_db)


@pytest.fixture
async def rated(composed_db: Database) -> Database:
    return await make_groups(composed_db, plan_with_axes())


async def test_u8_planned_and_real_dates_of_what_was_done(group: Database) -> None:
    """``write`` is planned for day 14, ``read`` before it; ``talk`` has no date."""
    await finish(group, ANA, "read", 3)
    await finish(group, ANA, "write", 17)
    await finish(group, ANA, "talk", 18)
    await close_on(group, 1, 20)
    found = await report(group, ANA, 1, day=21)
    assert [(x.title, x.planned, x.day, x.days_late) for x in found.finished] == [
        ("Milestone read", date(2026, 3, 16), date(2026, 3, 5), -11),
        ("Milestone write", date(2026, 3, 16), date(2026, 3, 19), 3),
        ("Milestone talk", None, date(2026, 3, 20), None),
    ]
    assert (found.kept, found.dated) == (1, 2)
    text = document(found)
    assert "planned 2026-03-16, done 2026-03-19, 3 days late" in text
    assert "without a date" in text


async def test_u8_a_date_of_ones_own_stands_beside_the_plans(group: Database) -> None:
    await person(group, ANA, 1).act(overrides.set_due, "write", due="2026-03-25")
    await finish(group, ANA, "write", 20)
    await close_on(group, 1, 24)
    (found,) = (await report(group, ANA, 1, day=25)).finished
    assert (found.planned, found.by_plan) == (date(2026, 3, 25), date(2026, 3, 16))
    assert found.days_late == -3
    text = document(await report(group, ANA, 1, day=25))
    assert "planned 2026-03-25 (the plan: 2026-03-16), done 2026-03-22, 3 days early" in text


async def test_u8_at_a_pace_and_on_a_path_the_plans_dates_are_those_of_the_close(
    group: Database,
) -> None:
    ana = person(group, ANA, 1)
    await ana.act(pace.shift, days=7, start=NOW.date(), was=0)
    await ana.act(pace.choose_path, "left")
    await finish(group, ANA, "write", 20)
    await close_on(group, 1, 24)
    await person(group, ANA, 25).act(pace.choose_path, None)
    found = await report(group, ANA, 1, day=26)
    assert [(each.planned, each.by_plan) for each in found.finished] == [(date(2026, 3, 23),) * 2]
    assert found.path_title == "The left path"
    assert "Milestone right-one" not in {each.title for each in found.carried}


async def test_u8_the_questions_are_those_of_the_plan_that_was_closed(
    composed_db: Database,
) -> None:
    def asks(words: str) -> str:
        keys = "".join(f'{key} = "{words} {key}?"\n' for key in ("progress", "drained", "party"))
        return small_plan(milestone_text("read"), tail=f"[afterwards]\n{keys}")

    group = await make_groups(composed_db, asks("Then"))
    await close_on(group, 1, 20)
    async with group.begin() as session:
        await plans.load(session, GUILD, asks("Now"), now=at(21))
    then = Afterwards("Then progress?", "Then drained?", "Then party?")
    assert (await report(group, ANA, 1, day=22)).questions == then


async def test_u8_skipped_and_why(group: Database) -> None:
    await person(group, ANA, 2).act(milestones.annotate, "read", note="My sister's *wedding*")
    await person(group, ANA, 2).act(milestones.skip, "read")
    await person(group, ANA, 2).act(milestones.skip, "talk")
    await close_on(group, 1, 20)
    by_title = {each.title: each for each in (await report(group, ANA, 1, day=21)).left_out}
    assert by_title["Milestone read"].why == "My sister's *wedding*"
    assert by_title["Milestone talk"].why is None
    # A reason that comes later stands there too; what was undone since keeps its own.
    await person(group, ANA, 22).act(milestones.annotate, "talk", note="No stage")
    await person(group, ANA, 22).act(milestones.undo, "read")
    whys = {each.title: each.why for each in (await report(group, ANA, 1, day=23)).left_out}
    assert whys == {"Milestone read": "My sister's *wedding*", "Milestone talk": "No stage"}
    assert "My sister's \\*wedding\\*" in document(await report(group, ANA, 1, day=23))


async def test_u8_what_was_open_with_what_was_decided(group: Database) -> None:
    await person(group, ANA, 1).act(own.add, title="Mine")
    await close_on(group, 1, 20)
    ana = person(group, ANA, 21)
    await ana.act(reviews.carry, "read", number=1)
    await ana.act(reviews.redate, "write", number=1, due="2026-05-04")
    await ana.act(reviews.drop, "talk", number=1)
    found = {each.title: each for each in (await report(group, ANA, 1, day=22)).carried}
    assert found["Milestone read"].decision is ReviewDecision.CARRY
    assert found["Milestone talk"].decision is ReviewDecision.DROP
    assert found["Mine"].decision is None
    moved = found["Milestone write"]
    assert (moved.planned, moved.due) == (date(2026, 3, 16), date(2026, 5, 4))
    text = document(await report(group, ANA, 1, day=22))
    assert "planned 2026-03-16; new date 2026-05-04" in text
    assert "- Mine: without a date; open, carried as it is" in text


async def test_u8_each_thing_is_of_one_cycle(group: Database) -> None:
    await finish(group, ANA, "read", 3)
    await close_on(group, 1, 20)
    await finish(group, ANA, "write", 21)
    await person(group, ANA, 30).act(milestones.skip, "talk")
    await close_on(group, 2, 40)
    first, second = [await report(group, ANA, number, day=41) for number in (1, 2)]
    assert [each.title for each in first.finished] == ["Milestone read"]
    assert [each.title for each in first.left_out] == []
    assert [each.title for each in second.finished] == ["Milestone write"]
    assert [each.title for each in second.left_out] == ["Milestone talk"]
    # What is undone later stays on the page of then, as its snapshot does.
    await person(group, ANA, 42).act(milestones.undo, "read")
    assert (await report(group, ANA, 1, day=42)).finished == first.finished


async def test_u8_the_day_of_what_was_done_stays_when_its_member_moves(group: Database) -> None:
    async with group.begin() as session:
        ana = await groups.member(session, GUILD, ANA, now=at(1))
        await group_service.change_member(session, ana, zone="Pacific/Auckland")
    await person(group, ANA, 3).act(milestones.finish, "read")  # 22 o'clock there
    async with group.begin() as session:
        ana = await groups.member(session, GUILD, ANA, now=at(4))
        await group_service.change_member(session, ana, zone="Pacific/Honolulu")
    await close_on(group, 1, 20)
    found = await report(group, ANA, 1, day=21)
    assert [each.day for each in found.finished] == [date(2026, 3, 5)]
    assert found.zone == "Pacific/Honolulu"


async def test_u8_levels_beside_those_of_before_the_cycle(rated: Database) -> None:
    await rate_all(rated, 1, 2, 3, 4, 1, 2, day=5)
    await close_on(rated, 1, 20)
    await rate_all(rated, 2, 2, 2, 4, 1, 3, day=62)
    await close_on(rated, 2, 70)
    first, second = [await report(rated, ANA, number, day=71) for number in (1, 2)]
    assert [each.before for each in first.moved.changes] == [None] * 6
    assert [each.moved for each in second.moved.changes] == [1, 0, -1, 0, 0, 1]
    assert "- Read: 1 → 2 of 4, With help" in document(second)
    ben = await report(rated, BEN, 2, day=71)
    assert (ben.moved.rating, ben.moved.changes, ben.moved.is_open) == (None, (), False)
    assert "No rating was finished in this cycle." in document(ben)


async def test_u8_a_rating_that_is_open_at_the_close_is_of_the_cycle_that_finishes_it(
    rated: Database,
) -> None:
    """On the very day of the close too: the group's 20th is closed at nine, it ends at noon."""
    levels = dict.fromkeys(("read", "write", "speak", "build", "ship", "care"), "2")
    await rate_at(rated, 0, levels, hour=8)
    await close_on(rated, 1, 18)
    begun = await report(rated, ANA, 1, day=18)
    assert (begun.moved.rating, begun.moved.is_open) == (None, True)
    await rate_at(rated, 1, levels, hour=12)
    await close_on(rated, 2, 40)
    first, second = [await report(rated, ANA, number, day=41) for number in (1, 2)]
    assert first.moved.rating is None
    assert second.moved.rating is not None
    assert second.moved.rating.finished_on == first.cycle.ended_on
    # Where the instant was not kept, the day of a close is of the cycle that was closed.
    async with rated.begin() as session:
        await session.execute(update(SelfRatingRow).values(finished_at=None))
    first, second = [await report(rated, ANA, number, day=41) for number in (1, 2)]
    assert first.moved.rating is not None
    assert second.moved.rating is None


async def rate_at(db: Database, part: int, levels: dict[str, str], *, hour: int) -> None:
    """Ana sends one form of her rating at that hour of 20 March."""
    async with db.begin() as session:
        ana = await groups.member(session, GUILD, ANA, now=rating_day(20, hour))
        axes = (await competency.sheet(session, ana)).parts[part]
        fields = {field_of(each.axis): levels[each.axis.id] for each in axes}
        await ratings.rate(session, ana, part, lambda name: fields.get(name, ""))


async def test_u8_with_nothing_at_all(group: Database) -> None:
    await close_on(group, 1, 20)
    found = await report(group, BEN, 1, day=21)
    assert (found.finished, found.left_out, found.repeated, found.achievements) == ((), (), (), ())
    assert len(found.carried) == 5
    text = document(found)
    assert "## Planned and done\n\nNothing." in text
    assert "## Wins\n\nNothing." in text


async def test_u8_what_repeats_is_counted_in_its_cycle(rated: Database) -> None:
    for day in (3, 8):
        await finish(rated, ANA, "reviews", day)
    await close_on(rated, 1, 20)
    await finish(rated, ANA, "reviews", 45)
    await person(rated, ANA, 46).act(overrides.hide, "reviews")
    await close_on(rated, 2, 50)
    times = [
        [(each.title, each.times) for each in (await report(rated, ANA, number, day=51)).repeated]
        for number in (1, 2)
    ]
    assert times == [[("Milestone reviews", 2)], [("Milestone reviews", 1)]]


async def test_u8_what_was_done_in_other_features_is_of_its_cycle(group: Database) -> None:
    me = {"guild_id": GUILD, "user_id": ANA, "kind": "blog", "audience": "technical"}
    async with group.begin() as session:
        for number, day in enumerate((2, 20, 21), 1):
            about = {"id": number, "link": f"https://{number}.example", "link_key": f"{number}"}
            about |= {"title": f"Post {number}", "shared_on": at(day).date(), "releases": 0}
            await insert_rows(session, [("shares", me | about)])
    await close_on(group, 1, 20)
    await close_on(group, 2, 40)
    first, second = [await report(group, ANA, number, day=41) for number in (1, 2)]
    assert [each.title for each in first.achievements] == ["Post 1", "Post 2"]
    assert [each.title for each in second.achievements] == ["Post 3"]
    assert "- share: Post 3, 2026-03-23" in document(second)
    assert (await report(group, BEN, 1, day=41)).achievements == ()


async def test_u8_whoever_was_not_there_has_no_page_of_their_own(group: Database) -> None:
    await close_on(group, 1, 20)
    async with group.begin() as session:
        await groups.join(session, GUILD, 55, now=at(21))
    late = person(group, 55, 22)
    assert isinstance(await late.read(queries.report, 1), ClosedCycle)
    with pytest.raises(NotFound, match="were not in the group") as refused:
        await late.act(service.reflect, 1, progress="A", drained="", party="B")
    assert refused.value.typed == "A\n\nB"
    for number in (0, 2, 9):
        with pytest.raises(NotFound, match="closed no cycle"):
            await late.read(queries.report, number)
        with pytest.raises(NotFound, match="closed no cycle"):
            await late.read(queries.group_page, number)


async def test_u8_answers_are_their_members_alone_and_of_one_group(group: Database) -> None:
    for guild_id in (GUILD, ELSEWHERE):
        await close_on(group, 1, 20, guild_id=guild_id)
    ana = person(group, ANA, 21)
    said = await ana.act(service.reflect, 1, progress=" Maths\nat last ", drained="", party="Ben")
    assert said.reflection == Reflection("Maths\nat last", None, "Ben")
    assert await person(group, BEN, 21).read(queries.own_reflection, 1) == Reflection()
    elsewhere = person(group, ANA, 21, ELSEWHERE)
    assert await elsewhere.read(queries.own_reflection, 1) == Reflection()
    assert "> Maths\n> at last" in document(said)
    changed = await ana.act(service.reflect, 1, progress="", drained="Nights", party="")
    assert changed.reflection == Reflection(None, "Nights", None)
    gone = await ana.act(service.reflect, 1, progress="\u3164", drained=" ", party="")
    assert gone.reflection.is_empty
    async with group.read() as session:
        assert await session.scalar(select(func.count()).select_from(ReflectionRow)) == 0
    with pytest.raises(UserError, match="Each answer holds") as refused:
        await ana.act(service.reflect, 1, progress="a" * (MAX_ANSWER + 1), drained="b", party="")
    assert refused.value.typed == "a" * (MAX_ANSWER + 1) + "\n\nb"


async def test_u8_the_statements_do_not_depend_on_what_was_done(rated: Database) -> None:
    await close_on(rated, 1, 2)
    await rate_all(rated, 1, 2, 3, 4, 1, 2, day=4)
    for name in ("book", "essay", "talk"):
        await finish(rated, ANA, name, 5)
    await close_on(rated, 2, 20)

    async def cost(user_id: int, number: int) -> int:
        with statements(rated) as found:
            await report(rated, user_id, number, day=21)
        return len(found)

    assert await cost(ANA, 2) == await cost(BEN, 1)


async def test_u8_u5_the_groups_sums_are_kept_from_five_on_and_never_change(
    group: Database,
) -> None:
    await joined(group, *OTHERS)
    for user_id in (ANA, BEN, *OTHERS):
        await finish(group, user_id, "read", 2)
    await close_on(group, 1, 20)
    kept = await page(group, BEN, 1, day=21)
    assert kept.sums is not None
    assert (kept.sums.people, done_in(kept)) == ("5 members", 5)
    assert kept.facts == (), "a second figure of the same would differ from a month's by few"
    await finish(group, BEN, "talk", 22)
    async with group.begin() as session:
        await forgetting.forget(session, await groups.member(session, GUILD, ANA, now=at(22)))
    after = await page(group, BEN, 1, day=23)
    assert after.sums == kept.sums


async def test_u8_w2_of_fewer_than_five_the_page_has_no_sums(group: Database) -> None:
    await joined(group, *OTHERS[:2])
    await finish(group, ANA, "read", 2)
    await close_on(group, 1, 20)
    found = await page(group, BEN, 1, day=21)
    assert (found.sums, found.has_sums) == (None, True)
    assert "too few: sums appear from 5 members on" in texts(group_panel(found))
    async with group.begin() as session:
        await session.execute(delete(SumsRow))
    found = await page(group, BEN, 1, day=21)
    assert "was closed before I kept sums" in texts(group_panel(found))


async def test_u8_u5_sums_that_would_differ_by_few_stay_those_before(group: Database) -> None:
    people = (ANA, BEN, *OTHERS)
    await joined(group, *OTHERS)
    await close_on(group, 1, 20)
    for user_id in people[: FLOOR - 1]:
        await finish(group, user_id, "read", 25)
    await close_on(group, 2, 30)
    first, second = [await page(group, BEN, number, day=31) for number in (1, 2)]
    assert (done_in(second), second.sums) == (0, first.sums)
    # Counted from the sums that were shown last, the four are five with the last of them.
    await finish(group, people[-1], "read", 35)
    await close_on(group, 3, 40)
    found = await page(group, BEN, 3, day=41)
    assert done_in(found) == FLOOR
    # Another group closes its own.
    await close_on(group, 1, 20, guild_id=ELSEWHERE)
    elsewhere = await person(group, ANA, 41, ELSEWHERE).read(queries.group_page, 1)
    assert (elsewhere.sums, elsewhere.wins) == (None, ())


async def test_u8_c7_the_page_has_released_wins_while_they_are_released(group: Database) -> None:
    await joined(group, *OTHERS)
    for user_id in (ANA, BEN):
        await finish(group, user_id, "read", 2, note="Private")
    await person(group, ANA, 3).act(milestones.share, "read")
    await close_on(group, 1, 20)
    await person(group, BEN, 21).act(milestones.share, "read")
    await close_on(group, 2, 22)
    for number, whose in ((1, ANA), (2, BEN)):
        found = await page(group, BEN, number, day=22)
        assert [(each.user_id, each.title) for each in found.wins] == [(whose, "Milestone read")]
        assert [(each.count, each.one) for each in found.facts] == [(1, "win shared")]
    assert [each.is_shared for each in (await report(group, ANA, 1, day=22)).finished] == [True]
    await person(group, ANA, 22).act(milestones.take_back, "read")
    found = await page(group, BEN, 1, day=23)
    assert (found.wins, found.facts) == ((), ())
