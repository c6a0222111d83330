"""Finding a milestone by what somebody types: `bot.inputs.search`, under its former name."""

from __future__ import annotations

from bot.inputs.search import pick, search

__all__ = ["pick", "search"]
