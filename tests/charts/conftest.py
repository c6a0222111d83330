"""One child for all tests of pictures: loading matplotlib takes over a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from bot.worker import Worker
from tests.charts.calls import Args, InChild, Result


@pytest.fixture(scope="session")
def in_child() -> Iterator[InChild]:
    worker = Worker()
    with asyncio.Runner() as runner:

        def call(function: Callable[[*Args], Result], /, *args: *Args) -> Result:
            return runner.run(worker.run(function, *args, timeout=60))

        yield call
        runner.run(worker.close())
