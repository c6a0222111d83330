"""Turning the clock from the page: how far, one turn at a time, and never without a way to stop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox import RunningClock, Sandbox
from sandbox.clock import Clock
from sandbox.page import Due, Page
from sandbox.page.clock_control import next_morning, target
from sandbox.rules.usage import SandboxUsageError
from tests.page.visitor import START, House, Visitor, opened

HOUR = timedelta(hours=1)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened() as house:
        yield house


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


class Hourly:
    """A follower that is due every hour and lets others in while it works."""

    def __init__(self, house: House) -> None:
        self.clock, self.due = house.clock, house.clock.now() + HOUR
        self.ran: list[datetime] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()
        house.clock.follow(self)

    async def next_due(self) -> datetime:
        return self.due

    async def run_due(self) -> None:
        if self.due <= self.clock.now():
            self.ran.append(self.clock.now())
            self.due += HOUR
            self.reached.set()
            await self.gate.wait()


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        (utc(2026, 3, 2, 7), "UTC", utc(2026, 3, 2, 9)),
        (utc(2026, 3, 2, 9), "UTC", utc(2026, 3, 3, 9)),
        (utc(2026, 3, 2, 8, 59, 59), "UTC", utc(2026, 3, 2, 9)),
        (utc(2026, 3, 2, 7), "Asia/Tokyo", utc(2026, 3, 3, 0)),
        (utc(2026, 3, 2, 20), "Asia/Tokyo", utc(2026, 3, 3, 0)),
        (utc(2026, 3, 2, 3), "America/New_York", utc(2026, 3, 2, 14)),
        # Clocks go forward, and back.
        (utc(2026, 3, 28, 9), "Europe/Berlin", utc(2026, 3, 29, 7)),
        (utc(2026, 10, 24, 8), "Europe/Berlin", utc(2026, 10, 25, 8)),
        (utc(2026, 10, 3, 23), "Australia/Lord_Howe", utc(2026, 10, 4, 22)),
        # Samoa had no 30 December 2011.
        (utc(2011, 12, 29, 19), "Pacific/Apia", utc(2011, 12, 30, 19)),
        (utc(2011, 12, 30, 19), "Pacific/Apia", utc(2011, 12, 31, 19)),
        (utc(2026, 3, 2, 3, 15), "Asia/Kathmandu", utc(2026, 3, 3, 3, 15)),
    ],
)
def test_the_next_morning(now: datetime, zone: str, expected: datetime) -> None:
    assert next_morning(now, zone) == expected
    assert target("morning", now, zone, (), None) == expected


ZONES = st.sampled_from(
    [
        *("UTC", "Europe/Lisbon", "Europe/Dublin", "Africa/Casablanca", "Asia/Gaza"),
        *("America/New_York", "America/St_Johns", "America/Sao_Paulo", "Asia/Tehran"),
        *("Asia/Kathmandu", "Asia/Pyongyang", "Australia/Lord_Howe", "Antarctica/Troll"),
        *("Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati"),
    ]
)
INSTANTS = st.integers(int(utc(1975, 1, 1).timestamp()), int(utc(2037, 12, 1).timestamp()))


@given(INSTANTS, ZONES)
@example(int(utc(2011, 12, 30, 9, 30).timestamp()), "Pacific/Apia")
@example(int(utc(2026, 3, 29, 0, 59).timestamp()), "Europe/Lisbon")
@example(int(utc(2026, 10, 25, 0, 30).timestamp()), "Europe/Lisbon")
def test_every_next_morning(instant: int, zone: str) -> None:
    now, there = datetime.fromtimestamp(instant, UTC), ZoneInfo(zone)
    morning = next_morning(now, zone)
    assert morning > now
    assert morning.utcoffset() == timedelta(0)
    before, after = now.astimezone(there), morning.astimezone(there)
    assert (after.hour, after.minute, after.second, after.microsecond) == (9, 0, 0, 0)
    # By the wall clock it is never more than a day, or two where a day was left out.
    wall = after.replace(tzinfo=None) - before.replace(tzinfo=None)
    gap = after.utcoffset() - before.utcoffset()  # type: ignore[operator]
    assert wall <= timedelta(days=1) + max(gap, timedelta())
    assert morning - now <= timedelta(hours=25)


def due(hours: float, title: str = "x") -> Due:
    return Due(START + timedelta(hours=hours), title)


@pytest.mark.parametrize(
    ("agenda", "follower", "hours"),
    [
        ([], 3, 3),
        ([due(5)], 3, 5),
        ([due(5), due(2), due(9)], None, 2),
        ([due(0), due(-1), due(4)], 1, 4),
        ([due(0)], 6, 6),
    ],
)
def test_what_is_due_next(agenda: Sequence[Due], follower: float | None, hours: float) -> None:
    other = None if follower is None else START + timedelta(hours=follower)
    assert target("next", START, "UTC", agenda, other) == START + timedelta(hours=hours)


def test_other_ways_to_turn() -> None:
    assert target("hour", START, "UTC", (), None) == START + HOUR
    assert target("week", START, "UTC", (), None) == START + timedelta(days=7)
    with pytest.raises(SandboxUsageError, match="Nothing is due"):
        target("next", START, "UTC", [due(0)], None)
    with pytest.raises(SandboxUsageError, match="cannot turn to 'yesterday'"):
        target("yesterday", START, "UTC", (), None)


async def test_visitors_turn_it_by_their_own_zone(house: House) -> None:
    await house.ana.post("clock/hour")
    assert house.clock.now() == START + HOUR
    await house.ben.post("clock/morning")
    assert house.clock.now() == utc(2026, 3, 3, 0)
    await house.ana.post("clock/morning")
    assert house.clock.now() == utc(2026, 3, 3, 9)
    await house.ben.post("clock/week")
    assert house.clock.now() == utc(2026, 3, 10, 9)
    assert (await house.ana.ask("POST", "clock/back")).error == "The clock cannot turn to 'back'."
    assert "Nothing is due" in (await house.ana.ask("POST", "clock/next")).error


async def test_next_is_the_agenda_first_then_followers(house: House) -> None:
    follower = Hourly(house)
    planned = [due(2.5, "digest"), due(9)]

    async def agenda() -> list[Due]:
        return planned

    house.sandbox.page = Page(agenda=agenda)
    told = await house.ana.get("agenda")
    assert told["agenda"][0] == {
        "at": round((START + timedelta(hours=2.5)).timestamp() * 1000),
        "title": "digest",
        "who": None,
    }
    await house.ana.post("clock/next")
    assert house.clock.now() == START + timedelta(hours=2.5)
    assert len(follower.ran) == 2
    planned.clear()
    await house.ana.post("clock/next")
    assert house.clock.now() == START + timedelta(hours=3)


async def test_one_turn_at_a_time_which_everybody_sees(house: House) -> None:
    follower = Hourly(house)
    follower.gate.clear()
    async with house.ben.live() as page:
        assert page.hello["clock"] == {
            "now": round(START.timestamp() * 1000),
            "runs": False,
            "turns": True,
            "target": None,
        }
        turn = asyncio.create_task(house.ana.post("clock/week"))
        await follower.reached.wait()
        shown = (await page.told()).clock
        assert shown["target"] == round((START + timedelta(days=7)).timestamp() * 1000)
        assert shown["now"] == round((START + HOUR).timestamp() * 1000)
        refused = await house.ben.ask("POST", "clock/hour")
        assert refused.error == "The clock is turning already."
        follower.gate.set()
        await turn
        shown = (await page.told()).clock
        assert (shown["target"], shown["now"] / 1000) == (
            None,
            (START + timedelta(days=7)).timestamp(),
        )
    assert len(follower.ran) == 7 * 24


async def test_two_who_ask_for_what_is_next_do_not_both_turn(house: House) -> None:
    follower, asked, known = Hourly(house), 0, asyncio.Event()
    both = asyncio.Event()

    async def agenda() -> list[Due]:
        nonlocal asked
        asked += 1
        if asked == 2:
            both.set()
        await known.wait()
        return [due(2)]

    house.sandbox.page = Page(agenda=agenda)
    turns = [asyncio.create_task(who.ask("POST", "clock/next")) for who in (house.ana, house.ben)]
    await both.wait()
    follower.gate.clear()
    known.set()
    await follower.reached.wait()
    follower.gate.set()
    replies = [await turn for turn in turns]
    assert sorted(reply.status for reply in replies) == [200, 422]
    assert house.clock.now() == START + timedelta(hours=2)


async def test_a_stopped_turn_ends_at_its_next_stop(house: House) -> None:
    follower = Hourly(house)
    follower.gate.clear()
    turn = asyncio.create_task(house.ana.post("clock/week"))
    await follower.reached.wait()
    await house.ben.post("clock/stop")
    follower.gate.set()
    assert await turn == {}
    assert house.clock.now() == START + 2 * HOUR
    # What was due there is not lost, and the next turn is a turn like any other.
    await house.ana.post("clock/hour")
    assert house.clock.now() == START + 3 * HOUR
    assert follower.ran == [START + HOUR, START + 2 * HOUR, START + 3 * HOUR]


async def test_stopping_nothing_stops_nothing_later(house: House) -> None:
    follower = Hourly(house)
    await house.ana.post("clock/stop")
    await house.ana.post("clock/week")
    assert house.clock.now() == START + timedelta(days=7)
    assert len(follower.ran) == 7 * 24


async def test_a_follower_that_fails_leaves_the_clock_to_others(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing:
        async def next_due(self) -> None:
            return None

        async def run_due(self) -> None:
            raise RuntimeError("a job of the bot")

    failing = Failing()
    house.clock.follow(failing)
    assert (await house.ana.ask("POST", "clock/hour")).status == 500
    assert "a job of the bot" in caplog.text
    house.clock.unfollow(failing)
    await house.ana.post("clock/hour")
    assert house.clock.now() == START + 2 * HOUR


@pytest.mark.parametrize(("clock", "status"), [(None, 422), (RunningClock(START), 200)])
async def test_real_time_cannot_be_turned(clock: Clock | None, status: int) -> None:
    async with Sandbox(clock) as sandbox, aiohttp.ClientSession() as session:
        user = sandbox.user("Ana")
        user.join(sandbox.world.create_guild("Owls"))
        ana, before = Visitor(sandbox, user, session), sandbox.clock.now()
        async with ana.live() as page:
            assert page.hello["clock"]["runs"] is True
            assert page.hello["clock"]["turns"] is (status == 200)
        reply = await ana.ask("POST", "clock/hour")
        assert reply.status == status
        moved = sandbox.clock.now() - before
        if status == 422:
            assert reply.error == "This sandbox runs in real time; its clock cannot be turned."
            assert moved < timedelta(minutes=1)
        else:
            assert timedelta(hours=1) <= moved < timedelta(hours=1, minutes=1)
