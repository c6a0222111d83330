"""Schedules: put, replaced, dropped, previewed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, update

from bot.db import Database
from bot.inputs.date_patterns import MonthDay
from bot.scheduling import Once, Periodic, Rule, Weekly, drop, put, upcoming
from bot.scheduling.models import ScheduleRow
from bot.scheduling.schedules import rule_of
from bot.scheduling.tick import tick
from sandbox import SettableClock
from tests.scheduling.receiver import GUILD, KIND, Raises, Receiver, Setting

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAILY = frozenset(range(7))


async def put_rule(
    db: Database,
    rule: Rule,
    *,
    kind: str = KIND,
    after: datetime = MONDAY,
    user_id: int | None = 1,
    subject: str = "",
) -> datetime | None:
    async with db.begin() as session:
        return await put(
            session, GUILD, kind=kind, rule=rule, after=after, user_id=user_id, subject=subject
        )


async def test_put_gives_the_first_occurrence_and_replaces_the_former_rule(db: Database) -> None:
    first = await put_rule(db, Weekly(frozenset({1, 3}), time(8), "Asia/Tokyo"))
    assert first == datetime(2026, 3, 2, 23, tzinfo=UTC)
    second = await put_rule(db, Periodic(MonthDay(5), time(18), "Asia/Tokyo"))
    assert second == datetime(2026, 3, 5, 9, tzinfo=UTC)
    async with db.read() as session:
        row = (await session.scalars(select(ScheduleRow))).one()
    assert rule_of(row) == Periodic(MonthDay(5), time(18), "Asia/Tokyo")
    assert row.next_due_at == second


async def test_every_rule_comes_back_as_it_was_put(db: Database) -> None:
    rules: list[Rule] = [
        Weekly(frozenset({0, 6}), time(23, 59), "Pacific/Apia"),
        Periodic(MonthDay(28), time(0), "UTC"),
        Once(MONDAY + timedelta(minutes=15, microseconds=1), "Asia/Kolkata"),
    ]
    for number, rule in enumerate(rules):
        await put_rule(db, rule, subject=str(number))
    async with db.read() as session:
        rows = await session.scalars(select(ScheduleRow).order_by(ScheduleRow.subject))
        assert [rule_of(row) for row in rows] == rules


async def test_members_the_group_kinds_and_subjects_have_schedules_of_their_own(
    db: Database,
) -> None:
    rule = Weekly(DAILY, time(8), "UTC")
    for _ in range(2):
        await put_rule(db, rule)
        await put_rule(db, rule, user_id=None)
        await put_rule(db, rule, user_id=2)
        await put_rule(db, rule, kind="other")
        await put_rule(db, rule, subject="x")
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(ScheduleRow)) == 5


async def test_drop_is_of_one_subject_or_of_all(db: Database) -> None:
    rule = Weekly(DAILY, time(8), "UTC")
    for subject in ("a", "b", "c"):
        await put_rule(db, rule, subject=subject)
    await put_rule(db, rule, user_id=2)
    await put_rule(db, rule, user_id=None)
    async with db.begin() as session:
        assert await drop(session, GUILD, kind=KIND, user_id=1, subject="a") == 1
        assert await drop(session, GUILD, kind=KIND, user_id=1) == 2
        assert await drop(session, GUILD, kind=KIND, user_id=1) == 0
        assert await drop(session, GUILD + 1, kind=KIND, user_id=2) == 0
        assert await upcoming(session, GUILD, kinds=[KIND], user_id=1) == []
        assert len(await upcoming(session, GUILD, kinds=[KIND], user_id=2, limit=3)) == 3
        assert await drop(session, GUILD, kind=KIND) == 1


async def test_upcoming_merges_what_falls_due_next(db: Database) -> None:
    await put_rule(db, Weekly(frozenset({0, 2}), time(8), "UTC"))
    await put_rule(db, Once(MONDAY + timedelta(hours=3), "UTC"), kind="routine.snooze")
    async with db.read() as session:
        kinds = [KIND, "routine.snooze"]
        ahead = await upcoming(session, GUILD, kinds=kinds, user_id=1, limit=4)
        snooze = await upcoming(session, GUILD, kinds=kinds[1:], user_id=1, limit=1)
        assert await upcoming(session, GUILD, kinds=[], user_id=1) == []
    assert [(item.kind, item.at.isoformat()[:16]) for item in ahead] == [
        (KIND, "2026-03-02T08:00"),
        ("routine.snooze", "2026-03-02T09:00"),
        (KIND, "2026-03-04T08:00"),
        (KIND, "2026-03-09T08:00"),
    ]
    assert ahead[0].period == date(2026, 3, 2)
    assert snooze == ahead[1:2]


async def test_once_in_the_past_never_falls_due(db: Database) -> None:
    assert await put_rule(db, Once(MONDAY, "UTC")) is None


async def test_r9_moving_a_prompt_to_later_gives_no_second_one_that_date(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily("08:00")
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=2, minutes=30))
    assert await setting.daily("09:00") == datetime(2026, 3, 3, 9, tzinfo=UTC)
    await clock.advance(timedelta(days=1))
    assert receiver.periods == ["2026-03-02"]
    await clock.advance(timedelta(hours=1))
    assert receiver.periods == ["2026-03-02", "2026-03-03"]


async def test_r9_a_date_that_has_its_delivery_gets_no_other_however_due(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    due = await setting.daily("08:00")
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=2))
    async with setting.db.begin() as session:
        await session.execute(update(ScheduleRow).values(next_due_at=due))
    await clock.advance(timedelta(hours=1))
    assert receiver.periods == ["2026-03-02"]
    assert await setting.outcomes() == ["sent"]


async def test_r9_dropped_and_put_again_gives_no_second_one_that_date(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily("08:00")
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=3))
    async with setting.db.begin() as session:
        await drop(session, GUILD, kind=KIND, user_id=1)
    await setting.daily("21:00")
    await clock.advance(timedelta(hours=15))
    assert receiver.periods == ["2026-03-02"]


async def test_r9_a_new_zone_with_the_same_date_ahead_gives_no_second_one(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily("20:00", "Pacific/Auckland")
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=2))
    assert receiver.periods == ["2026-03-02"]
    await setting.daily("20:00", "America/Los_Angeles")
    await clock.advance(timedelta(hours=24))
    assert receiver.periods == ["2026-03-02"]
    await clock.advance(timedelta(hours=24))
    assert receiver.periods == ["2026-03-02", "2026-03-03"]


async def test_r4_a_snooze_fires_once_and_can_be_snoozed_again_that_date(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    clock.follow(setting.engine(receiver.send))
    for _ in range(2):
        at = clock.now() + timedelta(minutes=30)
        await put_rule(setting.db, Once(at, "UTC"), after=clock.now())
        await clock.advance(timedelta(hours=1))
    await clock.advance(timedelta(days=3))
    assert receiver.periods == ["2026-03-02", "2026-03-02"]


async def test_r4_a_snooze_put_anew_moves_and_replaces_what_still_waits(
    setting: Setting, clock: SettableClock
) -> None:
    sender = Raises(OSError("no network"))
    clock.follow(setting.engine(sender.send))
    await put_rule(setting.db, Once(MONDAY + timedelta(hours=1), "UTC"))
    await put_rule(setting.db, Once(MONDAY + timedelta(hours=2), "UTC"))
    await clock.advance(timedelta(hours=2))
    assert await setting.outcomes() == ["retry"]
    await put_rule(setting.db, Once(MONDAY + timedelta(hours=3), "UTC"), after=clock.now())
    await clock.advance(timedelta(hours=5))
    assert await setting.outcomes() == ["cancelled", "sent"]


async def test_r7_drop_calls_off_what_waits_but_was_not_sent(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()
    sender = Raises(OSError("no network"))
    clock.follow(setting.engine(sender.send))
    await clock.advance(timedelta(hours=2))
    async with setting.db.begin() as session:
        await drop(session, GUILD, kind=KIND, user_id=1)
    await clock.advance(timedelta(days=2))
    assert len(sender.tries) == 1
    assert await setting.outcomes() == ["cancelled"]


async def test_a_zone_whose_rules_changed_only_moves_the_schedule(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()
    early = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    async with setting.db.begin() as session:
        await session.execute(update(ScheduleRow).values(next_due_at=early))
    engine = setting.engine(receiver.send, lateness=timedelta(days=2))
    clock.follow(engine)
    await clock.move_to(early)
    assert await setting.outcomes() == []
    assert await engine.next_due() == datetime(2026, 3, 2, 8, tzinfo=UTC)
    await clock.advance(timedelta(hours=1))
    assert receiver.periods == ["2026-03-02"]


async def test_r9_new_rules_of_a_zone_by_which_a_date_came_earlier_do_not_lose_it(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    """By the rules from before, this morning's was to come an hour later than by those of now."""
    await setting.daily()
    late = datetime(2026, 3, 2, 9, tzinfo=UTC)
    async with setting.db.begin() as session:
        await session.execute(update(ScheduleRow).values(next_due_at=late))
    clock.follow(setting.engine(receiver.send))
    await clock.move_to(late)
    assert receiver.periods == ["2026-03-02"]
    await clock.advance(timedelta(days=1))
    assert receiver.periods == ["2026-03-02", "2026-03-03"], "none twice"


async def test_a_schedule_whose_zone_is_gone_holds_up_nobody(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily(user_id=1)
    await setting.daily(user_id=2)
    async with setting.db.begin() as session:
        gone = update(ScheduleRow).where(ScheduleRow.user_id == 1).values(zone="Mars/Olympus")
        await session.execute(gone)
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=3))
    assert [delivery.user_id for delivery in receiver.tries] == [2]


async def test_what_was_dropped_before_any_try_leaves_its_date_free(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily("08:00")
    await clock.advance(timedelta(hours=2))
    async with setting.db.begin() as session:
        await tick(await session.connection(), clock.now(), {KIND: timedelta(hours=6)})
    assert await setting.outcomes() == ["due"]
    async with setting.db.begin() as session:
        await drop(session, GUILD, kind=KIND, user_id=1)
    await setting.daily("09:00")
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=2))
    assert receiver.periods == ["2026-03-02"]
