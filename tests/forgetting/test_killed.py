"""Killed for real in the middle, everything is as it was; started again, it is done."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import insert

from bot.db import Database
from bot.db.acts import ActRow
from tests.export.test_restore import comparable, taken
from tests.forgetting.everything import ANA, GUILD, NOW, make, stored, traces
from tests.forgetting.killed import PORTION
from tests.groups import acting as groups

KILLED, DONE = -signal.SIGKILL, 0


class Doomed:
    """Processes that do something with a database, and are killed in it."""

    def __init__(self, parent: Popen[str], url: str, file: Path) -> None:
        self._parent, self._url, self.file = parent, url, file

    async def does(self, what: str, until: str = "-") -> int:
        """Let one do it, up to before that statement; gives its exit code."""
        return await asyncio.to_thread(self._does, what, until)

    def _does(self, what: str, until: str) -> int:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        print(self._url, self.file, what, until, file=self._parent.stdin, flush=True)
        return int(self._parent.stdout.readline())


@pytest.fixture(scope="module")
def parent() -> Iterator[Popen[str]]:
    """What has loaded everything, and forks."""
    command = [sys.executable, "-m", "tests.forgetting.killed"]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture
def doomed(parent: Popen[str], composed_db: Database, tmp_path: Path) -> Doomed:
    """Ready to do something."""
    return Doomed(parent, composed_db.url, tmp_path / "data.json")


async def test_m1_d1_killed_in_mid_forget_export_and_restore(
    composed_db: Database, doomed: Doomed
) -> None:
    db = composed_db
    await make(db)
    before, whole = await stored(db), await taken(db)
    for place in ("4", "60", "commit"):
        assert await doomed.does("forget", place) == KILLED
        assert await stored(db) == before, f"before {place}"
    assert await doomed.does("export", "9") == KILLED
    assert not doomed.file.exists()
    assert await doomed.does("export") == DONE
    assert json.loads(doomed.file.read_bytes()) == whole
    assert await doomed.does("forget") == DONE
    assert traces(await stored(db), GUILD, ANA) == []
    async with db.begin() as session:
        await groups.join(session, GUILD, ANA, now=NOW)
    joined = await stored(db)
    for place in ("30", "commit"):
        assert await doomed.does("restore", place) == KILLED
        assert await stored(db) == joined, f"before {place}"
    assert await doomed.does("restore") == DONE
    assert comparable(await taken(db)) == comparable(whole)


async def test_m2_killed_in_mid_purge(composed_db: Database, doomed: Doomed) -> None:
    db = composed_db
    await make(db)
    acts = [
        {"key": str(number), "interaction_id": number, "done_at": NOW - timedelta(days=2)}
        for number in range(7)
    ]
    async with db.begin() as session:
        await session.execute(insert(ActRow), acts)
        await groups.leave(session, GUILD, ANA, now=NOW)
    before = await stored(db)
    assert await doomed.does("purge", "2") == KILLED
    after = await stored(db)
    assert len(after["acts"]) == len(acts) - PORTION, "what was committed is gone"
    assert await doomed.does("purge") == DONE
    assert await stored(db) == {**before, "acts": []}
    assert await doomed.does("depart", "commit") == KILLED
    assert await stored(db) == {**before, "acts": []}
    assert await doomed.does("depart") == DONE
    assert traces(await stored(db), GUILD, ANA) == []
