"""The worker with a real child: what it answers, and what is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from bot.errors import NotFound, WorkerError
from bot.worker import Worker
from tests.live import Study
from tests.worker import calls

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker()
    yield worker
    pid = worker.pid
    await worker.close()
    assert pid is None or not psutil.pid_exists(pid)


async def until_gone(pid: int) -> None:
    """A zombie is not gone."""
    for _ in range(300):
        if not psutil.pid_exists(pid):
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{psutil.Process(pid)} is left behind")


async def test_one_child_answers_all_calls_in_turn(worker: Worker) -> None:
    assert worker.pid is None, "nothing starts before it is needed"
    pids = await asyncio.gather(*(worker.run(calls.whoami) for _ in range(5)))
    assert set(pids) == {worker.pid}
    assert worker.pid != os.getpid()
    large = b"x" * 3_000_000
    assert await worker.run(calls.double, large) == large * 2


async def test_what_goes_to_the_child_and_back_is_packed_beside_the_event_loop(
    worker: Worker,
) -> None:
    """Two thousand papers take 30 ms, in which nobody else would be answered."""
    calls.Noting.threads.clear()
    given: object = calls.Noting()
    assert await worker.run(calls.noting, given) == "unpacked"  # type: ignore[comparison-overlap]
    assert len(calls.Noting.threads) == 2, "packed here, unpacked here"
    assert threading.get_ident() not in calls.Noting.threads


async def test_the_child_has_neither_discord_nor_the_bot_nor_its_secrets(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", "secret")
    loaded = await worker.run(calls.modules)
    assert not {name for name in loaded if name.split(".")[0] in {"discord", "bot", "cogs"}}
    assert "secret" not in (await worker.run(calls.environment)).values()


async def test_what_a_function_prints_is_no_answer(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await worker.run(calls.chatter, "hello") == "hello"
    assert await worker.run(calls.chatter, "again") == "again"
    out, err = capfd.readouterr()
    assert out == ""
    assert err.split("\n")[:2] == ["hello", "from a grandchild"]


async def test_errors_come_back(worker: Worker) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        await worker.run(calls.divide, 1, 0)
    assert "in divide" in raised.value.__notes__[0]
    with pytest.raises(NotFound, match="No such thing") as kind:
        await worker.run(calls.ask_kindly)
    assert kind.value.message == "No such thing here."
    with pytest.raises(WorkerError, match=r"library_error failed: decimal\."):
        await worker.run(calls.library_error)
    with pytest.raises((WorkerError, AttributeError), match="pickle"):
        await worker.run(calls.unpicklable)
    pid = worker.pid
    with pytest.raises(Exception, match="pickle"):
        await worker.run(lambda: None)
    assert await worker.run(calls.whoami) == pid, "no error costs the child"


async def test_a_child_that_died_is_replaced_and_the_call_tried_once_more(
    worker: Worker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert await worker.run(calls.die_once, tmp_path / "marker") == "survived"
    assert "ended in the middle of die_once" in caplog.text
    first = worker.pid
    with pytest.raises(WorkerError, match="twice"):
        await worker.run(calls.die)
    assert first is not None
    await until_gone(first)
    second = await worker.run(calls.whoami)
    assert second != first
    os.kill(second, signal.SIGKILL)
    assert await worker.run(calls.whoami) != second, "died while it was idle"


async def test_a_stuck_child_is_killed_and_the_next_call_gets_a_new_one(worker: Worker) -> None:
    stuck = await worker.run(calls.whoami)
    slow = asyncio.create_task(worker.run(calls.sleep, 60, timeout=0.15))
    waiting = asyncio.create_task(worker.run(calls.whoami, timeout=5))
    with pytest.raises(WorkerError, match=r"sleep took longer than 0\.15 s"):
        await slow
    assert await waiting not in {stuck, os.getpid()}
    await until_gone(stuck)


async def test_waiting_for_a_turn_costs_no_time(worker: Worker) -> None:
    await worker.run(calls.whoami)
    tasks = [worker.run(calls.sleep, 0.1, timeout=0.25) for _ in range(3)]
    assert await asyncio.gather(*tasks) == ["slept"] * 3


async def test_a_cancelled_call_ends_and_the_next_one_works(worker: Worker) -> None:
    pid = await worker.run(calls.whoami)
    running = asyncio.create_task(worker.run(calls.sleep, 60))
    queued = asyncio.create_task(worker.run(calls.sleep, 60))
    await asyncio.sleep(0.05)
    for task in (queued, running):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await until_gone(pid)
    assert await worker.run(calls.whoami) != pid


async def test_cancelled_while_the_child_starts(worker: Worker) -> None:
    me = psutil.Process()
    before = set(me.children())
    for passes in range(6):
        starting = asyncio.create_task(worker.run(calls.whoami))
        for _ in range(passes):
            await asyncio.sleep(0)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
    await worker.run(calls.whoami)
    assert [child.pid for child in set(me.children()) - before] == [worker.pid]


async def test_an_idle_child_ends_and_a_used_one_stays() -> None:
    worker = Worker(idle=timedelta(seconds=0.25))
    pid = await worker.run(calls.whoami)
    for _ in range(3):
        await asyncio.sleep(0.1)
        assert await worker.run(calls.whoami) == pid
    await until_gone(pid)
    assert worker.pid is None
    assert await worker.run(calls.whoami) != pid
    await worker.close()


async def test_closing_ends_a_running_call_and_refuses_later_ones() -> None:
    worker = Worker()
    pid = await worker.run(calls.whoami)
    running = [asyncio.create_task(worker.run(calls.sleep, 60)) for _ in range(2)]
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await asyncio.gather(worker.close(), worker.close())
    assert time.monotonic() - began < 1
    assert not psutil.pid_exists(pid)
    for task in running:
        with pytest.raises(WorkerError, match="closed"):
            await task
    with pytest.raises(WorkerError, match="closed"):
        await worker.run(calls.whoami)


async def test_closing_while_the_child_starts_leaves_none() -> None:
    worker = Worker()
    starting = asyncio.create_task(worker.run(calls.whoami))
    await asyncio.sleep(0)
    await worker.close()
    with pytest.raises(WorkerError, match="closed"):
        await starting
    assert worker.pid is None


async def test_ctrl_c_does_not_reach_the_child(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    pid = await worker.run(calls.whoami)
    assert os.getpgid(pid) != os.getpgid(0), "the terminal signals the foreground group"
    os.kill(pid, signal.SIGINT)
    assert await worker.run(calls.whoami) == pid
    assert capfd.readouterr().err == ""


PARENT = """
import asyncio
from bot.worker import Worker
from tests.worker import calls

async def main():
    await Worker().run(calls.sleep_and_say_who, 60, timeout=90)

asyncio.run(main())
"""


async def test_the_child_ends_in_mid_call_when_its_parent_is_killed() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, cwd=ROOT, stderr=subprocess.PIPE
    )
    assert parent.stderr is not None
    pid = int(await parent.stderr.readline())
    assert psutil.pid_exists(pid)
    parent.kill()
    # Before the wait, which lasts as long as the child holds the pipe.
    await until_gone(pid)
    await parent.wait()


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("worker_kind", [Worker])
async def test_the_bot_closes_its_worker(blank_study: Study) -> None:
    pid = await blank_study.bot.worker.run(calls.whoami)
    await blank_study.restart()
    assert not psutil.pid_exists(pid)
    assert blank_study.bot.worker.pid is None
