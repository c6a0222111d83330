"""R2, R9: the zone data of a new release moves what is to come; no date is doubled or dropped."""

from __future__ import annotations

import importlib.resources
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.scheduling.recurrence import find_zone, wall_instant
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, Receiver, Setting

ZONE = "Europe/Berlin"
# One hour further east or west than Berlin is, at any time of the year.
EAST, WEST = "Europe/Helsinki", "Europe/London"


class ZoneData:
    """The zone files that come before those of the package."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def says(self, zone: str, same_as: str) -> None:
        """From now on clocks in ``zone`` show what those in ``same_as`` do."""
        file = importlib.resources.files("tzdata") / "zoneinfo" / same_as
        place = self._folder / zone
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())
        zoneinfo.reset_tzpath(to=[str(self._folder)])
        forget()


def forget() -> None:
    """What a new process does not know."""
    ZoneInfo.clear_cache()
    find_zone.cache_clear()
    wall_instant.cache_clear()


@pytest.fixture
def zone_data(tmp_path: Path) -> Iterator[ZoneData]:
    before = zoneinfo.TZPATH
    yield ZoneData(tmp_path)
    zoneinfo.reset_tzpath(to=before)
    forget()


@pytest.mark.parametrize("at", ["00:00", "00:30", "08:00", "23:30"])
@pytest.mark.parametrize("stopped_for", [timedelta(), timedelta(hours=2), timedelta(hours=9)])
@pytest.mark.parametrize(("zone", "hour"), [(EAST, -1), (WEST, 1)])
async def test_r9_new_zone_data_doubles_and_drops_no_date(
    setting: Setting,
    clock: SettableClock,
    receiver: Receiver,
    zone_data: ZoneData,
    at: str,
    zone: str,
    hour: int,
    stopped_for: timedelta,
) -> None:
    """The release comes at 06:00 UTC, or some hours later: before, between and after the two."""
    await setting.daily(at, ZONE)
    former = setting.engine(receiver.send, lateness=timedelta(hours=12))
    clock.follow(former)
    await clock.advance(2 * DAY)
    assert len(receiver.periods) == 2
    clock.unfollow(former)
    zone_data.says(ZONE, zone)
    await clock.advance(stopped_for)
    engine = setting.engine(receiver.send, lateness=timedelta(hours=12))
    await engine.set_right()
    begins = len(receiver.tries)
    clock.follow(engine)
    await clock.advance(3 * DAY)
    assert len(set(receiver.periods)) == len(receiver.periods), "none twice"
    days = [datetime.fromisoformat(day) for day in receiver.periods]
    assert days == [days[0] + number * DAY for number in range(len(days))], "none dropped"
    for delivery in receiver.tries[begins:]:
        assert delivery.due_at == wall_instant(delivery.period, time.fromisoformat(at), ZONE)
    first = receiver.tries[0].due_at
    moved = [each.due_at - first for each in receiver.tries[-2:]]
    assert all(each % DAY == timedelta(hours=hour) % DAY for each in moved)


async def test_r2_the_first_one_after_it_comes_at_the_new_hour(
    setting: Setting, clock: SettableClock, receiver: Receiver, zone_data: ZoneData
) -> None:
    """Stored an hour too late by the former rules, it is pulled back at the start."""
    await setting.daily("09:00", ZONE)
    zone_data.says(ZONE, EAST)
    engine = setting.engine(receiver.send)
    await engine.set_right()
    assert await engine.next_due() == datetime(2026, 3, 2, 7, tzinfo=UTC)
