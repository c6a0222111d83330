"""The colour of cycle reports' panels."""

from __future__ import annotations

ACCENT = 0x8B5CF6
