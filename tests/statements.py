"""How many statements something costs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.db import Database


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """The statements that the database was asked meanwhile, but for what the bot did by itself."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not _is_by_itself(asyncio.current_task()):
            seen.append(statement)

    # On PostgreSQL the one for reading hears what the other does.
    engines = [db.engine.sync_engine]
    engines += [db._reading_engine.sync_engine] if db.is_sqlite else []
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def _is_by_itself(task: asyncio.Task[Any] | None) -> bool:
    """Whether a task is a job of the scheduler, or looks for the servers that the bot is in."""
    if task is None:
        return False
    name = task.get_name()
    is_event = name.startswith("discord.py: on_") and name != "discord.py: on_interaction"
    return is_event or getattr(task.get_coro(), "__name__", "") == "run_coroutine_job"
