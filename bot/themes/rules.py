"""The rules of themes: what they are called, how they merge and part, who may vote for what."""

from __future__ import annotations

MAX_TITLE = 200
