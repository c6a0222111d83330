"""A worker for the bots of tests, whose child all tests of a process share, with its answers.

Each child that begins anew loads matplotlib or feedparser again, which takes longer than most tests
do; so does a picture that was drawn before. The real one has its own tests, in ``tests/worker``.
"""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bot import worker_child
from bot.errors import WorkerError, WorkerTimeout
from bot.worker import Worker

# By the call: what a worker is asked has no side effects, and gives the same again.
_ANSWERS: dict[bytes, bytes] = {}
_MOST_ANSWERS = 100


class KeptWorker(Worker):
    """Answers like the real one; closing it leaves the child to the next test."""

    async def _answer(self, name: str, call: bytes, timeout: float) -> bytes:
        if self._closed:
            raise WorkerError("The worker is closed")
        if call not in _ANSWERS:
            answer = await _answer_of_child(name, call, timeout)
            if len(_ANSWERS) == _MOST_ANSWERS:
                del _ANSWERS[next(iter(_ANSWERS))]
            _ANSWERS[call] = answer
        return _ANSWERS[call]


async def _answer_of_child(name: str, call: bytes, timeout: float) -> bytes:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            return await loop.run_in_executor(_child(), worker_child.answer, call)
    except TimeoutError:
        raise WorkerTimeout(f"{name} took longer than {timeout:g} s") from None


@functools.cache
def _child() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))
