"""Second ratings on both databases: by consent, for one rating, taken back with all (W8)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.about_person import forget_person, records_of_person
from bot.competency.rules import field_of
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups.models import MemberRow
from bot.second_ratings import data, queries, service
from bot.second_ratings.models import SecondLevelRow, SecondRatingRow
from bot.second_ratings.values import Comparison, Request
from tests.competency.acting import act, at, axis, follow, plan, rate_all, rate_part
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups

CEM = 9


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """A group with Ana, who rated herself, Ben and Cem; and another one with Ana."""
    db = await make_groups(composed_db, plan())
    async with db.begin() as session:
        await groups.join(session, GUILD, CEM, now=at(2))
    await rate_all(db, 1, 2, 3, 1, 2, 3, day=3)
    return db


async def asked(db: Database, mentor_id: int = BEN) -> int:
    """Ana asks; the id of what she asked for."""
    found: Comparison = await act(db, service.ask, mentor_id, day=3)
    assert found.second is not None
    return found.second.id


async def give(db: Database, second_id: int, *levels: int, user_id: int = BEN) -> Request:
    """Accept, and give each axis a level by both forms."""
    found: Request = await act(db, service.accept, second_id, day=4, user_id=user_id)
    fields = {field_of(each): str(level) for each, level in zip(found.axes, levels, strict=False)}
    for part in (0, 1):
        if any(field_of(each) in fields for each in found.axes[part * 5 : part * 5 + 5]):
            found = await act(
                db,
                service.rate,
                second_id,
                part,
                lambda name: fields.get(name, ""),
                day=4,
                user_id=user_id,
            )
    return found


async def own(db: Database) -> Comparison:
    found: Comparison = await act(db, queries.comparison, day=5)
    return found


async def rows(db: Database) -> tuple[int, int]:
    """How many are asked for, and how many levels were given."""
    async with db.read() as session:
        asked_for = await session.scalar(select(func.count()).select_from(SecondRatingRow))
        levels = await session.scalar(select(func.count()).select_from(SecondLevelRow))
    return asked_for or 0, levels or 0


async def test_w8_asked_accepted_given_and_both_side_by_side(db: Database) -> None:
    second_id = await asked(db)
    request = await act(db, queries.request, second_id, day=3, user_id=BEN)
    assert request.own == (), "the levels stay hers until his stand"
    half = await give(db, second_id, 2, 2)
    assert (half.second.levels, half.own) == ({"read": 2, "write": 2}, ())
    given = await give(db, second_id, 2, 2, 2, 2, 2, 4)
    assert given.second.is_given
    assert [each.level for each in given.own] == [1, 2, 3, 1, 2, 3]
    mine = await own(db)
    assert mine.second is not None
    assert mine.second.levels == dict(
        zip(("read", "write", "speak", "build", "ship", "care"), (2, 2, 2, 2, 2, 4), strict=True)
    )
    with pytest.raises(UserError, match="given already"):
        await give(db, second_id, 1)


async def test_w8_only_who_was_asked_sees_it_and_only_while_it_stands(db: Database) -> None:
    second_id = await asked(db)
    for user_id in (ANA, CEM):
        for use_case in (queries.request, service.accept, service.decline):
            with pytest.raises(NotFound, match="Nobody asks you"):
                await act(db, use_case, second_id, day=3, user_id=user_id)
    with pytest.raises(NotFound):
        await act(db, queries.request, second_id, day=3, guild_id=ELSEWHERE)
    with pytest.raises(NotFound):
        await act(db, queries.request, 10**15, day=3, user_id=BEN)
    assert (await act(db, queries.comparison, day=3, user_id=CEM)).asked == ()
    [seen] = (await act(db, queries.comparison, day=3, user_id=BEN)).asked
    assert seen.id == second_id
    with pytest.raises(UserError, match="Accept it first"):
        await act(db, service.rate, second_id, 0, {}.get, day=3, user_id=BEN)


async def test_w8_withdrawing_deletes_what_the_mentor_gave_and_sees(db: Database) -> None:
    second_id = await asked(db)
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    assert await rows(db) == (1, 6)
    await rate_all(db, 1, 1, 1, 1, 1, 1, day=3, user_id=CEM)
    await act(db, service.ask, BEN, day=3, user_id=CEM)
    found = await act(db, service.withdraw, 1, day=5)
    assert found.second is None
    assert await rows(db) == (1, 0), "what Cem asked for stays, also for his first rating"
    assert (await act(db, service.withdraw, 1, day=5, user_id=CEM)).second is None
    assert await rows(db) == (0, 0)
    with pytest.raises(NotFound):
        await act(db, queries.request, second_id, day=5, user_id=BEN)
    with pytest.raises(NotFound):
        await act(db, service.rate, second_id, 0, lambda name: "1", day=5, user_id=BEN)
    assert await asked(db, CEM) != second_id


async def test_w8_a_mentor_may_decline_also_after_a_yes(db: Database) -> None:
    second_id = await asked(db)
    await give(db, second_id, 2)
    await act(db, service.decline, second_id, day=5, user_id=BEN)
    assert await rows(db) == (1, 0)
    mine = await own(db)
    assert mine.second is not None
    assert mine.second.accepted is False
    for use_case in (queries.request, service.accept):
        with pytest.raises(NotFound):
            await act(db, use_case, second_id, day=5, user_id=BEN)
    await asked(db, CEM)
    assert await rows(db) == (1, 0)


async def test_w8_what_was_given_can_be_taken_back(db: Database) -> None:
    """The levels go for both, and somebody else may be asked."""
    second_id = await asked(db)
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    await act(db, service.decline, second_id, day=5, user_id=BEN)
    assert await rows(db) == (1, 0)
    mine = await own(db)
    assert mine.second is not None
    assert (mine.second.is_given, mine.second.is_free) == (False, True)
    await asked(db, CEM)


async def test_w8_one_is_asked_at_a_time_and_somebody_in_the_group(db: Database) -> None:
    with pytest.raises(UserError, match="somebody else's view"):
        await asked(db, ANA)
    for stranger in (12345, 2**62 + 1):
        with pytest.raises(NotFound, match="not in this study group"):
            await asked(db, stranger)
    await asked(db)
    with pytest.raises(UserError, match="Withdraw that first"):
        await asked(db, CEM)
    with pytest.raises(UserError, match="Finish a rating"):
        await act(db, service.ask, ANA, day=3, user_id=CEM)
    assert await rows(db) == (1, 0)


async def test_w8_a_mentor_who_leaves_makes_room_and_what_they_gave_stays(db: Database) -> None:
    await asked(db)
    await leave(db, BEN)
    mine = await own(db)
    assert mine.second is not None
    assert mine.second.is_free
    second_id = await asked(db, CEM)
    await give(db, second_id, 2, 2, 2, 2, 2, 4, user_id=CEM)
    await leave(db, CEM)
    kept = await own(db)
    assert kept.second is not None
    assert not kept.second.is_free
    assert kept.second.levels["care"] == 4


async def test_w8_who_left_shows_a_mentor_nothing(db: Database) -> None:
    second_id = await asked(db)
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    await leave(db, ANA)
    assert (await act(db, queries.comparison, day=5, user_id=BEN)).asked == ()
    with pytest.raises(NotFound):
        await act(db, queries.request, second_id, day=5, user_id=BEN)


async def test_w8_the_consent_is_for_one_rating(db: Database) -> None:
    second_id = await asked(db)
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    await rate_all(db, 4, 4, 4, 4, 4, 4, day=62)
    assert (await act(db, queries.comparison, day=62)).second is None
    seen = await act(db, queries.request, second_id, day=62, user_id=BEN)
    assert [each.level for each in seen.own] == [1, 2, 3, 1, 2, 3]


async def test_w8_one_given_after_the_next_rating_is_seen_and_withdrawn(db: Database) -> None:
    """It is about the rating of then, which stays within reach beside the newer one."""
    second_id = await asked(db)
    await rate_all(db, 4, 4, 4, 4, 4, 4, day=62)
    latest = await act(db, queries.comparison, day=62)
    assert (latest.rating.number, latest.earlier, latest.later) == (2, 1, None)
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    late = await act(db, queries.comparison, 1, day=62)
    assert (late.second.levels["care"], late.earlier, late.later) == (4, None, 2)
    with pytest.raises(NotFound, match="do not find"):
        await act(db, queries.comparison, 3, day=62)
    await act(db, service.withdraw, 1, day=62)
    assert await rows(db) == (0, 0)
    with pytest.raises(NotFound, match="do not find"):
        await act(db, queries.comparison, 1, day=62)
    with pytest.raises(NotFound, match="Nobody asks"):
        await act(db, queries.request, second_id, day=62, user_id=BEN)


async def test_w8_what_waits_stands_before_what_was_given(db: Database) -> None:
    """A mentor of many finds the open one, however many were given before."""
    await give(db, await asked(db), 2, 2, 2, 2, 2, 4)
    await rate_all(db, 4, 4, 4, 4, 4, 4, day=62)
    later = await act(db, service.ask, BEN, day=62)
    seen = (await act(db, queries.comparison, day=62, user_id=BEN)).asked
    assert [each.is_given for each in seen] == [False, True]
    assert seen[0].id == later.second.id


async def test_w7_w8_the_mentor_rates_the_axes_as_they_were_rated(db: Database) -> None:
    second_id = await asked(db)
    await follow(db, plan(axis("read", levels=("a", "b")), axis("write"), axis("speak")), day=4)
    given = await give(db, second_id, 4, 2, 2, 2, 2, 4)
    assert given.second.is_given
    assert len(given.axes) == 6


@pytest.mark.parametrize("level", ["0", "5", "x"])
async def test_w8_levels_out_of_range_and_forged_axes_are_refused(db: Database, level: str) -> None:
    second_id = await asked(db)
    found = await act(db, service.accept, second_id, day=4, user_id=BEN)
    name = field_of(found.axes[0])
    for said, text in (({name: level}, "none of the levels"), ({"read": "1"}, "No level")):
        with pytest.raises(UserError, match=text):
            await act(
                db, service.rate, second_id, 0, lambda n, s=said: s.get(n, ""), day=4, user_id=BEN
            )
    for part in (-1, 2):
        with pytest.raises(UserError, match="do not find those axes"):
            await act(db, service.rate, second_id, part, {}.get, day=4, user_id=BEN)
    assert await rows(db) == (1, 0)


async def test_w8_each_is_named_once_to_whom_it_is_for(db: Database) -> None:
    async def named(user_id: int, *sent: Any) -> list[Any]:
        async with db.read() as session:
            member = await groups.get_member(session, GUILD, user_id)
            return [key for key, _ in await queries.to_name(session, member, sent, at(4))]

    second_id = await asked(db)
    assert await named(ANA) == await named(CEM) == []
    [key] = await named(BEN)
    assert (key.thing_id, key.stage) == (str(second_id), "asked")
    assert await named(BEN, key) == []
    async with db.read() as session:
        for user_id, shown in ((BEN, 1), (CEM, 0)):
            member = await groups.get_member(session, GUILD, user_id)
            assert len(await queries.named(session, member, [key])) == shown
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    assert await named(BEN) == []
    [told] = await named(ANA)
    assert told.stage == "given"
    assert await named(ANA, told) == []


async def test_it_is_exported_for_who_asked_and_goes_with_either(db: Database) -> None:
    second_id = await asked(db)
    await give(db, second_id, 2)
    async with db.begin() as session:
        found = (await records_of_person(session, GUILD, ANA))["second_ratings"]
        assert [row["mentor_id"] for row in found["second_ratings"]] == [BEN]
        assert found["second_rating_levels"] == [], "half of it is not told"
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    async with db.begin() as session:
        found = (await records_of_person(session, GUILD, ANA))["second_ratings"]
        assert len(found["second_rating_levels"]) == 6
        await data.forget(session, GUILD, BEN)
    assert await rows(db) == (0, 0)
    await asked(db, CEM)
    async with db.begin() as session:
        await forget_person(session, GUILD, ANA)
    assert await rows(db) == (0, 0)


async def test_w8_whoever_is_no_longer_in_the_server_is_not_asked(db: Database) -> None:
    """M2: said of them, not of the one who asks."""
    async with db.begin() as session:
        gone = update(MemberRow).where(MemberRow.user_id == BEN).values(gone_since=at(2))
        await session.execute(gone)
    with pytest.raises(NotFound, match="They are not in this study group"):
        await asked(db)


async def leave(db: Database, user_id: int) -> None:
    async with db.begin() as session:
        await groups.leave(session, GUILD, user_id, now=at(4))


async def test_w8_levels_changed_later_stand_beside_what_was_given(db: Database) -> None:
    second_id = await asked(db)
    await give(db, second_id, 2, 2, 2, 2, 2, 4)
    await rate_part(db, 0, {"read": 4}, day=5)
    seen = await act(db, queries.request, second_id, day=5, user_id=BEN)
    assert seen.own[0].level == 4
