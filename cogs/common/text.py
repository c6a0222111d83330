"""Text for people: what they wrote, made harmless; dates in the reader's own zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

import discord

_BAR_CELLS = 10
# Embeddings and overrides can reorder what stands around them; isolates cannot.
_DIRECTION_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = ("R", "AL", "AN")


def escape(text: str) -> str:
    """What a person wrote, to stand inside our own text: no markup, mention, link or timestamp.

    Right-to-left text is isolated, so that it cannot turn its surroundings around.
    """
    text = _DIRECTION_CONTROLS.sub("", text).strip()
    text = discord.utils.escape_markdown(discord.utils.escape_mentions(text))
    text = re.sub(r"(?<!\\)<", r"\\<", text)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        text = f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text


def one_line(text: str, limit: int) -> str:
    """``text`` on one line, of at most ``limit`` characters, escaped; cut text ends in …"""
    return escape(cut(" ".join(text.split()), limit))


def cut(text: str, limit: int) -> str:
    """``text`` of at most ``limit`` characters; cut text ends in …"""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def stamp(instant: datetime, style: Literal["t", "T", "d", "D", "f", "F", "R"] = "f") -> str:
    """A Discord timestamp: every reader sees it in their own zone and language."""
    return discord.utils.format_dt(instant, style)


def bar(done: int, total: int) -> str:
    """``▰▰▰▱▱▱▱▱▱▱  30 %``: the same bar everywhere. Full only when all is done."""
    percent = percentage(done, total)
    cells = percent * _BAR_CELLS // 100
    return f"{'▰' * cells}{'▱' * (_BAR_CELLS - cells)}  {percent} %"


def percentage(done: int, total: int) -> int:
    """Whole percent, rounded down, so that 100 means all; nothing of nothing is 0."""
    return 0 if total == 0 else done * 100 // total


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 card``, ``2 cards``; ``many`` where adding an s is wrong."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
