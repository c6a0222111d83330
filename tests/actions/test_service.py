"""Actions: an owner, a date, and who may change them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack

import pytest

from bot.actions import queries, service
from bot.actions.values import Action, ActionChange, ActionStatus
from bot.db import Database
from bot.errors import NotAllowed, NotFound, UserError
from bot.groups.values import InsiderCaller
from bot.retros import service as retros
from bot.retros.values import Retro
from tests.groups import acting as groups
from tests.retros.circle import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OLGA,
    OTHER_GUILD,
    STRANGER,
    member,
    organiser,
    set_up_circle,
)

DONE, DROPPED, OPEN = ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.OPEN


class ActionFields(TypedDict, total=False):
    text: str
    owner_id: int | None
    due: str
    retro_id: int | None
    now: datetime
    is_asked: bool


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def add(db: Database, /, **how: Unpack[ActionFields]) -> Action:
    """An action that Ana notes; whoever she names has taken it on, unless they are only asked."""
    owner_id, now = how.get("owner_id", BEN), how.get("now", NOW)
    async with db.begin() as session:
        action = await service.add_action(
            session,
            await member(session, now=now),
            text=how.get("text", "Shorter calls"),
            owner_id=owner_id,
            due=how.get("due", "2026-03-20"),
            retro_id=how.get("retro_id"),
        )
        if owner_id is None or how.get("is_asked"):
            return action
        taker = await member(session, owner_id, now=now)
        return (await service.take(session, taker, action.id)).action


def person(
    user: int, *, guild_id: int = GUILD, organiser: bool = False, now: datetime = NOW
) -> InsiderCaller:
    return InsiderCaller(guild_id, user, organiser, now)


async def mark(
    db: Database,
    action_id: int,
    status: ActionStatus,
    *,
    user: int = BEN,
    guild_id: int = GUILD,
    organiser: bool = False,
    now: datetime = NOW,
) -> ActionChange:
    async with db.begin() as session:
        caller = person(user, guild_id=guild_id, organiser=organiser, now=now)
        return await service.set_status(session, caller, action_id, status)


async def listed(
    db: Database, now: datetime = NOW, guild_id: int = GUILD, user: int = ANA
) -> list[str]:
    async with db.read() as session:
        caller = person(user, guild_id=guild_id, now=now)
        found = await queries.list_actions(session, caller)
        return [action.text for action in found.actions]


async def open_retro(db: Database, guild_id: int = GUILD, now: datetime = NOW) -> Retro:
    async with db.begin() as session:
        return (await retros.open_retro(session, organiser(guild_id, now))).retro


async def test_t6_an_action_has_an_owner_and_a_due_date(db: Database) -> None:
    """T6: both are needed; the owner is a member of this group."""
    action = await add(db, is_asked=True)
    assert (action.owner_id, action.asked_id) == (None, BEN), "asked first"
    assert (action.due_on, action.is_open) == (date(2026, 3, 20), True)
    wrongs: tuple[tuple[ActionFields, str], ...] = (
        ({"owner_id": STRANGER}, "has not joined"),
        ({"due": "2026-03-01"}, "in the past"),
        ({"due": "2026-02-30"}, "no such date"),
        ({"due": "03/04"}, "can be"),
        ({"due": ""}, "do not read that as a date"),
        ({"text": " \n"}, "empty"),
        ({"text": "x" * 151}, "151 characters"),
        ({"retro_id": 77}, "do not find that retro"),
    )
    for wrong, problem in wrongs:
        with pytest.raises(UserError, match=problem):
            await add(db, **wrong)
    other = await open_retro(db, OTHER_GUILD)
    with pytest.raises(NotFound):
        await add(db, retro_id=other.id)
    assert await listed(db) == ["Shorter calls"]


async def test_t6_a_due_date_is_read_in_the_writers_zone(db: Database) -> None:
    """T6: just before midnight in Berlin it is the next date in Tokyo, where today is allowed."""
    async with db.begin() as session:
        await groups.change_member(session, GUILD, ANA, zone="Asia/Tokyo", now=NOW)
    evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    assert (await add(db, due="today", now=evening)).due_on == date(2026, 3, 3)
    assert (await add(db, due="tomorrow", now=evening)).due_on == date(2026, 3, 4)
    assert (await add(db, due="friday", now=evening)).due_on == date(2026, 3, 6)
    with pytest.raises(UserError, match="Monday 2 March 2026 is in the past"):
        await add(db, due="2026-03-02", now=evening)


async def test_t6_only_its_owner_or_an_organiser_changes_an_action(db: Database) -> None:
    action = await add(db)
    with pytest.raises(NotAllowed, match=f"<@{BEN}>"):
        await mark(db, action.id, DONE, user=ANA)
    assert (await mark(db, action.id, DONE)).changed
    assert not (await mark(db, action.id, DONE)).changed
    assert (await mark(db, action.id, OPEN, user=STRANGER, organiser=True)).changed
    assert (await mark(db, action.id, DROPPED)).action.status is DROPPED
    assert (await mark(db, action.id, DONE)).action.status is DONE
    with pytest.raises(UserError, match="done already"):
        await mark(db, action.id, DROPPED)
    with pytest.raises(NotFound):
        await mark(db, action.id + 1, DONE)
    with pytest.raises(NotFound):
        await mark(db, action.id, DONE, user=ANA, guild_id=OTHER_GUILD, organiser=True)


async def test_suggested_are_those_that_the_person_may_mark_their_own_first(db: Database) -> None:
    await add(db, text="Ben's", due="2026-03-03")
    await add(db, text="Ana's", due="2026-03-09", owner_id=ANA)
    done = await add(db, text="Done", owner_id=ANA)
    await mark(db, done.id, DONE, user=ANA)
    await add(db, text="Nobody's", due="2026-03-04", owner_id=None)
    for caller, expected in (
        (person(ANA), ["Ana's", "Nobody's"]),
        (person(ANA, organiser=True), ["Ana's", "Ben's", "Nobody's"]),
        (person(STRANGER), ["Nobody's"]),
        (person(ANA, guild_id=OTHER_GUILD, organiser=True), []),
    ):
        async with db.read() as session:
            found = await queries.markable(session, caller)
        assert [action.text for action in found] == expected


async def test_the_list_has_open_ones_by_date_and_what_was_finished_this_week(db: Database) -> None:
    late = await add(db, text="Later", due="2026-04-01")
    done = await add(db, text="Done", due="2026-03-03")
    await add(db, text="Soon", due="2026-03-04")
    dropped = await add(db, text="Dropped", due="2026-03-09")
    await mark(db, done.id, DONE)
    await mark(db, dropped.id, DROPPED)
    assert await listed(db) == ["Soon", "Later", "Done", "Dropped"]
    assert await listed(db, NOW + timedelta(days=8)) == ["Soon", "Later"]
    assert await listed(db, guild_id=OTHER_GUILD) == []
    assert late.due_on == date(2026, 4, 1)


async def test_t6_the_next_retro_asks_about_every_unfinished_action(db: Database) -> None:
    """T6: keep, done or drop; what was finished before, or is new, is not asked about."""
    kept, dropped = await add(db, text="Keep me"), await add(db, text="Drop me")
    old = await add(db, text="Long done")
    await mark(db, old.id, DONE)
    opening = NOW + timedelta(days=30)
    retro = await open_retro(db, now=opening)
    await add(db, text="New", due="2026-05-01", now=NOW + timedelta(days=31))

    async def asked() -> list[tuple[str, ActionStatus, int | None]]:
        async with db.read() as session:
            found = await queries.carried_over(session, GUILD, retro.id)
        return [(action.text, action.status, action.kept_in_retro_id) for action in found]

    assert await asked() == [("Keep me", OPEN, None), ("Drop me", OPEN, None)]
    for expected in (True, False):
        async with db.begin() as session:
            change = await service.keep_action(session, person(BEN), kept.id, retro.id)
        assert change.changed is expected
    async with db.begin() as session:
        with pytest.raises(NotAllowed):
            await service.keep_action(session, person(OLGA), kept.id, retro.id)
        with pytest.raises(NotFound):
            await service.keep_action(session, person(BEN), kept.id, 77)
    await mark(db, dropped.id, DROPPED, now=opening)
    assert await asked() == [("Keep me", OPEN, retro.id), ("Drop me", DROPPED, None)]
