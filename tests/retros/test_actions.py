"""Actions: an owner, a date, and who may change them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.db import Database
from bot.errors import NotAllowed, NotFound, NotSetUp, UserError
from bot.retros import actions
from bot.retros import service as retros
from bot.retros.models import ActionStatus
from tests.groups import acting as groups
from tests.retros.circle import ANA, BEN, GUILD, NOW, OLGA, OTHER_GUILD, STRANGER, set_up_circle

DONE, DROPPED, OPEN = ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.OPEN


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def add(db: Database, text: str = "Shorter calls", **how: object) -> actions.Action:
    values: dict[str, object] = {"owner_id": BEN, "due": "2026-03-20", "retro_id": None, "now": NOW}
    async with db.begin() as session:
        return await actions.add_action(session, GUILD, ANA, text=text, **{**values, **how})  # type: ignore[arg-type]


async def mark(
    db: Database, action_id: int, status: ActionStatus, *, user: int = BEN, organiser: bool = False
) -> actions.Change:
    async with db.begin() as session:
        return await actions.set_status(
            session, GUILD, user, action_id, status, organiser=organiser, now=NOW
        )


async def listed(db: Database, now: datetime = NOW, guild_id: int = GUILD) -> list[str]:
    async with db.read() as session:
        return [action.text for action in await actions.list_actions(session, guild_id, now=now)]


async def test_t6_an_action_has_an_owner_and_a_due_date(db: Database) -> None:
    """T6: both are needed; the owner is a member of this group."""
    action = await add(db)
    assert (action.owner_id, action.due_on, action.is_open) == (BEN, date(2026, 3, 20), True)
    for wrong, problem in (
        ({"owner_id": STRANGER}, "has not joined"),
        ({"due": "2026-03-01"}, "in the past"),
        ({"due": "2026-02-30"}, "no such date"),
        ({"due": "03/04"}, "can be"),
        ({"due": ""}, "do not read that as a date"),
        ({"text": " \n"}, "empty"),
        ({"text": "x" * 151}, "151 characters"),
        ({"retro_id": 77}, "do not find that retro"),
    ):
        with pytest.raises(UserError, match=problem):
            await add(db, **wrong)
    async with db.begin() as session:
        with pytest.raises(NotSetUp):
            await actions.add_action(
                session,
                GUILD,
                STRANGER,
                text="x",
                owner_id=ANA,
                due="friday",
                retro_id=None,
                now=NOW,
            )
        other = (await retros.open_retro(session, OTHER_GUILD, now=NOW)).retro
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
    with pytest.raises(NotSetUp):
        await mark(db, action.id, DONE, user=STRANGER)
    assert (await mark(db, action.id, DONE)).changed
    assert not (await mark(db, action.id, DONE)).changed
    assert (await mark(db, action.id, OPEN, user=STRANGER, organiser=True)).changed
    with pytest.raises(NotFound):
        await mark(db, action.id + 1, DONE)
    async with db.begin() as session:
        with pytest.raises(NotFound):
            await actions.set_status(
                session, OTHER_GUILD, ANA, action.id, DONE, organiser=True, now=NOW
            )


async def test_the_list_has_open_ones_by_date_and_what_was_finished_this_week(db: Database) -> None:
    late = await add(db, "Later", due="2026-04-01")
    done = await add(db, "Done", due="2026-03-03")
    await add(db, "Soon", due="2026-03-04")
    dropped = await add(db, "Dropped", due="2026-03-09")
    await mark(db, done.id, DONE)
    await mark(db, dropped.id, DROPPED)
    assert await listed(db) == ["Soon", "Later", "Done", "Dropped"]
    assert await listed(db, NOW + timedelta(days=8)) == ["Soon", "Later"]
    assert await listed(db, guild_id=OTHER_GUILD) == []
    assert late.due_on == date(2026, 4, 1)


async def test_t6_the_next_retro_asks_about_every_unfinished_action(db: Database) -> None:
    """T6: keep, done or drop; what was finished before, or is new, is not asked about."""
    kept, dropped = await add(db, "Keep me"), await add(db, "Drop me")
    old = await add(db, "Long done")
    await mark(db, old.id, DONE)
    opening = NOW + timedelta(days=30)
    async with db.begin() as session:
        retro = (await retros.open_retro(session, GUILD, now=opening)).retro
    await add(db, "New", due="2026-05-01", now=NOW + timedelta(days=31))

    async def asked() -> list[tuple[str, ActionStatus, int | None]]:
        async with db.read() as session:
            found = await actions.carried_over(session, GUILD, retro)
        return [(action.text, action.status, action.kept_in_retro_id) for action in found]

    assert await asked() == [("Keep me", OPEN, None), ("Drop me", OPEN, None)]
    for expected in (True, False):
        async with db.begin() as session:
            change = await actions.keep_action(
                session, GUILD, BEN, kept.id, retro.id, organiser=False
            )
        assert change.changed is expected
    async with db.begin() as session:
        with pytest.raises(NotAllowed):
            await actions.keep_action(session, GUILD, OLGA, kept.id, retro.id, organiser=False)
        with pytest.raises(NotFound):
            await actions.keep_action(session, GUILD, BEN, kept.id, 77, organiser=False)
        await actions.set_status(
            session, GUILD, BEN, dropped.id, DROPPED, organiser=False, now=opening
        )
    assert await asked() == [("Keep me", OPEN, retro.id), ("Drop me", DROPPED, None)]
