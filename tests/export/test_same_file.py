"""The entries of a rich group's files are, byte for byte, those of the files kept here."""

from __future__ import annotations

from pathlib import Path

from bot.db import Database
from tests.export.rich_group import exported, make
from tests.milestones.circle import ANA, BEN

FOLDER = Path(__file__).parent / "files"
BEGIN = b"BEGIN:VEVENT\r\n"


def parts(content: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What comes before the entries, each of them, and what comes after."""
    head, *entries = content.split(BEGIN)
    last, end, foot = entries.pop().partition(b"END:VEVENT\r\n")
    return head, sorted([*entries, last + end]), foot


async def test_d3_each_entry_is_the_same_to_the_byte(composed_db: Database) -> None:
    """Their order is that of the features, and means nothing to a calendar."""
    await make(composed_db)
    for name, user_id in (("ana", ANA), ("ben", BEN)):
        released = (FOLDER / f"{name}.ics").read_bytes()
        assert parts(await exported(composed_db, user_id)) == parts(released)
