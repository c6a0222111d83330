"""One child for all tests of pictures: loading matplotlib takes over a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.worker import Worker


@pytest.fixture(scope="session")
def in_child() -> Iterator[Callable[..., Any]]:
    """Calls a function in the worker's process and waits for what it gives."""
    worker = Worker()
    with asyncio.Runner() as runner:
        yield lambda function, *args: runner.run(worker.run(function, *args, timeout=60))
        runner.run(worker.close())
