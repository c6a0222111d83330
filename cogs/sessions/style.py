"""The colour of sessions; never the only sign of anything."""

ACCENT = 0xEC4899
