"""A file that somebody took with them, read again: of its form, or a refusal that says where. Pure.

Such a file can come from anybody and hold anything. What stands in its rows is checked against the
tables when they are restored (`bot.export.restore`).
"""

from __future__ import annotations

import io
import zipfile
from typing import Annotated, Any

import msgspec

from bot.errors import UserError
from bot.export.archive import FORMAT

MAX_BYTES = 50 * 1024 * 1024
"""What a file may hold once it is unpacked."""

MAX_ROWS = 50_000

_ZIP = b"PK\x03\x04"
_ID = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
_AGAIN = "Nothing was changed. `/export data` makes such a file."


class Archive(msgspec.Struct, rename={"number": "format"}):
    """The file as it was written; rows by feature and table."""

    number: int
    guild_id: _ID
    user_id: _ID
    features: dict[str, dict[str, list[dict[str, Any]]]]

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return sum(len(rows) for tables in self.features.values() for rows in tables.values())


class _Head(msgspec.Struct):
    format: int


def read_archive(content: bytes, *, guild_id: int, user_id: int) -> Archive:
    """The file of this person in this group.

    Raises:
        UserError: it is no such file, another member's or group's, or a newer bot's.
    """
    if content.startswith(_ZIP):
        content = _unpacked(content)
    if len(content) > MAX_BYTES:
        raise UserError(f"That file is larger than anything that I write. {_AGAIN}")
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format > FORMAT:
            raise UserError(
                "That file was made by a newer version of me than the one that runs here, so I "
                "cannot read all of it. Nothing was changed; ask whoever runs me to update me."
            )
        if head.format < 1:
            raise UserError(f"That file has no form that I ever wrote. {_AGAIN}")
        archive = msgspec.json.decode(content, type=Archive)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(f"I cannot read that file: {_place(error)}. {_AGAIN}") from error
    if archive.user_id != user_id:
        raise UserError("That file is another member's. Only your own comes back to you.")
    if archive.guild_id != guild_id:
        raise UserError(
            "That file is from another group. Restore it in the server where you made it."
        )
    if archive.row_count > MAX_ROWS:
        raise UserError(f"That file has more in it than anybody's can. {_AGAIN}")
    return archive


def _unpacked(content: bytes) -> bytes:
    """The JSON in an archive, of which no more is unpacked than such a file can hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".json")]
            if len(names) != 1:
                raise UserError(f"There is no single JSON file in that archive. {_AGAIN}")
            with archive.open(names[0]) as file:
                return file.read(MAX_BYTES + 1)
    # An encrypted one is a RuntimeError, and so is a compression that is not known.
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as error:
        raise UserError(f"That archive cannot be opened. {_AGAIN}") from error


def _place(error: Exception) -> str:
    """What is wrong and where, in the words of the reader, which quote no text of the file."""
    if isinstance(error, msgspec.DecodeError):
        return str(error).replace("`", "")
    return "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "it nests too far"
