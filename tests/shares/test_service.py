"""Shares on both databases: logged once, counted once, released, exported, restored, forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.about_person import forget_person, naming_posts, records_of_person
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups import membership
from bot.milestones import service as milestones
from bot.scheduling import Delivery
from bot.scheduling.models import ScheduleRow
from bot.shares import queries, rules, service
from bot.shares.models import ShareRow
from bot.shares.values import POST, TAKE_DOWN, MyShare
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, act, caller_of, make_groups
from tests.plans.strategies import milestone_text, small_plan
from tests.statements import statements

COUNTING = milestone_text("one-a-month", repeats="month", counts="shares")
LINK = "https://owl.example/pac"


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """Two groups, whose plan counts shares; the hooks of all features run."""
    return await make_groups(composed_db, small_plan(COUNTING))


async def log(db: Database, link: str = LINK, user_id: int = ANA, **changed: Any) -> MyShare:
    typed = {"kind": "blog", "title": "PAC", "link": link, "day": "", "audience": "technical"}
    found: MyShare = await act(db, service.log, user_id=user_id, **(typed | changed))
    return found


async def rows(db: Database) -> list[ShareRow]:
    async with db.read() as session:
        return list(await session.scalars(select(ShareRow).order_by(ShareRow.id)))


async def schedules(db: Database, kind: str) -> list[str]:
    async with db.read() as session:
        found = select(ScheduleRow.subject).where(ScheduleRow.kind == kind)
        return list(await session.scalars(found.order_by(ScheduleRow.id)))


async def test_c4_the_same_link_is_the_same_share_and_others_have_their_own(db: Database) -> None:
    first = await log(db)
    assert not first.was_there
    again = await log(db, "http://www.owl.example/pac/", title="PAC, again", kind="talk")
    assert again.was_there
    assert again.share.id == first.share.id
    assert (await log(db, user_id=BEN)).share.id != first.share.id
    assert [(row.title, row.kind) for row in await rows(db)] == [
        ("PAC, again", "talk"),
        ("PAC", "blog"),
    ]


async def test_c4_a_change_takes_no_other_ones_link(db: Database) -> None:
    await log(db)
    other = (await log(db, "https://owl.example/other")).share
    typed: dict[str, Any] = {
        "kind": "code",
        "title": "Mine",
        "day": "2026-03-01",
        "audience": "non-technical",
    }
    with pytest.raises(UserError, match="logged that link already"):
        await act(db, service.change, other.id, link=LINK, **typed)
    changed = await act(db, service.change, other.id, link="https://owl.example/third", **typed)
    assert changed.share.text.title == "Mine"
    with pytest.raises(NotFound):
        await act(db, service.change, other.id, link=LINK, user_id=BEN, **typed)


async def test_c4_p11_a_share_counts_by_a_press_and_once(db: Database) -> None:
    mine = await log(db)
    assert str(mine.count.tally) == "0 of 1 in March"
    assert mine.count.made == 1
    assert mine.count.takes(mine.share.id, mine.share.text.day)
    counted = await act(db, service.count, mine.share.id, mine.count.number)
    assert str(counted.count.tally) == "1 of 1 in March"
    again = await act(db, service.count, mine.share.id, counted.count.number)
    assert str(again.count.tally) == "1 of 1 in March"
    late = await log(db, "https://owl.example/older", day="2026-02-20")
    with pytest.raises(UserError, match="not of the period"):
        await act(db, service.count, late.share.id, late.count.number)
    undone = await act(db, milestones.undo, "one-a-month")
    assert undone.item.change is None or undone.changed
    after = await act(db, queries.mine, mine.share.id)
    assert after.count.takes(mine.share.id, mine.share.text.day), "it can be counted again"


async def test_c4_it_is_released_once_and_taken_back(db: Database) -> None:
    share_id = (await log(db)).share.id
    with pytest.raises(NotFound):
        await act(db, service.release, share_id, user_id=BEN)
    for _ in range(2):
        assert (await act(db, service.release, share_id)).share.is_released
    assert await schedules(db, POST) == [f"{share_id}:1:11"]
    async with db.begin() as session:
        kept = await service.posted(session, GUILD, f"{share_id}:1:11", 99, NOW)
    assert kept is not None
    mine, since = await act(db, service.take_back, share_id)
    assert since == NOW
    assert not mine.share.is_released
    assert await schedules(db, TAKE_DOWN) == ["11:99"]
    async with db.begin() as session:
        assert await service.posted(session, GUILD, f"{share_id}:1:11", 100, NOW) is None
    assert await schedules(db, TAKE_DOWN) == ["11:99", "11:100"], "what nobody wants goes"


async def test_r12_what_was_released_in_a_time_the_newest_first(db: Database) -> None:
    days = {"https://owl.example/old": "2026-02-20", LINK: "2026-03-01"}
    ids = [(await log(db, link, day=day)).share.id for link, day in days.items()]
    for share_id in ids:
        await act(db, service.release, share_id)
    found = await act(db, queries.my_list)
    for listed in (found.mine, found.released):
        assert [each.id for each in listed] == ids[::-1]
    second = timedelta(seconds=1)
    async with db.read() as session:
        for since, until, count in (
            (NOW, NOW + second, 2),
            (NOW - second, NOW, 0),
            (NOW + second, NOW + 2 * second, 0),
        ):
            shares = await queries.released_between(session, GUILD, since, until)
            assert len(shares) == count


async def test_c4_only_what_could_not_be_posted_is_posted_again(db: Database) -> None:
    share_id = (await log(db)).share.id
    await act(db, service.post_again, share_id)
    assert await schedules(db, POST) == [], "it is its member's own"
    await act(db, service.release, share_id)
    await act(db, service.post_again, share_id)
    assert await schedules(db, POST) == [f"{share_id}:1:11"], "that is on its way"


async def test_c4_only_the_last_release_is_posted_and_once(db: Database) -> None:
    share_id = (await log(db)).share.id
    await act(db, service.release, share_id)
    await act(db, service.take_back, share_id)
    await act(db, service.release, share_id)

    async def to_post(number: int) -> bool:
        subject = f"{share_id}:{number}:11"
        delivery = Delivery(1, GUILD, None, POST, subject, NOW.date(), NOW, 1, "once")
        async with db.read() as session:
            return await queries.to_post(session, delivery) is not None

    assert [await to_post(number) for number in (1, 2)] == [False, True]
    async with db.begin() as session:
        await service.posted(session, GUILD, f"{share_id}:2:11", 99, NOW)
    assert not await to_post(2)


async def test_c4_nobody_sees_another_groups_or_anothers_own(db: Database) -> None:
    share_id = (await log(db)).share.id
    await act(db, service.release, share_id)
    async with db.begin() as session:
        elsewhere = await caller_of(session, guild_id=ELSEWHERE)
        found = await queries.my_list(session, elsewhere)
        assert found.mine == found.released == ()
        with pytest.raises(NotFound):
            await service.release(session, elsewhere, share_id)
        with pytest.raises(NotFound):
            await queries.released(session, ELSEWHERE, share_id)
    seen = await act(db, queries.my_list, user_id=BEN)
    assert [each.id for each in seen.released] == [share_id]
    assert seen.mine == ()
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, ANA, now=NOW)
    seen = await act(db, queries.my_list, user_id=BEN)
    assert seen.released == (), "of who left, nothing is listed"


async def test_c4_there_is_a_bound(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_SHARES", 1)
    await log(db)
    with pytest.raises(UserError, match="do not fit"):
        await log(db, "https://owl.example/2")
    assert (await log(db)).was_there
    assert rules.MAX_SHARES == 500


async def test_m1_d1_it_is_exported_and_forgotten_with_its_post(db: Database) -> None:
    share_id = (await log(db)).share.id
    await act(db, service.release, share_id)
    async with db.begin() as session:
        await service.posted(session, GUILD, f"{share_id}:1:11", 99, NOW)
        (row,) = (await records_of_person(session, GUILD, ANA))["shares"]["shares"]
        assert (row["link"], row["shared_on"]) == (LINK, "2026-03-02")
        assert [post.message_id for post in await naming_posts(session, GUILD, ANA)] == [99]
        await forget_person(session, GUILD, ANA)
    assert await rows(db) == []
    assert await schedules(db, TAKE_DOWN) == ["11:99"]


async def test_the_statements_do_not_depend_on_how_many_there_are(db: Database) -> None:
    seen = []
    for number in range(3):
        await log(db, f"https://owl.example/{number}")
        with statements(db) as asked:
            await act(db, queries.my_list)
        seen.append(len(asked))
    assert len(set(seen)) == 1
