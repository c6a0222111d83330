"""How panels of papers look."""

from __future__ import annotations

ACCENT = 0xEF4444
