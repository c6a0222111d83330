"""How panels of contributions look: as those of projects."""

ACCENT = 0xEC4899
