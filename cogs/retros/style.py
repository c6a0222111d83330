"""The colour of retros."""

from __future__ import annotations

ACCENT = 0xF59E0B
