"""A running sandbox with one guild, one channel and a bare client; its answers must all conform."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from sandbox import Sandbox, SettableClock
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from sandbox.world.model import Channel
from tests.sandbox.api import Api

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(START)


@pytest.fixture
async def sandbox(clock: SettableClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        running.limiter.relax()
        yield running
        ours = [line for line in running.violations if ": request: " not in line]
        assert ours == [], "the sandbox's own answers miss Discord's description"


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(sandbox, session)


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    return sandbox.world.create_guild("Night owls")


@pytest.fixture
def channel(guild: Guild) -> Channel:
    return guild.create_text_channel("papers")


@pytest.fixture
def heard(sandbox: Sandbox) -> list[Event]:
    """Every event that the world announces from here on."""
    events: list[Event] = []
    sandbox.world.listen(events.append)
    return events
