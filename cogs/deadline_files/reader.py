"""What deadline files need of the outside: the reading of them, when they are due and at once."""

from __future__ import annotations

from bot.client import Syllabot
from bot.deadline_files.reading import file_reader
from bot.deadline_files.source import GAP_SECONDS, FileSource
from bot.named_pages import FETCH_SECONDS


class DeadlineFileAccess:
    """A bot's way to deadline files (``bot.part(DeadlineFileAccess)``); one, for turns."""

    fetch_seconds = FETCH_SECONDS
    gap_seconds = GAP_SECONDS

    def __init__(self, bot: Syllabot) -> None:
        """Wire it to the files that the settings name; nothing connects yet."""
        self.source = FileSource(
            bot.clock,
            bot.worker,
            named=bot.settings.deadlines.files,
            gap_seconds=self.gap_seconds,
            fetch_seconds=self.fetch_seconds,
        )
        self.reader = file_reader(bot.db, bot.clock, self.source)

    async def close(self) -> None:
        """Close the connections."""
        await self.source.close()
