"""The colour of panels about study partners; never the only sign of anything."""

ACCENT = 0xEC4899
