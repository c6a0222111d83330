"""How panels of what was read look: as those of papers."""

from __future__ import annotations

ACCENT = 0xEF4444
