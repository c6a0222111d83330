"""The colour of retros, which those that are over share."""

from __future__ import annotations

ACCENT = 0xF59E0B
