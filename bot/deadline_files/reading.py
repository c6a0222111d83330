"""The deadline files job: reads each file once a day, once for all groups that named it."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.deadline_files import ingest
from bot.deadline_files.source import FileSource
from bot.deadline_files.values import DueFile, FoundFile
from bot.inputs.links import host_of
from bot.named_pages import PageReader


def file_reader(db: Database, clock: Clock, source: FileSource) -> PageReader[DueFile, FoundFile]:
    """Reads the files that groups named. No address of a file stands in the log."""
    return PageReader(
        db,
        clock,
        source,
        ingest,
        store=_store,
        title=lambda due: f"A deadline file at {host_of(due.url)}",
    )


async def _store(db: Database, due: DueFile, found: FoundFile | None, now: datetime) -> None:
    broken: Exception | None = None
    for guild_id, file_id in due.files:
        # Each group by itself: one that is busy, or breaks it, keeps no other waiting.
        try:
            async with db.begin() as session:
                await ingest.took(session, guild_id, file_id, found, now, until=due.until)
        except Exception as error:  # noqa: BLE001 - raised once all had their turn
            broken = error
    if broken is not None:
        raise broken
