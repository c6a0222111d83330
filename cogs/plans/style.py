"""The colour of what is about the plan; never the only sign of anything."""

from __future__ import annotations

ACCENT = 0x3B82F6
