"""R9: real processes on one database share the work, and one of them is killed in the middle."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from pathlib import Path

from bot.clock import SystemClock
from bot.db import Database
from bot.scheduling import put_now
from tests.scheduling.child import AT_ONCE
from tests.scheduling.receiver import GUILD, KIND, Setting, until

MESSAGES = 90


async def test_r9_processes_share_the_work_and_one_is_killed_holding_leases(
    db_url: str, tmp_path: Path
) -> None:
    database, clock = Database(db_url), SystemClock()
    setting, file = Setting(database, clock), tmp_path / "sent"
    file.touch()
    async with database.begin() as session:
        for user_id in range(1, MESSAGES + 1):
            now = clock.now()
            await put_now(session, GUILD, kind=KIND, zone="UTC", now=now, user_id=user_id)
    doomed = await process(db_url, file, "dies")
    begin(doomed)
    assert await asyncio.wait_for(doomed.wait(), 60) == -signal.SIGKILL
    held = [row.id for row in await setting.deliveries() if row.status == "sending"]
    assert AT_ONCE <= len(held) < MESSAGES

    async def all_sent() -> bool:
        await asyncio.sleep(0.1)
        return await setting.outcomes() == ["sent"] * MESSAGES

    others = await asyncio.gather(*(process(db_url, file) for _ in range(3)))
    begin(*others)
    try:
        await until(all_sent, seconds=60)
    finally:
        for each in others:
            each.kill()
        await asyncio.gather(*(each.wait() for each in others))
        await database.close()
    lines = [tuple(map(int, line.split())) for line in file.read_text().splitlines()]
    assert Counter(delivery for _, delivery, _ in lines) == Counter(
        row for row in range(min(held), min(held) + MESSAGES)
    )
    assert {delivery for _, delivery, attempt in lines if attempt == 2} == set(held)
    assert {attempt for _, _, attempt in lines} == {1, 2}
    shares = Counter(pid for pid, _, _ in lines)
    assert shares.keys() == {each.pid for each in others}, "each did some of it"


async def process(url: str, file: Path, *more: str) -> Process:
    """One that is there, and waits to begin."""
    program = (sys.executable, "-m", "tests.scheduling.child", url, str(file), *more)
    made = await asyncio.create_subprocess_exec(*program, stdin=PIPE, stdout=PIPE)
    assert made.stdout is not None
    assert await made.stdout.readline() == b"there\n"
    return made


def begin(*processes: Process) -> None:
    """At the same time, so that each comes to a share."""
    for each in processes:
        assert each.stdin is not None
        each.stdin.write(b"\n")
