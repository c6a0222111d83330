"""The colour of talks; never the only sign of anything."""

ACCENT = 0xEC4899
