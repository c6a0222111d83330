"""A database of either kind with a clock at Monday, 2 March 2026, 06:00 UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.db import Database
from sandbox import SettableClock
from tests.scheduling.receiver import Receiver, Setting


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 3, 2, 6, tzinfo=UTC))


@pytest.fixture
def setting(db: Database, clock: SettableClock) -> Setting:
    return Setting(db, clock)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()
