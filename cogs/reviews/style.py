"""How panels of reviews look: as those of papers do."""

from __future__ import annotations

ACCENT = 0xEF4444
