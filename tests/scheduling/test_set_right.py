"""A clock that stood ahead and is right again: nothing is lost, nothing goes out twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, text, update

from bot.scheduling import Delivery, NothingToSend, Once, Receipt, Weekly, put
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, GUILD, KIND, Receiver, Setting

SIX = datetime(2026, 3, 2, 6, tzinfo=UTC)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


class WrongClock(SettableClock):
    """A machine's clock, which can also be set back."""

    def set_back(self, to: datetime) -> None:
        """Tell the earlier time ``to`` from now on."""
        self._now = to


@pytest.fixture
def clock() -> WrongClock:
    return WrongClock(SIX)


async def next_dues(setting: Setting) -> list[datetime | None]:
    async with setting.db.read() as session:
        found = await session.scalars(select(ScheduleRow.next_due_at).order_by(ScheduleRow.id))
        return list(found)


async def test_the_days_between_are_sent_and_the_one_that_was_sent_is_not_sent_again(
    setting: Setting, clock: WrongClock, receiver: Receiver
) -> None:
    await setting.daily()
    engine = setting.engine(receiver.send)
    # Noon, three days ahead: the prompt of the fifth goes out.
    await clock.move_to(SIX + 3 * DAY + 6 * HOUR)
    await engine.run_due()
    assert receiver.periods == ["2026-03-05"]
    clock.set_back(SIX)
    await engine.set_right()
    assert await next_dues(setting) == [EIGHT]
    clock.follow(engine)
    await clock.move_to(SIX + 5 * DAY)
    assert sorted(receiver.periods) == [f"2026-03-0{day}" for day in (2, 3, 4, 5, 6)]
    assert len(receiver.tries) == 5


@pytest.mark.parametrize("with_hook", [False, True])
async def test_what_was_only_recorded_as_too_late_is_sent_when_its_day_comes(
    setting: Setting, clock: WrongClock, receiver: Receiver, with_hook: bool
) -> None:
    await setting.daily()

    async def on_failed(*_: object) -> None:
        """The feature is told."""

    engine = setting.engine(receiver.send, on_failed=on_failed if with_hook else None)
    await clock.move_to(SIX + 30 * DAY - HOUR)
    await engine.run_due()
    assert await setting.outcomes() == ["missed"]
    clock.set_back(SIX)
    await engine.set_right()
    clock.follow(engine)
    await clock.move_to(SIX + 30 * DAY)
    assert len(receiver.periods) == len(set(receiver.periods)) == 30


async def test_a_single_time_that_was_recorded_as_too_late_comes_when_it_should(
    setting: Setting, clock: WrongClock, receiver: Receiver
) -> None:
    async with setting.db.begin() as session:
        await put(session, GUILD, kind=KIND, rule=Once(EIGHT, "UTC"), after=SIX, user_id=1)
    engine = setting.engine(receiver.send)
    await clock.move_to(SIX + DAY)
    await engine.run_due()
    clock.set_back(SIX)
    await engine.set_right()
    assert await next_dues(setting) == [EIGHT]
    clock.follow(engine)
    await clock.move_to(SIX + 2 * DAY)
    assert receiver.periods == ["2026-03-02"]


async def test_where_there_was_nothing_to_send_there_may_be_when_the_day_comes(
    setting: Setting, clock: WrongClock, receiver: Receiver
) -> None:
    await setting.daily()

    async def send(delivery: Delivery) -> Receipt:
        if clock.now() > EIGHT + DAY:
            raise NothingToSend
        return await receiver.send(delivery)

    engine = setting.engine(send)
    await clock.move_to(EIGHT + 2 * DAY)
    await engine.run_due()
    clock.set_back(SIX)
    await engine.set_right()
    clock.follow(engine)
    await clock.move_to(EIGHT + DAY)
    assert receiver.periods == ["2026-03-02", "2026-03-03"]


async def test_one_that_was_tried_may_have_arrived_and_is_not_forgotten(
    setting: Setting, clock: WrongClock, receiver: Receiver
) -> None:
    await setting.daily()
    engine = setting.engine(receiver.send)
    await clock.move_to(EIGHT + 2 * DAY)
    await engine.run_due()
    async with setting.db.begin() as session:
        await session.execute(
            update(DeliveryRow).values(
                status=DeliveryStatus.MISSED, reason="took too long", attempt=7
            )
        )
    clock.set_back(SIX)
    await engine.set_right()
    assert await setting.outcomes() == ["missed"]


@pytest.mark.parametrize("back", [HOUR, 3 * DAY, 30 * DAY], ids=str)
@pytest.mark.parametrize("status", [DeliveryStatus.SENDING, DeliveryStatus.RETRY])
async def test_a_lease_or_a_retry_lasts_no_longer_than_any_may(
    setting: Setting,
    clock: WrongClock,
    receiver: Receiver,
    status: DeliveryStatus,
    back: timedelta,
) -> None:
    await setting.daily()
    # Due at eight; the clock jumped on, the process was killed in mid-send or had to wait.
    await clock.move_to(EIGHT)
    engine = setting.engine(receiver.send, lateness=HOUR)
    await engine.run_due()
    async with setting.db.begin() as session:
        await session.execute(
            update(DeliveryRow).values(
                status=status, finished_at=None, next_try_at=EIGHT + back + timedelta(minutes=1)
            )
        )
    await engine.set_right()
    assert await engine.next_due() == EIGHT + timedelta(seconds=60)


async def test_what_is_on_its_way_for_a_day_to_come_waits_for_it(
    setting: Setting, clock: WrongClock, receiver: Receiver
) -> None:
    await setting.daily()
    await clock.move_to(EIGHT + 3 * DAY)
    engine = setting.engine(receiver.send)
    await engine.run_due()
    async with setting.db.begin() as session:
        await session.execute(
            update(DeliveryRow).values(
                status=DeliveryStatus.RETRY,
                finished_at=None,
                next_try_at=EIGHT + 3 * DAY + timedelta(minutes=10),
            )
        )
    clock.set_back(SIX)
    await engine.set_right()
    (delivery,) = await setting.deliveries()
    assert delivery.next_try_at == EIGHT + 3 * DAY


async def test_what_is_meant_for_later_stays(setting: Setting, clock: WrongClock) -> None:
    rule = Weekly(frozenset(range(7)), time(8), "UTC")
    start = SIX + 20 * DAY
    async with setting.db.begin() as session:
        await put(session, GUILD, kind=KIND, rule=rule, after=SIX, starts_at=start, user_id=1)
        await put(session, GUILD, kind=KIND, rule=Once(start, "UTC"), after=SIX, user_id=2)
    before = await next_dues(setting)
    assert before == [EIGHT + 20 * DAY, start]
    await setting.engine(Receiver().send).set_right()
    assert await next_dues(setting) == before


async def test_a_date_that_had_its_prompt_already_is_passed_over(
    setting: Setting, clock: WrongClock, receiver: Receiver
) -> None:
    await setting.daily("07:00")
    engine = setting.engine(receiver.send)
    await clock.move_to(EIGHT)
    await engine.run_due()
    # Moved to the evening of a day that had its prompt.
    assert await setting.daily("20:00") == datetime(2026, 3, 3, 20, tzinfo=UTC)
    await engine.set_right()
    assert await next_dues(setting) == [datetime(2026, 3, 3, 20, tzinfo=UTC)]


async def test_thousands_are_pulled_back_in_portions(
    setting: Setting,
    clock: WrongClock,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.scheduling.set_right.PORTION", 4)
    for user_id in range(1, 11):
        await setting.daily(f"{8 + user_id % 3:02}:00", user_id=user_id)
    async with setting.db.begin() as session:
        await session.execute(text("UPDATE schedules SET zone = 'Nowhere/Land' WHERE user_id = 7"))
    right = await next_dues(setting)
    engine = setting.engine(receiver.send, lateness=timedelta(0))
    await clock.move_to(SIX + 30 * DAY)
    await engine.run_due()
    clock.set_back(SIX)
    caplog.clear()
    await engine.set_right()
    found = await next_dues(setting)
    assert found[:6] + found[7:] == right[:6] + right[7:]
    (said,) = [record.getMessage() for record in caplog.records]
    assert "9 schedules" in said
    assert "9 unsent deliveries" in said
    caplog.clear()
    await engine.set_right()
    assert caplog.text == ""
