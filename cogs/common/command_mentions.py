"""Naming commands so that a press types them: ``</milestone next:1234>`` for `/milestone next`.

Texts name commands in backticks, wherever they are written; this is applied to what is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from discord import ui

from cogs.common.panels import MAX_TEXT, Panel

# What a person typed never fits: its backticks are escaped, so one would stand behind a backslash.
_NAMED = re.compile(r"(?<!\\)`/([^`\\\n]+)`")


def mention_commands(text: str, mentions: Mapping[str, str], room: int) -> str:
    """``text`` with the commands that it names mentioned, which adds at most ``room`` characters.

    ``mentions`` are by a command's whole name. Options stay in backticks behind the mention, and
    so does the name of what cannot be mentioned, or has no room.
    """
    left = room

    def mention(found: re.Match[str]) -> str:
        nonlocal left
        new = _mention(found[1], mentions)
        added = len(new or "") - len(found[0])
        if new is None or added > left:
            return found[0]
        left -= added
        return new

    return _NAMED.sub(mention, text)


def with_mentions(panel: Panel, mentions: Mapping[str, str]) -> Panel:
    """``panel``, whose texts now mention the commands that they name."""
    room = MAX_TEXT - panel.content_length()
    for item in panel.walk_children():
        if isinstance(item, ui.TextDisplay):
            before = len(item.content)
            item.content = mention_commands(item.content, mentions, room)
            room -= len(item.content) - before
    return panel


def _mention(named: str, mentions: Mapping[str, str]) -> str | None:
    """The mention of what ``named`` begins with, and its options; None if it is no command."""
    words = named.split(" ")
    for count in range(len(words), 0, -1):
        mention = mentions.get(" ".join(words[:count]))
        if mention is not None:
            options = " ".join(words[count:])
            return f"{mention} `{options}`" if options else mention
    return None
