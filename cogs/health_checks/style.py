"""The colour of health checks, which belong to retros."""

from __future__ import annotations

ACCENT = 0xF59E0B
