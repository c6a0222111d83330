"""The colour of what is about the plan; never the only sign of anything."""

ACCENT = 0x3B82F6
