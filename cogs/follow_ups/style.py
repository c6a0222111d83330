"""How panels of what follows a paper look: as those of papers."""

from __future__ import annotations

ACCENT = 0xEF4444
