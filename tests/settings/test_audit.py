"""Who changed which setting when: in the transaction of the change, and for a stated time (M4)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.about_person import forget_person, records_of_person
from bot.db import Database
from bot.errors import UserError
from bot.groups import service
from bot.groups.audit import RETENTION, record
from bot.groups.audit_rules import KEPT, Change, differences
from bot.groups.models import SettingChangeRow
from bot.groups.values import OrganiserCaller, PaperFit
from bot.inputs.date_patterns import MonthDay
from bot.news import service as news
from bot.news.models import NewsFeedRow
from bot.news.values import FoundFeed, ParsedFeed
from bot.plans import draft_service
from bot.plans.loader import example_text, load
from bot.plans.values import PlanText
from bot.settings import queries
from bot.settings.values import Logged
from bot.voting import Method
from tests.groups import acting as groups

GUILD, OTHER, OLGA = 7, 8, 1
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALLER = OrganiserCaller(GUILD, OLGA, True, NOW)


async def log_of(db: Database, guild_id: int = GUILD) -> list[Logged]:
    """The newest page of a group's log, without who set it up."""
    caller = OrganiserCaller(guild_id, OLGA, True, NOW)
    async with db.read() as session:
        found = await queries.log_page(session, caller, 0)
    return [each for each in found.changes if each.change.setting != "group"]


async def changes_of(db: Database) -> set[tuple[str, str | None, str | None]]:
    return {(c.setting, c.old, c.new) for c in (each.change for each in await log_of(db))}


@pytest.fixture
async def group(composed_db: Database) -> Database:
    async with composed_db.begin() as session:
        for guild_id in (GUILD, OTHER):
            await groups.set_up(session, guild_id, now=NOW)
    return composed_db


async def test_m4_setting_up_is_logged_once(group: Database) -> None:
    async with group.read() as session:
        page = await queries.log_page(session, CALLER, 0)
    assert [each.change for each in page.changes] == [Change("group", None, "set up")]
    assert (page.changes[0].user_id, page.changes[0].at) == (OLGA, NOW)


async def test_m4_each_setting_that_changed_is_logged_with_old_and_new(group: Database) -> None:
    async with group.begin() as session:
        await service.change_group(
            session, CALLER, zone="Asia/Tokyo", papers_channel_id=9, retro=(MonthDay(1), time(18))
        )
    assert await changes_of(group) == {("zone", "UTC", "Asia/Tokyo"), ("papers", "12", "9")}
    assert {each.user_id for each in await log_of(group)} == {OLGA}
    assert await log_of(group, OTHER) == [], "another group's log is its own"


async def test_m4_a_change_that_is_refused_leaves_no_trace(group: Database) -> None:
    with pytest.raises(UserError):
        async with group.begin() as session:
            await service.change_group(
                session, CALLER, zone="Asia/Tokyo", papers_open=(4, time(17))
            )
    assert await log_of(group) == []
    async with group.begin() as session:
        await service.change_group(session, CALLER, zone="UTC")
    assert await log_of(group) == [], "what stays as it is, is no change"


async def test_m4_a_new_beginning_is_logged(group: Database) -> None:
    async with group.begin() as session:
        begun = await service.begin_on(session, CALLER, date(2026, 4, 1))
    assert begun.start_date == date(2026, 4, 1)
    assert await changes_of(group) == {("start", "2026-03-02", "2026-04-01")}


async def test_m4_plans_are_logged_by_their_numbers(group: Database) -> None:
    text = example_text()
    preview = await draft_service.propose(group, CALLER, lambda _: PlanText(text, load(text)))
    await draft_service.confirm(group, CALLER, 1, preview.key)
    assert await changes_of(group) == {("plan", "version 1", "version 2")}


async def test_m4_newsletters_are_logged_by_title_not_by_an_address_that_may_hold_a_secret(
    group: Database,
) -> None:
    address = "https://news.example/feed?key=secret"
    found = FoundFeed(address, ParsedFeed("Weekly news", ()))
    for _ in range(2):
        async with group.begin() as session:
            await news.add(session, CALLER, address, found)
    async with group.read() as session:
        feed = await session.scalar(select(NewsFeedRow.id))
    async with group.begin() as session:
        await news.remove(session, CALLER, str(feed))
    assert [each.change for each in await log_of(group)] == [
        Change("newsletter", "Weekly news", None),
        Change("newsletter", None, "Weekly news"),
    ]


async def test_m4_the_log_ends_after_its_time(group: Database) -> None:
    async with group.begin() as session:
        await record(session, GUILD, [Change("zone", "a", "b")], by=None, now=NOW - KEPT)
        long_ago = NOW - KEPT - timedelta(seconds=1)
        await record(session, GUILD, [Change("zone", "x", "a")], by=None, now=long_ago)
    assert await changes_of(group) == {("zone", "a", "b")}, "what is over is not shown"
    async with group.begin() as session:
        await RETENTION.purge(session, NOW)
        kept = await session.scalars(select(SettingChangeRow.old).order_by(SettingChangeRow.id))
        assert list(kept) == [None, None, "a"]


async def test_m1_who_is_forgotten_is_no_longer_in_the_log(group: Database) -> None:
    async with group.begin() as session:
        await service.change_group(session, CALLER, zone="Asia/Tokyo")
        held = (await records_of_person(session, GUILD, OLGA))["groups"]["setting_changes"]
        assert {row["setting"] for row in held} == {"group", "zone"}
        await forget_person(session, GUILD, OLGA)
    [logged] = await log_of(group)
    assert (logged.user_id, logged.by_operator) == (None, False)
    assert logged.change.new == "Asia/Tokyo"
    async with group.read() as session:
        elsewhere = (await records_of_person(session, OTHER, OLGA))["groups"]["setting_changes"]
    assert len(elsewhere) == 1, "what they did in another group stays"


OTHERWISE: dict[str, object] = {
    "zone": "Asia/Tokyo",
    "start_date": date(2026, 4, 1),
    "announcements_channel_id": 21,
    "papers_channel_id": 22,
    "retros_channel_id": 23,
    "categories": ("stat.ML",),
    "papers_open_weekday": 2,
    "papers_open_at": time(10),
    "papers_close_weekday": 5,
    "papers_close_at": time(18),
    "retro_on": MonthDay(20),
    "retro_at": time(20),
    "cross_lists": True,
    "paper_fit": PaperFit.CLOSE,
    "vote_method": Method.STAR,
    "hides_totals": False,
    "support": ("Helpline 116 123",),
}


async def test_m4_no_setting_of_a_group_changes_without_a_word_in_the_log(group: Database) -> None:
    """Whoever adds one to groups is led here by this test."""
    async with group.read() as session:
        found = await service.get_group(session, GUILD)
    for field in fields(found):
        if field.name not in ("guild_id", "created_at"):
            other = replace(found, **{field.name: OTHERWISE[field.name]})  # type: ignore[arg-type]
            assert len(differences(found, other)) == 1, field.name
