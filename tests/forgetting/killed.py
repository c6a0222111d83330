"""A process that is killed in its work: ``python -m tests.forgetting.killed``.

Each line of its input is a job: the database, a file, what is done, and the statement before which
SIGKILL ends it (``commit``: all of them are done; ``-``: nothing ends it). Each is done by a
process of its own, forked from this one, which has loaded everything; its exit code is answered in
a line.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from bot.db import Database, purge_all
from bot.db.acts import RETENTION
from bot.export import restore, service
from bot.export.archive import as_json
from bot.export.file_reading import Archive, read_archive
from bot.feature import session_info
from bot.forgetting import purge
from bot.forgetting import service as forgetting
from cogs.features import FEATURES
from tests.forgetting.everything import ANA, GUILD, NOW, caller
from tests.groups import acting as groups

PORTION = 2


def end_before(place: str) -> None:
    """Let SIGKILL end this process before that statement."""
    left = 0 if place in ("-", "commit") else int(place)

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def end(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    if place == "commit":
        event.listen(Engine, "commit", end)


async def do(db: Database, what: str, file: Path) -> None:
    """Forget Ana, take everything of hers along, bring it back, or end what is over."""
    if what == "purge":
        await purge_all(db, RETENTION, NOW, portion=PORTION)
    elif what == "export":
        async with db.read() as session:
            taken = await service.everything(session, GUILD, ANA, now=NOW)
        _write(file, as_json(taken))
    else:
        async with db.begin() as session:
            if what == "forget":
                await forgetting.forget(session, caller())
            elif what == "depart":
                await purge.purge_person(session, GUILD, ANA, before=NOW, now=NOW)
            else:
                archive = _read(file)
                who = await groups.member(session, GUILD, ANA, now=NOW)
                await restore.restore(session, who, archive)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _read(file: Path) -> Archive:
    return read_archive(file.read_bytes(), guild_id=GUILD, user_id=ANA)


def main() -> None:
    """Do what the input says, a process for each."""
    for line in sys.stdin:
        url, file, what, place = line.split()
        child = os.fork()
        if child == 0:
            end_before(place)
            asyncio.run(do(Database(url, session_info=session_info(FEATURES)), what, Path(file)))
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, flush=True)


if __name__ == "__main__":
    main()
