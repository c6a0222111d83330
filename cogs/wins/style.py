"""The colour of wins; never the only sign of anything."""

ACCENT = 0xEC4899
