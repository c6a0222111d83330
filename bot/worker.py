"""Heavy work in one child process: pictures, and what others wrote. The bot's own stays quick.

The child is a fresh interpreter that imports only what a call needs, without the bot's secrets in
its environment. It starts on the first call and ends after some idle time, with ``close``, and when
this process dies in whatever way: its standard input ends then.
"""

# Why not `anyio.to_process` (4.16): it starts on demand and kills on a timeout, but a child ends
# for being idle only when a call is made that another child answers; it inherits the whole
# environment with its secrets, is sent Ctrl-C too, and goes on when this process is killed.

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple, cast

from bot.errors import WorkerError, WorkerTimeout

_CHILD = Path(__file__).with_name("worker_child.py")
_SECRETS = "SYLLABOT_"
# An idle child ends within milliseconds of being told to; this is for one that does not.
_GOODBYE_SECONDS = 2.0

Args = TypeVarTuple("Args")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Worker:
    """Runs functions in a child process, one after another, in the order of the calls."""

    def __init__(self, *, idle: timedelta = timedelta(minutes=5)) -> None:
        """Nothing starts before the first call. ``idle``: how long an unused child is kept."""
        self._idle_seconds = idle.total_seconds()
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        child = self._child
        return child.pid if child is not None and child.returncode is None else None

    async def run(
        self, function: Callable[[*Args], Result], *args: *Args, timeout: float = 20.0
    ) -> Result:
        """Call ``function(*args)`` in the child and give back what it returns.

        The function must stand at the top of a module, arguments and result must be picklable.
        ``timeout`` (seconds) begins when the call does, not while it waits for its turn. A child
        that dies in mid-call is replaced and the call tried once more, so it should have no side
        effects. When the caller is cancelled, so is the call, with its child.

        Raises:
            WorkerTimeout: it took longer than ``timeout``.
            WorkerError: its process died twice, the worker is closed, or a library's own error.
            Exception: a builtin exception or one of the bot's that the function raised, with the
                child's traceback as a note.
        """
        # Thousands of papers take a while; the event loop goes on meanwhile.
        call = await asyncio.to_thread(pickle.dumps, (function, args))
        name = getattr(function, "__qualname__", repr(function))
        async with self._turn:
            self._stop_timer()
            try:
                answer = await self._answer(name, call, timeout)
            finally:
                self._start_timer()
        return cast(Result, await asyncio.to_thread(_unpack, name, answer))

    async def close(self) -> None:
        """End the child, also in the middle of a call; that call and all later ones fail."""
        self._closed = True
        self._stop_timer()
        if self._turn.locked() and self._child is not None:
            _kill(self._child)
        async with self._turn:
            self._stop_timer()
            await self._end_child()

    async def _answer(self, name: str, call: bytes, timeout: float) -> bytes:
        for _ in range(2):
            child = await self._running()
            answered = False
            try:
                async with asyncio.timeout(timeout):
                    answer = await _ask(child, call)
                answered = True
                return answer
            except TimeoutError:
                raise WorkerTimeout(f"{name} took longer than {timeout:g} s") from None
            except (EOFError, ConnectionError):
                if not self._closed:
                    log.warning("The worker's process ended in the middle of %s", name)
            finally:
                if not answered:
                    _kill(child)
                    self._child = None
                    await child.wait()
        raise WorkerError(f"{name} failed: its process ended twice in the middle of it")

    async def _running(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise WorkerError("The worker is closed")
        if self._child is None or self._child.returncode is not None:
            self._child = await _start()
            if self._closed:
                await self._end_child()
                raise WorkerError("The worker is closed")
        return self._child

    async def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None, "it was made with a pipe"
        child.stdin.close()
        try:
            await asyncio.wait_for(child.wait(), _GOODBYE_SECONDS)
        except TimeoutError:
            log.warning("The worker's process did not end by itself")
        finally:
            _kill(child)
            await child.wait()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start_timer(self) -> None:
        if self._child is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._idle_seconds, self._begin_to_end)

    def _begin_to_end(self) -> None:
        self._timer = None
        self._ending = asyncio.get_running_loop().create_task(self._end_if_idle())

    async def _end_if_idle(self) -> None:
        async with self._turn:
            # A call that came first has set the timer again.
            if self._timer is None:
                await self._end_child()


async def _start() -> asyncio.subprocess.Process:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        # Without the bot's own folder in front of the standard library.
        "-P",
        _CHILD,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={key: value for key, value in os.environ.items() if not key.startswith(_SECRETS)},
        # Ctrl-C in the terminal is for the bot, which then ends its child.
        start_new_session=True,
    )
    _send(child, pickle.dumps(sys.path))
    return child


def _send(child: asyncio.subprocess.Process, message: bytes) -> None:
    assert child.stdin is not None, "it was made with a pipe"
    child.stdin.write(len(message).to_bytes(8) + message)


async def _ask(child: asyncio.subprocess.Process, call: bytes) -> bytes:
    assert child.stdin is not None, "it was made with pipes"
    assert child.stdout is not None, "it was made with pipes"
    _send(child, call)
    await child.stdin.drain()
    header = await child.stdout.readexactly(8)
    return await child.stdout.readexactly(int.from_bytes(header))


def _kill(child: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        child.kill()


def _unpack(name: str, answer: bytes) -> Any:
    worked, *rest = pickle.loads(answer)
    if worked:
        return rest[0]
    error, trace = rest
    if error is None:
        error = WorkerError(f"{name} failed: {trace.strip().splitlines()[-1]}")
    error.add_note(f"In the worker's process:\n{trace}")
    raise error
