"""Acts on a milestone that can be done again in each period, on both databases (P11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.milestones import overrides
from bot.milestones import service as milestones
from bot.milestones.calendar_events import CALENDAR
from bot.milestones.collisions import collisions_of
from bot.milestones.rules.next_up import next_up
from bot.milestones.values import Board, Item, MilestoneOutcome, Status
from tests.groups import acting as groups
from tests.milestones.circle import ANA, GUILD, board_at, caller_of, make_groups, present

REVIEWS, SHARE = "projects-paper-reviews", "community-knowledge-share"


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
async def group(db: Database) -> Database:
    return await make_groups(db, plan=None)


async def act(
    db: Database, use_case: object, now: datetime, name: str = REVIEWS, **more: object
) -> MilestoneOutcome:
    async with db.begin() as session:
        caller = await caller_of(session, now=now)
        outcome: MilestoneOutcome = await use_case(session, caller, name, **more)  # type: ignore[operator]
        return outcome


async def board(db: Database, now: datetime) -> Board:
    async with db.read() as session:
        return await board_at(session, GUILD, ANA, now=now)


async def reviews(db: Database, now: datetime) -> Item:
    return (await board(db, now)).find(REVIEWS)


def told(item: Item) -> list[str]:
    return [str(tally) for tally in present(item.occurrences).tallies]


async def test_p11_a_count_per_period_and_earlier_ones_in_its_history(group: Database) -> None:
    for day in (3, 10, 17):
        await act(group, milestones.finish, on(3, day))
    item = await reviews(group, on(3, 18))
    assert (told(item), item.status) == (["3 of 4 in March"], Status.IN_PROGRESS)
    assert item.due == date(2026, 3, 31)
    await act(group, milestones.finish, on(3, 24))
    assert (await reviews(group, on(3, 24))).status is Status.DONE
    await act(group, milestones.finish, on(3, 30))
    await act(group, milestones.finish, on(4, 2))
    item = await reviews(group, on(4, 2))
    assert told(item) == ["1 of 4 in April", "5 of 4 in March"]
    assert item.due == date(2026, 4, 30)


async def test_p11_percentages_stay_true_when_a_period_begins(group: Database) -> None:
    await act(group, milestones.finish, on(3, 3), "projects-first-pr")
    before = await board(group, on(3, 3))
    for _ in range(4):
        await act(group, milestones.finish, on(3, 3))
    after = await board(group, on(3, 3))
    assert before.count == after.count == (await board(group, on(9, 1))).count
    assert after.count.done == 1
    assert [s.count for s in before.sections] == [s.count for s in after.sections]


async def test_p11_each_time_has_its_own_note_and_undo(group: Database) -> None:
    await act(group, milestones.annotate, on(3, 2), note="on the way")
    await act(group, milestones.finish, on(3, 3), link="https://example.org/1")
    await act(group, milestones.finish, on(3, 10), note="second")
    await act(group, milestones.finish, on(4, 3))
    item = await reviews(group, on(4, 3))
    noted = {c.number: (c.link, c.note) for _, c in present(item.occurrences)}
    assert noted == {
        1: ("https://example.org/1", "on the way"),
        2: (None, "second"),
        3: (None, None),
    }
    changed = await act(group, milestones.annotate, on(4, 4), number=1, note="first")
    assert changed.item.time(1).note == "first"
    assert changed.item.time(1).link == "https://example.org/1"
    await act(group, milestones.undo, on(4, 4), number=1)
    item = await reviews(group, on(4, 4))
    assert told(item) == ["1 of 4 in April", "1 of 4 in March"]
    assert item.time(2).note == "second"
    with pytest.raises(NotFound, match="taken back"):
        await act(group, milestones.annotate, on(4, 4), number=1, note="gone")
    assert (await act(group, milestones.undo, on(4, 4))).item.number == 2
    assert (await act(group, milestones.undo, on(4, 4))).item.number == 0
    with pytest.raises(UserError, match="nothing to undo"):
        await act(group, milestones.undo, on(4, 4))


async def test_p11_a_button_pressed_twice_counts_once(group: Database) -> None:
    assert (await act(group, milestones.finish, on(3, 3), number=0)).changed
    assert not (await act(group, milestones.finish, on(3, 3), number=0)).changed
    assert told(await reviews(group, on(3, 3))) == ["1 of 4 in March"]


async def test_p11_the_members_zone_says_which_month_and_a_move_changes_nothing(
    group: Database,
) -> None:
    async with group.begin() as session:
        await groups.change_member(session, GUILD, ANA, now=on(3, 2), zone="Pacific/Auckland")
    await act(group, milestones.finish, on(3, 31))  # 1 April there
    assert told(await reviews(group, on(3, 31))) == ["1 of 4 in April"]
    async with group.begin() as session:
        await groups.change_member(session, GUILD, ANA, now=on(4, 2), zone="UTC")
    assert told(await reviews(group, on(4, 2))) == ["1 of 4 in April"]


async def test_p11_skipping_is_for_this_period_alone(group: Database) -> None:
    await act(group, milestones.skip, on(3, 5), SHARE)
    assert (await board(group, on(3, 6))).find(SHARE).status is Status.SKIPPED
    assert (await board(group, on(4, 1))).find(SHARE).status is Status.NOT_STARTED


async def test_p11_what_is_due_this_month_comes_next_and_collides_with_nothing(
    group: Database,
) -> None:
    now = on(3, 30)
    found = await board(group, now)
    assert found.find(REVIEWS).due == date(2026, 3, 31)
    async with group.begin() as session:
        caller = await caller_of(session, now=now)
        paused = replace(caller.member, paused_until=date(2026, 4, 20))
        ids = {c.item.id for c in await collisions_of(session, paused, found, now=now)}
    assert "practice-train-models" in ids
    assert not ids & {item.id for item in found.items if item.occurrences}
    for name in [item.id for item in found.counted if item.due and item.due < date(2026, 4, 14)]:
        await act(group, milestones.skip, now, name)
    assert present(next_up(await board(group, now))).item.occurrences is not None


async def test_p11_a_calendar_has_an_entry_for_each_period(group: Database) -> None:
    for _ in range(4):
        await act(group, milestones.finish, on(3, 3))
    await act(group, milestones.finish, on(4, 3))

    async def entries() -> dict[str, tuple[str, object, bool]]:
        async with group.read() as session:
            member = (await caller_of(session, now=on(4, 3))).member
            events = await CALENDAR.events(session, member, on(4, 3))
        return {
            e.key: (e.summary, e.when, e.cancelled) for e in events if e.key.startswith(REVIEWS)
        }

    title = "Four detailed paper reviews in a month"
    assert await entries() == {
        f"{REVIEWS}-20260301": (f"● {title}", date(2026, 3, 31), False),
        f"{REVIEWS}-20260401": (title, date(2026, 4, 30), False),
        f"{REVIEWS}-20260501": (title, date(2026, 5, 31), False),
    }
    await act(group, overrides.hide, on(4, 4))
    assert [gone for _, _, gone in (await entries()).values()] == [False, False, True]
