"""The file of a rich group is, byte for byte, the one that was written in the first release."""

from __future__ import annotations

from pathlib import Path

from bot.db import Database
from tests.export.rich_group import exported, make
from tests.milestones.circle import ANA, BEN

FOLDER = Path(__file__).parent / "files"


async def test_d3_the_file_is_the_same_to_the_byte(composed_db: Database) -> None:
    await make(composed_db)
    for name, user_id in (("ana", ANA), ("ben", BEN)):
        assert await exported(composed_db, user_id) == (FOLDER / f"{name}.ics").read_bytes()
