"""Files that people give, as text. Pure."""

from __future__ import annotations

import codecs

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotUtf8(ValueError):
    """A file is no text in UTF-8; the message is the reason, and ``line`` where it shows first."""

    def __init__(self, reason: str, line: int = 1) -> None:
        """Keep where it is."""
        super().__init__(reason)
        self.line = line


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, which may begin with a byte order mark.

    Raises:
        NotUtf8: it is another kind of file.
    """
    if content.startswith(_WIDE):
        raise NotUtf8(
            "the file is saved as UTF-16 (Unicode); save it again with the encoding UTF-8"
        )
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotUtf8("the file is not UTF-8 text", line) from None
