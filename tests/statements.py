"""How many statements something costs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.db import Database

_OF_THE_SCHEDULER = "run_coroutine_job"


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """The statements that the database was asked meanwhile, but for jobs that ran by themselves."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        task = asyncio.current_task()
        if task is None or getattr(task.get_coro(), "__name__", "") != _OF_THE_SCHEDULER:
            seen.append(statement)

    # On PostgreSQL the one for reading hears what the other does.
    engines = [db.engine.sync_engine]
    engines += [db._reading_engine.sync_engine] if db.is_sqlite else []
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
