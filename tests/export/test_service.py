"""A member's calendar, imported again and again while things change (D3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

import pytest

from bot.actions import service as actions
from bot.actions.values import Action, ActionStatus
from bot.db import Database
from bot.errors import NotSetUp
from bot.feature import session_info
from bot.groups.values import GroupFields
from bot.inputs.date_patterns import MonthDay
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.retros import service as retros
from bot.retros import steering
from cogs.common.feature import Feature
from tests.export.book import Book, entries
from tests.export.rich_group import exported as exported_at
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, NOW, act, make_groups
from tests.papers.group import announce, entry, open_round

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def db(db_url: str, features: tuple[Feature, ...]) -> AsyncIterator[Database]:
    """Its sessions know what features have for a calendar, and change nothing by themselves."""
    quiet = [
        replace(each, data=replace(each.data, on_group_changed=None, on_member_changed=None))
        for each in features
    ]
    database = Database(db_url, session_info=session_info(quiet))
    yield database
    await database.close()


async def exported(db: Database, now: datetime, user_id: int = ANA, guild_id: int = GUILD) -> bytes:
    return await exported_at(db, user_id, now, guild_id)


async def change_group(db: Database, **fields: Unpack[GroupFields]) -> None:
    async with db.begin() as session:
        await groups.change_group(session, GUILD, now=NOW, **fields)


async def took_on(db: Database, text: str, owner_id: int, due: str) -> Action:
    async with db.begin() as session:
        owner = await groups.member(session, GUILD, owner_id, now=NOW)
        return await actions.add_action(
            session, owner, text=text, owner_id=owner_id, due=due, retro_id=None
        )


async def finish(db: Database, action: Action, status: ActionStatus) -> None:
    async with db.begin() as session:
        await actions.set_status(session, groups.organiser(GUILD, now=NOW), action.id, status)


async def test_d3_importing_again_updates_milestones_and_doubles_nothing(db: Database) -> None:
    await make_groups(db)
    for milestone, due in (("talk", "2026-04-01"), ("left-one", "2026-04-02")):
        await act(db, overrides.set_due, milestone, due=due)
    await act(db, own.add, title="Mine, too; \\n", block="first", due="2026-04-03")
    await act(db, own.add, title="A step", under="talk", due="2026-04-04")
    await act(db, own.add, title="A step on the left", under="left-one", due="2026-04-05")
    book = Book()
    book.take(await exported(db, NOW))
    assert book.of("milestone") == {
        "left-one": date(2026, 4, 2),
        "own-1": date(2026, 4, 3),
        "own-2": date(2026, 4, 4),
        "own-3": date(2026, 4, 5),
        "read": date(2026, 3, 16),
        "talk": date(2026, 4, 1),
        "write": date(2026, 3, 16),
    }
    assert book.titled("Mine, too; \\n").description == "Block 1 · First block"
    assert "Step of: Milestone talk" in book.titled("A step").description

    await act(db, milestones.finish, "read", link="https://x.example", note="secret")
    await act(db, overrides.set_due, "talk", due="2026-05-01")
    await act(db, own.rename, "own-2", title="A longer step")
    content = await exported(db, NOW + HOUR)
    book.take(content)
    assert book.titled("● Milestone read").start == date(2026, 3, 16)
    assert book.titled("Milestone talk").start == date(2026, 5, 1)
    assert book.titled("A longer step").start == date(2026, 4, 4)
    assert len(book.of("milestone")) == 7
    assert b"secret" not in content
    assert b"x.example" not in content

    await act(db, milestones.skip, "write")
    await act(db, overrides.hide, "talk")
    await act(db, own.drop, "own-1")
    await act(db, pace.choose_path, "right")
    book.take(await exported(db, NOW + 2 * HOUR))
    assert book.of("milestone") == {"read": date(2026, 3, 16)}
    await act(db, pace.choose_path, "left")
    await act(db, milestones.finish, "left-one")
    await act(db, pace.choose_path, "right")
    book.take(await exported(db, NOW + 2 * HOUR + DAY))
    assert set(book.of("milestone")) == {"left-one", "read"}

    await act(db, milestones.undo, "read")
    await act(db, milestones.undo, "write")
    await act(db, overrides.unhide, "talk")
    await act(db, own.restore, "own-1")
    await act(db, pace.choose_path, None)
    book.take(await exported(db, NOW + 2 * DAY))
    assert len(book.of("milestone")) == 7
    assert book.titled("Milestone read").start == date(2026, 3, 16)


async def test_d3_another_zone_or_hour_moves_votes_and_retros(db: Database) -> None:
    await make_groups(db)
    now = NOW - HOUR
    book = Book()
    book.take(await exported(db, now))
    before = {kind: book.of(kind) for kind in KINDS}
    assert [len(found) for found in before.values()] == [13, 13, 2, 2]
    assert before["vote-closes"]["2026-w10"] == datetime(2026, 3, 6, 17, tzinfo=UTC)

    await change_group(
        db, zone="America/New_York", papers_close=(3, time(12)), retro=(MonthDay(28), time(20))
    )
    book.take(await exported(db, now + DAY))
    after = {kind: book.of(kind) for kind in KINDS}
    # Monday's vote never opened: its week is taken back.
    assert set(before["vote-closes"]) - set(after["vote-closes"]) == {"2026-w10"}
    assert after["vote-opens"]["2026-w11"] == datetime(2026, 3, 9, 13, tzinfo=UTC)
    assert after["vote-closes"]["2026-w11"] == datetime(2026, 3, 12, 16, tzinfo=UTC)
    assert after["retro-opens"]["2026-04"] == datetime(2026, 4, 29, 0, tzinfo=UTC)
    assert after["retro-reveal"]["2026-04"] == datetime(2026, 5, 2, 0, tzinfo=UTC)
    assert set(after["retro-opens"]) == {"2026-03", "2026-04", "2026-05"}


KINDS = ("vote-opens", "vote-closes", "retro-opens", "retro-reveal")


async def test_a_vote_and_a_retro_that_are_open_stand_as_they_are(db: Database) -> None:
    await make_groups(db)
    await open_round(db, ELSEWHERE, now=NOW)
    await announce(db, entry(1), now=NOW)
    opened = await open_round(db, GUILD, now=NOW + timedelta(minutes=3))
    assert opened is not None
    async with db.begin() as session:
        await retros.open_retro(session, groups.organiser(GUILD, now=NOW))
    await change_group(db, papers_open=(4, time(9)), papers_close=(2, time(9)))
    book = Book()
    book.take(await exported(db, NOW + DAY))
    assert book.of("vote-opens")["2026-w10"] == opened.opened_at
    assert book.of("vote-closes")["2026-w10"] == opened.closes_at
    assert book.of("retro-reveal")["1"] == NOW + 3 * DAY
    elsewhere = Book()
    elsewhere.take(await exported(db, NOW + timedelta(minutes=5), guild_id=ELSEWHERE))
    assert set(elsewhere.of("retro-reveal")) == {"2026-04", "2026-05"}
    # There was nothing to vote on.
    assert "2026-w10" not in elsewhere.of("vote-closes")
    async with db.begin() as session:
        await steering.close_retro(session, groups.organiser(GUILD, now=NOW + 2 * DAY))
    book.take(await exported(db, NOW + 2 * DAY))
    assert book.of("retro-reveal")["1"] == NOW + 2 * DAY


async def test_own_actions_are_in_it_and_nothing_of_others(db: Database) -> None:
    await make_groups(db)
    await act(db, overrides.set_due, "talk", due="2026-04-01", user_id=BEN)
    for title, user_id in (("Bens dropped", BEN), ("Bens own", BEN), ("Mine", ANA)):
        await act(db, own.add, title=title, due="2026-04-01", user_id=user_id)
    for user_id in (ANA, BEN):
        await act(db, own.drop, "own-1", user_id=user_id)
    call = await took_on(db, "Shorter calls", ANA, "2026-03-20")
    await took_on(db, "Bens action", BEN, "2026-03-20")
    book = Book()
    book.take(content := await exported(db, NOW))
    assert book.titled("Shorter calls").start == date(2026, 3, 20)
    assert b"Ben" not in content
    assert "talk" not in book.of("milestone")
    elsewhere = {e.uid for e in entries(await exported(db, NOW, guild_id=ELSEWHERE))}
    bens = {e.uid for e in entries(await exported(db, NOW, BEN))}
    assert not elsewhere & set(book.entries)
    assert not bens & set(book.entries)

    await finish(db, call, ActionStatus.DONE)
    book.take(await exported(db, NOW + HOUR))
    assert list(book.of("action")) == [str(call.id)]
    assert book.titled("● Shorter calls")
    await finish(db, call, ActionStatus.OPEN)
    await finish(db, call, ActionStatus.DROPPED)
    book.take(await exported(db, NOW + 2 * HOUR))
    assert book.of("action") == {}


async def test_who_is_not_in_the_group_gets_none(db: Database) -> None:
    await make_groups(db)
    with pytest.raises(NotSetUp):
        await exported(db, NOW, BEN, ELSEWHERE)
