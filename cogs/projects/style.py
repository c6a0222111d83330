"""The colour of projects; never the only sign of anything."""

ACCENT = 0xEC4899
