"""All that can be read in a message, as Discord sends it with a command on it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Who wrote it, where, and what it answers, is not what it says.
_PARTS = ("content", "embeds", "components", "attachments", "poll", "message_snapshots")
_TEXTS = frozenset(
    ("content", "title", "description", "name", "value", "label", "text", "url", "filename")
)


def text_of(message: Mapping[str, Any]) -> str:
    """Its content, its embeds, components, files and poll, and the message that it forwards."""
    return "\n".join(_texts({part: message.get(part) for part in _PARTS}))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for name, each in part.items():
            if isinstance(each, str):
                if name in _TEXTS:
                    yield each
            elif name == "message":
                yield text_of(each)
            else:
                yield from _texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)
