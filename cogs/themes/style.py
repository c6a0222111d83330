"""The colour of retros, which themes share."""

from __future__ import annotations

ACCENT = 0xF59E0B
